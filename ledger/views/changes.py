"""Changing, deleting and taking back an entry."""

import uuid
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from audit.models import Revision
from businesses.access import BookRequest, member
from core.money import format_amount
from core.refusals import Refusal
from ledger.book_map import book_map
from ledger.directions import Content
from ledger.forms.entries import EditEntryForm, fresh_ids
from ledger.forms.fields import written_at
from ledger.models import Document, DocumentState
from ledger.operations.drafts import content_stood, standing_content
from ledger.operations.entries import EntryResult
from ledger.operations.entry_changes import delete_entry, edit_entry, restore_entry
from ledger.operations.likely_days import days_of
from ledger.queries.entries import EntryCard, entry_card
from ledger.refusals import AlreadyTrashed, ChangedElsewhere, EditNotAllowed, EntryUnknown, NothingToUndo
from ledger.views.branches import open_branches
from ledger.views.contexts import may, today_of
from ledger.views.corrections import closed_day_changed, closed_words, is_closed
from ledger.views.history import may_change
from ledger.views.replies import (
    amount_words,
    named,
    page_before,
    refusals_answered,
    saved,
    show_in,
    undo_url,
)

REVISION_BELOW = 10**9


@member(can="khata.write")
@require_http_methods(["GET", "POST"])
@refusals_answered
def edit(request: BookRequest, *, business_id: UUID, document_id: UUID) -> HttpResponse:
    card = entry_card(business_id, document_id)
    if not may_change(request, card):
        raise EditNotAllowed
    if request.method != "POST":
        return _form_page(request, card, _filled(request, card.document))
    form = EditEntryForm(request.POST, **_offers(request, card.document))
    if not form.is_valid():
        return _form_page(request, card, form, status=422)
    try:
        if is_closed(request, card.document) and not _content(form, card.document).moves_like(
            standing_content(card.document)
        ):
            return _in_closed_day(request, card, form)
        result = _change(request, card, form)
    except EntryUnknown:
        raise
    except Refusal as refusal:
        show_in(form, refusal)
        is_stale = isinstance(refusal, ChangedElsewhere | AlreadyTrashed)
        return _form_page(request, card, form, status=refusal.status, is_stale=is_stale)
    undo = undo_url(request, document_id, do="back", rev=result.rev) + f"&to={form.cleaned_data['base_rev']}"
    onward = reverse("ledger:entry", args=[business_id, document_id])
    return saved(request, message=_("Saved"), undo_url=undo, onward=onward)


def _in_closed_day(request: BookRequest, card: EntryCard, form: EditEntryForm) -> HttpResponse:
    said = form.cleaned_data
    return closed_day_changed(
        request, card, content=_content(form, card.document), mutation_id=said["mutation_id"],
        base_rev=said["base_rev"], made_at=written_at(said["made_at"], now=timezone.now()), sure_of=form.sure_of,
    )  # fmt: skip


def _filled(request: BookRequest, document: Document) -> EditEntryForm:
    initial = {
        "amount": format_amount(document.amount, trim=True),
        "mode": document.mode,
        "day": document.day,
        "note": document.note,
        "due_on": document.due_on,
        "branch": document.branch_id,
        "base_rev": document.rev,
        **fresh_ids("mutation_id"),
    }
    return EditEntryForm(initial=initial, **_offers(request, document))


def _offers(request: BookRequest, document: Document) -> dict[str, Any]:
    branches = open_branches(request, besides=document.branch_id)
    return {"can_choose_day": may(request, "khata.edit"), "branches": branches}


def _content(form: EditEntryForm, document: Document) -> Content:
    """What the form says; what it leaves open stays as it stands."""
    said = form.cleaned_data
    return Content(
        said["direction"], said["amount"], said["mode"] or document.mode, said.get("day") or document.day, said["note"],
        said["due_on"], said.get("branch") or document.branch_id,
    )  # fmt: skip


def _form_page(
    request: BookRequest, card: EntryCard, form: EditEntryForm, *, status: int = 200, is_stale: bool = False
) -> HttpResponse:
    context = {
        "form": form, "card": card, "entry": card.document, "party": card.party,
        "today": today_of(request), "is_opening": card.document.kind == "opening", "is_stale": is_stale,
        **closed_words(request, card.document),
    }  # fmt: skip
    return render(request, "ledger/entry_edit.html", context, status=status)


