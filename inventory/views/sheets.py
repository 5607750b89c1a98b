"""Sheets of many lines: the stock count, and what an item is made of; and the list of what expires."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from businesses.access import BookRequest, member
from core.htmx import redirect
from core.ids import uuid7
from core.refusals import Refusal
from inventory.forms.moves import CountRow, PartRow
from inventory.operations.assemblies import PartSaid, set_parts
from inventory.operations.counts import Counted, count_stock
from inventory.queries.batches import batches_of, expiring_batches
from inventory.queries.items import ItemRow, item_page, item_row
from inventory.queries.parts import bill_of
from inventory.views.answers import counted_items, sees_worth, uuid_or_none
from ledger.queries.pages import CursorUnknown
from ledger.views.contexts import CURSOR_MAX, today_of
from ledger.views.replies import refusals_answered

ROWS_MAX = 50
PARTS_SHOWN = 8
BANDS = (("past", -1), ("month", 30), ("quarter", 90))


@member(can="stock.write")
@require_http_methods(["GET", "POST"])
@refusals_answered
def count(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    """Everything on the shelf by name; what is left empty was not counted."""
    if request.method != "POST":
        return _count_page(request)
    rows = [
        CountRow(request.POST, prefix=str(place))
        for place in range(ROWS_MAX)
        if f"{place}-item_id" in request.POST
    ]
    if [row for row in rows if not row.is_valid()]:
        return _count_page(request, wrong={row.prefix or "": row for row in rows}, status=422)
    lines = [_counted(row) for row in rows if row.cleaned_data["counted"] is not None]
    if lines:
        try:
            result = count_stock(
                business_id=business_id, actor=request.actor, document_id=_document_id(request), lines=lines,
                day=today_of(request), now=timezone.now(),
            )  # fmt: skip
        except Refusal as refusal:
            if refusal.status == HTTPStatus.NOT_FOUND:
                raise
            return _count_page(
                request, wrong={row.prefix or "": row for row in rows}, refused=refusal.message,
                status=refusal.status,
            )  # fmt: skip
        differs = len(result.moved)
        words = ngettext("Saved. %(n)s item differed.", "Saved. %(n)s items differed.", differs)
        messages.success(request, words % {"n": differs} if differs else _("Saved. Everything agrees."))
    return redirect(request, reverse("inventory:items", args=[business_id]))


def _document_id(request: BookRequest) -> UUID:
    return uuid_or_none(request.POST.get("document_id", "")) or uuid7()


def _counted(row: CountRow) -> Counted:
    said = row.cleaned_data
    return Counted(said["item_id"], said["counted"], uuid_or_none(said["batch_id"]))


def _count_page(
    request: BookRequest, *, wrong: dict[str, CountRow] | None = None, refused: str = "", status: int = 200
) -> HttpResponse:
    after = request.GET.get("after", "")[:CURSOR_MAX] or None
    today = today_of(request)
    try:
        page = item_page(request.business.pk, today=today, kind="goods", after=after, limit=ROWS_MAX // 2)
    except CursorUnknown:
        page = item_page(request.business.pk, today=today, kind="goods", limit=ROWS_MAX // 2)
    rows: list[dict[str, Any]] = []
    for one in page.rows:
        rows += _lines(request, one, start=len(rows), wrong=wrong or {})
    context = {
        "rows": rows[:ROWS_MAX], "after": page.next_cursor or "", "document_id": uuid7(), "refused": refused,
        "wrong": bool(wrong),
    }  # fmt: skip
    return render(request, "inventory/count.html", context, status=status)


def _lines(
    request: BookRequest, one: ItemRow, *, start: int, wrong: dict[str, CountRow]
) -> list[dict[str, Any]]:
    """One line an item, or one for each of its batches."""
    item = one.item
    if not item.is_counted or item.has_serials:
        return []
    lying: list[tuple[UUID | None, str, int]] = [(None, "", one.on_hand)]
    if item.has_batches:
        batches = batches_of(request.business.pk, item.id, today=today_of(request))
        lying = [(each.batch_id, each.number, each.on_hand) for each in batches]
    lines = []
    for place, (batch_id, number, on_hand) in enumerate(lying, start=start):
        initial = {"item_id": item.id, "batch_id": batch_id or ""}
        form = wrong.get(str(place)) or CountRow(prefix=str(place), initial=initial)
        lines.append(
            {"form": form, "name": item.name, "batch": number, "unit": item.unit, "on_hand": on_hand}
        )
    return lines


@member(can="stock.edit")
@require_http_methods(["GET", "POST"])
@refusals_answered
def parts(request: BookRequest, *, business_id: UUID, item_id: UUID) -> HttpResponse:
    """What one of an item is made of."""
    item = item_row(business_id, item_id, today=today_of(request)).item
    items = counted_items(request, but=item_id)
    if request.method != "POST":
        bill = bill_of(business_id, item_id)
        initial = [{"item_id": str(one.item_id), "quantity": _plain(one.quantity)} for one in bill.parts]
        shown = max(PARTS_SHOWN, len(initial) + 2)
        rows = [
            PartRow(prefix=str(place), items=items, initial=initial[place] if place < len(initial) else {})
            for place in range(shown)
        ]
        return render(request, "inventory/parts.html", {"item": item, "rows": rows})
    rows = [
        PartRow(request.POST, prefix=str(place), items=items)
        for place in range(ROWS_MAX)
        if f"{place}-item_id" in request.POST
    ]
    refused, status = "", 422
    if not [row for row in rows if not row.is_valid()]:
        said = [row.cleaned_data for row in rows]
        chosen = [(uuid_or_none(one["item_id"]), one["quantity"]) for one in said]
        try:
            set_parts(
                business_id=business_id, actor=request.actor, item_id=item_id, now=timezone.now(),
                parts=[PartSaid(part, quantity) for part, quantity in chosen if part and quantity],
            )  # fmt: skip
        except Refusal as refusal:
            if refusal.status == HTTPStatus.NOT_FOUND:
                raise
            refused, status = refusal.message, refusal.status
        else:
            messages.success(request, _("Saved"))
            return redirect(request, reverse("inventory:item", args=[business_id, item_id]))
    context = {"item": item, "rows": rows, "refused": refused, "wrong": True}
    return render(request, "inventory/parts.html", context, status=status)


def _plain(quantity: int) -> str:
    whole, rest = divmod(quantity, 10_000)
    return f"{whole}.{rest:04d}".rstrip("0").rstrip(".")


@member(can="stock.read")
@require_safe
def expiring(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    """What is past its day, and what will be soon."""
    asked = request.GET.get("within", "")
    days = dict(BANDS).get(asked, 90)
    after = request.GET.get("after", "")[:CURSOR_MAX] or None
    today = today_of(request)
    try:
        page = expiring_batches(business_id, today=today, within_days=days, after=after)
    except CursorUnknown:
        page = expiring_batches(business_id, today=today, within_days=days)
    path = reverse("inventory:expiring", args=[business_id])
    words = {"quarter": _("In 90 days"), "month": _("In 30 days"), "past": _("Past their day")}
    filters = [
        {
            "label": label,
            "url": f"{path}?within={name}",
            "current": name == (asked if asked in words else "quarter"),
        }
        for name, label in words.items()
    ]
    more = f"{path}?within={asked or 'quarter'}&after={page.next_cursor}" if page.next_cursor else ""
    context = {"rows": page.rows, "filters": filters, "more": more, "sees_worth": sees_worth(request)}
    return render(request, "inventory/expiring.html", context)
