"""The journal as it was written: every posting with its lines, newest first."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from core.sql import as_date, as_uuid, as_uuid_or_none, bind_all, marks
from ledger.refusals import EntryUnknown

COLUMNS = (
    "e.id, e.seq, e.day, e.document_id, e.reverses_id, e.actor_id,"
    " CASE WHEN e.reverses_id IS NULL THEN 1 ELSE 0 END"
)


@dataclass(frozen=True, slots=True)
class JournalLine:
    """`amount` in minor units, debit positive."""

    account_id: uuid.UUID
    account_code: str
    account_name: str
    party_id: uuid.UUID | None
    amount: int
    party_name: str
    line_id: int


@dataclass(frozen=True, slots=True)
class Journal:
    """A posting. `order` tells a correction's reversal (0) from what replaced it (1): both have one seq."""

    id: uuid.UUID
    seq: int
    day: datetime.date
    document_id: uuid.UUID
    reverses: uuid.UUID | None
    actor_id: uuid.UUID
    order: int
    lines: tuple[JournalLine, ...]


def journal_page(
    business_id: uuid.UUID, *, start: datetime.date | None = None, end: datetime.date | None = None,
    before: tuple[int, int] | None = None, limit: int,
) -> list[Journal]:  # fmt: skip
    """Postings before a (seq, order), of days from `start` to `end`, both included. Two queries."""
    where = "e.business_id = %s AND e.posted_as IS NOT NULL"
    values: list[Any] = [business_id]
    for bound, day in (("e.day >= %s", start), ("e.day <= %s", end)):
        if day is not None:
            where, values = f"{where} AND {bound}", [*values, day]
    if before is not None:
        where += " AND e.seq <= %s AND (e.seq < %s OR CASE WHEN e.reverses_id IS NULL THEN 1 ELSE 0 END < %s)"
        values += [before[0], *before]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {COLUMNS} FROM ledger_entry e WHERE {where} ORDER BY e.seq DESC, 7 DESC LIMIT %s",
            bind_all([*values, limit]),
        )
        return _with_lines(cursor.fetchall())


def journal(business_id: uuid.UUID, entry_id: uuid.UUID) -> Journal:
    """Raises EntryUnknown."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {COLUMNS} FROM ledger_entry e WHERE e.business_id = %s AND e.id = %s AND e.posted_as IS NOT NULL",
            bind_all([business_id, entry_id]),
        )
        found = _with_lines(cursor.fetchall())
    if not found:
        raise EntryUnknown
    return found[0]


def _with_lines(rows: Sequence[Any]) -> list[Journal]:
    ids = [as_uuid(row[0]) for row in rows]
    lines = lines_of(ids)
    return [
        Journal(
            id=entry_id, seq=row[1], day=as_date(row[2]), document_id=as_uuid(row[3]),
            reverses=as_uuid_or_none(row[4]), actor_id=as_uuid(row[5]), order=row[6], lines=tuple(lines[entry_id]),
        )
        for entry_id, row in zip(ids, rows, strict=True)
    ]  # fmt: skip


def lines_of(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[JournalLine]]:
    """The lines of entries, as they were written. Whoever asks has read the entries in their book."""
    found: dict[uuid.UUID, list[JournalLine]] = {entry_id: [] for entry_id in ids}
    if not ids:
        return found
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT l.entry_id, l.account_id, a.code, a.name, l.party_id, l.amount, p.name, l.id FROM ledger_line l"
            " JOIN ledger_account a ON a.id = l.account_id LEFT JOIN ledger_party p ON p.id = l.party_id"
            f" WHERE l.entry_id IN {marks(len(ids))} ORDER BY l.id",
            bind_all(ids),
        )
        for row in cursor.fetchall():
            line = JournalLine(
                as_uuid(row[1]), row[2], row[3], as_uuid_or_none(row[4]), row[5], row[6] or "", row[7]
            )
            found[as_uuid(row[0])].append(line)
    return found
