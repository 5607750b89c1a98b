"""Sheets of names: a paper khata typed in, and many names changed at once."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from businesses.access import BookRequest, member
from core.htmx import redirect
from core.ids import uuid7
from core.money import format_amount
from core.phones import local_form
from ledger.forms.many import ChangedNameRow, NewNameRow
from ledger.models import Direction
from ledger.operations.many_parties import (
    ROWS_MAX,
    ChangedName,
    ManyResult,
    NewName,
    add_parties,
    edit_parties,
)
from ledger.operations.many_rows import RowRefused
from ledger.party_kinds import kind_choices
from ledger.queries.many import SheetRow, sheet_page
from ledger.views.replies import refusals_answered

SHOWN = 25
CURSOR_MAX = 800


@member(can="khata.write")
@require_http_methods(["GET", "POST"])
@refusals_answered
def many(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    """Type many names with what is open; `?rows=50` gives the longest sheet."""
    shown = ROWS_MAX if request.GET.get("rows") == str(ROWS_MAX) else SHOWN
    if request.method != "POST":
        return _new_page(request, [], shown=shown)
    filled = [row for row in _sent_new(request) if not row.is_blank]
    good = [row for row in filled if row.is_valid()]
    now, kind = timezone.now(), kind_choices(request.business.kind)[0][0]
    outcomes = add_parties(
        business_id=business_id, actor=request.actor, rows=[_new_name(row, kind=kind) for row in good],
        country=request.business.country, made_at=now, now=now,
    )  # fmt: skip
    result = ManyResult.of(outcomes)
    _tell(good, result.refused)
    left = [row for row in filled if row.errors]
    _say(request, result)
    if left or not filled:
        return _new_page(request, left, shown=shown, status=422 if left else 200)
    return redirect(request, reverse("ledger:khata", args=[business_id]))


def _new_page(
    request: BookRequest, rows: Sequence[NewNameRow], *, shown: int, status: int = 200
) -> HttpResponse:
    """The rows that need a look, and empty ones below them."""
    kept = [_kept(row, place=place, request=request) for place, row in enumerate(rows)]
    empty = [
        NewNameRow(prefix=str(place), country=request.business.country, initial={"party_id": uuid7()})
        for place in range(len(kept), shown)
    ]
    context = {
        "rows": [*kept, *empty],
        "wrong": len(kept),
        "longest": ROWS_MAX,
        "is_longest": shown == ROWS_MAX,
    }
    return render(request, "ledger/many.html", context, status=status)


def _kept(row: NewNameRow, *, place: int, request: BookRequest) -> NewNameRow:
    """The same row at a new place of the sheet, with what was wrong with it."""
    said = {f"{place}-{name}": row[name].value() for name in row.fields}
    moved = NewNameRow(said, prefix=str(place), country=request.business.country)
    for field, wrong in row.errors.items():
        if field not in moved.errors:
            moved.add_error(field if field in moved.fields else None, list(wrong))
    return moved


def _sent_new(request: BookRequest) -> list[NewNameRow]:
    country = request.business.country
    return [NewNameRow(request.POST, prefix=str(place), country=country) for place in range(ROWS_MAX)]


def _new_name(row: NewNameRow, *, kind: str) -> NewName:
    said = row.cleaned_data
    gives = bool(said["will_give"])
    return NewName(
        party_id=said["party_id"], name=said["name"], phone=said["phone"], kind=kind,
        direction=Direction.GOT if gives else Direction.GAVE,
        amount=said["will_give"] or said["will_get"] or 0, is_another=said["is_another"],
    )  # fmt: skip


@member(can="khata.edit")
@require_http_methods(["GET", "POST"])
@refusals_answered
def sheet(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    """All names by name, ROWS_MAX a page, to be changed where they stand; `?after=` is the next page."""
    if request.method != "POST":
        return _sheet_page(request)
    rows = [
        _changed_row(request, request.POST, place=place)
        for place in range(ROWS_MAX)
        if f"{place}-party_id" in request.POST
    ]
    good = [row for row in rows if row.is_valid()]
    outcomes = edit_parties(
        business_id=business_id, actor=request.actor, rows=[_changed_name(row.cleaned_data) for row in good],
        country=request.business.country, now=timezone.now(),
    )  # fmt: skip
    result = ManyResult.of(outcomes)
    _tell(good, result.refused)
    _say(request, result)
    wrong = [row for row in rows if row.errors]
    if wrong:
        return render(request, "ledger/sheet.html", {"rows": wrong, "wrong": len(wrong)}, status=422)
    onward = request.POST.get("onward", "")[:CURSOR_MAX]
    path = reverse("ledger:sheet", args=[business_id])
    return redirect(
        request, f"{path}?after={onward}" if onward else reverse("ledger:khata", args=[business_id])
    )


def _changed_name(said: dict[str, Any]) -> ChangedName:
    words = {name: said[name] for name in ChangedNameRow.shown}
    return ChangedName(said["party_id"], said["base_rev"], words)


def _sheet_page(request: BookRequest) -> HttpResponse:
    page = sheet_page(request.business.pk, after=request.GET.get("after", "")[:CURSOR_MAX] or None)
    rows = [_changed_row(request, place=place, initial=_said_of(row)) for place, row in enumerate(page.rows)]
    return render(request, "ledger/sheet.html", {"rows": rows, "onward": page.next_cursor or ""})


def _changed_row(request: BookRequest, *said: Any, place: int, **more: Any) -> ChangedNameRow:
    book = request.business
    return ChangedNameRow(*said, prefix=str(place), country=book.country, book_kind=book.kind, **more)


def _said_of(row: SheetRow) -> dict[str, Any]:
    return {
        "party_id": row.id, "base_rev": row.rev, "name": row.name, "phone": local_form(row.phone), "kind": row.kind,
        "credit_limit": "" if row.credit_limit is None else format_amount(row.credit_limit, trim=True),
    }  # fmt: skip


def _tell(rows: Sequence[Any], refused: Sequence[RowRefused]) -> None:
    for one in refused:
        row = rows[one.index]
        row.add_error(one.field if one.field in row.fields else None, one.message)


def _say(request: BookRequest, result: ManyResult) -> None:
    if result.written:
        words = ngettext("%(count)s name saved.", "%(count)s names saved.", result.written)
        messages.success(request, words % {"count": result.written})
    elif not result.refused:
        messages.info(request, _("Nothing was changed."))
