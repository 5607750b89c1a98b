"""Reads one spreadsheet in a process of its own, where a hostile file can use up nothing but this process.

Started by core.sheets.reading with the file on standard input. Prints one JSON line about the book, then one
for each row; or one line {"error": reason}. Knows nothing of the program, so that it starts at once.
"""

import datetime
import io
import json
import math
import resource
import sys
from typing import Any

MEMORY_LIMIT = 512 * 1024 * 1024
SECONDS_LIMIT = 30
OUTPUT_LIMIT = 32 * 1024 * 1024


class _TooMuch(Exception):
    pass


def main(rows_limit: int, columns_limit: int, wanted: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS_LIMIT, SECONDS_LIMIT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        lines = _read(
            sys.stdin.buffer.read(), rows_limit=rows_limit, columns_limit=columns_limit, wanted=wanted
        )
    except _TooMuch as error:
        lines = [json.dumps({"error": str(error)})]
    except MemoryError:
        lines = ['{"error": "rows"}']
    except BaseException as error:  # noqa: BLE001 - a panic of the reader is no Exception
        reason = "password" if type(error).__name__ == "PasswordError" else "broken"
        lines = [json.dumps({"error": reason})]
    sys.stdout.write("\n".join(lines))
    sys.stdout.write("\n")


def _read(content: bytes, *, rows_limit: int, columns_limit: int, wanted: str) -> list[str]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    names = [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    ] or book.sheet_names
    sheet = None
    for name in [wanted] if wanted in names else names[:50]:
        sheet = book.get_sheet_by_name(name)
        if sheet.end:
            break
    if sheet is None or not sheet.end:
        raise _TooMuch("empty")
    last_row, last_column = sheet.end
    if last_row >= rows_limit:
        raise _TooMuch("rows")
    if last_column >= columns_limit:
        raise _TooMuch("columns")
    return _lines(sheet, names[:50])


def _lines(sheet: Any, names: list[str]) -> list[str]:
    lines = [json.dumps({"names": names, "name": sheet.name})]
    size = 0
    for row in sheet.to_python(skip_empty_area=False):
        line = json.dumps([_cell(value) for value in row])
        size += len(line)
        if size > OUTPUT_LIMIT:
            raise _TooMuch("bomb")
        lines.append(line)
    return lines


def _cell(value: Any) -> Any:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, datetime.date):
        return _moment(value)
    return value if isinstance(value, (int, str)) else str(value)


def _number(value: float) -> int | float | None:
    if not math.isfinite(value):
        return None
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def _moment(value: datetime.date) -> dict[str, str]:
    if isinstance(value, datetime.datetime):
        if value.time() != datetime.time():
            return {"at": value.isoformat()}
        value = value.date()
    return {"day": value.isoformat()}


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
