"""Tax that tenants keep back of a rent (TDS): the sections of the law with their dated rates. A suggestion, no rule."""

import datetime
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from rentals.arithmetic import tax_kept

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class KeptRate:
    """`percent` in 1/100 of a percent, of rents above `monthly_above` (minor units) a month, from `first` to `last`,
    both included."""

    percent: int
    monthly_above: int
    first: datetime.date
    last: datetime.date
    source: str
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class KeptSection:
    """`once_a_year`: it is kept back of the whole year's rent with the last month; else of each rent."""

    key: str
    name: str
    once_a_year: bool
    rates: tuple[KeptRate, ...]

    def on(self, day: datetime.date) -> KeptRate | None:
        return next((rate for rate in self.rates if rate.first <= day <= rate.last), None)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a section would keep back of `base` (minor units, without GST)."""

    section: KeptSection
    rate: KeptRate
    base: int
    amount: int


@cache
def sections_of(country: str) -> tuple[KeptSection, ...]:
    """The sections of a country, none where no file tells them."""
    path = DATA / f"withholding-{country.lower()}.toml"
    if not (country.isascii() and country.isalpha() and path.is_file()):
        return ()
    words = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(_section(one) for one in words["section"])


def section_choices(country: str) -> list[tuple[str, str]]:
    return [(one.key, one.name) for one in sections_of(country)]


def section_name(key: str, *, country: str) -> str:
    """A section as papers write it; one that no file names as it was written."""
    return next((one.name for one in sections_of(country) if one.key == key), key)


def suggestions(
    country: str, *, day: datetime.date, monthly: int, unpaid: int, of_year: int
) -> list[Suggestion]:
    """What the sections would keep back, of a rent of `monthly`: of the rents that are `unpaid`, or of those of the
    year. Minor units, without GST."""
    found = []
    for section in sections_of(country):
        rate, base = section.on(day), of_year if section.once_a_year else unpaid
        if rate is not None and monthly > rate.monthly_above and base > 0:
            found.append(Suggestion(section, rate, base, tax_kept(base, percent=rate.percent)))
    return found


def _section(words: dict[str, Any]) -> KeptSection:
    return KeptSection(
        key=words["key"], name=words["name"], once_a_year=words.get("once_a_year", False),
        rates=tuple(_rate(one) for one in words["rate"]),
    )  # fmt: skip


def _rate(words: dict[str, Any]) -> KeptRate:
    return KeptRate(
        percent=int(Decimal(words["percent"]) * 100), monthly_above=int(Decimal(words["monthly_above"]) * 100),
        first=words.get("from", datetime.date.min), last=words.get("to", datetime.date.max), source=words["source"],
        is_confirmed=words.get("is_confirmed", True),
    )  # fmt: skip
