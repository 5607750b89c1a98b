"""Tables for other people's programs: numbers stay numbers, and no text becomes a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from core.sheets.csv_text import guarded

_TEXT_LIMIT = 32_767  # what a cell of a spreadsheet holds
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TITLE = re.compile(r"[\[\]:*?/\\']")
_DAY_FORMAT = "dd/mm/yyyy"
_LAKH_FORMAT = "#,##,##0"


@dataclass(frozen=True, slots=True)
class Amount:
    """Money for a number cell: `minor` units, written with `decimals` places. It may be negative."""

    minor: int
    decimals: int = 2

    def as_decimal(self) -> Decimal:
        return Decimal(self.minor).scaleb(-self.decimals)


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading and its width in characters."""

    title: str
    width: int = 14


Value = str | int | Amount | date | datetime | None
Row = Sequence[Value]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook: the rows `above`, a heading that stays in view, then `rows`."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Row]
    above: Sequence[Row] = ()


def write_xlsx(
    *,
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Row],
    above: Sequence[Row] = (),
    rtl: bool = False,
) -> bytes:
    """An .xlsx file with one sheet."""
    return write_workbook([Sheet(title, columns, rows, above)], rtl=rtl)


def write_workbook(sheets: Sequence[Sheet], *, rtl: bool = False) -> bytes:
    """An .xlsx file with these sheets, written in their order."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for one in sheets:
        _write_sheet(book, one, rtl=rtl)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write_sheet(book: Any, one: Sheet, *, rtl: bool) -> None:
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(_TITLE.sub(" ", _text(one.title))[:31].strip() or "Sheet1")
    for number, column in enumerate(one.columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.freeze_panes = f"A{len(one.above) + 2}"
    sheet.sheet_view.rightToLeft = rtl
    for row in one.above:
        sheet.append([_cell(sheet, value, bold=place == 0) for place, value in enumerate(row)])
    sheet.append([_cell(sheet, column.title, bold=True) for column in one.columns])
    for row in one.rows:
        sheet.append([_cell(sheet, value) for value in row])


def write_csv(*, columns: Sequence[Column], rows: Iterable[Row], above: Sequence[Row] = ()) -> bytes:
    """A CSV file that Excel opens right in any script: UTF-8 with its mark, days as 2026-04-14, 1234.50."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([_plain(value) for value in row] for row in above)
    writer.writerow([_plain(column.title) for column in columns])
    writer.writerows([_plain(value) for value in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def _text(value: str) -> str:
    return _UNWRITABLE.sub("", value)[:_TEXT_LIMIT]


def _plain(value: Value) -> str:
    if isinstance(value, Amount):
        return f"{value.as_decimal():f}"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    return guarded(_text(value)) if isinstance(value, str) else "" if value is None else str(value)


def _cell(sheet: Any, value: Value, *, bold: bool = False) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    cell = WriteOnlyCell(sheet)
    if isinstance(value, Amount):
        cell.value = value.as_decimal()
        cell.number_format = _LAKH_FORMAT + ("." + "0" * value.decimals if value.decimals else "")
    elif isinstance(value, str):
        _set_text(cell, _text(value))
    else:
        # A spreadsheet knows no time zones: the time on the wall goes in.
        cell.value = value.replace(tzinfo=None) if isinstance(value, datetime) else value
        if isinstance(value, date):
            cell.number_format = _DAY_FORMAT + (" hh:mm" if isinstance(value, datetime) else "")
    if bold:
        cell.font = Font(bold=True)
    return cell


def _set_text(cell: Any, text: str) -> None:
    """Text stays text, now and when somebody edits the cell: the type is set by hand, the quote mark kept."""
    cell.value = text
    cell.data_type = "s"
    if guarded(text) != text:
        cell.quotePrefix = True
