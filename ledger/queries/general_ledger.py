"""An account's lines in the order of the books, and the day book: what stands, without what was reversed."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from core.sql import as_date, as_uuid, bind_all, marks
from ledger.queries.accounts import AccountRow, account
from ledger.queries.journals import JournalLine, lines_of
from ledger.queries.pages import CursorUnknown, cursor_of, key_of

ROWS_MAX = 20_000
STANDS = "e.reverses_id IS NULL AND NOT EXISTS (SELECT 1 FROM ledger_entry r WHERE r.reverses_id = e.id)"


@dataclass(frozen=True, slots=True)
class BookedEntry:
    """One standing entry, and the document it is of; `mode` and `direction` say which kind of khata line."""

    entry_id: uuid.UUID
    document_id: uuid.UUID
    day: datetime.date
    pos: int
    kind: str
    direction: str
    mode: str
    note: str
    branch_id: uuid.UUID
    lines: tuple[JournalLine, ...]

    @property
    def amount(self) -> int:
        return sum(line.amount for line in self.lines if line.amount > 0)


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """An account's part in one entry: `amount` in minor units, debit positive; `running` is the account's
    balance after it. `against` are the entry's other lines."""

    entry: BookedEntry
    amount: int
    running: int
    party_name: str
    against: tuple[JournalLine, ...]


@dataclass(frozen=True, slots=True)
class AccountLedger:
    """`opening` stood before the first row of the page, `before` at the start of the days; `debit` and
    `credit` are the sums of all rows of the days, `closing` stood after them."""

    account: AccountRow
    start: datetime.date
    end: datetime.date
    before: int
    opening: int
    debit: int
    credit: int
    rows: tuple[LedgerRow, ...]
    next_cursor: str | None

    @property
    def closing(self) -> int:
        return self.before + self.debit - self.credit


@dataclass(frozen=True, slots=True)
class DayBook:
    start: datetime.date
    end: datetime.date
    rows: tuple[BookedEntry, ...]
    next_cursor: str | None


def account_ledger(
    business_id: uuid.UUID, account_id: uuid.UUID, *, start: datetime.date, end: datetime.date,
    after: str | None = None, limit: int = 100,
) -> AccountLedger:  # fmt: skip
    """An account's lines of some days, oldest first, from a cursor on. Raises AccountUnknown, CursorUnknown."""
    found_account = account(business_id, account_id)
    place = _place_of(after)
    before = _balance_before(account_id, day=start)
    debit, credit, passed = _sums(account_id, start=start, end=end, place=place)
    found = _lines(account_id, start=start, end=end, place=place, limit=limit + 1)
    entries = _entries(business_id, [as_uuid(row[1]) for row in found[:limit]])
    rows, running = [], before + passed
    for row in found[:limit]:
        running += row[2]
        entry = entries[as_uuid(row[1])]
        rows.append(_ledger_row(entry, line_id=row[0], amount=row[2], running=running))
    more = len(found) > limit
    last = found[limit - 1] if more else None
    return AccountLedger(
        account=found_account, start=start, end=end, before=before, opening=before + passed, debit=debit,
        credit=credit, rows=tuple(rows),
        next_cursor=cursor_of(as_date(last[3]).isoformat(), last[4], last[0]) if last else None,
    )  # fmt: skip


def day_book(
    business_id: uuid.UUID, *, start: datetime.date, end: datetime.date, after: str | None = None,
    limit: int = 100, branch_id: uuid.UUID | None = None,
) -> DayBook:  # fmt: skip
    """Every standing entry of some days, or those of one branch, oldest first, from a cursor on. Raises
    CursorUnknown."""
    place = _place_of(after) if after else None
    past, values = ("", []) if place is None else (
        " AND l.day >= %s AND (l.day > %s OR l.pos > %s)", [place[0], place[0], place[1]])  # fmt: skip
    if branch_id is not None:
        past, values = f"{past} AND l.branch_id = %s", [*values, branch_id]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT l.day, l.pos, l.entry_id FROM ledger_account a JOIN ledger_line l ON l.account_id = a.id"
            f" AND l.day >= %s AND l.day <= %s JOIN ledger_entry e ON e.posted_as = l.entry_id AND {STANDS}"
            f" WHERE a.business_id = %s{past} ORDER BY l.day, l.pos LIMIT %s",
            bind_all([start, end, business_id, *values, limit + 1]),
        )
        found = cursor.fetchall()
    entries = _entries(business_id, [as_uuid(row[2]) for row in found[:limit]])
    more = len(found) > limit
    return DayBook(
        start=start, end=end, rows=tuple(entries[as_uuid(row[2])] for row in found[:limit]),
        next_cursor=cursor_of(as_date(found[limit - 1][0]).isoformat(), found[limit - 1][1], 0) if more else None,
    )  # fmt: skip


