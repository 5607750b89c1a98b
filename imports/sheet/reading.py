"""From the cells of a table to rows of a khata, each wrong one named by its line."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from core.money import AmountError
from core.phones import PhoneError, to_e164
from core.refusals import Refusal, amount_refusal
from core.sheets.reading import Cell
from core.text import clean_line, clean_note
from imports.sheet import words
from imports.sheet.days import DayUnreadable, is_day, read_day
from imports.sheet.layout import Rows, cell_of, says_one_of, writes_comma_decimals
from imports.sheet.mapping import Mapping
from imports.sheet.sums import NOTHING, Sum, is_blank, read_sum
from imports.sheet.words import fold

NAME_MAX, NOTE_MAX = 120, 1000
SHOWN_MAX = 60


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One entry to be. `amount` in minor units, above zero; `day` is None for an opening balance without one."""

    line: int
    name: str
    phone: str
    day: datetime.date | None
    direction: str
    amount: int
    note: str
    is_opening: bool = False


@dataclass(frozen=True, slots=True)
class Contact:
    """A party of the sheet, with or without entries. `line` is the first that names it."""

    line: int
    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class WrongRow:
    """`cells` are the mapped columns of the row as text, for mending: column → text."""

    line: int
    message: str
    cells: dict[int, str]


@dataclass(frozen=True, slots=True)
class Balance:
    """What the sheet says a party owed after a row; `amount` as written, above zero or Dr: they owe us."""

    name: str
    phone: str
    day: datetime.date
    amount: int
    is_closing: bool = False


@dataclass(slots=True)
class Reading:
    rows: list[ReadRow] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    wrong: list[WrongRow] = field(default_factory=list)
    balances: list[Balance] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    zeros: list[int] = field(default_factory=list)
    words_only: list[int] = field(default_factory=list)
    phones: list[int] = field(default_factory=list)
    filled: int = 0


@dataclass(frozen=True, slots=True)
class _Head:
    line: int
    name: str
    phone: str
    day: datetime.date | None

    def row(self, direction: str, amount: int, note: str, *, is_opening: bool) -> ReadRow:
        return ReadRow(self.line, self.name, self.phone, self.day, direction, amount, note, is_opening)


class _Wrong(Exception):
    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def read_rows(rows: Rows, *, mapping: Mapping, country: str) -> Reading:
    """Every row below the heading: read, passed over with its line noted, or wrong with a sentence."""
    reader = _Reader(rows, mapping, country)
    for index in range(mapping.head, len(rows)):
        reader.take(index + 1, rows[index])
    return reader.found


def mended_row(row: Sequence[Cell], *, line: int, mapping: Mapping) -> Sequence[Cell]:
    """The row with what was mended in it on the page."""
    fixes = mapping.fixes.get(str(line), {})
    if not fixes:
        return row
    width = max(len(row), *(int(column) + 1 for column in fixes))
    return [fixes.get(str(column), cell_of(row, column)) for column in range(width)]


def wrong_row(row: Sequence[Cell], *, line: int, mapping: Mapping, reason: str) -> WrongRow:
    """The row named with what is wrong, and its cells to mend."""
    message = _("Row %(line)s: %(reason)s") % {"line": line, "reason": reason}
    cells = {column: _shown(cell_of(row, column)) for column, role in enumerate(mapping.roles) if role}
    return WrongRow(line, message, cells)


