"""A statement on A4, in the words of one language and the names of any."""

import datetime
from collections.abc import Callable, Sequence
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils.translation import get_language_bidi, override
from django.utils.translation import gettext as _

from core.digits import in_digits
from core.pdf import ROWS_PER_PART, render_pdf_parts
from core.phones import local_form
from ledger.queries.statements import Statement
from ledger.statements.words import balance_sentence, closing_words, day_in

Progress = Callable[[int], None]
FIRST_ISOLATE, END_ISOLATE = "\u2068", "\u2069"  # an Urdu shop name must not turn the line round it


def pdf(
    statement: Statement, *, language: str, digits: str, progress: Progress = lambda _rows: None
) -> bytes:
    """The PDF of a statement; the same statement made on the same day is the same bytes.

    `progress` hears how many rows are drawn, before each part.
    """
    with override(language):
        parts = _Parts(statement, language=language, digits=digits, progress=progress)
        return render_pdf_parts(parts, page_label=_foot(statement, digits=digits))


class _Parts(Sequence[str]):
    """The documents of a long table, each written only when it is drawn."""

    def __init__(self, statement: Statement, *, language: str, digits: str, progress: Progress) -> None:
        self.statement, self.progress = statement, progress
        self.context = {
            "statement": statement,
            "head": statement.head,
            "with_paise": statement.with_paise,
            "currency": statement.head.currency,
            "digits": digits,
            "language": language,
            "direction": "rtl" if get_language_bidi() else "ltr",
            "sentence": balance_sentence(statement, digits=digits),
            "words": closing_words(statement, language=language),
            "party_phone": in_digits(local_form(statement.head.party_phone), digits),
            "book_phone": in_digits(local_form(statement.head.book_phone), digits),
        }

    def __len__(self) -> int:
        return max(1, -(-len(self.statement.rows) // ROWS_PER_PART))

    def __getitem__(self, place: int) -> str:  # type: ignore[override]
        if not 0 <= place < len(self):
            raise IndexError(place)
        first = place * ROWS_PER_PART
        self.progress(first)
        part = {
            "rows": self.statement.rows[first : first + ROWS_PER_PART],
            "is_first": place == 0,
            "is_last": place == len(self) - 1,
        }
        return render_to_string("ledger/statement_pdf.html", {**self.context, **part})


def _foot(statement: Statement, *, digits: str) -> Callable[[int, int], str]:
    made_on = day_in(made_day(statement), digits=digits)
    text = _("%(book)s · made on %(day)s · page %(page)s of %(pages)s")
    book = f"{FIRST_ISOLATE}{statement.head.book_name}{END_ISOLATE}"

    def line(page: int, pages: int) -> str:
        numbers = {"page": in_digits(str(page), digits), "pages": in_digits(str(pages), digits)}
        return text % {"book": book, "day": made_on, **numbers}

    return line


def made_day(statement: Statement) -> datetime.date:
    """The day it was made, where the book is kept."""
    return statement.made_at.astimezone(ZoneInfo(statement.head.timezone)).date()
