"""Rates with the days they hold, and which of them holds on a day. Knows no framework and no database."""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from taxes.arithmetic.supplies import Tax

NAMES = uuid.UUID("6f1b3f0e-2f4e-5a39-9d0a-6f4f6b0c7a11")
"""The namespace of the ids that rates of the law have, the same in every installation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """`tax_id` is the same for all rows of one tax, `key` its name in the files and "" for a book's own.

    It holds from `valid_from` to `valid_to`, both included, None without an end. `prefixes` are the beginnings of the
    HSN and SAC codes it is for; none where it is chosen by hand.
    """

    tax_id: uuid.UUID
    key: str
    name: str
    tax: Tax
    valid_from: datetime.date | None
    valid_to: datetime.date | None
    prefixes: tuple[str, ...] = ()
    condition: str = ""
    source: str = ""
    is_confirmed: bool = True
    is_own: bool = False
    rev: int = 0

    def holds_on(self, day: datetime.date) -> bool:
        return (self.valid_from or datetime.date.min) <= day <= (self.valid_to or datetime.date.max)


def tax_id_of(country: str, key: str) -> uuid.UUID:
    return uuid.uuid5(NAMES, f"{country}/{key}")


def overlap(one: Rate, other: Rate) -> bool:
    """Whether some day has both."""
    first = max(one.valid_from or datetime.date.min, other.valid_from or datetime.date.min)
    return one.holds_on(first) and other.holds_on(first)


def chosen(rates: Iterable[Rate], *, hsn: str, day: datetime.date) -> Rate | None:
    """The rate of a code on a day: the longest beginning that matches, the book's own before the law's."""
    found: tuple[int, bool] = (0, False)
    best: Rate | None = None
    for rate in rates:
        matching = [len(prefix) for prefix in rate.prefixes if hsn.startswith(prefix)]
        if matching and rate.holds_on(day) and (max(matching), rate.is_own) > found:
            found, best = (max(matching), rate.is_own), rate
    return best


def day_of_rate(
    *, supply: datetime.date, invoice: datetime.date, payment: datetime.date | None = None
) -> datetime.date:
    """The day whose rate holds when the three lie on both sides of a change: section 14 of the CGST Act.

    Two of the three decide, so it is the middle one; what is not paid yet will be, later. Unconfirmed: a document may
    always name its rate itself.
    """
    return sorted([supply, invoice, payment or datetime.date.max])[1]
