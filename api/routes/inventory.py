"""Inventory: what moved, what is there, what runs out; and every way to move it."""

import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.utils import timezone
from ninja import Query, Schema
from pydantic import Field

from api.kit.amounts import AmountOrZero, Money, number
from api.kit.answers import Answer, Page, Paging, Row
from api.kit.caller import BookCall
from api.kit.quantities import Count, Quantity, QuantityEitherWay, QuantityOrZero, count
from api.kit.resource import Resource
from api.routes.items import Item, said, sees_worth
from api.routes.ledgers import today_of
from core.ids import uuid7
from inventory.operations import assemblies, costs, counts, moves
from inventory.operations.lines import Coming, Going, NewBatch
from inventory.queries.batches import expiring_batches
from inventory.queries.items import item_page
from inventory.queries.movements import MovementRow, act_rows, is_taken_back, movement_page
from inventory.stock import StockResult

LINES_MAX = 200
Kind = Literal[
    "opening", "purchase", "purchase_return", "sale", "sale_return", "adjustment", "count", "transfer", "assembly",
    "disassembly", "cost",
]  # fmt: skip
Reason = Annotated[str, Field(max_length=300)]
BatchNumber = Annotated[str, Field(max_length=40)]
Serials = Annotated[list[Annotated[str, Field(max_length=60)]], Field(max_length=200)]


class Movement(Answer):
    """`quantity` and `value` are below zero where goods left. `value` is null for whoever may not see totals.

    `inventory_document_id` is the act they moved by; `document_id` what that was done for, such as an invoice.
    """

    movement_id: int
    inventory_document_id: UUID
    document_id: UUID | None
    transaction_type: Kind
    date: datetime.date
    item_id: UUID
    item_name: str
    unit: str
    location_id: UUID
    location_name: str
    batch_number: str
    quantity: Count
    value: Money | None
    reason: str


class InventoryDocument(Answer):
    """An act of stock. `difference` is what it made goods cost that had left before, null like `value`.

    `warnings`: items of which more left than there was, with what that leaves.
    """

    inventory_document_id: UUID
    transaction_type: Kind
    date: datetime.date
    reason: str
    document_id: UUID | None
    is_taken_back: bool
    line_items: list[Movement]
    value: Money | None
    difference: Money | None
    warnings: list[dict[str, Any]]


class Batch(Answer):
    """`days_left` is below zero once the batch is past its day."""

    batch_id: UUID
    batch_number: str
    expiry_date: datetime.date
    days_left: int
    item_id: UUID
    item_name: str
    unit: str
    location_id: UUID
    location_name: str
    stock_on_hand: Count


class MovementsWanted(Paging):
    item_id: UUID | None = None
    location_id: UUID | None = None
    transaction_type: Annotated[Kind | None, Field(description="Only movements of this kind.")] = None


class ExpiringWanted(Paging):
    days: Annotated[
        int, Field(ge=0, le=3650, description="Only batches that expire within so many days.")
    ] = 90


class StockWanted(Paging):
    search_text: Annotated[str, Field(max_length=120)] = ""


class NewAct(Schema):
    """`inventory_document_id` may be yours; without `date` it is today, without `location_id` the first branch."""

    inventory_document_id: UUID | None = None
    date: datetime.date | None = None
    reason: Reason = ""


class NewActAt(NewAct):
    location_id: UUID | None = None


class ReceivedLine(Schema):
    """`item_total` is what all of it cost; without it the stock's own cost holds."""

    item_id: UUID
    quantity: Quantity
    item_total: AmountOrZero | None = None
    batch_number: BatchNumber = ""
    expiry_date: datetime.date | None = None
    serial_numbers: Serials = []


class NewReceipt(NewActAt):
    line_items: Annotated[list[ReceivedLine], Field(min_length=1, max_length=LINES_MAX)]


class AdjustedLine(Schema):
    """`quantity_adjusted` above zero for goods found, below for goods gone; a batch by its number when they are
    found, by `batch_id` when they are gone."""

    item_id: UUID
    quantity_adjusted: QuantityEitherWay
    item_total: AmountOrZero | None = None
    batch_id: UUID | None = None
    batch_number: BatchNumber = ""
    expiry_date: datetime.date | None = None
    serial_numbers: Serials = []


class NewAdjustment(NewActAt):
    line_items: Annotated[list[AdjustedLine], Field(min_length=1, max_length=LINES_MAX)]


class CountedLine(Schema):
    """`quantity` is all there is, of the batch where the item has batches."""

    item_id: UUID
    quantity: QuantityOrZero
    batch_id: UUID | None = None


class NewCount(NewActAt):
    line_items: Annotated[list[CountedLine], Field(min_length=1, max_length=LINES_MAX)]


class SentLine(Schema):
    item_id: UUID
    quantity_transfer: Quantity
    batch_id: UUID | None = None
    serial_numbers: Serials = []


