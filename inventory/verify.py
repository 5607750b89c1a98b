"""Proof of the stock: every sum against its movements, every pile against the history worked out anew, and the
worth of it all against the journal."""

import uuid
from collections.abc import Iterator

from django.db.models import Sum

from inventory.models import BatchStock, BranchStock, Item, Movement, StockSum
from inventory.stock.history import history
from inventory.valuation import replay
from ledger.queries.stock import posted_worth
from ledger.verify import Fault


def prove_stock(business_id: uuid.UUID) -> Iterator[Fault]:
    """Every fault found in the stock of one book."""
    moved = Movement.objects.filter(business_id=business_id)
    yield from _sums(business_id)
    by_branch = {
        (item, branch): total
        for item, branch, total in moved.values_list("item_id", "branch_id").annotate(total=Sum("quantity"))
    }
    stored = {
        (item, branch): on_hand
        for item, branch, on_hand in BranchStock.objects.filter(business_id=business_id).values_list(
            "item_id", "branch_id", "on_hand"
        )
    }
    yield from _compared(business_id, "what lies in a branch differs from its movements", by_branch, stored)
    by_batch = {
        (batch, branch): total
        for batch, branch, total in moved.exclude(batch=None)
        .values_list("batch_id", "branch_id")
        .annotate(total=Sum("quantity"))
    }
    kept = {
        (batch, branch): on_hand
        for batch, branch, on_hand in BatchStock.objects.filter(business_id=business_id).values_list(
            "batch_id", "branch_id", "on_hand"
        )
    }
    yield from _compared(business_id, "what is left of a batch differs from its movements", by_batch, kept)
    yield from _journal(business_id)


def _sums(business_id: uuid.UUID) -> Iterator[Fault]:
    totals = {
        item: (quantity, value)
        for item, quantity, value in Movement.objects.filter(business_id=business_id)
        .values_list("item_id")
        .annotate(quantity_moved=Sum("quantity"), value_moved=Sum("value"))
    }
    sums = StockSum.objects.filter(business_id=business_id).in_bulk()
    methods = dict(Item.objects.filter(business_id=business_id).values_list("id", "valuation"))
    for item_id in totals.keys() | sums.keys():
        stored = sums.get(item_id)
        quantity, value = totals.get(item_id, (0, 0))
        if stored is None or (stored.on_hand, stored.value) != (quantity, value):
            yield Fault(business_id, "an item's sums differ from its movements", str(item_id))
            continue
        after = replay((past.move for past in history(business_id, item_id)), method=methods[item_id])
        if (after.pile.quantity, after.pile.value) != (quantity, value):
            yield Fault(business_id, "an item's worth differs from its history", str(item_id))
        if after.pile.spelled() != stored.pile:
            yield Fault(business_id, "an item's pile differs from its history", str(item_id))


def _compared(
    business_id: uuid.UUID, what: str, true: dict[tuple[uuid.UUID, uuid.UUID], int],
    stored: dict[tuple[uuid.UUID, uuid.UUID], int],
) -> Iterator[Fault]:  # fmt: skip
    for key in true.keys() | stored.keys():
        if true.get(key, 0) != stored.get(key, 0):
            yield Fault(business_id, what, " ".join(str(part) for part in key))


def _journal(business_id: uuid.UUID) -> Iterator[Fault]:
    """What documents of stock moved on the account of stock is what the stock is worth."""
    worth = StockSum.objects.filter(business_id=business_id).aggregate(total=Sum("value"))["total"] or 0
    posted = posted_worth(business_id)
    if worth != posted:
        yield Fault(business_id, "the journal holds another worth of stock", f"{posted} instead of {worth}")