def _change(request: BookRequest, card: EntryCard, form: EditEntryForm) -> EntryResult:
    said, now, content = form.cleaned_data, timezone.now(), _content(form, card.document)
    return edit_entry(
        business_id=request.business.pk, actor=request.actor, document_id=card.document.id,
        mutation_id=said["mutation_id"], base_rev=said["base_rev"], direction=content.direction,
        amount=content.amount, mode=content.mode, day=content.day, note=content.note, due_on=content.due_on,
        branch_id=content.branch_id, made_at=written_at(said["made_at"], now=now), now=now, sure_of=form.sure_of,
    )  # fmt: skip


@member(can="khata.write")
@require_POST
@refusals_answered
def delete(request: BookRequest, *, business_id: UUID, document_id: UUID) -> HttpResponse:
    """At once, with Undo. The revision comes with the page, so a stale page deletes nothing unseen."""
    card = entry_card(business_id, document_id)
    if is_closed(request, card.document):
        said = _said(request, document_id, do="correct")
        return closed_day_changed(
            request, card, content=None, mutation_id=said["mutation_id"], base_rev=said["base_rev"],
            made_at=said["made_at"],
        )  # fmt: skip
    result = delete_entry(**_said(request, document_id, do="delete"))
    return saved(
        request,
        message=_deleted_words(request, result),
        undo_url=undo_url(request, document_id, do="restore", rev=result.rev),
        onward=reverse("ledger:party", args=[business_id, result.party_id]),
    )


@member(can="khata.write")
@require_POST
@refusals_answered
def undo(request: BookRequest, *, business_id: UUID, document_id: UUID) -> HttpResponse:
    """Take back the writing (delete), the deletion (restore) or the changes since a revision (back)."""
    do = request.GET.get("do", "")
    if do == "delete":
        result, words = delete_entry(**_said(request, document_id, do=do)), _("Taken back.")
    elif do == "restore":
        result, words = restore_entry(**_said(request, document_id, do=do)), _("It is back.")
    elif do == "back":
        result, words = _put_back(request, document_id), _("Brought back as it was.")
    else:
        raise Http404
    party = reverse("ledger:party", args=[business_id, result.party_id])
    return saved(request, message=words, onward=page_before(request) or party)


def _put_back(request: BookRequest, document_id: UUID) -> EntryResult:
    """The entry as it stood at revision `to`, written as a change of its own."""
    to = _number(request, "to")
    revision = Revision.objects.filter(
        business_id=request.business.pk, subject_id=document_id, rev=to
    ).first()
    if revision is None:
        raise EntryUnknown
    if revision.contents is None or revision.contents["state"] != DocumentState.POSTED:
        raise NothingToUndo
    content = content_stood(revision.contents, books=book_map(request.business.pk))
    return edit_entry(
        **_said(request, document_id, do=f"back to {to}"), direction=content.direction, amount=content.amount,
        mode=content.mode, day=content.day, note=content.note, due_on=content.due_on,
        branch_id=content.branch_id, sure_of=days_of(content),
    )  # fmt: skip


def _said(request: BookRequest, document_id: UUID, *, do: str) -> dict[str, Any]:
    """What each of these changes is called with. Its id follows from what it does: twice is once."""
    rev, now = _number(request, "rev"), timezone.now()
    return {
        "business_id": request.business.pk, "actor": request.actor, "document_id": document_id,
        "mutation_id": uuid.uuid5(document_id, f"{do} at {rev}"), "base_rev": rev, "made_at": now, "now": now,
    }  # fmt: skip


def _number(request: BookRequest, name: str) -> int:
    text = request.GET.get(name) or request.POST.get(name, "")
    if not (text.isascii() and text.isdigit() and int(text[:10]) < REVISION_BELOW):
        raise Http404
    return int(text[:10])


def _deleted_words(request: BookRequest, result: EntryResult) -> str:
    words = {"name": named(result.party_name), "amount": amount_words(request, result.amount)}
    return _("Deleted: %(amount)s, %(name)s.") % words
