"""Items: the list, one item, adding and changing."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from businesses.access import BookRequest, member
from core.htmx import is_htmx, redirect
from core.refusals import Refusal
from inventory.forms.items import ItemForm, ItemPhotoForm, said_of
from inventory.models import Item
from inventory.operations.items import OpeningStock, add_item, edit_item, set_active
from inventory.operations.lines import NewBatch
from inventory.queries.batches import batches_of
from inventory.queries.items import CHIPS, ItemPage, item_by_code, item_page, item_row, lying, stock_worth
from inventory.queries.movements import movement_page, stock_points
from inventory.queries.parts import bill_of
from inventory.views.answers import branches_of, sees_worth
from ledger.forms.entries import fresh_ids
from ledger.queries.pages import CursorUnknown
from ledger.views.contexts import CURSOR_MAX, may, searchable, today_of
from ledger.views.replies import named, refusals_answered, show_in

MORE = ("barcode", "sku", "hsn", "tax_preference", "tax_rate", "pack_unit", "pack_size", "is_counted", "has_batches",
        "shortage", "valuation", "description")  # fmt: skip


@member(can="stock.read")
@require_safe
def items(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    """The list; a code that leads to one item opens it."""
    search, chip = searchable(request.GET.get("q", "")), request.GET.get("show", "")
    chip = chip if chip in CHIPS else "all"
    found = item_by_code(business_id, search)
    if found is not None and not is_htmx(request):
        return redirect(request, reverse("inventory:item", args=[business_id, found.id]))
    page = _page(request, chip=chip, search=search)
    path = reverse("inventory:items", args=[business_id])
    context = {
        "rows": page.rows, "search": search, "chip": chip, "path": path, "filters": _filters(path, chip, search),
        "more": _url(path, chip, search, after=page.next_cursor) if page.next_cursor else "",
        "is_new": not page.rows and chip == "all" and not search,
        "worth": stock_worth(business_id) if sees_worth(request) else None,
        "has_branches": len(branches_of(request)) > 1,
    }  # fmt: skip
    template = "inventory/_list.html" if is_htmx(request) else "inventory/items.html"
    if is_htmx(request) and request.GET.get("after"):
        template = "inventory/_rows.html"
    return render(request, template, context)


@member(can="stock.read")
@require_safe
@refusals_answered
def item(request: BookRequest, *, business_id: UUID, item_id: UUID) -> HttpResponse:
    """One item: what there is, what moved, and how it went up and down."""
    return item_response(request, item_id=item_id)


def item_response(
    request: BookRequest, *, item_id: UUID, photo: ItemPhotoForm | None = None, status: int = 200
) -> HttpResponse:
    """The page of an item, as its forms show it again too. Raises ItemUnknown."""
    today, business_id = today_of(request), request.business.pk
    row = item_row(business_id, item_id, today=today)
    before = request.GET.get("before", "")[:CURSOR_MAX] or None
    try:
        moved = movement_page(business_id, item_id=item_id, before=before)
    except CursorUnknown:
        moved = movement_page(business_id, item_id=item_id)
    path = reverse("inventory:item", args=[business_id, item_id])
    more = f"{path}?{urlencode({'before': moved.next_cursor})}" if moved.next_cursor else ""
    context: dict[str, Any] = {
        "row": row, "item": row.item, "moved": moved.rows, "more": more, "sees_worth": sees_worth(request)
    }  # fmt: skip
    if is_htmx(request) and before:
        return render(request, "inventory/_moves.html", context)
    context |= {
        "points": stock_points(business_id, item_id, today=today),
        "places": lying(business_id, item_id), "batches": batches_of(business_id, item_id, today=today),
        "bill": bill_of(business_id, item_id), "today": today, "photo_form": photo or ItemPhotoForm(),
    }  # fmt: skip
    return render(request, "inventory/item.html", context, status=status)


@member(can="stock.edit")
@require_http_methods(["GET", "POST"])
@refusals_answered
def add(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    """`?name=` starts the form with what was looked for and not found."""
    if request.method != "POST":
        initial = {
            "name": searchable(request.GET.get("name", "")),
            "is_counted": True,
            **fresh_ids("item_id"),
        }
        return _form_page(request, ItemForm(is_new=True, initial=initial))
    form = ItemForm(request.POST, is_new=True)
    if not form.is_valid():
        return _form_page(request, form, status=422)
    try:
        result = add_item(
            business_id=business_id, actor=request.actor, item_id=form.cleaned_data["item_id"],
            words=form.words(serials=False), country=request.business.country, opening=_opening(form),
            now=timezone.now(),
        )  # fmt: skip
    except Refusal as refusal:
        show_in(form, refusal)
        return _form_page(request, form, status=refusal.status)
    messages.success(request, _("%(name)s is in your list.") % {"name": named(result.name)})
    return redirect(request, reverse("inventory:item", args=[business_id, result.item_id]))


@member(can="stock.edit")
@require_http_methods(["GET", "POST"])
@refusals_answered
def edit(request: BookRequest, *, business_id: UUID, item_id: UUID) -> HttpResponse:
    standing = item_row(business_id, item_id, today=today_of(request)).item
    if request.method != "POST":
        return _form_page(request, ItemForm(is_new=False, initial=said_of(standing)), item=standing)
    form = ItemForm(request.POST, is_new=False)
    if not form.is_valid():
        return _form_page(request, form, item=standing, status=422)
    try:
        edit_item(
            business_id=business_id, actor=request.actor, item_id=item_id, base_rev=form.cleaned_data["base_rev"],
            words=form.words(serials=standing.has_serials), country=request.business.country, now=timezone.now(),
        )  # fmt: skip
    except Refusal as refusal:
        show_in(form, refusal)
        return _form_page(request, form, item=standing, status=refusal.status)
    messages.success(request, _("Saved"))
    return redirect(request, reverse("inventory:item", args=[business_id, item_id]))


@member(can="stock.edit")
@require_POST
@refusals_answered
def away(request: BookRequest, *, business_id: UUID, item_id: UUID) -> HttpResponse:
    """Put an item away, or bring it back: whichever it is not."""
    standing = item_row(business_id, item_id, today=today_of(request)).item
    result = set_active(
        business_id=business_id, actor=request.actor, item_id=item_id, is_active=not standing.is_active,
        now=timezone.now(),
    )  # fmt: skip
    words = _("%(name)s was put away.") if standing.is_active else _("%(name)s is back in the list.")
    messages.success(request, words % {"name": named(result.name)})
    return redirect(request, reverse("inventory:item", args=[business_id, item_id]))


def _page(request: BookRequest, *, chip: str, search: str) -> ItemPage:
    after = request.GET.get("after", "")[:CURSOR_MAX] or None
    asked = {"today": today_of(request), "chip": chip, "search": search}
    try:
        return item_page(request.business.pk, after=after, **asked)  # type: ignore[arg-type]
    except CursorUnknown:
        return item_page(request.business.pk, **asked)  # type: ignore[arg-type]


def _filters(path: str, chip: str, search: str) -> list[dict[str, Any]]:
    words = {
        "all": _("All"), "low": _("Low"), "out": _("None left"), "expiring": _("Expires soon"), "away": _("Put away"),
    }  # fmt: skip
    return [{"label": words[one], "url": _url(path, one, search), "current": one == chip} for one in CHIPS]


def _url(path: str, chip: str, search: str, *, after: str | None = None) -> str:
    said = {"show": "" if chip == "all" else chip, "q": search, "after": after or ""}
    query = urlencode({name: value for name, value in said.items() if value})
    return f"{path}?{query}" if query else path


def _opening(form: ItemForm) -> OpeningStock | None:
    said = form.cleaned_data
    if not said["opening"]:
        return None
    batch = NewBatch(said["opening_batch"], said["opening_expires"]) if said["opening_batch"] else None
    return OpeningStock(said["opening"], said["opening_value"], batch=batch)


def _form_page(
    request: BookRequest, form: ItemForm, *, item: Item | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "form": form, "item": item, "more_open": any(name in form.errors for name in MORE),
        "may_edit": may(request, "stock.edit"),
    }  # fmt: skip
    return render(request, "inventory/item_form.html", context, status=status)