class _Reader:
    def __init__(self, rows: Rows, mapping: Mapping, country: str) -> None:
        self.mapping, self.country = mapping, country
        self.found = Reading()
        self.comma_decimals = writes_comma_decimals(rows[mapping.head :], mapping.roles)
        self.columns = {role: mapping.roles.index(role) for role in words.ROLES if role in mapping.roles}
        self.notes = [column for column, role in enumerate(mapping.roles) if role == words.NOTE]
        self.heading = tuple(fold(name) for name in mapping.names)
        self.turned = {role: self._is_written_below_zero(rows, role) for role in (words.GAVE, words.GOT)}
        self.above: dict[str, Cell] = {}
        self.phones_read: dict[str, str] = {}
        self.credit_is_got = self._credit_is_got(rows)

    def _is_written_below_zero(self, rows: Rows, role: str) -> bool:
        """A "Debit(-)" column may write each of its amounts with a minus, which then says nothing."""
        column = self.columns.get(role)
        if column is None:
            return False
        below = above = 0
        for row in rows[self.mapping.head :]:
            try:
                minor = read_sum(cell_of(row, column), comma_decimals=self.comma_decimals).minor
            except AmountError:
                continue
            below, above = below + (minor < 0), above + (minor > 0)
        return below > 0 and above == 0

    def _credit_is_got(self, rows: Rows) -> bool:
        column = self.columns.get(words.TYPE)
        if column is None:
            return True
        said = {fold(str(cell_of(row, column) or "")) for row in rows[self.mapping.head :]}
        return not said & {"payment", "payments", "received", "payment received"}

    def take(self, line: int, row: Sequence[Cell]) -> None:
        row = mended_row(row, line=line, mapping=self.mapping)
        if all(is_blank(cell) for cell in row) or self._is_heading(row):
            return
        try:
            self._read(line, row)
        except _Wrong as wrong:
            self._name(line, row, wrong.message)
        except Refusal as refusal:
            self._name(line, row, refusal.message)

    def _name(self, line: int, row: Sequence[Cell], reason: str) -> None:
        self.found.wrong.append(wrong_row(row, line=line, mapping=self.mapping, reason=reason))

    def _is_heading(self, row: Sequence[Cell]) -> bool:
        """A heading repeated on each printed page."""
        return bool(self.heading) and tuple(fold(str(cell or "")) for cell in row) == self.heading[: len(row)]

    def _cell(self, row: Sequence[Cell], role: str) -> Cell:
        column = self.columns.get(role)
        return None if column is None else cell_of(row, column)

    def _read(self, line: int, row: Sequence[Cell]) -> None:
        has_day = is_day(self._cell(row, words.DATE))
        if not has_day and says_one_of(row, words.TOTALS):
            self.found.totals.append(line)
            return
        is_closing = not has_day and says_one_of(row, words.CLOSINGS)
        is_opening = self.mapping.has_entries and says_one_of(row, words.OPENINGS)
        if self.mapping.has_entries and not (is_closing or is_opening) and self._has_words_only(row, has_day):
            self.found.words_only.append(line)
            return
        name, phone = self._party(line, row)
        day = self._day(row, is_asked=self.mapping.has_entries and not (is_opening or is_closing))
        sums = self._sums(row)
        if is_closing:
            self._close(row, name, phone, sums)
            return
        self._add(row, _Head(line, name, phone, day), sums, is_opening=is_opening)

    def _has_words_only(self, row: Sequence[Cell], has_day: bool) -> bool:
        """A line of text between entries, such as a page's title, names no day and no amount."""
        money = (words.GAVE, words.GOT, words.AMOUNT, words.OPENING, words.OPENING_GIVE)
        if has_day or any(not is_blank(self._cell(row, role)) for role in money):
            return False
        return is_blank(self._cell(row, words.DATE)) or is_blank(self._cell(row, words.PARTY))

    def _party(self, line: int, row: Sequence[Cell]) -> tuple[str, str]:
        phone = self._phone(line, row)
        if words.PARTY not in self.columns:
            return self.mapping.party, phone
        cell = self._filled_down(row, words.PARTY)
        name = clean_line("" if cell is None else str(cell), max_length=NAME_MAX)
        if not name:
            raise _Wrong(_("the name is missing."))
        return name, phone

    def _filled_down(self, row: Sequence[Cell], role: str) -> Cell:
        cell = self._cell(row, role)
        if not is_blank(cell):
            self.above[role] = cell
        elif self.mapping.fill_down and role in self.above:
            self.found.filled += 1
            return self.above[role]
        return cell

    def _phone(self, line: int, row: Sequence[Cell]) -> str:
        cell = self._cell(row, words.PHONE)
        if is_blank(cell):
            return ""
        text = str(cell)
        if text not in self.phones_read:
            try:
                self.phones_read[text] = to_e164(text, country=self.country)
            except PhoneError:
                self.phones_read[text] = ""
        if not self.phones_read[text]:
            self.found.phones.append(line)
        return self.phones_read[text]

    def _day(self, row: Sequence[Cell], *, is_asked: bool) -> datetime.date | None:
        cell = self._filled_down(row, words.DATE) if is_asked else self._cell(row, words.DATE)
        if is_blank(cell):
            if is_asked:
                raise _Wrong(_("the date is missing."))
            return None
        try:
            return read_day(cell, day_first=self.mapping.day_first)
        except DayUnreadable:
            if not is_asked and self.mapping.has_entries:
                return None
            raise _Wrong(_("“%(text)s” is not a date.") % {"text": _shown(cell)}) from None

    def _sum(self, row: Sequence[Cell], role: str) -> Sum:
        try:
            return read_sum(self._cell(row, role), comma_decimals=self.comma_decimals)
        except AmountError as error:
            raise _Wrong(amount_refusal(error).message) from None

    def _sums(self, row: Sequence[Cell]) -> list[tuple[str, int]]:
        """(direction, amount) of each amount of the row, amounts above zero."""
        signed: list[int] = []
        for role, sign in ((words.GAVE, 1), (words.GOT, -1)):
            if role in self.columns:
                minor = self._sum(row, role).minor
                signed.append(-minor * sign if self.turned[role] else minor * sign)
        if words.AMOUNT in self.columns:
            signed.append(self._signed_amount(row))
        return [("gave" if minor > 0 else "got", abs(minor)) for minor in signed if minor]

    def _signed_amount(self, row: Sequence[Cell]) -> int:
        amount = self._sum(row, words.AMOUNT)
        if amount == NOTHING:
            return 0
        if amount.side:
            return abs(amount.minor) if amount.side == "gave" else -abs(amount.minor)
        if words.TYPE in self.columns:
            return abs(amount.minor) * self._sign_said(row)
        return amount.minor if self.mapping.positive == "gave" else -amount.minor

    def _sign_said(self, row: Sequence[Cell]) -> int:
        cell = self._cell(row, words.TYPE)
        said = fold(str(cell or ""))
        if said == words.CREDIT:
            return -1 if self.credit_is_got else 1
        if said in words.SAYS_GAVE:
            return 1
        if said in words.SAYS_GOT:
            return -1
        raise _Wrong(_("“%(text)s” does not say whether you gave or got.") % {"text": _shown(cell)})

    def _close(self, row: Sequence[Cell], name: str, phone: str, sums: list[tuple[str, int]]) -> None:
        balance = self._sum(row, words.BALANCE)
        amount = _with_side(balance) or sum(size if way == "gave" else -size for way, size in sums)
        self.found.balances.append(Balance(name, phone, datetime.date.max, amount, is_closing=True))

    def _add(
        self, row: Sequence[Cell], head: _Head, sums: list[tuple[str, int]], *, is_opening: bool
    ) -> None:
        parts = (str(cell) for column in self.notes if not is_blank(cell := cell_of(row, column)))
        note = clean_note(" · ".join(parts), max_length=NOTE_MAX)
        opening = _with_side(self._sum(row, words.OPENING)) - _with_side(self._sum(row, words.OPENING_GIVE))
        if is_opening and not sums:
            opening = opening or _with_side(self._sum(row, words.BALANCE))
        if not sums and not opening and self.mapping.has_entries:
            self._without_amount(head.line, row)
            return
        balance = None
        if sums and head.day is not None and not is_blank(self._cell(row, words.BALANCE)):
            amount = _with_side(self._sum(row, words.BALANCE))
            balance = Balance(head.name, head.phone, head.day, amount)
        self.found.contacts.append(Contact(head.line, head.name, head.phone))
        if opening:
            self.found.rows.append(
                head.row("gave" if opening > 0 else "got", abs(opening), "", is_opening=True)
            )
        for direction, amount in sums:
            self.found.rows.append(
                head.row(direction, amount, "" if is_opening else note, is_opening=is_opening)
            )
        if balance is not None:
            self.found.balances.append(balance)

    def _without_amount(self, line: int, row: Sequence[Cell]) -> None:
        money = (words.GAVE, words.GOT, words.AMOUNT)
        if all(is_blank(self._cell(row, role)) for role in money):
            raise _Wrong(_("the amount is missing."))
        self.found.zeros.append(line)


def _with_side(amount: Sum) -> int:
    """Signed: Dr and a plain amount above zero, Cr below."""
    if not amount.side:
        return amount.minor
    return abs(amount.minor) if amount.side == "gave" else -abs(amount.minor)


def _shown(cell: Cell) -> str:
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat()
    text = "" if cell is None else str(cell)
    return text if len(text) <= SHOWN_MAX else text[: SHOWN_MAX - 1] + "…"
