"""Goods in and out, sent, made and taken back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from businesses.access import BookRequest, member
from core.htmx import redirect
from core.ids import uuid7
from core.refusals import Refusal
from inventory.forms.moves import BOUGHT, ComeForm, GoForm, MakeForm, SendForm, whole_quantity
from inventory.models import Item
from inventory.operations.assemblies import assemble
from inventory.operations.lines import Coming, Going, NewBatch
from inventory.operations.moves import adjust_stock, receive_stock, reverse_stock, transfer_stock
from inventory.queries.batches import batches_of
from inventory.queries.items import item_row
from inventory.queries.parts import bill_of
from inventory.stock import StockResult
from inventory.views.answers import branches_of, counted_items, moved_words, uuid_or_none
from ledger.forms.entries import fresh_ids
from ledger.views.contexts import may, today_of
from ledger.views.replies import refusals_answered, show_in


@member(can="stock.write")
@require_http_methods(["GET", "POST"])
@refusals_answered
def come(request: BookRequest, *, business_id: UUID, item_id: UUID) -> HttpResponse:
    """Stock in: bought, or found."""
    item = _item(request, item_id)
    form = ComeForm(*_sent(request), item=item, **_shared(request))
    if request.method != "POST" or not form.is_valid():
        return _act_page(request, form, item=item, template="inventory/come.html")
    said = form.cleaned_data
    batch = NewBatch(said["batch"], said["expires_on"]) if said.get("batch") else None
    line = Coming(item.id, whole_quantity(form, item), said["value"], batch)
    try:
        if said["reason"] == BOUGHT:
            result = receive_stock(**_common(request, form), lines=[line])
        else:
            result = adjust_stock(**_common(request, form), coming=[line])
    except Refusal as refusal:
        show_in(form, refusal)
        return _act_page(request, form, item=item, template="inventory/come.html", status=refusal.status)
    return _done(request, item, result, words=moved_words(request, item, result, came=True))


@member(can="stock.write")
@require_http_methods(["GET", "POST"])
@refusals_answered
def go(request: BookRequest, *, business_id: UUID, item_id: UUID) -> HttpResponse:
    """Stock out, other than by a bill: broken, given away, used."""
    item = _item(request, item_id)
    batches = batches_of(business_id, item_id, today=today_of(request))
    form = GoForm(*_sent(request), item=item, batches=batches, **_shared(request))
    if request.method != "POST" or not form.is_valid():
        return _act_page(request, form, item=item, template="inventory/go.html")
    line = Going(item.id, whole_quantity(form, item), uuid_or_none(form.cleaned_data.get("batch_id") or ""))
    try:
        result = adjust_stock(**_common(request, form), going=[line])
    except Refusal as refusal:
        show_in(form, refusal)
        return _act_page(request, form, item=item, template="inventory/go.html", status=refusal.status)
    return _done(request, item, result, words=moved_words(request, item, result, came=False))


@member(can="stock.write")
@require_http_methods(["GET", "POST"])
@refusals_answered
def send(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    """Goods go to another branch."""
    items = counted_items(request)
    form = SendForm(*_sent(request), items=items, **_shared(request))
    if request.method != "POST" or not form.is_valid():
        return _act_page(request, form, template="inventory/send.html")
    said = form.cleaned_data
    common = _common(request, form)
    del common["branch_id"]
    ids = {name: uuid_or_none(said[name]) or uuid7() for name in ("item", "from_branch", "to_branch")}
    try:
        result = transfer_stock(
            **common, lines=[Going(ids["item"], said["quantity"])], from_branch_id=ids["from_branch"],
            to_branch_id=ids["to_branch"],
        )  # fmt: skip
    except Refusal as refusal:
        show_in(form, refusal)
        return _act_page(request, form, template="inventory/send.html", status=refusal.status)
    item = item_row(business_id, ids["item"], today=today_of(request)).item
    return _done(request, item, result, words=_("Saved. The goods are on the other side."))


@member(can="stock.write")
@require_http_methods(["GET", "POST"])
@refusals_answered
def make(request: BookRequest, *, business_id: UUID, item_id: UUID) -> HttpResponse:
    """Make so many of an item out of its parts."""
    item, bill = _item(request, item_id), bill_of(business_id, item_id)
    form = MakeForm(*_sent(request), **_shared(request))
    more: dict[str, Any] = {"bill": bill}
    if request.method != "POST" or not form.is_valid():
        return _act_page(request, form, item=item, template="inventory/make.html", **more)
    try:
        result = assemble(**_common(request, form), item_id=item_id, quantity=form.cleaned_data["quantity"])
    except Refusal as refusal:
        show_in(form, refusal)
        return _act_page(
            request, form, item=item, template="inventory/make.html", status=refusal.status, **more
        )
    return _done(request, item, result, words=_("Saved. What was made is in the stock."))


@member(can="stock.write")
@require_POST
@refusals_answered
def back(request: BookRequest, *, business_id: UUID, stock_id: UUID) -> HttpResponse:
    """Take an act of stock back."""
    result = reverse_stock(
        business_id=business_id, actor=request.actor, document_id=stock_id, new_id=uuid7(), now=timezone.now()
    )
    item_id = result.moved[0].item_id if result.moved else None
    messages.success(request, _("Taken back."))
    onward = reverse("inventory:item", args=[business_id, item_id]) if item_id else _list(request)
    return redirect(request, onward)


def _item(request: BookRequest, item_id: UUID) -> Item:
    return item_row(request.business.pk, item_id, today=today_of(request)).item


def _sent(request: BookRequest) -> tuple[Any, ...]:
    return (request.POST,) if request.method == "POST" else ()


def _shared(request: BookRequest) -> dict[str, Any]:
    initial = {"day": today_of(request), **fresh_ids("document_id")}
    is_open = [one for one in branches_of(request) if one.closed_at is None]
    return {"can_choose_day": may(request, "stock.edit"), "branches": is_open, "initial": initial}


def _common(request: BookRequest, form: Form) -> dict[str, Any]:
    said = form.cleaned_data
    return {
        "business_id": request.business.pk, "actor": request.actor, "document_id": said["document_id"],
        "day": said.get("day") or today_of(request), "note": said["note"],
        "branch_id": uuid_or_none(said.get("branch") or ""), "now": timezone.now(),
    }  # fmt: skip


def _act_page(
    request: BookRequest, form: Form, *, template: str, item: Item | None = None, status: int = 0, **more: Any
) -> HttpResponse:
    wrong = 422 if form.is_bound and form.errors else 200
    context = {"form": form, "item": item, "today": today_of(request), **more}
    return render(request, template, context, status=status or wrong)


def _list(request: BookRequest) -> str:
    return reverse("inventory:items", args=[request.business.pk])


def _done(request: BookRequest, item: Item, result: StockResult, *, words: str) -> HttpResponse:
    undo = reverse("inventory:move_back", args=[request.business.pk, result.document_id])
    messages.success(request, words, extra_tags=f"undo:{undo}")
    return redirect(request, reverse("inventory:item", args=[request.business.pk, item.id]))
