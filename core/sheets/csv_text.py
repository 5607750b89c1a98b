"""CSV as people's programs write it: any of the usual encodings and delimiters, guarded against formulas."""

import codecs
import csv
import io
import re
from collections import Counter

from core.sheets.refusals import COLUMNS_LIMIT, ROWS_LIMIT, quote_left_open, refused

_DELIMITERS = "\t;,|"
_SAMPLE_ROWS = 50
_SAMPLE_LENGTH = 20_000
_CELL_LIMIT = 50_000
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)
# What a spreadsheet takes for a formula, also behind blanks, quotes and commas that it may drop.
_FORMULA = re.compile("[\\s\"',;]*[=+\\-@\\t\\r\uff1d\uff0b\uff0d\uff20]")

csv.field_size_limit(_CELL_LIMIT)


def guarded(text: str) -> str:
    """`text` with an apostrophe in front if a spreadsheet could take it for a formula."""
    return "'" + text if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """`text` without the apostrophe that guarded put in front."""
    return text[1:] if text[:1] == "'" and _FORMULA.match(text, 1) else text


def read_csv(content: bytes) -> list[list[str]]:
    """The rows of a CSV file, cells as they stand. Raises SheetError."""
    text = _decoded(content)
    if _BINARY.search(text):
        raise refused("kind")
    if stated := _SEPARATOR_LINE.match(text):
        return _parsed(text[stated.end() :], stated.group(1))
    return _parsed(text, _delimiter(text))


def _decoded(content: bytes) -> str:
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return _strictly(content[len(bom) :], encoding)
    if encoding := _bare_utf16(content):
        return _strictly(content, encoding)
    if b"\x00" in content:
        raise refused("kind")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _strictly(content, "cp1252")


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise refused("letters") from None


def _bare_utf16(content: bytes) -> str:
    """UTF-16 without its mark shows in the zero bytes beside every comma, digit and line end."""
    sample = content[:_SAMPLE_LENGTH]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) < max(3, len(sample) // 20) or max(even, odd) <= 10 * min(even, odd):
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _delimiter(text: str) -> str:
    """The delimiter under which most rows agree on their number of cells, more than one."""
    sample = text[:_SAMPLE_LENGTH]
    if len(sample) < len(text):
        sample = sample.rpartition("\n")[0] or sample
    best, best_score = ",", 0.0
    for delimiter in _DELIMITERS:
        widths: list[int] = []
        try:
            for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
                widths += [len(row)] if row else []
                if len(widths) >= _SAMPLE_ROWS:
                    break
        except csv.Error:
            continue
        wide = Counter(width for width in widths if width > 1)
        score = max(wide.values(), default=0) / max(len(widths), 1)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _parsed(text: str, delimiter: str) -> list[list[str]]:
    try:
        return _rows(text, delimiter, strict=True)
    except csv.Error as error:
        if "unexpected end" in str(error) or "field limit" in str(error):
            raise quote_left_open(_line_of_open_quote(text, delimiter)) from None
    try:
        return _rows(text, delimiter, strict=False)  # 5" pipes: a quote in the middle of a quoted cell
    except csv.Error:
        raise refused("broken") from None


def _rows(text: str, delimiter: str, *, strict: bool) -> list[list[str]]:
    rows: list[list[str]] = []
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict):
        if len(rows) >= ROWS_LIMIT:
            raise refused("rows")
        cells = [unguarded(cell) for cell in row]
        while cells and not cells[-1].strip():
            cells.pop()
        if len(cells) > COLUMNS_LIMIT:
            raise refused("columns")
        rows.append(cells)
    return rows


def _line_of_open_quote(text: str, delimiter: str) -> int:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 0
    try:
        for _ in reader:
            line = reader.line_num
    except csv.Error:
        pass
    return line + 1
