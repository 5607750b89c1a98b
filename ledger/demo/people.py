"""The people of the demo shop: 200 names in six scripts, each with a habit of buying and paying."""

import tomllib
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Any

from ledger.models import PartyKind

PEOPLE_FILE = Path(__file__).with_name("people.toml")

NUMBER_BLOCKS = "456789"
"""Indian mobile numbers 604… to 609… belong to no operator, so no message of the demo reaches anybody."""


@dataclass(frozen=True, slots=True)
class Habit:
    """How one sort of party deals with the shop.

    `share` of 200 parties; `entries` are weights for a year; `ceiling` is how much stands unpaid before
    they pay, in rupees; `terms` are days until a due date, empty where none is agreed.
    """

    name: str
    kind: PartyKind
    share: int
    entries: tuple[int, int]
    ceiling: tuple[int, int]
    goods: str
    terms: tuple[int, ...]
    pays_all: float
    modes: tuple[int, int, int]
    """Weights of cash, UPI and bank."""


HABITS = (
    Habit("household", PartyKind.CUSTOMER, 96, (18, 40), (1_200, 6_000), "retail", (), 0.3, (55, 42, 3)),
    Habit("daily wage", PartyKind.CUSTOMER, 34, (20, 45), (400, 1_500), "retail", (), 0.55, (85, 15, 0)),
    Habit(
        "eating house",
        PartyKind.CUSTOMER,
        24,
        (25, 50),
        (6_000, 24_000),
        "wholesale",
        (15, 30),
        0.2,
        (35, 40, 25),
    ),
    Habit("now and then", PartyKind.CUSTOMER, 20, (3, 9), (300, 2_500), "retail", (), 0.6, (60, 40, 0)),
    Habit("supplier", PartyKind.SUPPLIER, 26, (16, 36), (8_000, 32_000), "wholesale", (), 0.3, (45, 38, 17)),
)


@dataclass(frozen=True, slots=True)
class Person:
    """`ceiling` and `credit_limit` in minor units."""

    number: int
    name: str
    language: str
    phone: str
    address: str
    habit: Habit
    ceiling: int
    credit_limit: int | None


def make_people(chance: Random) -> list[Person]:
    words = tomllib.loads(PEOPLE_FILE.read_text(encoding="utf-8"))
    languages = [language for language in words for _ in range(words[language]["count"])]
    habits = [habit for habit in HABITS for _ in range(habit.share)]
    chance.shuffle(languages)
    chance.shuffle(habits)
    names = _Names(words, chance)
    return [
        _person(
            number,
            language=language,
            habit=habit,
            name=names.next(language, habit),
            chance=chance,
            words=words,
        )
        for number, (language, habit) in enumerate(zip(languages, habits, strict=True))
    ]


class _Names:
    """Names of a language in a shuffled order, none of them twice."""

    def __init__(self, words: dict[str, Any], chance: Random) -> None:
        self._ready: dict[tuple[str, str], cycle[str]] = {}
        self._words = words
        self._chance = chance

    def next(self, language: str, habit: Habit) -> str:
        second = {"eating house": "trades", "supplier": "wholesalers"}.get(habit.name, "family")
        if (language, second) not in self._ready:
            self._ready[language, second] = cycle(self._shuffled(language, second))
        return next(self._ready[language, second])

    def _shuffled(self, language: str, second: str) -> list[str]:
        words = self._words[language]
        circles = (
            words["circles"] if second == "family" else [{"given": words["owners"], "family": words[second]}]
        )
        names = [
            f"{first} {last}" for circle in circles for first in circle["given"] for last in circle["family"]
        ]
        self._chance.shuffle(names)
        return names


def _person(
    number: int, *, language: str, habit: Habit, name: str, chance: Random, words: dict[str, Any]
) -> Person:
    ceiling = chance.randint(*habit.ceiling)
    is_shop = habit.goods == "wholesale"
    has_phone = is_shop or chance.random() < 0.8
    has_limit = habit.kind == PartyKind.CUSTOMER and chance.random() < (0.8 if is_shop else 0.2)
    return Person(
        number=number,
        name=name,
        language=language,
        # The number of the person in its digits: no two are alike.
        phone=f"+9160{chance.choice(NUMBER_BLOCKS)}{chance.randint(10, 99)}{number:03d}{chance.randint(10, 99)}"
        if has_phone
        else "",
        address=chance.choice(words[language]["areas"]) if is_shop or chance.random() < 0.3 else "",
        habit=habit,
        ceiling=ceiling * 100,
        credit_limit=round(chance.uniform(0.6, 1.3) * ceiling / 500 + 0.5) * 50_000 if has_limit else None,
    )
