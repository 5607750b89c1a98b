"""Stock as somebody counted it: what differs from the books is adjusted, the rest is left alone."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Sum

from businesses.actors import Actor
from businesses.books import BookLock
from core.quantities import worth
from inventory.models import Batch, BatchStock, BranchStock, Item, Movement, StockKind
from inventory.operations.lines import branch_of
from inventory.operations.moves import asked_of, run
from inventory.refusals import BatchNeeded, ItemUnknown, QuantityRefused, SerialsRefused
from inventory.stock import Act, Row, StockResult


@dataclass(frozen=True, slots=True)
class Counted:
    """`quantity` (1/10,000, from 0 on) is all there is of the item, or of one batch of it, in the branch."""

    item_id: uuid.UUID
    quantity: int
    batch_id: uuid.UUID | None = None


def count_stock(
    *, business_id: uuid.UUID, actor: Actor, document_id: uuid.UUID, lines: Sequence[Counted], day: datetime.date,
    branch_id: uuid.UUID | None = None, note: str = "", now: datetime.datetime, dry_run: bool = False,
) -> StockResult:  # fmt: skip
    """Bring the books to what was counted at the end of `day`. What agrees makes no movement.

    Raises ItemUnknown, BatchNeeded, QuantityRefused, SerialsRefused, and what adjust_stock raises.
    """

    def build(book: BookLock, asked: bytes, words: str) -> Act:
        branch = branch_of(business_id, branch_id)
        items = Item.objects.filter(business_id=business_id).in_bulk([line.item_id for line in lines])
        rows = []
        for line in lines:
            item = items.get(line.item_id)
            if item is None:
                raise ItemUnknown
            difference = _difference(item, line, branch_id=branch, day=day)
            if difference:
                asked_worth = worth(max(-difference, 0), price=item.purchase_price or 0)
                rows.append(Row(item.id, branch, difference, asked=asked_worth, batch_id=line.batch_id))
        return Act(document_id, StockKind.COUNT, branch, day, tuple(rows), asked, words)

    said = [[line.item_id.hex, line.quantity, line.batch_id.hex if line.batch_id else None] for line in lines]
    return run(
        build, business_id=business_id, actor=actor, document_id=document_id,
        asked=asked_of("count", day, branch_id, note, said), day=day, note=note, now=now, dry_run=dry_run,
    )  # fmt: skip


def _difference(item: Item, line: Counted, *, branch_id: uuid.UUID, day: datetime.date) -> int:
    if line.quantity < 0:
        raise QuantityRefused
    if item.has_serials:
        raise SerialsRefused
    if item.has_batches and line.batch_id is None:
        raise BatchNeeded(name=item.name)
    later = Movement.objects.filter(
        business_id=item.business_id, item_id=item.id, branch_id=branch_id, day__gt=day
    )
    if line.batch_id is not None:
        later = later.filter(batch_id=line.batch_id)
    since = later.aggregate(moved=Sum("quantity"))["moved"] or 0
    return line.quantity - (_on_hand(item, line, branch_id=branch_id) - since)


def _on_hand(item: Item, line: Counted, *, branch_id: uuid.UUID) -> int:
    """What the books hold of it there now."""
    if line.batch_id is None:
        stock = BranchStock.objects.filter(
            business_id=item.business_id, item_id=item.id, branch_id=branch_id
        ).first()
        return stock.on_hand if stock else 0
    if not Batch.objects.filter(business_id=item.business_id, item=item, id=line.batch_id).exists():
        raise ItemUnknown
    kept = BatchStock.objects.filter(
        business_id=item.business_id, batch_id=line.batch_id, branch_id=branch_id
    ).first()
    return kept.on_hand if kept else 0
