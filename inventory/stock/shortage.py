"""Whether more leaves than there is: on the day of the act, and on any later day that it makes negative."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Sum
from django.utils import formats

from core.quantities import format_quantity
from inventory.models import BatchStock, BranchStock, Item, Movement, Shortage
from inventory.refusals import StockShort
from inventory.stock.acts import Low

Change = tuple[uuid.UUID, uuid.UUID, uuid.UUID | None, int]
"""Item, branch, batch and what is added to the quantity there."""


@dataclass(frozen=True, slots=True)
class Worst:
    left: int
    day: datetime.date


def lows_of(
    changes: Iterable[Change], *, business_id: uuid.UUID, items: dict[uuid.UUID, Item], day: datetime.date
) -> tuple[Low, ...]:
    """What goes below zero by these changes on `day` or later. Raises StockShort for an item that blocks it."""
    by_branch: dict[tuple[uuid.UUID, uuid.UUID], int] = defaultdict(int)
    by_batch: dict[tuple[uuid.UUID, uuid.UUID, uuid.UUID], int] = defaultdict(int)
    for item_id, branch_id, batch_id, quantity in changes:
        by_branch[(item_id, branch_id)] += quantity
        if batch_id is not None:
            by_batch[(item_id, branch_id, batch_id)] += quantity
    lows = []
    for (item_id, branch_id), added in by_branch.items():
        if added < 0:
            worst = _worst(business_id, item_id, branch_id, added=added, day=day)
            lows += _judged(items[item_id], worst=worst, added=added, day=day)
    for (item_id, branch_id, batch_id), added in by_batch.items():
        if added < 0 and items[item_id].shortage == Shortage.BLOCK:
            left = _of_batch(business_id, batch_id, branch_id) + added
            _judged(items[item_id], worst=Worst(left, day), added=added, day=day)
    return tuple(lows)


def _judged(item: Item, *, worst: Worst, added: int, day: datetime.date) -> list[Low]:
    if worst.left >= 0:
        return []
    if item.shortage == Shortage.BLOCK:
        left = max(worst.left - added, 0)
        on = formats.date_format(worst.day, "j M Y") if worst.day != day else ""
        raise StockShort(item_id=item.id, name=item.name, left=format_quantity(left), day=on)
    return [Low(item.id, item.name, worst.left, worst.day)]


def _worst(
    business_id: uuid.UUID, item_id: uuid.UUID, branch_id: uuid.UUID, *, added: int, day: datetime.date
) -> Worst:
    """The least there is at the end of any day from `day` on."""
    row = BranchStock.objects.filter(business_id=business_id, item_id=item_id, branch_id=branch_id).first()
    left = (row.on_hand if row else 0) + added
    worst, at = left, None
    later = (
        Movement.objects.filter(business_id=business_id, item_id=item_id, branch_id=branch_id, day__gt=day)
        .values_list("day")
        .annotate(moved=Sum("quantity"))
        .order_by("-day")
    )
    days = list(later)
    for place, (_day, moved) in enumerate(days):
        left -= moved
        before = days[place + 1][0] if place + 1 < len(days) else day
        if left < worst:
            worst, at = left, before
    last = days[0][0] if days else day
    return Worst(worst, at or last)


def _of_batch(business_id: uuid.UUID, batch_id: uuid.UUID, branch_id: uuid.UUID) -> int:
    row = BatchStock.objects.filter(business_id=business_id, batch_id=batch_id, branch_id=branch_id).first()
    return row.on_hand if row else 0
