"""Random lives of goods: whatever comes, goes, is counted, made, sent, taken back or dearer than was said, what the
books hold is what a second implementation makes of it from scratch."""

import random
from dataclasses import dataclass, field
from uuid import UUID

import pytest

from core.quantities import ONE
from core.refusals import Refusal
from inventory.models import BranchStock, StockSum
from tests.inventory.second import worth
from tests.inventory.stores import DAY, Store, open_store
from tests.ledger.shops import TODAY

pytestmark = pytest.mark.both_engines

HISTORIES, ACTS, A_BOOK = 5_000, 12, 25


@dataclass
class Life:
    """What the test itself remembers of one item: its moves in order, and what lies in either branch."""

    item: UUID
    average: bool
    price: int
    branches: tuple[UUID, UUID]
    moves: dict[int, list] = field(default_factory=dict)
    lying: dict[UUID, int] = field(default_factory=dict)
    done: list = field(default_factory=list)

    def note(self, result, day, *, costs=True) -> None:
        for moved in result.moved:
            if moved.item_id == self.item and costs:
                money = moved.cost if moved.quantity > 0 else asked(-moved.quantity, self.price)
                self.moves[moved.movement_id] = [(day, result.seq, moved.movement_id), moved.quantity, money]
            if moved.item_id == self.item:
                self.lying[moved.branch_id] = self.lying.get(moved.branch_id, 0) + moved.quantity

    def forget(self, result, back) -> None:
        for moved in result.moved:
            self.moves.pop(moved.movement_id, None)
        for moved in back.moved:
            if moved.item_id == self.item:
                self.lying[moved.branch_id] += moved.quantity

    def in_order(self) -> list[tuple[int, int]]:
        return [(quantity, money) for _, quantity, money in sorted(self.moves.values())]


def asked(quantity: int, price: int) -> int:
    return (2 * quantity * price + ONE) // (2 * ONE)


def some(chance: random.Random) -> float:
    return chance.choice([1, 2, 3, 7, 10, 0.5, 1.25, 0.3333])


def act(store: Store, life: Life, chance: random.Random) -> None:
    day = TODAY - chance.choice([0, 0, 0, 1, 2, 5, 11, 20]) * DAY
    branch = life.branches[chance.random() < 0.25]
    what = chance.choice(
        ["bring"] * 4 + ["sell"] * 4 + ["adjust", "count", "carry", "back", "cost", "bring_free"]
    )
    if what in {"bring", "bring_free"}:
        rupees = None if what == "bring_free" else chance.choice([0, 0.01, 1, 9.99, 33.33, 100, 1234.56])
        done = store.bring(life.item, some(chance), rupees, day=day, branch_id=branch)
    elif what == "sell":
        done = store.sell(life.item, some(chance), day=day, branch_id=branch)
    elif what == "adjust":
        done = store.adjust(life.item, chance.choice([-1, 1]) * some(chance), day=day, branch_id=branch)
    elif what == "count":
        done = store.count(life.item, chance.choice([0, 1, 5, 12.5]), day=day, branch_id=branch)
    elif what == "carry":
        other = life.branches[branch == life.branches[0]]
        done = store.carry(life.item, some(chance), branch_id=branch, to=other, day=day)
        life.note(done, day, costs=False)
        life.done.append(done)
        return
    elif life.done and what == "back":
        chosen = chance.choice(life.done)
        life.forget(chosen, store.back(chosen))
        life.done.remove(chosen)
        return
    elif life.done and what == "cost":
        chosen = chance.choice(life.done)
        if not chosen.moved:
            return  # a count that found what the books say
        rupees = chance.choice([5, 77.77])
        store.cost(chosen, rupees)
        life.moves[chosen.moved[0].movement_id][2] = round(rupees * 100)
        life.done.remove(chosen)  # it stands behind its correction now
        return
    else:
        return
    life.note(done, day)
    life.done.append(done)


def live(store: Store, seed: int, branches: tuple[UUID, UUID]) -> None:
    chance = random.Random(seed)
    average, price = chance.random() < 0.5, chance.choice([0, 999, 10_000])
    item = store.item(
        f"item {seed}", valuation="average" if average else "fifo", purchase_price=price,
        shortage=chance.choice(["warn", "warn", "block"]),
    )  # fmt: skip
    life = Life(item, average, price, branches)
    for _ in range(ACTS):
        try:
            act(store, life, chance)
        except Refusal:
            continue
    stored = StockSum.objects.filter(item_id=item).first()
    found = (stored.on_hand, stored.value) if stored else (0, 0)
    assert found == worth(life.in_order(), average=average), seed
    lying = dict(BranchStock.objects.filter(item_id=item).values_list("branch_id", "on_hand"))
    assert {key: value for key, value in lying.items() if value} == {
        key: value for key, value in life.lying.items() if value
    }, seed


def test_what_the_books_hold_is_what_a_second_implementation_finds(db, scale, figure):
    histories = scale(HISTORIES)
    for start in range(0, histories, A_BOOK):
        store = open_store()
        branches = (store.branch, store.godown())
        for seed in range(start, min(start + A_BOOK, histories)):
            live(store, seed, branches)
        assert store.proven()
    figure("histories of stock", histories, "on hand and worth as worked out from scratch, to the paisa")
