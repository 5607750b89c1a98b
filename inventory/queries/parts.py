"""Bills of materials: what an item is made of, what that costs, and how many can be made."""

import uuid
from dataclasses import dataclass

from core.quantities import worth
from inventory.models import Part, StockSum
from inventory.valuation import share


@dataclass(frozen=True, slots=True)
class PartRow:
    """`quantity` (1/10,000) goes into one unit and costs `cost` (minor units); `on_hand` is what there is."""

    item_id: uuid.UUID
    name: str
    unit: str
    quantity: int
    on_hand: int
    cost: int


@dataclass(frozen=True, slots=True)
class Bill:
    """`can_make`: whole units that the parts on hand are enough for."""

    parts: tuple[PartRow, ...]
    cost: int
    can_make: int


def bill_of(business_id: uuid.UUID, item_id: uuid.UUID) -> Bill:
    """The bill of materials of an item; without parts when it has none."""
    parts = list(
        Part.objects.filter(business_id=business_id, item_id=item_id).select_related("part").order_by("id")
    )
    sums = StockSum.objects.filter(business_id=business_id).in_bulk([one.part_id for one in parts])
    rows = tuple(_row(one, sums.get(one.part_id)) for one in parts)
    can = min((max(row.on_hand, 0) // row.quantity for row in rows), default=0)
    return Bill(rows, sum(row.cost for row in rows), can)


def _row(one: Part, stored: StockSum | None) -> PartRow:
    on_hand = stored.on_hand if stored else 0
    if stored is not None and on_hand > 0:
        cost = share(stored.value, one.quantity, on_hand)
    else:
        cost = worth(one.quantity, price=one.part.purchase_price or 0)
    return PartRow(one.part_id, one.part.name, one.part.unit, one.quantity, on_hand, cost)
