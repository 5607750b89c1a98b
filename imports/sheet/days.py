"""Days as sheets write them. Whether 5/11 is in May or in November is settled for a whole column."""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

from core.digits import to_ascii_digits
from core.sheets.reading import Cell
from imports.sheet.words import MONTHS, fold

LENGTH_MAX = 60
# What Excel counts from; days before 1954 and after 2119 in this count are other numbers.
_SERIAL_START = datetime.date(1899, 12, 30)
_SERIALS = range(20_000, 80_000)
_TIME = r"(?:[T,\s]+\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\.\d+)?\s*(?:[ap]\.?m\.?)?\s*(?:Z|[+-]\d{2}:?\d{2})?)?"
_ISO = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}$", re.IGNORECASE)
_PAIR = re.compile(rf"(\d{{1,2}})\s*[-/.]\s*(\d{{1,2}})\s*[-/.]\s*(\d{{4}}|\d{{2}}){_TIME}$", re.IGNORECASE)
_COMPACT = re.compile(r"(19|20)(\d{2})(\d{2})(\d{2})$")
_WORDED = re.compile(r"\d+|[^\W\d]+", re.UNICODE)
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\s*(?:[ap]\.?m\.?)?\s*$", re.IGNORECASE)
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b", re.IGNORECASE)


class DayUnreadable(ValueError):
    """A cell that holds no day of the calendar."""


@dataclass(frozen=True, slots=True)
class DayOrder:
    """`day_first` as far as the column itself tells; None when nothing in it does."""

    day_first: bool | None
    is_asked: bool


def order_of(cells: Iterable[Cell]) -> DayOrder:
    """Which of the two numbers is the day: one above 12 tells for the whole column."""
    day_first = month_first = pairs = 0
    for cell in cells:
        match = _PAIR.match(_text(cell)) if isinstance(cell, str) else None
        if match is None:
            continue
        pairs += 1
        first, second = int(match[1]), int(match[2])
        day_first += first > 12 >= second
        month_first += second > 12 >= first
    if day_first == month_first:
        return DayOrder(day_first=None, is_asked=pairs > 0)
    return DayOrder(day_first=day_first > month_first, is_asked=False)


def read_day(cell: Cell, *, day_first: bool) -> datetime.date:
    """The day in a cell. Raises DayUnreadable."""
    if isinstance(cell, datetime.datetime):
        return cell.date()
    if isinstance(cell, datetime.date):
        return cell
    if isinstance(cell, int | float):
        return _from_number(cell)
    text = _text(cell)
    if not text or len(text) > LENGTH_MAX:
        raise DayUnreadable
    return _from_text(text, day_first=day_first)


def is_day(cell: Cell) -> bool:
    """Whether a cell reads as a day in either order; a bare number does not."""
    if isinstance(cell, int | float) or cell is None:
        return False
    for day_first in (True, False):
        try:
            read_day(cell, day_first=day_first)
        except DayUnreadable:
            continue
        return True
    return False


def _text(cell: Cell) -> str:
    return " ".join(to_ascii_digits(str(cell or "")[: LENGTH_MAX * 2]).split())


def _from_number(number: float) -> datetime.date:
    whole = int(number)
    if whole in _SERIALS:
        return _SERIAL_START + datetime.timedelta(days=whole)
    match = _COMPACT.match(str(whole)) if number == whole else None
    if match is None:
        raise DayUnreadable
    return _from_compact(match)


def _from_compact(match: re.Match[str]) -> datetime.date:
    return _date(int(match[1] + match[2]), int(match[3]), int(match[4]))


def _from_text(text: str, *, day_first: bool) -> datetime.date:
    if match := _ISO.match(text):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    if match := _PAIR.match(text):
        first, second, year = int(match[1]), int(match[2]), _year(match[3])
        return _date(year, second, first) if day_first else _date(year, first, second)
    if match := _COMPACT.match(text):
        return _from_compact(match)
    if text.isdecimal():
        return _from_number(int(text)) if len(text) < 9 else _refuse()
    return _from_words(text)


def _from_words(text: str) -> datetime.date:
    """3 Oct 2026, Oct 3, 2026, 3rd October 26, শনি, ৩ অক্টোবর ২০২৬."""
    bare = _CLOCK.sub("", _ORDINAL.sub("", text)).replace("-", " ").replace("/", " ").replace(",", " ")
    months = [number for word in fold(bare).split() if (number := MONTHS.get(word))]
    numbers = [part for part in _WORDED.findall(bare) if part.isdecimal()]
    if len(months) != 1 or len(numbers) != 2:
        raise DayUnreadable
    day, year = (numbers[1], numbers[0]) if len(numbers[0]) == 4 else (numbers[0], numbers[1])
    if len(day) > 2 or len(year) not in (2, 4):
        raise DayUnreadable
    return _date(_year(year), months[0], int(day))


def _year(text: str) -> int:
    """26 is 2026 and 98 is 1998: khatas reach back, and a year ahead at most."""
    year = int(text)
    if len(text) == 4:
        return year
    return 2000 + year if year < 70 else 1900 + year


def _date(year: int, month: int, day: int) -> datetime.date:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        raise DayUnreadable from None


def _refuse() -> datetime.date:
    raise DayUnreadable
