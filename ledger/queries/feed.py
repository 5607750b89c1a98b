"""Everything with money in a book, in one shape, newest first; and when things changed last."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from core.sql import as_date, as_date_or_none, as_instant, as_uuid, bind_all, marks
from ledger.book_map import book_map

COLUMNS = (
    "d.id, d.party_id, p.name, p.kind AS party_kind, d.branch_id, d.kind, d.direction, d.mode, d.amount, d.day, d.pos,"
    " d.due_on, d.note, d.rev, d.has_attachment, d.made_at, d.created_at, v.at"
)
# The lines of the two khata accounts lie in the order of days; a document's standing posting leads to its head.
SOURCE = (
    " FROM ledger_line l JOIN ledger_entry e ON e.posted_as = l.entry_id"
    " JOIN ledger_document d ON d.id = e.document_id AND d.entry_id = e.id AND d.state = 'posted'"
    " JOIN ledger_party p ON p.id = d.party_id"
    " LEFT JOIN audit_event v ON v.business_id = d.business_id AND v.seq = d.changed_seq"
    " WHERE l.account_id = %s"
)
ORDER = "ORDER BY day DESC, pos DESC LIMIT %s"


@dataclass(frozen=True, slots=True)
class FeedRow:
    """`amount` in minor units, above 0; `direction` is gave or got."""

    document_id: uuid.UUID
    party_id: uuid.UUID
    party_name: str
    party_kind: str
    branch_id: uuid.UUID
    kind: str
    direction: str
    mode: str
    amount: int
    day: datetime.date
    pos: int
    due_on: datetime.date | None
    note: str
    rev: int
    has_attachment: bool
    made_at: datetime.datetime
    created_at: datetime.datetime
    updated_at: datetime.datetime


def feed_page(
    business_id: uuid.UUID, *, start: datetime.date | None = None, end: datetime.date | None = None,
    direction: str = "", mode: str = "", branch_id: uuid.UUID | None = None,
    before: tuple[datetime.date, int] | None = None, limit: int,
) -> list[FeedRow]:  # fmt: skip
    """Standing documents before a (day, pos), of days from `start` to `end`, both included. One query."""
    where = ""
    values: list[Any] = []
    for bound, value in (
        (" AND l.day >= %s", start), (" AND l.day <= %s", end),
        (" AND d.direction = %s", direction), (" AND d.mode = %s", mode), (" AND l.branch_id = %s", branch_id),
    ):  # fmt: skip
        if value:
            where, values = where + bound, [*values, value]
    if before is not None:
        where += " AND l.day <= %s AND (l.day < %s OR l.pos < %s)"
        values = [*values, before[0], *before]
    branch = f"SELECT {COLUMNS}{SOURCE}{where} ORDER BY l.day DESC, l.pos DESC LIMIT %s"
    accounts = book_map(business_id).khata_accounts
    asked = [value for account in accounts for value in (account, *values, limit)]
    both = " UNION ALL ".join(f"SELECT * FROM ({branch}) {name}" for name in ("receivable", "payable"))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM ({both}) feed {ORDER}", bind_all([*asked, limit]))
        return [_row(row) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class Changed:
    rev: int
    seq: int
    created_at: datetime.datetime
    at: datetime.datetime


def parties_changed(business_id: uuid.UUID, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Changed]:
    return _changed("ledger_party", business_id, ids)


def entries_changed(business_id: uuid.UUID, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Changed]:
    return _changed("ledger_document", business_id, ids)


def _changed(table: str, business_id: uuid.UUID, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Changed]:
    """Revision and time of the last change of each; one query."""
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT t.id, t.rev, t.changed_seq, t.created_at, v.at FROM {table} t LEFT JOIN audit_event v"
            " ON v.business_id = t.business_id AND v.seq = t.changed_seq"
            f" WHERE t.business_id = %s AND t.id IN {marks(len(ids))}",
            bind_all([business_id, *ids]),
        )
        rows = cursor.fetchall()
    return {
        as_uuid(row[0]): Changed(row[1], row[2], as_instant(row[3]), as_instant(row[4] or row[3]))
        for row in rows
    }


def _row(row: Any) -> FeedRow:
    return FeedRow(
        document_id=as_uuid(row[0]), party_id=as_uuid(row[1]), party_name=row[2], party_kind=row[3],
        branch_id=as_uuid(row[4]), kind=row[5], direction=row[6], mode=row[7], amount=row[8], day=as_date(row[9]),
        pos=row[10], due_on=as_date_or_none(row[11]), note=row[12], rev=row[13], has_attachment=bool(row[14]),
        made_at=as_instant(row[15]), created_at=as_instant(row[16]), updated_at=as_instant(row[17] or row[16]),
    )  # fmt: skip
