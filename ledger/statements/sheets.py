"""A statement as a table for other people's programs: one row list, written as Excel or as CSV."""

import datetime
from collections.abc import Iterable, Iterator

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from core.money import currency_of
from core.phones import local_form
from core.sheets import Amount, Column, Sheet, write_csv, write_workbook, write_xlsx
from core.templatetags.dates import date_words
from ledger.models import Direction
from ledger.queries.statements import Statement, StatementRow
from ledger.statements.words import closing_words, details, side

Cell = str | Amount | datetime.date | None


def excel(statement: Statement, *, language: str) -> bytes:
    """An .xlsx file in the active language: real numbers and days, the column heads in view, words below."""
    words = [[], [None, closing_words(statement, language=language)]] if statement.closing else []
    return write_xlsx(
        title=_("Statement"),
        columns=_columns(),
        rows=[*_rows(statement), *words],
        above=_above(statement),
        rtl=get_language_bidi(),
    )


def excel_of_many(statements: Iterable[Statement], *, rtl: bool) -> tuple[bytes, int]:
    """An .xlsx file of several statements, and of how many: every entry with whose it is, then who owes what."""
    sums: list[list[Cell]] = []
    name = Column(_("Name"), 24)

    def entries() -> Iterator[list[Cell]]:
        for one in statements:
            sums.append(_sum(one))
            yield from ([one.head.party_name, *row] for row in _rows(one))

    content = write_workbook(
        [
            Sheet(_("Entries"), [name, *_columns()], entries()),
            Sheet(_("Balances"), [name, Column(_("Phone"), 16), *_columns()[3:]], sums),
        ],
        rtl=rtl,
    )
    return content, len(sums)


def _sum(statement: Statement) -> list[Cell]:
    places = currency_of(statement.head.currency).decimals
    closing = statement.closing
    return [
        statement.head.party_name, local_form(statement.head.party_phone), Amount(statement.gave_total, places),
        Amount(statement.got_total, places), Amount(abs(closing), places), side(closing),
    ]  # fmt: skip


def csv(statement: Statement) -> bytes:
    """A CSV file for programs: heads in the first line, then opening, entries and closing."""
    return write_csv(columns=_columns(), rows=_rows(statement))


def _columns() -> list[Column]:
    return [
        Column(_("Date"), 13),
        Column(_("Details"), 22),
        Column(_("Note"), 36),
        Column(_("You gave"), 16),
        Column(_("You got"), 16),
        Column(_("Balance"), 16),
        Column(_("Which way"), 14),
    ]


def _above(statement: Statement) -> list[list[str]]:
    head = statement.head
    days = _("%(start)s to %(end)s") % {
        "start": date_words(statement.start), "end": date_words(statement.end),
    }  # fmt: skip
    return [
        [head.book_name],
        [_("Statement"), head.party_name, local_form(head.party_phone)],
        [_("Days"), days],
        [_("Currency"), head.currency],
    ]


def _rows(statement: Statement) -> Iterator[list[Cell]]:
    places = currency_of(statement.head.currency).decimals
    opening, closing = statement.opening, statement.closing
    yield [statement.start, _("Balance before"), "", None, None, Amount(abs(opening), places), side(opening)]
    for row in statement.rows:
        yield _row(row, places=places)
    yield [
        statement.end, _("Balance after"), "", Amount(statement.gave_total, places),
        Amount(statement.got_total, places), Amount(abs(closing), places), side(closing),
    ]  # fmt: skip


def _row(row: StatementRow, *, places: int) -> list[Cell]:
    amount = Amount(row.amount, places)
    gave = row.direction == Direction.GAVE
    return [
        row.day, details(row), row.note, amount if gave else None, None if gave else amount,
        Amount(abs(row.running_balance), places), side(row.running_balance),
    ]  # fmt: skip
