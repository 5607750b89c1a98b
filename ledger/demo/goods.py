"""What the demo shop sells and buys, written down as people of each language write it."""

import tomllib
from pathlib import Path
from random import Random
from typing import Any

from core.digits import in_digits

GOODS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("goods.toml").read_text(encoding="utf-8"))
DIGITS = {"bn": "beng", "hi": "deva", "gu": "gujr"}
"""Who notes quantities in digits of their own; the others write 1, 2, 3."""


def basket(*, sort: str, language: str, budget: int, chance: Random) -> tuple[int, str]:
    """(price in minor units, note such as "চাল ৫ কেজি") of one to four goods of a sort, about `budget` at most."""
    wanted = chance.sample(GOODS[sort], k=len(GOODS[sort]))
    total, notes = 0, list[str]()
    for item in wanted[: chance.choice((1, 1, 2, 2, 3, 4))]:
        count = chance.choice(item["counts"])
        # Prices move with the season and the size of the sack.
        price = round(item["price"] * count * chance.uniform(0.94, 1.08))
        if notes and (total + price) * 100 > budget:
            break
        total += price
        notes.append(_line(item, count=count, language=language))
    return total * 100, ", ".join(notes)


def _line(item: dict[str, Any], *, count: int, language: str) -> str:
    number = in_digits(str(count), DIGITS.get(language, "latn"))
    return f"{item['word'][language]} {number} {GOODS['unit'][item['unit']][language]}"


def payment_note(*, language: str, chance: Random) -> str:
    return chance.choice(GOODS["paid"][language]) if chance.random() < 0.15 else ""


def returned_note(*, note: str, language: str) -> str:
    return GOODS["returned"][language] + note
