"""The years of a book: what each earned and spent, and which are closed."""

import datetime
import uuid
from dataclasses import dataclass

from django.db import connection

from businesses.models import Business, User
from core.periods import Period, fiscal_year, fiscal_year_label
from core.sql import as_date_or_none, as_uuid, bind, bind_all
from ledger.models import YearEnd

YEARS_MAX = 30


@dataclass(frozen=True, slots=True)
class AccountSum:
    """What stands on an account of income or expense in one branch; minor units, debit positive, not 0."""

    account_id: uuid.UUID
    branch_id: uuid.UUID
    kind: str
    balance: int


@dataclass(frozen=True, slots=True)
class YearLine:
    """An account's part in the year, minor units: earned for income, spent for expense."""

    code: str
    name: str
    kind: str
    amount: int


@dataclass(frozen=True, slots=True)
class YearRow:
    """One year. `year_end_id` is set while it is closed; `is_over` says whether it can be closed."""

    first_day: datetime.date
    last_day: datetime.date
    label: str
    is_over: bool
    year_end_id: uuid.UUID | None
    closed_at: datetime.datetime | None
    closed_by: str
    closed_by_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class YearFigures:
    """Minor units. The two khata sums are of the year's last day, both at or above zero. `entries` counts the
    entries of the year."""

    year: YearRow
    lines: tuple[YearLine, ...]
    income: int
    expense: int
    will_get: int
    will_give: int
    entries: int

    @property
    def result(self) -> int:
        return self.income - self.expense


def sums_to_close(business_id: uuid.UUID, *, until: datetime.date) -> list[AccountSum]:
    """Every account of income and expense that is not at zero at a month's end, by branch."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.id, m.branch_id, a.kind, SUM(m.debit - m.credit) FROM ledger_accountmonth m"
            " JOIN ledger_account a ON a.id = m.account_id AND a.kind IN ('income', 'expense')"
            " WHERE m.business_id = %s AND m.month <= %s GROUP BY a.id, a.code, m.branch_id, a.kind"
            " HAVING SUM(m.debit - m.credit) <> 0 ORDER BY m.branch_id, a.code",
            bind_all([business_id, until]),
        )
        return [
            AccountSum(as_uuid(row[0]), as_uuid(row[1]), row[2], int(row[3])) for row in cursor.fetchall()
        ]


def years(business_id: uuid.UUID, *, today: datetime.date) -> tuple[YearRow, ...]:
    """The years in which something was written, newest first, and the one that runs. At most YEARS_MAX."""
    starts = Business.objects.values_list("year_starts_month", flat=True).get(id=business_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT MIN(month) FROM ledger_accountmonth WHERE business_id = %s", [bind(business_id)]
        )
        oldest = as_date_or_none(cursor.fetchone()[0]) or today
    closed = {end.first_day: end for end in YearEnd.objects.filter(business_id=business_id, reopened_at=None)}
    names = {
        user.id: str(user)
        for user in User.objects.filter(id__in={end.closed_by_id for end in closed.values()})
    }
    found: list[YearRow] = []
    year = fiscal_year(today, starts_month=starts)
    while len(found) < YEARS_MAX and (year.end >= oldest or year.start in closed):
        end = closed.get(year.start)
        found.append(
            YearRow(
                first_day=year.start, last_day=year.end, label=fiscal_year_label(year), is_over=year.end < today,
                year_end_id=end.id if end else None, closed_at=end.closed_at if end else None,
                closed_by=names.get(end.closed_by_id, "") if end else "",
                closed_by_id=end.closed_by_id if end else None,
            )
        )  # fmt: skip
        year = fiscal_year(year.start - datetime.timedelta(days=1), starts_month=starts)
    return tuple(found)


def year_figures(
    business_id: uuid.UUID, *, first_day: datetime.date, today: datetime.date
) -> YearFigures | None:
    """The figures of one of the book's years; None when it is none of them.

    What a closed year shows is what its closing moved; an open one shows what its closing would move.
    """
    row = next((one for one in years(business_id, today=today) if one.first_day == first_day), None)
    if row is None:
        return None
    lines = _closed_lines(business_id, row) if row.year_end_id else _open_lines(business_id, row)
    will_get, will_give = _khata_sums(business_id, until=row.last_day)
    return YearFigures(
        year=row, lines=lines, income=sum(line.amount for line in lines if line.kind == "income"),
        expense=sum(line.amount for line in lines if line.kind == "expense"), will_get=will_get, will_give=will_give,
        entries=_entries(business_id, Period(row.first_day, row.last_day)),
    )  # fmt: skip


def _open_lines(business_id: uuid.UUID, row: YearRow) -> tuple[YearLine, ...]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.code, a.name, a.kind, SUM(m.debit - m.credit) FROM ledger_accountmonth m"
            " JOIN ledger_account a ON a.id = m.account_id AND a.kind IN ('income', 'expense')"
            " WHERE m.business_id = %s AND m.month <= %s GROUP BY a.code, a.name, a.kind"
            " HAVING SUM(m.debit - m.credit) <> 0 ORDER BY a.code",
            bind_all([business_id, row.last_day]),
        )
        return tuple(_line(*found) for found in cursor.fetchall())


def _closed_lines(business_id: uuid.UUID, row: YearRow) -> tuple[YearLine, ...]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.code, a.name, a.kind, -SUM(l.amount) FROM ledger_document d"
            " JOIN ledger_line l ON l.entry_id = d.entry_id"
            " JOIN ledger_account a ON a.id = l.account_id AND a.kind IN ('income', 'expense')"
            " WHERE d.business_id = %s AND d.kind = 'year_end' AND d.state = 'posted' AND d.day = %s"
            " GROUP BY a.code, a.name, a.kind HAVING SUM(l.amount) <> 0 ORDER BY a.code",
            bind_all([business_id, row.last_day]),
        )
        return tuple(_line(*found) for found in cursor.fetchall())


def _line(code: str, name: str, kind: str, balance: int) -> YearLine:
    return YearLine(code, name, kind, int(balance) if kind == "expense" else -int(balance))


def _khata_sums(business_id: uuid.UUID, *, until: datetime.date) -> tuple[int, int]:
    """What all parties together owed on a month's last day, and were owed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COALESCE(SUM(CASE WHEN s.amount > 0 THEN s.amount ELSE 0 END), 0),"
            " COALESCE(SUM(CASE WHEN s.amount < 0 THEN -s.amount ELSE 0 END), 0) FROM ("
            "SELECT COALESCE(p.merged_into_id, p.id) AS head, SUM(m.amount) AS amount FROM ledger_partymonth m"
            " JOIN ledger_party p ON p.id = m.party_id WHERE m.business_id = %s AND m.month <= %s"
            " GROUP BY COALESCE(p.merged_into_id, p.id)) s",
            bind_all([business_id, until]),
        )
        will_get, will_give = cursor.fetchone()
    return int(will_get), int(will_give)


def _entries(business_id: uuid.UUID, year: Period) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*) FROM ledger_party p JOIN ledger_document d ON d.party_id = p.id AND d.state = 'posted'"
            " AND d.day >= %s AND d.day <= %s WHERE p.business_id = %s",
            bind_all([year.start, year.end, business_id]),
        )
        (count,) = cursor.fetchone()
    return int(count)
