"""Writing an entry, and looking at one."""

import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from businesses.access import BookRequest, member
from core.htmx import is_htmx
from core.refusals import Refusal
from ledger.forms.entries import NEW, EntryForm, PhotoForm, QuickEntryForm
from ledger.forms.fields import written_at
from ledger.models import DocumentKind, DocumentState
from ledger.operations.entries import EntryResult, record_entry
from ledger.operations.first_entries import record_first_entry
from ledger.operations.photos import attach_photo
from ledger.party_kinds import usual_kind
from ledger.queries.entries import entry_card
from ledger.queries.habits import habits, usual
from ledger.queries.parties import PartyRow, party_card, party_page
from ledger.queries.periods import correction_ties
from ledger.refusals import IdTaken, PartyUnknown
from ledger.views.branches import branch_named, open_branches, remember_branch, usual_branch
from ledger.views.contexts import habit_of, khata_context, may, sheet_context, today_of
from ledger.views.corrections import closed_words
from ledger.views.desk import booked_context
from ledger.views.history import history_rows, may_change
from ledger.views.khata import entry_page, names_url
from ledger.views.replies import recorded_words, refusals_answered, saved, show_in, undo_url

CANDIDATES_MAX = 6


@member(can="khata.write")
@require_POST
@refusals_answered
def record(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    """An entry for a party that is chosen, named or new."""
    form = QuickEntryForm(
        request.POST, request.FILES, auto_id="sheet_%s", can_choose_day=may(request, "khata.edit"),
        branches=open_branches(request),
    )  # fmt: skip
    if not form.is_valid():
        return _sheet_again(request, form)
    candidates = _candidates(request, form)
    party_id = form.cleaned_data["party"] if isinstance(form.cleaned_data["party"], UUID) else None
    if party_id is None and len(candidates) == 1 and _is_same(candidates[0], form):
        party_id = candidates[0].id
    elif candidates:
        form.add_error("party_name", _("Which one? Choose a name, or add a new one."))
        return _sheet_again(request, form, candidates=candidates)
    try:
        result = _write(request, form, party_id=party_id)
    except Refusal as refusal:
        if isinstance(refusal, PartyUnknown):
            raise
        show_in(form, refusal)
        if isinstance(refusal, IdTaken):
            form.renew()
        return _sheet_again(request, form, status=refusal.status)
    return _recorded(request, result, onward=reverse("ledger:khata", args=[business_id]))


@member(can="khata.write")
@require_POST
@refusals_answered
def record_for(request: BookRequest, *, business_id: UUID, party_id: UUID) -> HttpResponse:
    """An entry for the party of the page."""
    form = EntryForm(
        request.POST, request.FILES, auto_id="foot_%s", can_choose_day=may(request, "khata.edit"),
        branches=open_branches(request),
    )  # fmt: skip
    if not form.is_valid():
        return _foot_again(request, form, party_id=party_id)
    try:
        result = _write(request, form, party_id=party_id)
    except PartyUnknown:
        raise
    except Refusal as refusal:
        show_in(form, refusal)
        if isinstance(refusal, IdTaken):
            form.renew()
        return _foot_again(request, form, party_id=party_id, status=refusal.status)
    return _recorded(request, result, onward=reverse("ledger:party", args=[business_id, party_id]))


def _candidates(request: BookRequest, form: QuickEntryForm) -> list[PartyRow]:
    """Parties the typed name may mean, when nobody was chosen: one of exactly that name, or look-alikes."""
    name = form.cleaned_data["party_name"]
    if form.cleaned_data["party"]:
        return []
    today = today_of(request)
    found = party_page(request.business.pk, today=today, search=name, limit=CANDIDATES_MAX).rows
    same = [row for row in found if _is_same(row, form)]
    return same if len(same) == 1 else list(found)


def _is_same(row: PartyRow, form: QuickEntryForm) -> bool:
    return row.name.casefold() == str(form.cleaned_data["party_name"]).casefold()


def _write(request: BookRequest, form: EntryForm, *, party_id: UUID | None) -> EntryResult:
    """Write what the form says, for a party that stands or (without an id) for a new one of that name."""
    said, now = form.cleaned_data, timezone.now()
    made_at = written_at(said["made_at"], now=now)
    kind = usual_kind(request.business.kind)
    known = habits(request.business.pk, [party_id]) if party_id else {}
    habit = known.get(party_id) if party_id else None
    mode = said["mode"] or (habit or usual(kind)).mode(said["direction"])
    day = said.get("day") or today_of(request, now=made_at)
    content: dict[str, Any] = {
        **{name: said[name] for name in ("document_id", "direction", "amount", "note", "due_on")},
        "business_id": request.business.pk,
        "actor": request.actor,
        "mode": mode,
        "day": day,
        "made_at": made_at,
        "now": now,
        "sure_of": form.sure_of,
        "branch_id": said.get("branch") or usual_branch(request),
    }
    remember_branch(request, content["branch_id"])
    if party_id is not None:
        result = record_entry(party_id=party_id, **content)
    else:
        result = record_first_entry(
            party_id=said["new_party_id"],
            name=said["party_name"],
            kind=kind,
            country=request.business.country,
            **content,
        )
    _keep_photo(request, form, document_id=result.document_id, now=now)
    return result


def _keep_photo(request: BookRequest, form: EntryForm, *, document_id: UUID, now: datetime.datetime) -> None:
    if form.cleaned_data["photo"] is not None:
        attach_photo(
            business_id=request.business.pk, actor=request.actor, document_id=document_id,
            photo=form.cleaned_data["photo"], now=now,
        )  # fmt: skip


def _recorded(request: BookRequest, result: EntryResult, *, onward: str) -> HttpResponse:
    limit = None
    if result.over_limit:
        limit = party_card(request.business.pk, result.party_id, today=today_of(request)).credit_limit
    rev = result.rev + 1 if request.FILES.get("photo") and not result.replayed else result.rev
    return saved(
        request,
        message=recorded_words(request, result, limit=limit),
        undo_url=undo_url(request, result.document_id, do="delete", rev=rev),
        onward=onward,
    )


def _sheet_again(
    request: BookRequest, form: QuickEntryForm, *, candidates: Any = (), status: int = 422
) -> HttpResponse:
    """The form sent back with its sentences; HTMX swaps a 422 only."""
    context: dict[str, Any] = {
        "form": form, "candidates": candidates, "new": NEW, "choices_url": names_url(request),
        "action": reverse("ledger:record", args=[request.business.pk]), "today": today_of(request),
        **_chosen(request, form),
    }  # fmt: skip
    if is_htmx(request):
        context["hx_target"] = "#entry-sheet-body"
        return render(request, "components/entry_form.html", context, status=422)
    response = entry_page(request, **context)
    response.status_code = status
    return response


def _chosen(request: BookRequest, form: QuickEntryForm) -> dict[str, Any]:
    """What the sheet shows of the party that was chosen: what it usually does, and its balance."""
    if form.chosen_id is None:
        return {"habit": usual(usual_kind(request.business.kind))}
    card = party_card(request.business.pk, form.chosen_id, today=today_of(request))
    habit = habit_of(request, card)
    return {
        "habit": habit, "full": card.balance, "last_amount": habit.last_amount,
        "chosen": None if "party_name" in form.errors else card,
    }  # fmt: skip


def _foot_again(request: BookRequest, form: EntryForm, *, party_id: UUID, status: int = 422) -> HttpResponse:
    context = khata_context(request, party_id, foot=form)
    context["habit"] = habit_of(request, context["card"])
    if is_htmx(request):
        return render(request, "ledger/_foot.html", context, status=422)
    context |= sheet_context(request)
    return render(request, "ledger/party.html", context, status=status)


@member(can="khata.read")
@require_safe
@refusals_answered
def entry(request: BookRequest, *, business_id: UUID, document_id: UUID) -> HttpResponse:
    """One entry: all it says, its photos, and how it came to say so."""
    return entry_response(request, document_id=document_id)


def entry_response(
    request: BookRequest, *, document_id: UUID, photo_form: PhotoForm | None = None, status: int = 200
) -> HttpResponse:
    """The page of an entry, with a photo form that was sent back or a fresh one. Raises EntryUnknown."""
    card = entry_card(request.business.pk, document_id)
    changeable, is_deleted = may_change(request, card), card.document.state == DocumentState.TRASHED
    context = {
        "today": today_of(request),
        "card": card,
        "entry": card.document,
        "party": card.party,
        "is_deleted": is_deleted,
        "changeable": changeable,
        "history": history_rows(request, card, changeable=changeable),
        "photo_form": (photo_form or PhotoForm()) if changeable and not is_deleted else None,
        "delete_url": reverse("ledger:entry_delete", args=[request.business.pk, document_id]),
        "restore_url": undo_url(request, document_id, do="restore", rev=card.document.rev),
        "ties": correction_ties(request.business.pk, card.document),
        "branch_name": branch_named(request, card.document.branch_id),
        "is_correction": card.document.kind == DocumentKind.CORRECTION,
        **booked_context(request, card.document),
        **closed_words(request, card.document),
    }
    return render(request, "ledger/entry.html", context, status=status)
