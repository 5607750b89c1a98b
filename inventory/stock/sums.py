"""The stored sums of stock: read under the book's lock, moved, and written back. Nothing else writes them."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import F

from inventory.models import BatchStock, BranchStock, Item, StockSum
from inventory.refusals import ItemUnknown, NotCounted
from inventory.stock.shortage import Change
from inventory.stock.worth import Standing, Worth


def standing_of(business_id: uuid.UUID, item_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Standing]:
    """Items with their sums. Raises ItemUnknown, NotCounted."""
    wanted = set(item_ids)
    items = Item.objects.filter(business_id=business_id, id__in=wanted).in_bulk()
    if len(items) != len(wanted):
        raise ItemUnknown
    for item in items.values():
        if not item.is_counted:
            raise NotCounted(name=item.name)
    sums = StockSum.objects.filter(business_id=business_id, item_id__in=wanted).in_bulk()
    return {item_id: Standing(item, sums.get(item_id)) for item_id, item in items.items()}


def move(
    changes: Iterable[Change], *, business_id: uuid.UUID, worth: Worth, standing: Mapping[uuid.UUID, Standing],
    day: datetime.date,
) -> None:  # fmt: skip
    """Bring every sum up to date: what lies where, what it is worth, and the pile it leaves from."""
    by_item: dict[uuid.UUID, int] = defaultdict(int)
    by_branch: dict[tuple[uuid.UUID, uuid.UUID], int] = defaultdict(int)
    by_batch: dict[tuple[uuid.UUID, uuid.UUID], int] = defaultdict(int)
    for item_id, branch_id, batch_id, quantity in changes:
        by_item[item_id] += quantity
        by_branch[(item_id, branch_id)] += quantity
        if batch_id is not None:
            by_batch[(batch_id, branch_id)] += quantity
    for item_id, quantity in by_item.items():
        _move_item(standing[item_id], quantity=quantity, worth=worth, day=day)
    for (item_id, branch_id), quantity in by_branch.items():
        if quantity:
            own = BranchStock.objects.filter(business_id=business_id, item_id=item_id, branch_id=branch_id)
            if not own.update(on_hand=F("on_hand") + quantity):
                BranchStock.objects.create(
                    business_id=business_id, item_id=item_id, branch_id=branch_id, on_hand=quantity
                )
    for (batch_id, branch_id), quantity in by_batch.items():
        if quantity:
            kept = BatchStock.objects.filter(business_id=business_id, batch_id=batch_id, branch_id=branch_id)
            if not kept.update(on_hand=F("on_hand") + quantity):
                BatchStock.objects.create(
                    business_id=business_id, batch_id=batch_id, branch_id=branch_id, on_hand=quantity
                )


def _move_item(one: Standing, *, quantity: int, worth: Worth, day: datetime.date) -> None:
    pile = worth.piles.get(one.item.id) or one.pile()
    stored = one.sum or StockSum(
        item_id=one.item.id, business_id=one.item.business_id, on_hand=0, value=0, pile={}, last_day=day
    )
    stored.on_hand += quantity
    stored.value, stored.pile = pile.value, pile.spelled()
    stored.last_day = max(stored.last_day, day)
    stored.save(force_insert=one.sum is None)
