"""A year of the demo shop: who bought what on which day, and how they paid it back."""

import datetime
from dataclasses import dataclass, field
from random import Random

from ledger.demo.goods import basket, payment_note, returned_note
from ledger.demo.people import Person, make_people
from ledger.demo.seasons import busyness, pays_readily
from ledger.models import Direction, DocumentKind, Mode, PartyKind

SEED = "a year at the corner of two streets"
PARTIES = 200
ENTRIES = 5_000
DAYS = 365
CAME_LATER = 0.2
"""Share of the people who first came during the year; most others owed something when the book began."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One entry to be: `amount` in minor units."""

    person: Person
    day: datetime.date
    direction: Direction
    amount: int
    mode: Mode
    note: str = ""
    due_on: datetime.date | None = None
    kind: DocumentKind = DocumentKind.KHATA


@dataclass(frozen=True, slots=True)
class DemoYear:
    """`turns` in the order of their days; a person's first turn is the day they came."""

    people: tuple[Person, ...]
    turns: tuple[Turn, ...]


def make_year(today: datetime.date) -> DemoYear:
    """The same year for the same day: PARTIES people and ENTRIES entries up to today."""
    chance = Random(SEED)
    people = make_people(chance)
    busy = busyness(today - datetime.timedelta(days=DAYS - 1), today)
    counts = _counts(people, chance=chance)
    turns = [turn for person in people for turn in _khata(person, counts[person.number], busy, chance=chance)]
    return DemoYear(tuple(people), tuple(sorted(turns, key=lambda turn: turn.day)))


def _counts(people: list[Person], *, chance: Random) -> list[int]:
    """How many entries each person has: by habit, and ENTRIES together."""
    weights = [chance.randint(*person.habit.entries) for person in people]
    counts = [max(2, weight * ENTRIES // sum(weights)) for weight in weights]
    busiest = sorted(range(len(counts)), key=lambda number: -weights[number])
    for step in range(ENTRIES - sum(counts)):
        counts[busiest[step % len(busiest)]] += 1
    return counts


@dataclass(slots=True)
class _Khata:
    """A khata while it is written. `open_amount`: what the buyer of the two has not paid, minor units."""

    person: Person
    chance: Random
    open_amount: int = 0
    turns: list[Turn] = field(default_factory=list)

    @property
    def takes_goods(self) -> Direction:
        """Which button a purchase is: a customer's goods are given, a supplier's are got."""
        return Direction.GOT if self.person.habit.kind == PartyKind.SUPPLIER else Direction.GAVE

    @property
    def pays(self) -> Direction:
        return Direction.GAVE if self.takes_goods == Direction.GOT else Direction.GOT

    def open(self, day: datetime.date) -> None:
        amount = round_to(self.chance.uniform(0.2, 0.8) * self.person.ceiling)
        self.turns.append(
            Turn(self.person, day, self.takes_goods, amount, Mode.UNSORTED, kind=DocumentKind.OPENING)
        )
        self.open_amount += amount

    def buy(self, day: datetime.date) -> None:
        habit = self.person.habit
        budget = round(self.person.ceiling * self.chance.uniform(0.15, 0.45))
        amount, note = basket(
            sort=habit.goods, language=self.person.language, budget=budget, chance=self.chance
        )
        due_on = day + datetime.timedelta(days=self.chance.choice(habit.terms)) if habit.terms else None
        self.turns.append(Turn(self.person, day, self.takes_goods, amount, Mode.GOODS, note, due_on))
        self.open_amount += amount

    def bring_back(self, day: datetime.date) -> None:
        """Something of the last purchase was not good."""
        amount, note = basket(
            sort=self.person.habit.goods, language=self.person.language, budget=0, chance=self.chance
        )
        amount = min(amount, self.open_amount)
        note = returned_note(note=note, language=self.person.language)
        self.turns.append(Turn(self.person, day, self.pays, amount, Mode.GOODS, note))
        self.open_amount -= amount

    def pay(self, day: datetime.date, *, amount: int) -> None:
        mode = self.chance.choices((Mode.CASH, Mode.UPI, Mode.BANK), self.person.habit.modes)[0]
        note = payment_note(language=self.person.language, chance=self.chance)
        self.turns.append(Turn(self.person, day, self.pays, amount, mode, note))
        self.open_amount -= amount

    def part(self) -> int:
        """What is paid this time: all of it, or a round part."""
        if self.open_amount < 20_000 or self.chance.random() < self.person.habit.pays_all:
            return self.open_amount
        return min(self.open_amount, round_to(self.open_amount * self.chance.uniform(0.35, 0.8)))

    def wants_to_pay(self, day: datetime.date) -> bool:
        full = self.open_amount / self.person.ceiling
        readiness = 0.9 if full >= 1 else 0.45 if full > 0.5 else 0.12
        return self.open_amount > 0 and self.chance.random() < readiness + (0.2 if pays_readily(day) else 0)


def _khata(person: Person, count: int, busy: dict[datetime.date, float], *, chance: Random) -> list[Turn]:
    khata = _Khata(person, chance)
    days, came_later = list(busy), chance.random() < CAME_LATER
    if came_later:
        days = days[chance.randint(30, 270) :]
    elif chance.random() < 0.7:
        khata.open(days[0])
    seldom = count - len(khata.turns)
    for day in sorted(chance.choices(days, [busy[day] for day in days], k=seldom)):
        _turn(khata, day)
    _end(khata)
    return khata.turns


def _turn(khata: _Khata, day: datetime.date) -> None:
    if khata.wants_to_pay(day):
        khata.pay(day, amount=khata.part())
    elif khata.open_amount > 20_000 and khata.chance.random() < 0.012:
        khata.bring_back(day)
    else:
        khata.buy(day)


def _end(khata: _Khata) -> None:
    """Some stand settled at the end of the year and a few have paid ahead: their last entry says so."""
    fate = khata.chance.random()
    if fate > 0.2 or len(khata.turns) < 2:
        return
    last = khata.turns.pop()
    khata.open_amount -= last.amount if last.direction == khata.takes_goods else -last.amount
    if khata.open_amount <= 0:
        khata.buy(last.day)
    elif fate < 0.03:
        khata.pay(last.day, amount=khata.open_amount + round_to(khata.person.ceiling * 0.2))
    else:
        khata.pay(last.day, amount=khata.open_amount)


def round_to(amount: float) -> int:
    """A round sum as people hand it over: whole 10, 50, 100 or 500 rupees, 10 at least; minor units."""
    step = 1_000 if amount < 20_000 else 5_000 if amount < 100_000 else 10_000 if amount < 500_000 else 50_000
    return max(1_000, round(amount / step) * step)
