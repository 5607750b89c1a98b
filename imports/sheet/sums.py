"""Amounts as sheets write them, whole minor units with a sign of their own: brackets, minus, Dr and Cr."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from core.digits import to_ascii_digits
from core.money import AmountError, parse_amount
from core.sheets.reading import Cell

_NOTHING = frozenset({"", "-", "--", "–", "—", "nil", "n/a", "na", "none", "null", "×", "."})
_SIDE = re.compile(
    r"^(?P<before>(?:dr|cr)\b\.?)?\s*(?P<body>.*?)\s*"
    r"(?P<after>\(?(?:\b(?:dr|cr)\b\.?|(?<=\d)(?:dr|cr)\b\.?|नामे|नाम|उधार|जमा|জমা|বাকি)\)?)?$",
    re.IGNORECASE | re.DOTALL,
)
_CALCULATED = re.compile(r"\d\s*(?:[-+*/×÷−–]|[xX])\s*\d")
_COMMA_DECIMALS = re.compile(r"^\D*(?:\d{1,3}(?:[.\s']\d{3})+|\d+),\d{1,2}\D*$")
_POINT_DECIMALS = re.compile(r"\d\.\d{1,2}(?!\d)")
# A binary float carries the last place of a spreadsheet's own sum a little off.
_NOISE = Decimal("0.0001")
_DEBITS = ("dr", "नाम", "उधार", "বাকি")


@dataclass(frozen=True, slots=True)
class Sum:
    """`minor` units with the sign as written; `side` is "gave" for Dr, "got" for Cr, "" when unsaid."""

    minor: int
    side: str = ""


NOTHING = Sum(0)


def has_comma_decimals(cells: Iterable[Cell]) -> bool:
    """Whether a column writes 1.200,00: some cells do and none writes 1,200.00."""
    comma = point = 0
    for cell in cells:
        if isinstance(cell, str):
            text = to_ascii_digits(cell[:80])
            comma += bool(_COMMA_DECIMALS.match(text))
            point += bool(_POINT_DECIMALS.search(text) and not _COMMA_DECIMALS.match(text))
    return comma > 0 and point == 0


def is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and cell.strip() == "")


def is_sum(cell: Cell) -> bool:
    """Whether a cell reads as an amount, zero included; an empty one does not."""
    if is_blank(cell):
        return False
    try:
        read_sum(cell, comma_decimals=False)
    except AmountError:
        return False
    return True


def read_sum(cell: Cell, *, comma_decimals: bool) -> Sum:
    """The amount in a cell, 0 for an empty one or a dash. Raises AmountError."""
    if cell is None:
        return NOTHING
    if isinstance(cell, int | float):
        return Sum(_from_number(cell))
    return _from_text(str(cell).strip(), comma_decimals)


def _from_number(number: float) -> int:
    exact = Decimal(repr(number))
    near = exact.quantize(Decimal("0.01")) if abs(exact) < 10**15 else exact
    if abs(exact - near) > _NOISE:
        raise AmountError("decimals", decimals=2)
    size = parse_amount(f"{abs(near):f}", zero_allowed=True)
    return -size if near < 0 else size


@lru_cache(maxsize=20_000)
def _from_text(text: str, comma_decimals: bool) -> Sum:
    if text.casefold() in _NOTHING:
        return NOTHING
    match = _SIDE.match(text[:200])
    body = (match["body"] if match else text).strip()
    said = ((match["before"] or match["after"] or "") if match else "").casefold().strip("(). ")
    side = "" if not said else "gave" if said.startswith(_DEBITS) else "got"
    body, is_negative = _unsigned(body)
    if _CALCULATED.search(to_ascii_digits(body)):
        raise AmountError("unreadable", text=text[:60])
    if comma_decimals and _COMMA_DECIMALS.match(to_ascii_digits(body)):
        body = re.sub(r"[.\s']", "", body).replace(",", ".")
    if body.casefold() in _NOTHING:
        return NOTHING
    minor = parse_amount(body, zero_allowed=True)
    return Sum(-minor if is_negative else minor, side)


def _unsigned(body: str) -> tuple[str, bool]:
    """(1,200), -1,200, ₹-1,200 and 1,200- are all less than nothing."""
    bare = body.replace("−", "-").replace("–", "-")
    if bare.startswith("(") and bare.endswith(")"):
        return bare[1:-1].strip(), True
    if re.match(r"^\D{0,4}-\s*\D{0,4}\d", bare):
        return bare.replace("-", "", 1).strip(), True
    if re.search(r"\d\s*-$", bare):
        return bare[:-1].strip(), True
    return (bare[1:].strip() if bare.startswith("+") else body), False
