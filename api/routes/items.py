"""Items: what the book deals in, under the field names of Zoho Books."""

import datetime
from dataclasses import replace
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from django.utils import timezone
from ninja import Query, Schema
from pydantic import Field

from api.kit.amounts import AmountOrZero, Money, number
from api.kit.answers import Answer, Page, Paging, Row
from api.kit.caller import BookCall
from api.kit.quantities import Count, Quantity, QuantityOrZero, count
from api.kit.resource import Resource, revision_of
from api.routes.ledgers import today_of
from businesses.roles import is_granted
from core.ids import uuid7
from core.quantities import worth
from inventory.operations import assemblies
from inventory.operations.items import OpeningStock, add_item, edit_item, set_active, words_of
from inventory.operations.lines import NewBatch
from inventory.operations.words import ItemWords
from inventory.queries.items import ItemRow, item_page, item_row, lying
from inventory.queries.parts import bill_of

RATE_OF_ONE = 10_000
"""1/1,000,000 in a per cent."""
ProductType = Literal["goods", "service"]
TaxPreference = Literal["taxable", "nil", "exempt", "non_gst"]
WORDS = {
    "name": "name", "product_type": "kind", "description": "description", "sku": "sku", "barcode": "barcode",
    "hsn_or_sac": "hsn", "unit": "unit", "pack_unit": "pack_unit", "pack_size": "pack_size", "rate": "sale_price",
    "purchase_rate": "purchase_price", "is_tax_inclusive": "tax_inclusive", "tax_preference": "tax_preference",
    "reorder_level": "low_level", "track_inventory": "is_counted", "track_batches": "has_batches",
    "track_serials": "has_serials", "when_short": "shortage", "valuation": "valuation",
}  # fmt: skip
"""Names of the API to those of an item's words; the tax comes as a percentage and is turned over apart."""


class Item(Answer):
    """`stock_on_hand` over all branches; `available_stock` is that less what is committed. `purchase_rate` and
    `stock_value` are null for whoever may not see totals. `unit` is a UQC."""

    item_id: UUID
    name: str
    status: Literal["active", "inactive"]
    product_type: ProductType
    item_type: Literal["inventory", "sales_and_purchases"]
    description: str
    sku: str
    barcode: str
    hsn_or_sac: str
    unit: str
    pack_unit: str
    pack_size: Count
    rate: Money | None
    purchase_rate: Money | None
    is_tax_inclusive: bool
    tax_preference: TaxPreference
    tax_percentage: Money | None
    reorder_level: Count | None
    track_inventory: bool
    track_batches: bool
    track_serials: bool
    when_short: Literal["warn", "block"]
    valuation: Literal["average", "fifo"]
    stock_on_hand: Count
    committed_stock: Count
    available_stock: Count
    stock_value: Money | None
    is_low: bool
    expires_soon: bool
    has_image: bool
    rev: int
    created_time: datetime.datetime
    last_modified_time: datetime.datetime


class Location(Answer):
    location_id: UUID
    location_name: str
    stock_on_hand: Count


class ItemInFull(Item):
    locations: list[Location]


FILTERS = "All active ones, low (at the reorder level), out, expiring (within 30 days), or away (inactive)."


class ItemsWanted(Paging):
    """`search_text`: a name in any script, or a code."""

    filter: Annotated[Literal["all", "low", "out", "expiring", "away"], Field(description=FILTERS)] = "all"
    search_text: Annotated[str, Field(max_length=120)] = ""
    product_type: Annotated[ProductType | None, Field(description="Only goods, or only services.")] = None


Percentage = Annotated[Decimal, Field(ge=0, le=100, max_digits=7, decimal_places=4)]


class ItemChange(Schema):
    """Members left out stay as they are."""

    name: Annotated[str | None, Field(min_length=1, max_length=120)] = None
    product_type: ProductType | None = None
    description: Annotated[str | None, Field(max_length=1000)] = None
    sku: Annotated[str | None, Field(max_length=40)] = None
    barcode: Annotated[str | None, Field(max_length=40)] = None
    hsn_or_sac: Annotated[str | None, Field(max_length=12)] = None
    unit: Annotated[str | None, Field(max_length=3)] = None
    pack_unit: Annotated[str | None, Field(max_length=3)] = None
    pack_size: QuantityOrZero | None = None
    rate: AmountOrZero | None = None
    purchase_rate: AmountOrZero | None = None
    is_tax_inclusive: bool | None = None
    tax_preference: TaxPreference | None = None
    tax_percentage: Percentage | None = None
    reorder_level: QuantityOrZero | None = None
    track_inventory: bool | None = None
    track_batches: bool | None = None
    track_serials: bool | None = None
    when_short: Literal["warn", "block"] | None = None
    valuation: Literal["average", "fifo"] | None = None


