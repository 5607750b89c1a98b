"""A ZIP of tables and files: each table as JSON for programs and as CSV for people."""

import csv
import datetime
import io
import json
import uuid
import zipfile
from collections.abc import Callable, Iterable, Mapping
from types import TracebackType
from typing import Any, BinaryIO, Self

from django.core.files.storage import default_storage

from core.sheets.csv_text import guarded
from ledger.models import Attachment

ROWS_A_TELL = 500
Tell = Callable[[int], None]


class Archive:
    """`tell` hears how many rows went in since it was told last."""

    def __init__(self, file: BinaryIO, *, tell: Tell) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6)
        self._tell = tell

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._zip.close()

    def add_json(self, name: str, value: Any) -> None:
        self._zip.writestr(name, json.dumps(value, ensure_ascii=False, indent=1, default=_said))

    def add_bytes(self, name: str, content: bytes) -> None:
        self._zip.writestr(name, content)

    def add_table(self, name: str, rows: Iterable[Mapping[str, Any]], *, is_sheet: bool = True) -> None:
        """`name`.json holds one object a line; `name`.csv the same as a sheet, unless its rows are no sheet."""
        sheet = io.StringIO(newline="")
        heads: list[str] = []
        count = 0
        with self._zip.open(f"{name}.json", "w") as lines:
            for row in rows:
                lines.write(json.dumps(row, ensure_ascii=False, default=_said).encode() + b"\n")
                if is_sheet:
                    heads = heads or _write_heads(sheet, row)
                    csv.writer(sheet, lineterminator="\r\n").writerow([_cell(row[head]) for head in heads])
                count += 1
                if count % ROWS_A_TELL == 0:
                    self._tell(ROWS_A_TELL)
        self._tell(count % ROWS_A_TELL)
        if is_sheet:
            self._zip.writestr(f"{name}.csv", b"\xef\xbb\xbf" + sheet.getvalue().encode())

    def add_photo(self, photo: Attachment) -> None:
        """A photo whose file is not there is left out; the list of photos still has it."""
        try:
            with default_storage.open(photo.file, "rb") as source:
                content = source.read()
        except FileNotFoundError:
            return
        self._zip.writestr(photo_name(photo), content, compress_type=zipfile.ZIP_STORED)


def photo_name(photo: Attachment) -> str:
    return f"photos/{photo.document_id}/{photo.id}.jpg"


def _write_heads(sheet: io.StringIO, row: Mapping[str, Any]) -> list[str]:
    csv.writer(sheet, lineterminator="\r\n").writerow(list(row))
    return list(row)


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return guarded(value)
    return "" if value is None else str(_said(value))


def _said(value: Any) -> Any:
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    return value
