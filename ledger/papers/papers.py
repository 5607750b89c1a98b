"""The three papers: an account's ledger, the day book, the trial balance."""

import datetime
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from businesses.models import Business
from core.money import currency_of
from core.sheets import Amount
from core.templatetags.dates import date_words
from ledger.charts.names import shown
from ledger.papers.table import Cell, Paper, PaperColumn, PaperRow
from ledger.papers.words import entry_words, side_word
from ledger.queries.general_ledger import AccountLedger, BookedEntry, DayBook, LedgerRow
from ledger.queries.journals import JournalLine
from ledger.queries.trial_balance import AccountBalance


def ledger_paper(found: AccountLedger, *, book: Business, today: datetime.date) -> Paper:
    money = _Money(book.currency)
    first = PaperRow(
        (date_words(found.start), _("Balance before"), "", "", None, None, *money.both(found.before)), True
    )
    last = PaperRow(
        (
            date_words(found.end),
            _("Balance after"),
            "",
            "",
            money(found.debit),
            money(found.credit),
            *money.both(found.closing),
        ),
        True,
    )
    rows = [first, *(_ledger_row(row, money=money) for row in found.rows), last]
    return Paper(
        title=_("Account"), about=f"{found.account.code} {shown(found.account.name)}",
        days=_days(found.start, found.end), book_name=book.name, currency=book.currency,
        name=f"{shown(found.account.name)}-{found.start}-{found.end}", rows=rows, made_on=date_words(today),
        columns=(
            PaperColumn(_("Date"), 13), PaperColumn(_("Kind"), 18), PaperColumn(_("Against"), 30),
            PaperColumn(_("Narration"), 30), PaperColumn(_("Debit"), 16, True), PaperColumn(_("Credit"), 16, True),
            PaperColumn(_("Balance"), 16, True), PaperColumn(_("Side"), 6),
        ),
    )  # fmt: skip


def day_book_paper(found: DayBook, *, book: Business, today: datetime.date) -> Paper:
    money, title = _Money(book.currency), _("Day book")
    return Paper(
        title=title, about="", days=_days(found.start, found.end), book_name=book.name,
        currency=book.currency, name=f"{title}-{found.start}-{found.end}", made_on=date_words(today),
        rows=[row for entry in found.rows for row in _booked_rows(entry, money=money)],
        columns=(
            PaperColumn(_("Date"), 13), PaperColumn(_("Kind"), 18), PaperColumn(_("Account"), 30),
            PaperColumn(_("Party"), 22), PaperColumn(_("Narration"), 30), PaperColumn(_("Debit"), 16, True),
            PaperColumn(_("Credit"), 16, True),
        ),
    )  # fmt: skip


def trial_balance_paper(
    rows: Sequence[AccountBalance], *, until: datetime.date, book: Business, today: datetime.date
) -> Paper:  # fmt: skip
    money, title = _Money(book.currency), _("Trial balance")
    lines = [PaperRow((row.code, shown(row.name), *money.sides(row.balance))) for row in rows if row.balance]
    debit = sum(row.balance for row in rows if row.balance > 0)
    credit = -sum(row.balance for row in rows if row.balance < 0)
    return Paper(
        title=title, about="", days=_("At the end of %(day)s") % {"day": date_words(until)},
        book_name=book.name, currency=book.currency, name=f"{title}-{until}", made_on=date_words(today),
        rows=[*lines, PaperRow(("", _("Together"), money(debit), money(credit)), True)],
        columns=(
            PaperColumn(_("Code"), 8), PaperColumn(_("Account"), 36), PaperColumn(_("Debit"), 18, True),
            PaperColumn(_("Credit"), 18, True),
        ),
    )  # fmt: skip


class _Money:
    """Amounts of one currency as cells."""

    def __init__(self, currency: str) -> None:
        self.places = currency_of(currency).decimals

    def __call__(self, minor: int) -> Amount:
        return Amount(minor, self.places)

    def sides(self, minor: int) -> tuple[Cell, Cell]:
        """(debit, credit) of a signed amount; one of them empty."""
        return (self(minor), None) if minor > 0 else (None, self(-minor))

    def both(self, balance: int) -> tuple[Cell, Cell]:
        """(size, Dr or Cr)."""
        return self(abs(balance)), side_word(balance)


def _days(start: datetime.date, end: datetime.date) -> str:
    return _("%(start)s to %(end)s") % {"start": date_words(start), "end": date_words(end)}


def against_words(lines: Sequence[JournalLine]) -> str:
    """The other side of an entry, in a few words."""
    names = list(dict.fromkeys(line.party_name or shown(line.account_name) for line in lines))
    return ", ".join(names[:3]) + ("…" if len(names) > 3 else "")


def _ledger_row(row: LedgerRow, *, money: _Money) -> PaperRow:
    words = [row.party_name] if row.party_name else []
    against = " · ".join([*words, against_words(row.against)])
    return PaperRow(
        (date_words(row.entry.day), entry_words(row.entry), against, row.entry.note, *money.sides(row.amount),
         *money.both(row.running))
    )  # fmt: skip


def _booked_rows(entry: BookedEntry, *, money: _Money) -> Iterator[PaperRow]:
    for place, line in enumerate(entry.lines):
        head = (date_words(entry.day), entry_words(entry)) if place == 0 else ("", "")
        note = entry.note if place == 0 else ""
        yield PaperRow((*head, shown(line.account_name), line.party_name, note, *money.sides(line.amount)))
