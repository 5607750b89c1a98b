"""What moved of an item so far, in its order, as the valuation reads it."""

import uuid
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from inventory.models import Movement, StockKind
from inventory.valuation import Move

Place = tuple[str, int, int]
"""Day, pos and line: the one order of everything. The day as text, since both engines give it alike."""


@dataclass(frozen=True, slots=True)
class Past:
    movement_id: int
    place: Place
    move: Move


def history(
    business_id: uuid.UUID, item_id: uuid.UUID, *, without: frozenset[int] = frozenset()
) -> list[Past]:
    """Every move of an item that stands and was not taken back, but for those of `without`.

    Transfers are left out: goods that change their branch neither come nor go. What goods came to cost later
    counts from the day they came.
    """
    rows = (
        Movement.objects.filter(business_id=business_id, item_id=item_id, reverses=None)
        .filter(~Exists(Movement.objects.filter(reverses_id=OuterRef("id"))))
        .exclude(document__kind=StockKind.TRANSFER)
        .order_by("day", "pos", "line")
        .values_list("id", "day", "pos", "line", "quantity", "value", "asked", "about_id")
    )
    found: dict[int, Past] = {}
    later: list[tuple[int, int]] = []
    for row_id, day, pos, line, quantity, value, asked, about in rows:
        if row_id in without:
            continue
        if quantity == 0:
            if about is not None:
                later.append((about, value))
            continue
        said = value if quantity > 0 else asked
        found[row_id] = Past(row_id, (day.isoformat(), pos, line), Move(quantity, said))
    for about, value in later:
        past = found[about]
        found[about] = Past(about, past.place, Move(past.move.quantity, past.move.value + value))
    return list(found.values())