class NewTransfer(NewAct):
    from_location_id: UUID
    to_location_id: UUID
    line_items: Annotated[list[SentLine], Field(min_length=1, max_length=LINES_MAX)]


class NewAssembly(NewActAt):
    """`quantity_to_assemble` of an item with a bill of materials; its batch where it has batches."""

    item_id: UUID
    quantity_to_assemble: Quantity
    batch_number: BatchNumber = ""
    expiry_date: datetime.date | None = None


class NewDisassembly(NewActAt):
    item_id: UUID
    quantity_to_disassemble: Quantity


class NewCost(NewAct):
    """What goods that came by a movement cost in all."""

    movement_id: Annotated[int, Field(ge=1, lt=2**63)]
    item_total: AmountOrZero


router = Resource(
    singular="inventory_document", plural="inventory_documents", row=InventoryDocument, tag="Inventory"
)
READ: dict[str, Any] = {"scope": "inventory.read", "can": "stock.read"}
WRITE: dict[str, Any] = {"scope": "inventory.write", "can": "stock.write"}


@router.rows("/inventory/movements", **READ, plural="movements", row=Movement)
def list_movements(request: BookCall, asked: Query[MovementsWanted]) -> Page:
    """What moved, newest first; what was taken back is left out."""
    found = movement_page(
        request.business.pk, item_id=asked.item_id, kind=asked.transaction_type or "", branch_id=asked.location_id,
        before=asked.cursor, limit=asked.per_page,
    )  # fmt: skip
    return Page([_movement(request, row) for row in found.rows], found.next_cursor, asked.per_page)


@router.rows("/inventory/available-stock", **READ, plural="items", row=Item)
def list_available_stock(request: BookCall, asked: Query[StockWanted]) -> Page:
    """What is there of every active item, and what of it can be promised."""
    return _items(request, asked, chip="all", search=asked.search_text)


@router.rows("/inventory/low-stock", **READ, plural="items", row=Item)
def list_low_stock(request: BookCall, asked: Query[Paging]) -> Page:
    """Items at or below their reorder level."""
    return _items(request, asked, chip="low")


@router.rows("/inventory/expiring-batches", **READ, plural="batches", row=Batch)
def list_expiring_batches(request: BookCall, asked: Query[ExpiringWanted]) -> Page:
    """Batches that lie there and are past their day, or will be within `days`: the soonest first."""
    found = expiring_batches(
        request.business.pk, today=today_of(request), within_days=asked.days, after=asked.cursor,
        limit=asked.per_page,
    )  # fmt: skip
    rows = [
        {
            "batch_id": row.batch_id, "batch_number": row.number, "expiry_date": row.expires_on,
            "days_left": row.days_left, "item_id": row.item_id, "item_name": row.item_name, "unit": row.unit,
            "location_id": row.branch_id, "location_name": row.branch_name, "stock_on_hand": count(row.on_hand),
        }
        for row in found.rows
    ]  # fmt: skip
    return Page(rows, found.next_cursor, asked.per_page)


@router.one("/inventory/documents/{uuid:inventory_document_id}", **READ)
def get_inventory_document(request: BookCall, inventory_document_id: UUID) -> Row:
    """One act of stock with its movements."""
    return _act(request, inventory_document_id)


@router.create("/inventory/receipts", **WRITE)
def receive_inventory(request: BookCall, asked: NewReceipt) -> Row:
    """Goods come in that were bought; a bill of the program moves its goods by itself."""
    lines = [
        Coming(
            one.item_id, one.quantity, one.item_total, _batch(one.batch_number, one.expiry_date),
            tuple(one.serial_numbers),
        )
        for one in asked.line_items
    ]  # fmt: skip
    return _written(request, moves.receive_stock(**_at(request, asked), lines=lines))


@router.create("/inventory/adjustments", **WRITE)
def adjust_inventory(request: BookCall, asked: NewAdjustment) -> Row:
    """Goods found, broken, given away or used."""
    coming = [
        Coming(
            one.item_id, one.quantity_adjusted, one.item_total, _batch(one.batch_number, one.expiry_date),
            tuple(one.serial_numbers),
        )
        for one in asked.line_items
        if one.quantity_adjusted >= 0
    ]  # fmt: skip
    going = [
        Going(one.item_id, -one.quantity_adjusted, one.batch_id, tuple(one.serial_numbers))
        for one in asked.line_items
        if one.quantity_adjusted < 0
    ]
    return _written(request, moves.adjust_stock(**_at(request, asked), coming=coming, going=going))


@router.create("/inventory/counts", **WRITE)
def count_inventory(request: BookCall, asked: NewCount) -> Row:
    """Bring the books to what was counted; what agrees moves nothing."""
    lines = [counts.Counted(one.item_id, one.quantity, one.batch_id) for one in asked.line_items]
    return _written(request, counts.count_stock(**_at(request, asked), lines=lines))


