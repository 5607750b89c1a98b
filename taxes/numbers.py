"""How numbers of documents are written: rule 46(b) of the CGST Rules. Knows no framework and no database."""

import datetime
import re
from collections.abc import Mapping
from types import MappingProxyType

from core.periods import Period, fiscal_year

NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9/-]{0,15}")
NUMBER_MAX = 16
YEAR = "{fy}"
"""In a prefix: the year of the law as "26-27", or "26" where it is a calendar year."""
PREFIX = re.compile(r"(?:[A-Za-z0-9/-]|\{fy\})*")
SPELT_YEAR = re.compile(r"(?<!\d)(\d\d)-(\d\d)(?!\d)")
YEAR_STARTS: Mapping[str, int] = MappingProxyType({"IN": 4, "BD": 7})
"""The month a year of the tax law begins with; elsewhere the book's own year holds."""


def law_year(day: datetime.date, *, country: str, starts_month: int) -> Period:
    return fiscal_year(day, starts_month=YEAR_STARTS.get(country, starts_month))


def year_text(year: Period) -> str:
    first, last = year.start.year % 100, year.end.year % 100
    return f"{first:02d}" if first == last else f"{first:02d}-{last:02d}"


def is_number(text: str) -> bool:
    """E-invoices take no 0 in front either, so no number of ours has one."""
    return NUMBER.fullmatch(text) is not None and not text.startswith("0")


def key_of(number: str) -> str:
    """What two numbers are compared by: the case of a letter makes no difference."""
    return number.upper()


def written(prefix: str, *, width: int, position: int, year: Period) -> str:
    return prefix.replace(YEAR, year_text(year)) + f"{position:0{width}d}"


def with_year(prefix: str, *, year: Period) -> str:
    """The prefix with {fy} for this year where a person spelt it out."""
    return prefix.replace(year_text(year), YEAR) if SPELT_YEAR.search(year_text(year)) else prefix


def spelt(prefix: str, *, year: Period) -> str:
    """The prefix as a person reads it, with this year spelt out where with_year would know it again."""
    text = year_text(year)
    return prefix.replace(YEAR, text) if SPELT_YEAR.search(text) else prefix


def spells_a_year(prefix: str) -> bool:
    """As "INV/25-26/" does: next year the same numbers would come again, or never fit their year."""
    return any((int(one) + 1) % 100 == int(other) for one, other in SPELT_YEAR.findall(prefix))


def stem_of(prefix: str) -> str:
    """What two series of one kind must not share. Numbers are a prefix and digits, so without the digits at a
    prefix's end two series that differ can never meet in one number."""
    return key_of(prefix).rstrip("0123456789")


def stem_of_number(number: str, *, year: Period) -> str:
    """The stem of the series that could write this number in this year."""
    return key_of(number).rstrip("0123456789").replace(year_text(year), YEAR.upper())