class NewItem(ItemChange):
    """`item_id` may be yours. `initial_stock` is there already, at `initial_stock_rate` for one unit."""

    item_id: UUID | None = None
    name: Annotated[str, Field(min_length=1, max_length=120, examples=["बासमती चावल 5 kg"])]
    initial_stock: Quantity | None = None
    initial_stock_rate: AmountOrZero | None = None
    initial_stock_date: datetime.date | None = None
    initial_batch_number: Annotated[str, Field(max_length=40)] = ""
    initial_expiry_date: datetime.date | None = None
    initial_serial_numbers: Annotated[list[str], Field(max_length=200)] = []


class Component(Answer):
    item_id: UUID
    name: str
    unit: str
    quantity: Count
    stock_on_hand: Count
    cost: Money | None


class BillOfMaterials(Answer):
    """What one unit of the item is made of. `can_make`: whole units that the parts on hand are enough for."""

    item_id: UUID
    components: list[Component]
    cost: Money | None
    can_make: int


class NewComponent(Schema):
    item_id: UUID
    quantity: Quantity


class NewBillOfMaterials(Schema):
    """The whole bill: what is left out is no part any more."""

    components: Annotated[list[NewComponent], Field(max_length=50)]


router = Resource(singular="item", plural="items", row=ItemInFull, tag="Items")


@router.rows("/items", scope="inventory.read", can="stock.read", row=Item)
def list_items(request: BookCall, asked: Query[ItemsWanted]) -> Page:
    """The items of the book by name, with their stock."""
    found = item_page(
        request.business.pk, today=today_of(request), chip=asked.filter, search=asked.search_text,
        kind=asked.product_type or "", after=asked.cursor, limit=asked.per_page,
    )  # fmt: skip
    return Page([said(request, row) for row in found.rows], found.next_cursor, asked.per_page)


@router.one("/items/{uuid:item_id}", scope="inventory.read", can="stock.read")
def get_item(request: BookCall, item_id: UUID) -> Row:
    """One item, with what lies in which branch."""
    return full_of(request, item_id)


@router.create("/items", scope="inventory.write", can="stock.edit")
def create_item(request: BookCall, asked: NewItem) -> Row:
    """Add an item, with what is there of it."""
    item_id = asked.item_id or uuid7()
    add_item(
        business_id=request.business.pk, actor=request.actor, item_id=item_id, country=request.business.country,
        words=_changed(ItemWords(name=asked.name), asked), opening=_opening(asked), now=timezone.now(),
    )  # fmt: skip
    return full_of(request, item_id)


@router.change("/items/{uuid:item_id}", scope="inventory.write", can="stock.edit")
def change_item(request: BookCall, item_id: UUID, asked: ItemChange) -> Row:
    """Change what is said of an item."""
    base = revision_of(request)
    standing = words_of(item_row(request.business.pk, item_id, today=today_of(request)).item)
    edit_item(
        business_id=request.business.pk, actor=request.actor, item_id=item_id, base_rev=base,
        words=_changed(standing, asked), country=request.business.country, now=timezone.now(),
    )  # fmt: skip
    return full_of(request, item_id)


@router.act("/items/{uuid:item_id}/active", scope="inventory.write", can="stock.edit")
def mark_item_active(request: BookCall, item_id: UUID) -> Row:
    """Bring an item back that was put away."""
    return _put(request, item_id, is_active=True)


@router.act("/items/{uuid:item_id}/inactive", scope="inventory.write", can="stock.edit")
def mark_item_inactive(request: BookCall, item_id: UUID) -> Row:
    """Put an item away: nobody chooses it any more, its stock and its past stay."""
    return _put(request, item_id, is_active=False)


@router.one(
    "/items/{uuid:item_id}/bill-of-materials", scope="inventory.read", can="stock.read", row=BillOfMaterials,
    singular="bill_of_materials",
)  # fmt: skip
def get_bill_of_materials(request: BookCall, item_id: UUID) -> Row:
    """What an item is made of, what that costs, and how many can be made."""
    item_row(request.business.pk, item_id, today=today_of(request))
    return _bill(request, item_id)


