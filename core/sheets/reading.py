"""One table out of a file somebody brings, whatever program wrote it and whatever it hides."""

import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from django.core.files import File

from core.sheets.archives import ArchiveError, archive_kind
from core.sheets.child import OUTPUT_LIMIT, SECONDS_LIMIT
from core.sheets.csv_text import read_csv
from core.sheets.refusals import BYTES_LIMIT, COLUMNS_LIMIT, ROWS_LIMIT, SheetError, refused

Cell = str | int | float | date | datetime | None

_CHILD = Path(__file__).with_name("child.py")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_WORKBOOK = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
_BINARIES = (
    b"MZ",
    b"\x7fELF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"RIFF",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
)

__all__ = ["Cell", "SheetError", "Table", "read_table"]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows as a spreadsheet shows them: rows[0] is row 1. Blank rows are kept, trailing blank ones are not.

    An empty cell is None. CSV gives strings only. A number cell of a spreadsheet is an int if whole, else a
    float to be read by its repr; a date cell is a date, or a datetime if it carries a time. `sheet` is the
    one read of `sheet_names`.
    """

    rows: list[list[Cell]]
    sheet_names: list[str]
    sheet: str
    kind: str


def read_table(
    source: "bytes | Path | File[bytes] | IO[bytes]", filename: str = "", *, sheet: str = ""
) -> Table:
    """The table in a CSV, XLSX, XLS or ODS file, judged by its content; `filename` only helps to explain.

    Of a spreadsheet it is the sheet named `sheet`, else the first visible one with anything in it. Raises
    SheetError, with a sentence for the person, for anything else and beyond the limits of core.sheets.
    """
    content = _content(source)
    if content.startswith(b"PK"):
        try:
            kind = archive_kind(content)
        except ArchiveError as error:
            raise refused(str(error)) from None
        return _from_spreadsheet(content, kind=kind, sheet=sheet)
    if content.startswith(_OLE):
        return _from_spreadsheet(content, kind=_ole_kind(content), sheet=sheet)
    _refuse_other_kinds(content, filename)
    rows: list[list[Cell]] = [[cell or None for cell in row] for row in read_csv(content)]
    return _table(rows, names=[], name="", kind="csv")


def _content(source: "bytes | Path | File[bytes] | IO[bytes]") -> bytes:
    if isinstance(source, bytes):
        content = source[: BYTES_LIMIT + 1]
    elif isinstance(source, Path):
        with source.open("rb") as stream:
            content = stream.read(BYTES_LIMIT + 1)
    else:
        source.seek(0)
        content = source.read(BYTES_LIMIT + 1)
    if len(content) > BYTES_LIMIT:
        raise refused("bytes")
    if not content.strip(b"\x00\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise refused("empty")
    return content


def _ole_kind(content: bytes) -> str:
    if _ENCRYPTED_PACKAGE in content:
        raise refused("password")
    if not any(name in content for name in _WORKBOOK):
        raise refused("kind")
    return "xls"


def _refuse_other_kinds(content: bytes, filename: str) -> None:
    head = content[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"%pdf"):
        raise refused("pdf")
    if head.startswith((b"<!doctype", b"<html", b"<table", b"<?xml", b"<meta", b"<style")):
        raise refused("web_page" if filename.lower().endswith((".xls", ".xlsx")) else "kind")
    if content.startswith(_BINARIES):
        raise refused("kind")


def _from_spreadsheet(content: bytes, *, kind: str, sheet: str) -> Table:
    # The arguments are ours but for the sheet's name, which the child only compares.
    command = [
        sys.executable,
        "-I",
        str(_CHILD),
        str(ROWS_LIMIT),
        str(COLUMNS_LIMIT),
        sheet.replace("\x00", ""),
    ]
    try:
        done = subprocess.run(  # noqa: S603
            command,
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS_LIMIT,
            check=False,
            env={},
        )
    except subprocess.TimeoutExpired:
        raise refused("time") from None
    head, _, rest = done.stdout.partition(b"\n")
    if done.returncode or not head or len(done.stdout) > 2 * OUTPUT_LIMIT:
        raise refused("bomb")  # it ran out of the memory or the time it was given
    book = json.loads(head)
    if "error" in book:
        raise refused(book["error"])
    rows = [[_cell(value) for value in json.loads(line)] for line in rest.splitlines()]
    return _table(rows, names=book["names"], name=book["name"], kind=kind)


def _cell(value: Any) -> Cell:
    if isinstance(value, dict):
        return date.fromisoformat(value["day"]) if "day" in value else datetime.fromisoformat(value["at"])
    return value if isinstance(value, (str, int, float)) else None


def _table(rows: list[list[Cell]], *, names: list[str], name: str, kind: str) -> Table:
    for row in rows:
        while row and (row[-1] is None or (isinstance(row[-1], str) and not row[-1].strip())):
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    if not rows:
        raise refused("empty")
    return Table(rows=rows, sheet_names=names, sheet=name, kind=kind)
