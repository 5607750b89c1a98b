"""Files of rates, read and checked whole: a file with one fault gives nothing."""

import datetime
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import combinations
from pathlib import Path
from typing import Any

from taxes.arithmetic.pricing import CESS_MAX, PRICE_LIMIT
from taxes.arithmetic.supplies import PRICE_ONE, RATE_ONE, Tax, Treatment
from taxes.rates import Rate, overlap, tax_id_of

DATA = Path(__file__).parent / "data"
SIZE_MAX = 1_000_000
TAX_WORDS = {"key", "name", "treatment", "rate"}
RATE_WORDS = {
    "percent", "cess", "cess_per_unit", "duty", "vat_per_unit", "from", "to", "prefixes", "condition", "source",
    "is_confirmed",
}  # fmt: skip


class FileFault(ValueError):
    """What is wrong with a file of rates, in a sentence for whoever runs the installation."""


@dataclass(frozen=True, slots=True)
class RateFile:
    """`edition` is the day the file was made: rows of an older one never replace those of a newer."""

    country: str
    edition: datetime.date
    rates: tuple[Rate, ...]


def shipped() -> list[RateFile]:
    """The files that come with the program."""
    return [read(path) for path in sorted(DATA.glob("rates-*.toml"))]


def read(path: Path) -> RateFile:
    """Raises FileFault, and OSError where there is no such file."""
    if path.stat().st_size > SIZE_MAX:
        raise FileFault(f"{path.name} is larger than a file of rates can be.")
    try:
        words = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FileFault(f"{path.name} is not TOML: {error}.") from error
    country, edition = words.get("country"), words.get("edition")
    if not (isinstance(country, str) and len(country) == 2 and country.isupper()):
        raise FileFault("`country` must be two capital letters.")
    if not isinstance(edition, datetime.date):
        raise FileFault("`edition` must be a day.")
    rates = tuple(rate for row in words.get("tax", []) for rate in _rates(row, country=country))
    _check_together(rates)
    return RateFile(country, edition, rates)


def _check_together(rates: tuple[Rate, ...]) -> None:
    if not rates:
        raise FileFault("The file has no rates.")
    for one, other in combinations(rates, 2):
        if one.key == other.key and one.name != other.name:
            raise FileFault(f"{one.key} stands twice.")
        is_same = one.key == other.key or set(one.prefixes) & set(other.prefixes)
        if is_same and overlap(one, other):
            raise FileFault(f"{one.key} and {other.key} hold on the same day.")


def _rates(row: Mapping[str, Any], *, country: str) -> list[Rate]:
    key, name = row.get("key"), row.get("name")
    if not (isinstance(key, str) and key and isinstance(name, str) and name):
        raise FileFault("Every tax needs a `key` and a `name`.")
    if set(row) - TAX_WORDS or not row.get("rate"):
        raise FileFault(
            f"{key}: needs `rate`, and knows no {', '.join(sorted(set(row) - TAX_WORDS)) or 'more'}."
        )
    return [_rate(one, key=key, name=name, row=row, country=country) for one in row["rate"]]


def _rate(words: Mapping[str, Any], *, key: str, name: str, row: Mapping[str, Any], country: str) -> Rate:
    unknown = set(words) - RATE_WORDS
    if unknown:
        raise FileFault(f"{key}: `{min(unknown)}` is not known.")
    first, last = words.get("from"), words.get("to")
    if any(day is not None and type(day) is not datetime.date for day in (first, last)):
        raise FileFault(f"{key}: `from` and `to` must be days.")
    if first and last and first > last:
        raise FileFault(f"{key} ends before it begins.")
    prefixes = words.get("prefixes", [])
    if not all(
        isinstance(one, str) and one.isascii() and one.isdigit() and len(one) <= 8 for one in prefixes
    ):
        raise FileFault(f"{key}: `prefixes` are the first digits of codes.")
    if not words.get("source"):
        raise FileFault(f"{key} needs its `source`.")
    return Rate(
        tax_id=tax_id_of(country, key), key=key, name=name, tax=_tax(words, key=key, row=row), valid_from=first,
        valid_to=last, prefixes=tuple(prefixes), condition=words.get("condition", ""), source=words["source"],
        is_confirmed=words.get("is_confirmed", True),
    )  # fmt: skip


def _tax(words: Mapping[str, Any], *, key: str, row: Mapping[str, Any]) -> Tax:
    treatment = row.get("treatment", Treatment.TAXABLE)
    if treatment not in set(Treatment):
        raise FileFault(f"{key}: `{treatment}` is no treatment.")
    tax = Tax(
        treatment=Treatment(treatment),
        rate=_millionths(words, "percent", key=key, one=RATE_ONE // 100, most=RATE_ONE),
        cess=_millionths(words, "cess", key=key, one=RATE_ONE // 100, most=CESS_MAX),
        duty=_millionths(words, "duty", key=key, one=RATE_ONE // 100, most=CESS_MAX),
        cess_per_unit=_millionths(words, "cess_per_unit", key=key, one=PRICE_ONE, most=PRICE_LIMIT),
        vat_per_unit=_millionths(words, "vat_per_unit", key=key, one=PRICE_ONE, most=PRICE_LIMIT),
    )  # fmt: skip
    is_taxed = treatment == Treatment.TAXABLE
    if is_taxed != ("percent" in words or "vat_per_unit" in words) or (
        not is_taxed and tax != Tax(treatment=tax.treatment)
    ):
        raise FileFault(f"{key}: a taxed thing has a rate, and nothing else has.")
    return tax


def _millionths(words: Mapping[str, Any], word: str, *, key: str, one: int, most: int) -> int:
    """Percent and prices are text, so that no binary fraction comes between."""
    try:
        value = Decimal(words.get(word, "0")) * one
    except (InvalidOperation, TypeError) as error:
        raise FileFault(f"{key}: `{word}` must be a number in quotes.") from error
    if (
        isinstance(words.get(word, ""), float)
        or not value.is_finite()
        or value != int(value)
        or not 0 <= value <= most
    ):
        raise FileFault(f"{key}: `{word}` must be a number in quotes, from 0 on.")
    return int(value)