def booked(business_id: uuid.UUID, document_id: uuid.UUID) -> list[BookedEntry]:
    """How a document stands in the books: its entry, or none while it is in the trash."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT e.id FROM ledger_document d JOIN ledger_entry e ON e.id = d.entry_id AND {STANDS}"
            " WHERE d.business_id = %s AND d.id = %s",
            bind_all([business_id, document_id]),
        )
        ids = [as_uuid(row[0]) for row in cursor.fetchall()]
    return list(_entries(business_id, ids).values())


def _place_of(cursor: str | None) -> tuple[datetime.date, int, int] | None:
    """The (day, pos, line) a cursor names. Raises CursorUnknown."""
    if not cursor:
        return None
    day, pos, line = key_of(cursor, shape=(str, int, int))
    try:
        return datetime.date.fromisoformat(day), pos, line
    except ValueError as error:
        raise CursorUnknown from error


def _balance_before(account_id: uuid.UUID, *, day: datetime.date) -> int:
    """What an account held before a day: whole months from their totals, the rest from its lines."""
    month = day.replace(day=1)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT COALESCE(SUM(m.debit - m.credit), 0) FROM ledger_accountmonth m WHERE m.account_id = %s"
            " AND m.month < %s) + (SELECT COALESCE(SUM(l.amount), 0) FROM ledger_line l WHERE l.account_id = %s"
            " AND l.day >= %s AND l.day < %s)",
            bind_all([account_id, month, account_id, month, day]),
        )
        return int(cursor.fetchone()[0])


PAST = " AND l.day >= %s AND (l.day > %s OR l.pos > %s OR (l.pos = %s AND l.id > %s))"


def _sums(
    account_id: uuid.UUID, *, start: datetime.date, end: datetime.date, place: tuple[datetime.date, int, int] | None
) -> tuple[int, int, int]:  # fmt: skip
    """(debits, credits) of the days' rows, and what those up to a place come to."""
    day, pos, line = place or (start, -1, -1)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COALESCE(SUM(CASE WHEN l.amount > 0 THEN l.amount ELSE 0 END), 0),"
            " COALESCE(SUM(CASE WHEN l.amount < 0 THEN -l.amount ELSE 0 END), 0),"
            " COALESCE(SUM(CASE WHEN l.day < %s OR (l.day = %s AND (l.pos < %s OR (l.pos = %s AND l.id <= %s)))"
            " THEN l.amount ELSE 0 END), 0)"
            f" FROM ledger_line l JOIN ledger_entry e ON e.posted_as = l.entry_id AND {STANDS}"
            " WHERE l.account_id = %s AND l.day >= %s AND l.day <= %s",
            bind_all([day, day, pos, pos, line, account_id, start, end]),
        )
        row = cursor.fetchone()
    return int(row[0]), int(row[1]), int(row[2]) if place else 0


def _lines(
    account_id: uuid.UUID, *, start: datetime.date, end: datetime.date,
    place: tuple[datetime.date, int, int] | None, limit: int,
) -> list[Any]:  # fmt: skip
    past, values = ("", []) if place is None else (PAST, [place[0], place[0], place[1], place[1], place[2]])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT l.id, l.entry_id, l.amount, l.day, l.pos FROM ledger_line l"
            f" JOIN ledger_entry e ON e.posted_as = l.entry_id AND {STANDS}"
            f" WHERE l.account_id = %s AND l.day >= %s AND l.day <= %s{past}"
            " ORDER BY l.day, l.pos, l.id LIMIT %s",
            bind_all([account_id, start, end, *values, limit]),
        )
        return list(cursor.fetchall())


def _entries(business_id: uuid.UUID, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, BookedEntry]:
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return {}
    lines = lines_of(wanted)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.id, e.document_id, e.day, e.pos, d.kind, d.direction, d.mode, d.note, e.branch_id"
            " FROM ledger_entry e JOIN ledger_document d ON d.id = e.document_id"
            f" WHERE e.business_id = %s AND e.id IN {marks(len(wanted))} ORDER BY e.day, e.pos",
            bind_all([business_id, *wanted]),
        )
        return {
            as_uuid(row[0]): BookedEntry(
                as_uuid(row[0]), as_uuid(row[1]), as_date(row[2]), row[3], row[4], row[5], row[6], row[7],
                as_uuid(row[8]), tuple(lines[as_uuid(row[0])]),
            )
            for row in cursor.fetchall()
        }  # fmt: skip


def _ledger_row(entry: BookedEntry, *, line_id: int, amount: int, running: int) -> LedgerRow:
    own = next(line for line in entry.lines if line.line_id == line_id)
    return LedgerRow(
        entry=entry, amount=amount, running=running, party_name=own.party_name,
        against=tuple(line for line in entry.lines if (line.amount > 0) != (amount > 0)),
    )  # fmt: skip
