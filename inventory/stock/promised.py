"""What is promised of the stock: on hand, but gone for whoever sells next. Told from above, by the papers."""

import uuid
from collections.abc import Iterable, Mapping

from django.db.models import F

from inventory.models import Item, StockSum
from inventory.stock.acts import FIRST_DAY, Low
from inventory.valuation import Method, Pile


def promise(business_id: uuid.UUID, quantities: Mapping[uuid.UUID, int]) -> None:
    """Set how much of each item is promised, in 1/10,000."""
    standing = dict(
        StockSum.objects.filter(business_id=business_id, item_id__in=quantities).values_list(
            "item_id", "committed"
        )
    )
    for item_id, quantity in quantities.items():
        if item_id in standing:
            if standing[item_id] != quantity:
                StockSum.objects.filter(business_id=business_id, item_id=item_id).update(committed=quantity)
        elif quantity:
            method = Item.objects.values_list("valuation", flat=True).get(business_id=business_id, id=item_id)
            StockSum.objects.create(
                business_id=business_id, item_id=item_id, on_hand=0, committed=quantity, value=0,
                pile=Pile(Method(method)).spelled(), last_day=FIRST_DAY,
            )  # fmt: skip


def overpromised(business_id: uuid.UUID, item_ids: Iterable[uuid.UUID]) -> tuple[Low, ...]:
    """Of which of these more is promised than there is; `left` is what is available, below zero."""
    short = StockSum.objects.filter(
        business_id=business_id, item_id__in=set(item_ids), committed__gt=0, on_hand__lt=F("committed")
    )
    return tuple(
        Low(one.item_id, one.item.name, one.on_hand - one.committed, one.last_day)
        for one in short.select_related("item").order_by("item_id")
    )
