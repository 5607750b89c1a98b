"""GST on rent as data: which cases of reverse charge hold on a day, what is taxed, and at which rate."""

import datetime
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Reverse:
    """A case in which the tenant owes the tax, from `first` to `last`, both included."""

    key: str
    what: str
    first: datetime.date
    last: datetime.date
    source: str
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class RentLaw:
    """`sac` finds a book's own rate; without one `usual_tax` holds. `home_sac` is that of a dwelling. `taxed` are kinds
    of dues. A late fee in percent is counted on the rent alone where `fee_on_rent`, else on the rent with its tax."""

    sac: str
    home_sac: str
    usual_tax: str
    taxed: frozenset[str]
    fee_on_rent: bool
    reverse: tuple[Reverse, ...]

    def reverse_on(self, day: datetime.date) -> frozenset[str]:
        return frozenset(one.key for one in self.reverse if one.first <= day <= one.last)


@cache
def rent_law(country: str) -> RentLaw | None:
    """None where a country's file does not tell."""
    path = DATA / f"rent-gst-{country.lower()}.toml"
    if not (country.isascii() and country.isalpha() and path.is_file()):
        return None
    words = tomllib.loads(path.read_text(encoding="utf-8"))
    return RentLaw(
        sac=words["sac"], home_sac=words["home_sac"], usual_tax=words["usual_tax"], taxed=frozenset(words["taxed"]),
        fee_on_rent=words["late_fee_on"] == "rent", reverse=tuple(_reverse(one) for one in words["reverse"]),
    )  # fmt: skip


def _reverse(words: dict[str, Any]) -> Reverse:
    return Reverse(
        key=words["key"], what=words["what"], first=words.get("from", datetime.date.min),
        last=words.get("to", datetime.date.max), source=words["source"],
        is_confirmed=words.get("is_confirmed", True),
    )  # fmt: skip