@router.act(
    "/items/{uuid:item_id}/bill-of-materials", scope="inventory.write", can="stock.edit", row=BillOfMaterials,
    singular="bill_of_materials",
)  # fmt: skip
def set_bill_of_materials(request: BookCall, item_id: UUID, asked: NewBillOfMaterials) -> Row:
    """Say anew what an item is made of; an empty list makes it one that is not made here."""
    parts = [assemblies.PartSaid(one.item_id, one.quantity) for one in asked.components]
    assemblies.set_parts(
        business_id=request.business.pk, actor=request.actor, item_id=item_id, parts=parts, now=timezone.now()
    )
    return _bill(request, item_id)


def sees_worth(request: BookCall) -> bool:
    """What things cost the shop is for those who may see totals."""
    return is_granted(request.membership.standing, "totals.read")


def said(request: BookCall, row: ItemRow) -> Row:
    item, sees = row.item, sees_worth(request)
    cost = item.purchase_price if sees else None
    return {
        "item_id": item.id, "name": item.name, "status": "active" if item.is_active else "inactive",
        "product_type": item.kind, "item_type": "inventory" if item.is_counted else "sales_and_purchases",
        "description": item.description, "sku": item.sku, "barcode": item.barcode, "hsn_or_sac": item.hsn,
        "unit": item.unit, "pack_unit": item.pack_unit, "pack_size": count(item.pack_size),
        "rate": None if item.sale_price is None else number(item.sale_price),
        "purchase_rate": None if cost is None else number(cost), "is_tax_inclusive": item.tax_inclusive,
        "tax_preference": item.tax_preference,
        "tax_percentage": None if item.tax_rate is None else count(item.tax_rate),
        "reorder_level": None if item.low_level is None else count(item.low_level),
        "track_inventory": item.is_counted, "track_batches": item.has_batches, "track_serials": item.has_serials,
        "when_short": item.shortage, "valuation": item.valuation, "stock_on_hand": count(row.on_hand),
        "committed_stock": count(row.committed), "available_stock": count(row.available),
        "stock_value": number(row.value) if sees else None, "is_low": row.is_low,
        "expires_soon": row.expires_soon, "has_image": bool(item.photo), "rev": item.rev,
        "created_time": item.created_at, "last_modified_time": item.changed_at,
    }  # fmt: skip


def full_of(request: BookCall, item_id: UUID) -> Row:
    book = request.business.pk
    rows = [
        {"location_id": one.branch_id, "location_name": one.branch_name, "stock_on_hand": count(one.on_hand)}
        for one in lying(book, item_id)
    ]
    return {**said(request, item_row(book, item_id, today=today_of(request))), "locations": rows}


def _changed(words: ItemWords, asked: ItemChange) -> ItemWords:
    """The words with what was sent in the place of what stood. Only prices, levels and the tax can be null."""
    sent: dict[str, Any] = {}
    for name, field in WORDS.items():
        value = getattr(asked, name)
        if name in asked.model_fields_set and (
            value is not None or field in {"sale_price", "purchase_price", "low_level"}
        ):
            sent[field] = value
    if "tax_percentage" in asked.model_fields_set:
        rate = asked.tax_percentage
        sent["tax_rate"] = None if rate is None else int(rate * RATE_OF_ONE)
    return replace(words, **sent)


def _opening(asked: NewItem) -> OpeningStock | None:
    if asked.initial_stock is None:
        return None
    rate, quantity = asked.initial_stock_rate, asked.initial_stock
    batch = (
        NewBatch(asked.initial_batch_number, asked.initial_expiry_date)
        if asked.initial_batch_number
        else None
    )
    return OpeningStock(
        quantity, None if rate is None else worth(quantity, price=rate), asked.initial_stock_date, batch,
        tuple(asked.initial_serial_numbers),
    )  # fmt: skip


def _put(request: BookCall, item_id: UUID, *, is_active: bool) -> Row:
    set_active(
        business_id=request.business.pk, actor=request.actor, item_id=item_id, is_active=is_active,
        now=timezone.now(),
    )  # fmt: skip
    return full_of(request, item_id)


def _bill(request: BookCall, item_id: UUID) -> Row:
    bill, sees = bill_of(request.business.pk, item_id), sees_worth(request)
    rows = [
        {
            "item_id": one.item_id, "name": one.name, "unit": one.unit, "quantity": count(one.quantity),
            "stock_on_hand": count(one.on_hand), "cost": number(one.cost) if sees else None,
        }
        for one in bill.parts
    ]  # fmt: skip
    return {
        "item_id": item_id, "components": rows, "cost": number(bill.cost) if sees else None, "can_make": bill.can_make
    }  # fmt: skip
