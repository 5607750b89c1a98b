"""What somebody says of goods that come and go, turned into the rows of an act."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from businesses.models import Branch
from businesses.operations.branches import BranchUnknown
from core.quantities import ONE, format_quantity, worth
from core.text import clean_line
from inventory.models import Batch, BatchStock, Item, Shortage
from inventory.refusals import (
    BatchNeeded,
    BatchRefused,
    ItemUnknown,
    QuantityRefused,
    SerialsRefused,
    StockShort,
)
from inventory.stock import Row
from ledger.book_map import book_map

NUMBER_LENGTH_MAX = 40
SERIAL_LENGTH_MAX = 60


@dataclass(frozen=True, slots=True)
class NewBatch:
    """A batch by the words on the pack; the same number again is the same batch."""

    number: str
    expires_on: datetime.date | None = None
    made_on: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Coming:
    """Goods that come: `quantity` in 1/10,000, `value` in minor units for all of it, None where the stock says it."""

    item_id: uuid.UUID
    quantity: int
    value: int | None = None
    batch: NewBatch | None = None
    serials: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Going:
    """Goods that go: `quantity` in 1/10,000; without a batch, what expires first goes first."""

    item_id: uuid.UUID
    quantity: int
    batch_id: uuid.UUID | None = None
    serials: tuple[str, ...] = ()


def said(lines: Sequence[Coming | Going]) -> list[dict[str, Any]]:
    """Lines as the digest of a request spells them."""
    return [
        {
            "item": line.item_id.hex,
            "quantity": line.quantity,
            "serials": list(line.serials),
            **(
                {
                    "value": line.value,
                    "batch": [line.batch.number, str(line.batch.expires_on), str(line.batch.made_on)]
                    if line.batch
                    else None,
                }
                if isinstance(line, Coming)
                else {"out_of": line.batch_id.hex if line.batch_id else None}
            ),
        }
        for line in lines
    ]


def branch_of(business_id: uuid.UUID, branch_id: uuid.UUID | None) -> uuid.UUID:
    """The branch, or the book's first one. Raises BranchUnknown."""
    if branch_id is None:
        return book_map(business_id).branch_id
    if not Branch.objects.filter(business_id=business_id, id=branch_id).exists():
        raise BranchUnknown(field="branch")
    return branch_id


def items_of(business_id: uuid.UUID, lines: Sequence[Coming | Going]) -> dict[uuid.UUID, Item]:
    """Raises ItemUnknown, QuantityRefused."""
    wanted = {line.item_id for line in lines}
    items = Item.objects.filter(business_id=business_id, id__in=wanted).in_bulk()
    if len(items) != len(wanted):
        raise ItemUnknown
    if any(line.quantity <= 0 for line in lines):
        raise QuantityRefused
    return items


def coming_rows(
    business_id: uuid.UUID, lines: Sequence[Coming], *, branch_id: uuid.UUID, day: datetime.date
) -> list[Row]:
    """Raises ItemUnknown, QuantityRefused, BatchNeeded, BatchRefused, SerialsRefused, TextError."""
    items = items_of(business_id, lines)
    rows = []
    for line in lines:
        item = items[line.item_id]
        _check_serials(item, line)
        batch_id = _batch_of(item, line.batch, day=day) if item.has_batches else None
        rows.append(Row(item.id, branch_id, line.quantity, value=line.value, batch_id=batch_id))
    return rows


def going_rows(
    business_id: uuid.UUID, lines: Sequence[Going], *, branch_id: uuid.UUID, day: datetime.date
) -> list[Row]:
    """Each line in as many rows as batches it takes from. Raises ItemUnknown, QuantityRefused, SerialsRefused."""
    items = items_of(business_id, lines)
    taken: dict[uuid.UUID, int] = {}
    rows: list[Row] = []
    for line in lines:
        item = items[line.item_id]
        _check_serials(item, line)
        parts: list[tuple[uuid.UUID | None, int]] = [(line.batch_id, line.quantity)]
        if line.batch_id is not None:
            _own_batch(item, line.batch_id)
        elif item.has_batches:
            parts = _by_expiry(item, line.quantity, branch_id=branch_id, day=day, taken=taken)
        rows += [
            Row(item.id, branch_id, -quantity, asked=worth(quantity, price=item.purchase_price or 0),
                batch_id=batch_id)
            for batch_id, quantity in parts
        ]  # fmt: skip
    return rows


def _by_expiry(
    item: Item, quantity: int, *, branch_id: uuid.UUID, day: datetime.date, taken: dict[uuid.UUID, int]
) -> list[tuple[uuid.UUID | None, int]]:
    """What expires first goes first; what is past its day goes last, and not at all where shortage is blocked.
    What no batch covers goes without one, for the shortage rule to judge."""
    kept = BatchStock.objects.filter(
        business_id=item.business_id, batch__item_id=item.id, branch_id=branch_id, on_hand__gt=0
    ).select_related("batch")
    far = datetime.date.max

    def order(one: BatchStock) -> tuple[bool, datetime.date, str]:
        ends = one.batch.expires_on or far
        return (ends < day, ends, one.batch.number)

    parts: list[tuple[uuid.UUID | None, int]] = []
    for one in sorted(kept, key=order):
        past = one.batch.expires_on is not None and one.batch.expires_on < day
        if past and item.shortage == Shortage.BLOCK:
            continue
        part = min(quantity, one.on_hand - taken.get(one.batch_id, 0))
        if part > 0:
            taken[one.batch_id] = taken.get(one.batch_id, 0) + part
            parts.append((one.batch_id, part))
            quantity -= part
    if quantity and item.shortage == Shortage.BLOCK:
        left = format_quantity(sum(part for _, part in parts))
        raise StockShort(item_id=item.id, name=item.name, left=left, day="")
    return [*parts, (None, quantity)] if quantity else parts


def _batch_of(item: Item, batch: NewBatch | None, *, day: datetime.date) -> uuid.UUID:
    number = clean_line(batch.number, max_length=NUMBER_LENGTH_MAX, field="batch") if batch else ""
    if batch is None or not number:
        raise BatchNeeded(name=item.name)
    standing = Batch.objects.filter(business_id=item.business_id, item=item, number=number).first()
    if standing is None:
        if batch.expires_on is not None and batch.expires_on < day:
            raise BatchRefused(expires_on=batch.expires_on)
        made = Batch.objects.create(
            business_id=item.business_id, item=item, number=number, expires_on=batch.expires_on,
            made_on=batch.made_on,
        )  # fmt: skip
        return made.id
    if batch.expires_on is not None and standing.expires_on != batch.expires_on:
        raise BatchRefused
    return standing.id


def _own_batch(item: Item, batch_id: uuid.UUID) -> None:
    if not Batch.objects.filter(business_id=item.business_id, item=item, id=batch_id).exists():
        raise ItemUnknown


def _check_serials(item: Item, line: Coming | Going) -> None:
    if not item.has_serials:
        return
    if len(set(line.serials)) * ONE != line.quantity or len(set(line.serials)) != len(line.serials):
        raise SerialsRefused
