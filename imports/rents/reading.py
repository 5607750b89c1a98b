"""The rows of a sheet of houses as units and leases to be, each with what is wrong with it."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.digits import to_ascii_digits
from core.money import AmountError
from core.phones import PhoneError, to_e164
from core.refusals import amount_refusal
from core.sheets.reading import Cell
from core.text import TextError, clean_line
from imports.rents import words
from imports.sheet.days import DayUnreadable, read_day
from imports.sheet.layout import Rows, cell_of
from imports.sheet.mapping import Mapping
from imports.sheet.reading import WrongRow, mended_row, wrong_row
from imports.sheet.sums import is_blank, read_sum
from imports.sheet.words import fold

LENGTHS = {words.HOUSE: 120, words.ADDRESS: 300, words.UNIT: 60, words.TENANT: 120, words.NOTE: 300}
_DAY = re.compile(r"\D*(\d{1,2})(?:st|nd|rd|th)?\D*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class HouseRow:
    """A unit, and its lease where `tenant` is named. Money in minor units; `balance` above zero is owed by the
    tenant. `starts_on` is None where the sheet does not say."""

    line: int
    house: str
    address: str
    unit: str
    tenant: str = ""
    phone: str = ""
    rent: int = 0
    due_day: int = 1
    starts_on: datetime.date | None = None
    ends_on: datetime.date | None = None
    agreed: int = 0
    held: int = 0
    balance: int = 0
    note: str = ""


class _Wrong(Exception):
    pass


class _Reader:
    def __init__(self, mapping: Mapping, *, country: str) -> None:
        self.columns = {role: place for place, role in enumerate(mapping.roles) if role}
        self.mapping, self.country = mapping, country
        self.house = self.address = ""

    def read(self, line: int, row: Sequence[Cell]) -> HouseRow:
        unit = self._text(row, words.UNIT)
        self.move_on(row)
        if not unit:
            raise _Wrong(_("the unit is missing, for example 2A."))
        if not self.house:
            raise _Wrong(_("the house is missing."))
        tenant = self._text(row, words.TENANT)
        rent = self._amount(row, words.RENT)
        found = HouseRow(line=line, house=self.house, address=self.address, unit=unit, rent=rent)
        return self._let(found, tenant=tenant, row=row) if tenant else found

    def _let(self, unit: HouseRow, *, tenant: str, row: Sequence[Cell]) -> HouseRow:
        if not unit.rent:
            raise _Wrong(_("the rent of %(name)s is missing.") % {"name": tenant})
        held, agreed = self._amount(row, words.HELD), self._amount(row, words.AGREED)
        starts_on, ends_on = self._day(row, words.STARTS), self._day(row, words.ENDS)
        if starts_on and ends_on and ends_on < starts_on:
            raise _Wrong(_("the lease ends before it starts."))
        return HouseRow(
            line=unit.line, house=unit.house, address=unit.address, unit=unit.unit, rent=unit.rent, tenant=tenant,
            phone=self._phone(row), due_day=self._due_day(row), starts_on=starts_on, ends_on=ends_on,
            agreed=agreed or held, held=held, balance=self._sum(row, words.BALANCE),
            note=self._text(row, words.NOTE),
        )  # fmt: skip

    def move_on(self, row: Sequence[Cell]) -> None:
        """A house is named once, and its units stand below it."""
        house = self._text(row, words.HOUSE)
        if house and fold(house) != fold(self.house):
            self.house, self.address = house, ""
        self.address = self._text(row, words.ADDRESS) or self.address

    def cell(self, row: Sequence[Cell], role: str) -> Cell:
        return cell_of(row, self.columns[role]) if role in self.columns else None

    def _text(self, row: Sequence[Cell], role: str) -> str:
        cell = self.cell(row, role)
        if isinstance(cell, float) and cell.is_integer():
            cell = int(cell)
        if isinstance(cell, datetime.datetime | datetime.date):
            cell = cell.isoformat()[:10]
        try:
            return clean_line(" ".join(str("" if cell is None else cell).split()), max_length=LENGTHS[role])
        except TextError as error:
            raise _Wrong(error.message) from None

    def _sum(self, row: Sequence[Cell], role: str) -> int:
        try:
            found = read_sum(self.cell(row, role), comma_decimals=False)
        except AmountError as error:
            raise _Wrong(amount_refusal(error).message) from None
        return -abs(found.minor) if found.side == "got" else found.minor

    def _amount(self, row: Sequence[Cell], role: str) -> int:
        found = self._sum(row, role)
        if found < 0:
            raise _Wrong(_("a rent or a deposit is more than nothing."))
        return found

    def _day(self, row: Sequence[Cell], role: str) -> datetime.date | None:
        cell = self.cell(row, role)
        if is_blank(cell):
            return None
        try:
            return read_day(cell, day_first=self.mapping.day_first)
        except DayUnreadable:
            raise _Wrong(_("“%(text)s” is not a date.") % {"text": str(cell)[:40]}) from None

    def _due_day(self, row: Sequence[Cell]) -> int:
        cell = self.cell(row, words.DUE_DAY)
        if is_blank(cell):
            return 1
        if isinstance(cell, datetime.date):
            return cell.day
        match = _DAY.fullmatch(to_ascii_digits(str(int(cell) if isinstance(cell, float) else cell)))
        if match is None or not 1 <= int(match[1]) <= 31:
            raise _Wrong(
                _("rent falls due on a day from 1 to 31, not on “%(text)s”.") % {"text": str(cell)[:20]}
            )
        return int(match[1])

    def _phone(self, row: Sequence[Cell]) -> str:
        cell = self.cell(row, words.PHONE)
        text = str(int(cell) if isinstance(cell, float) and cell.is_integer() else cell or "").strip()
        try:
            return to_e164(text, country=self.country) if text else ""
        except PhoneError:
            raise _Wrong(_("“%(text)s” is not a phone number.") % {"text": text[:30]}) from None

    def says_nothing(self, row: Sequence[Cell]) -> bool:
        """An empty row, a heading of a house alone, or the sums at the foot."""
        if all(is_blank(self.cell(row, role)) for role in (words.UNIT, words.TENANT, words.RENT)):
            self.move_on(row)
            return True
        first = next((str(cell) for cell in row if not is_blank(cell)), "")
        return fold(first) in words.TOTALS


def read_houses(rows: Rows, *, mapping: Mapping, country: str) -> tuple[list[HouseRow], list[WrongRow]]:
    """Every row as a unit to be, or with what is wrong with it; cells mended on the page count as they were mended.
    Nothing is held against the book here."""
    reader, found, wrong = _Reader(mapping, country=country), [], []
    for line, original in enumerate(rows[mapping.head :], start=mapping.head + 1):
        row = mended_row(original, line=line, mapping=mapping)
        try:
            if not reader.says_nothing(row):
                found.append(reader.read(line, row))
        except _Wrong as error:
            wrong.append(wrong_row(row, line=line, mapping=mapping, reason=str(error)))
    return found, wrong


def houses_above(rows: Rows, *, mapping: Mapping, country: str) -> dict[int, str]:
    """By row the house it belongs to, which may be named further up."""
    reader, found = _Reader(mapping, country=country), {}
    for line, original in enumerate(rows[mapping.head :], start=mapping.head + 1):
        try:
            if not reader.says_nothing(row := mended_row(original, line=line, mapping=mapping)):
                reader.move_on(row)
        except _Wrong:
            continue
        finally:
            found[line] = reader.house
    return found