@router.create("/inventory/transfers", **WRITE)
def transfer_inventory(request: BookCall, asked: NewTransfer) -> Row:
    """Goods go from one branch to another."""
    lines = [
        Going(one.item_id, one.quantity_transfer, one.batch_id, tuple(one.serial_numbers))
        for one in asked.line_items
    ]
    done = moves.transfer_stock(
        **_common(request, asked), lines=lines, from_branch_id=asked.from_location_id,
        to_branch_id=asked.to_location_id,
    )  # fmt: skip
    return _written(request, done)


@router.create("/inventory/assemblies", **WRITE)
def assemble_inventory(request: BookCall, asked: NewAssembly) -> Row:
    """Make so much of an item out of its parts."""
    done = assemblies.assemble(
        **_at(request, asked), item_id=asked.item_id, quantity=asked.quantity_to_assemble,
        batch=_batch(asked.batch_number, asked.expiry_date),
    )  # fmt: skip
    return _written(request, done)


@router.create("/inventory/disassemblies", **WRITE)
def disassemble_inventory(request: BookCall, asked: NewDisassembly) -> Row:
    """Take so much of an item apart into its parts."""
    done = assemblies.disassemble(
        **_at(request, asked), item_id=asked.item_id, quantity=asked.quantity_to_disassemble
    )
    return _written(request, done)


@router.create("/inventory/costs", scope="inventory.write", can="stock.edit")
def correct_inventory_cost(request: BookCall, asked: NewCost) -> Row:
    """Say what goods turned out to cost; what has left by now moves to the cost of goods sold."""
    done = costs.correct_cost(
        **_common(request, asked), movement_id=asked.movement_id, value=asked.item_total
    )
    return _written(request, done)


@router.act("/inventory/documents/{uuid:inventory_document_id}/reverse", **WRITE)
def reverse_inventory_document(request: BookCall, inventory_document_id: UUID) -> Row:
    """Take an act of stock back, in its place; the answer is the act that does."""
    done = moves.reverse_stock(
        business_id=request.business.pk, actor=request.actor, document_id=inventory_document_id, new_id=uuid7(),
        now=timezone.now(),
    )  # fmt: skip
    return _written(request, done)


def _common(request: BookCall, asked: NewAct) -> dict[str, Any]:
    return {
        "business_id": request.business.pk, "actor": request.actor,
        "document_id": asked.inventory_document_id or uuid7(), "day": asked.date or today_of(request),
        "note": asked.reason, "now": timezone.now(),
    }  # fmt: skip


def _at(request: BookCall, asked: NewActAt) -> dict[str, Any]:
    return {**_common(request, asked), "branch_id": asked.location_id}


def _batch(number_on_pack: str, expires_on: datetime.date | None) -> NewBatch | None:
    return NewBatch(number_on_pack, expires_on) if number_on_pack else None


def _items(request: BookCall, asked: Paging, *, chip: str, search: str = "") -> Page:
    found = item_page(
        request.business.pk, today=today_of(request), chip=chip, search=search, after=asked.cursor,
        limit=asked.per_page,
    )  # fmt: skip
    return Page([said(request, row) for row in found.rows], found.next_cursor, asked.per_page)


def _written(request: BookCall, done: StockResult) -> Row:
    sees = sees_worth(request)
    warnings = [
        {"item_id": one.item_id, "item_name": one.name, "stock_on_hand": count(one.left), "date": one.day}
        for one in done.low
    ]
    return {
        **_act(request, done.document_id),
        "difference": number(done.difference) if sees else None,
        "warnings": warnings,
    }


def _act(request: BookCall, document_id: UUID) -> Row:
    act, rows = act_rows(request.business.pk, document_id)
    sees = sees_worth(request)
    moved = [row for row in rows if row.quantity or (act.kind == "cost" and row.place[2] == 0)]
    money = sum(row.value for row in rows) - sum(row.value for row in moved)
    return {
        "inventory_document_id": act.id, "transaction_type": act.kind, "date": act.day, "reason": act.note,
        "document_id": act.document_id, "is_taken_back": is_taken_back(request.business.pk, document_id),
        "line_items": [_movement(request, row) for row in moved],
        "value": number(sum(row.value for row in moved)) if sees else None,
        "difference": number(-money) if sees else None, "warnings": [],
    }  # fmt: skip


def _movement(request: BookCall, row: MovementRow) -> Row:
    return {
        "movement_id": row.movement_id, "inventory_document_id": row.document_id, "document_id": row.source_id,
        "transaction_type": row.kind, "date": row.day, "item_id": row.item_id, "item_name": row.item_name,
        "unit": row.unit, "location_id": row.branch_id, "location_name": row.branch_name,
        "batch_number": row.batch_number, "quantity": count(row.quantity),
        "value": number(row.value) if sees_worth(request) else None, "reason": row.note,
    }  # fmt: skip
