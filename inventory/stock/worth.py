"""What an act does to the worth of the stock: item by item, from the pile as it lies or, back-dated, from the
beginning of the item's history."""

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from core.quantities import worth
from inventory.models import Item, StockKind, StockSum
from inventory.stock.acts import SHARED, Act, Row
from inventory.stock.history import Past, history
from inventory.valuation import Method, Move, Pile, replay


@dataclass(slots=True)
class Worth:
    """Of each row of an act (by its place) the effect on the worth; of each item its pile and what it makes
    earlier issues cost."""

    effects: dict[int, int] = field(default_factory=dict)
    piles: dict[uuid.UUID, Pile] = field(default_factory=dict)
    differences: dict[uuid.UUID, int] = field(default_factory=dict)

    @property
    def difference(self) -> int:
        return sum(self.differences.values())


@dataclass(frozen=True, slots=True)
class Standing:
    """An item with its sums as they stand under the lock."""

    item: Item
    sum: StockSum | None

    @property
    def value(self) -> int:
        return self.sum.value if self.sum else 0

    def pile(self) -> Pile:
        return (
            Pile.read(self.sum.pile, method=self.item.valuation)
            if self.sum
            else Pile(Method(self.item.valuation))
        )

    def is_after(self, day: datetime.date) -> bool:
        """Whether nothing of the item stands on a later day."""
        return self.sum is None or day >= self.sum.last_day


def work_out(act: Act, *, pos: int, standing: dict[uuid.UUID, Standing]) -> Worth:
    """The worth of an act that is new. Goods that go are worked out first where goods that come cost the same."""
    found = Worth()
    if act.kind == StockKind.TRANSFER:
        found.effects = dict.fromkeys(range(len(act.rows)), 0)
        return found
    places = list(enumerate(act.rows))
    if act.kind not in SHARED:
        _work(places, act=act, pos=pos, standing=standing, found=found)
        return found
    _work([one for one in places if one[1].quantity < 0], act=act, pos=pos, standing=standing, found=found)
    cost = -sum(found.effects.values())
    coming = [one for one in places if one[1].quantity > 0]
    shares = spread(cost, weights=[row.weight for _, row in coming])
    priced = [(place, _valued(row, value)) for (place, row), value in zip(coming, shares, strict=True)]
    _work(priced, act=act, pos=pos, standing=standing, found=found)
    return found


def work_out_without(
    business_id: uuid.UUID,
    *,
    gone: frozenset[int],
    effects: dict[uuid.UUID, int],
    standing: Iterable[Standing],
) -> Worth:
    """The worth once some movements are taken back. `effects`: what their reversals add to each item's value."""
    found = Worth()
    for one in standing:
        item_id = one.item.id
        after = replay(
            (past.move for past in history(business_id, item_id, without=gone)), method=one.item.valuation
        )
        found.piles[item_id] = after.pile
        found.differences[item_id] = one.value + effects[item_id] - after.pile.value
    return found


def spread(total: int, *, weights: Sequence[int]) -> list[int]:
    """A total in parts like the weights, whole numbers that add up to it: the largest remainders get the rest."""
    whole = sum(weights)
    if not whole:
        weights, whole = [1] * len(weights), len(weights)
    parts = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for place in by_remainder[: total - sum(parts)]:
        parts[place] += 1
    return parts


def _work(
    places: Sequence[tuple[int, Row]],
    *,
    act: Act,
    pos: int,
    standing: dict[uuid.UUID, Standing],
    found: Worth,
) -> None:
    by_item: dict[uuid.UUID, list[tuple[int, Row]]] = {}
    for place, row in places:
        by_item.setdefault(row.item_id, []).append((place, row))
    for item_id, rows in by_item.items():
        one = standing[item_id]
        if one.is_after(act.day) and act.kind != StockKind.COST and item_id not in found.piles:
            _go_on(rows, one=one, found=found)
        else:
            _start_over(rows, act=act, pos=pos, one=one, found=found)


def _go_on(rows: Sequence[tuple[int, Row]], *, one: Standing, found: Worth) -> None:
    """On top of everything: the pile as it lies is enough."""
    pile, difference = one.pile(), 0
    for place, row in rows:
        if row.quantity > 0:
            value = _cost_of(row, pile=pile, item=one.item)
            difference += pile.arrive(row.quantity, value)
            found.effects[place] = value
        else:
            found.effects[place] = -pile.leave(-row.quantity, asked=row.asked)
    found.piles[one.item.id], found.differences[one.item.id] = pile, difference


def _start_over(rows: Sequence[tuple[int, Row]], *, act: Act, pos: int, one: Standing, found: Worth) -> None:
    """In between: everything of the item from its beginning, with the new rows in their places."""
    pasts = history(one.item.business_id, one.item.id)
    pile = one.pile()
    fresh: list[Past] = []
    for place, row in rows:
        if row.about is not None:
            pasts = [
                _costlier(past, by=row.value or 0) if past.movement_id == row.about else past
                for past in pasts
            ]
            found.effects[place] = row.value or 0
            continue
        said = _cost_of(row, pile=pile, item=one.item) if row.quantity > 0 else row.asked
        fresh.append(Past(-1 - place, (act.day.isoformat(), pos, place), Move(row.quantity, said)))
    ordered = sorted([*pasts, *fresh], key=lambda past: past.place)
    after = replay((past.move for past in ordered), method=one.item.valuation)
    for past, effect in zip(ordered, after.effects, strict=True):
        if past.movement_id < 0:
            found.effects[-1 - past.movement_id] = effect
    added = sum(found.effects[place] for place, _ in rows)
    found.piles[one.item.id] = after.pile
    found.differences[one.item.id] = one.value + added - after.pile.value


def _cost_of(row: Row, *, pile: Pile, item: Item) -> int:
    """What goods that come cost: as was said, else as those that lie there, else by the item's own price."""
    if row.value is not None:
        return row.value
    if pile.quantity > 0 or pile.last is not None:
        return pile.unit_cost(row.quantity)
    return worth(row.quantity, price=item.purchase_price or 0)


def _costlier(past: Past, *, by: int) -> Past:
    return Past(past.movement_id, past.place, Move(past.move.quantity, past.move.value + by))


def _valued(row: Row, value: int) -> Row:
    return Row(
        row.item_id, row.branch_id, row.quantity, value=value, weight=row.weight, batch_id=row.batch_id
    )
