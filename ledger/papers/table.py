"""A paper as a table, and the three files it is written as."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.template.loader import render_to_string
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from core.digits import in_digits
from core.money import format_amount
from core.pdf import ROWS_PER_PART, render_pdf_parts
from core.sheets import Amount, Column, write_csv, write_xlsx

Cell = str | Amount | None


@dataclass(frozen=True, slots=True)
class PaperColumn:
    """`width` in characters; numbers stand at the end of their column."""

    title: str
    width: int = 14
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class PaperRow:
    """`is_edge`: what stood before, a sum, what stands after."""

    cells: tuple[Cell, ...]
    is_edge: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """`name` is what the file is called, without its kind."""

    title: str
    about: str
    days: str
    book_name: str
    currency: str
    name: str
    columns: tuple[PaperColumn, ...]
    rows: Sequence[PaperRow] = field(default_factory=tuple)
    made_on: str = ""


def excel(paper: Paper) -> bytes:
    above = [
        [paper.book_name],
        [paper.title, paper.about],
        [_("Days"), paper.days],
        [_("Currency"), paper.currency],
    ]
    return write_xlsx(
        title=paper.title, columns=[Column(one.title, one.width) for one in paper.columns],
        rows=[row.cells for row in paper.rows], above=above, rtl=get_language_bidi(),
    )  # fmt: skip


def csv(paper: Paper) -> bytes:
    return write_csv(
        columns=[Column(one.title, one.width) for one in paper.columns],
        rows=[row.cells for row in paper.rows],
    )


def pdf(paper: Paper, *, digits: str) -> bytes:
    parts = [
        _part(paper, first=first, digits=digits) for first in range(0, max(1, len(paper.rows)), ROWS_PER_PART)
    ]
    return render_pdf_parts(parts, page_label=_foot(paper, digits=digits))


def _part(paper: Paper, *, first: int, digits: str) -> str:
    shown = [
        PaperRow(tuple(_shown(cell, digits=digits) for cell in row.cells), row.is_edge)
        for row in paper.rows[first : first + ROWS_PER_PART]
    ]
    context = {
        "paper": paper, "rows": [(row, list(zip(row.cells, paper.columns, strict=True))) for row in shown],
        "is_first": first == 0, "language": get_language(), "direction": "rtl" if get_language_bidi() else "ltr",
        "days": in_digits(paper.days, digits),
    }  # fmt: skip
    return render_to_string("ledger/paper_pdf.html", context)


def _shown(cell: Cell, *, digits: str) -> str:

    if isinstance(cell, Amount):
        return format_amount(cell.minor, decimals=cell.decimals, digits=digits)
    return in_digits(cell or "", digits)


def _foot(paper: Paper, *, digits: str) -> Callable[[int, int], str]:
    text = _("%(book)s · made on %(day)s · page %(page)s of %(pages)s")

    def line(page: int, pages: int) -> str:
        said = {"book": f"\u2068{paper.book_name}\u2069", "day": in_digits(paper.made_on, digits)}
        return text % {**said, "page": in_digits(str(page), digits), "pages": in_digits(str(pages), digits)}

    return line
