"""The trash of a book: what was deleted, for how long, and the way back."""

import uuid
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from businesses.access import BookRequest, member
from core.htmx import is_htmx, redirect
from ledger.forms.time import TrashDaysForm
from ledger.operations.trash import (
    RESTORED_AT_ONCE_MAX,
    Restored,
    delete_party,
    keep_trash_for,
    restore_many,
)
from ledger.queries.pages import CursorUnknown
from ledger.queries.trash import TrashPage, trash_page
from ledger.views.contexts import CURSOR_MAX, may, searchable, today_of
from ledger.views.replies import named, number_of, page_before, refusals_answered, uuid_or_none


@member(can="khata.edit")
@require_safe
def trash(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    """What was deleted, last first; `?q=` looks for a name or a piece of a note."""
    return _page(request)


def _page(request: BookRequest, *, form: TrashDaysForm | None = None, status: int = 200) -> HttpResponse:
    search, found = _found(request)
    here = reverse("ledger:trash", args=[request.business.pk])
    more = {"q": search, "before": found.next_cursor} if found.next_cursor else {}
    context = {
        "today": today_of(request), "rows": found.rows, "days": found.days, "search": search, "here": here,
        "more": f"{here}?{urlencode(more)}" if more else "",
        "form": form or TrashDaysForm(initial={"trash_days": found.days}),
    }  # fmt: skip
    is_part = is_htmx(request) and request.GET.get("before") and status == 200
    return render(
        request, "ledger/_trash_rows.html" if is_part else "ledger/trash.html", context, status=status
    )


def _found(request: BookRequest) -> tuple[str, TrashPage]:
    search, before = searchable(request.GET.get("q", "")), request.GET.get("before", "")[:CURSOR_MAX]
    book, now, vouchers = request.business.pk, timezone.now(), may(request, "book.accounts")
    try:
        return search, trash_page(book, now=now, search=search, before=before or None, vouchers=vouchers)
    except CursorUnknown:
        return search, trash_page(book, now=now, search=search, vouchers=vouchers)


@member(can="khata.edit")
@require_POST
@refusals_answered
def trash_restore(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    """Bring back the one whose button was pressed, or those that are ticked."""
    one = request.POST.get("one", "")
    chosen = [one] if one else request.POST.getlist("chosen")[:RESTORED_AT_ONCE_MAX]
    done = restore_many(
        business_id=business_id, actor=request.actor,
        document_ids=[*_ids(chosen, kind="entry"), *_ids(chosen, kind="voucher")],
        party_ids=_ids(chosen, kind="party"), now=timezone.now(),
    )  # fmt: skip
    if one and done.entries + done.parties == 0 and not done.refused:
        raise Http404
    _tell(request, done, chosen=len(chosen))
    return redirect(request, page_before(request) or reverse("ledger:trash", args=[business_id]))


def _ids(chosen: list[str], *, kind: str) -> list[uuid.UUID]:
    """The ids of one kind among values like "entry:0193…"."""
    said = [value.partition(":") for value in chosen]
    return [found for name, _sep, text in said if name == kind and (found := uuid_or_none(text))]


def _tell(request: BookRequest, done: Restored, *, chosen: int) -> None:
    if not chosen:
        messages.info(request, _("Tick what should come back first."))
    if back := done.entries + done.parties:
        words = ngettext("%(count)s is back.", "%(count)s are back.", back)
        messages.success(request, words % {"count": back})
    for sentence in done.refused:
        messages.error(request, sentence)


@member(can="book.settings")
@require_POST
def trash_days(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    """How long the trash is kept."""
    form = TrashDaysForm(request.POST)
    if not form.is_valid():
        return _page(request, form=form, status=422)
    keep_trash_for(
        business_id=business_id, actor=request.actor, days=form.cleaned_data["trash_days"], now=timezone.now()
    )
    messages.success(request, _("Saved"))
    return redirect(request, reverse("ledger:trash", args=[business_id]))


@member(can="khata.edit")
@require_POST
@refusals_answered
def party_delete(request: BookRequest, *, business_id: UUID, party_id: UUID) -> HttpResponse:
    """Put a settled name in the trash, at once; the trash has the way back."""
    result = delete_party(
        business_id=business_id, actor=request.actor, party_id=party_id, base_rev=number_of(request, "rev"),
        now=timezone.now(),
    )  # fmt: skip
    messages.success(request, _("Deleted: %(name)s. It waits in the trash.") % {"name": named(result.name)})
    return redirect(request, reverse("ledger:khata", args=[business_id]))
