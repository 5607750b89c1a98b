"""What changed in a book since a number of its counter: the feed a phone follows.

A row is found by its `changed_seq`, never by a clock. The book's counter is read first, and rows above it
are left for the next page: so a change that commits between two of our questions is never half seen.
"""

import hashlib
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from core.sql import as_date_or_none, as_instant, as_uuid, as_uuid_or_none, bind, bind_all
from ledger.queries.pages import ROWS_MAX

BUCKETS = 256

PARTY_SQL = (
    "SELECT p.changed_seq, p.id, p.rev, p.name, p.phone, p.kind, p.address, p.registration_number, p.language,"
    " p.credit_limit,"
    " p.balance + (SELECT COALESCE(SUM(m.balance), 0) FROM ledger_party m WHERE m.merged_into_id = p.id),"
    " p.last_day, p.merged_into_id, p.trashed_at FROM ledger_party p"
    " WHERE p.business_id = %s AND p.changed_seq > %s AND p.changed_seq <= %s ORDER BY p.changed_seq LIMIT %s"
)
DOCUMENT_COLUMNS = (
    "d.changed_seq, d.id, d.rev, d.party_id, d.kind, d.direction, d.mode, d.amount, d.day, d.pos, d.note,"
    " d.due_on, d.state, d.made_at, d.has_attachment, d.created_by_id,"
    " d.branch_id"
)
DOCUMENT_SQL = (
    f"SELECT {DOCUMENT_COLUMNS} FROM ledger_document d"
    " WHERE d.business_id = %s AND d.changed_seq > %s AND d.changed_seq <= %s AND d.party_id IS NOT NULL"
    " ORDER BY d.changed_seq LIMIT %s"
)
PENDING_SQL = (
    "SELECT w.changed_seq, w.id, w.document_id, w.mutation_id, w.verb, w.reason, w.base_rev, w.server_rev,"
    " w.contents, w.decision FROM ledger_pending w WHERE w.business_id = %s AND w.changed_seq > %s"
    " AND w.changed_seq <= %s ORDER BY w.changed_seq LIMIT %s"
)
# One statement, so that the number and the rows are of the same moment.
DIGEST_SQL = (
    "SELECT b.seq, d.id, d.rev, d.state FROM businesses_business b"
    " LEFT JOIN ledger_document d ON d.business_id = b.id AND d.party_id IS NOT NULL WHERE b.id = %s"
)


@dataclass(frozen=True, slots=True)
class Change:
    """One row as it stands now. `fields` are plain values, money in minor units; `is_deleted` marks a
    tombstone, which keeps its place in the feed."""

    seq: int
    kind: str
    id: uuid.UUID
    rev: int
    is_deleted: bool
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Changes:
    """`seq` is where the next page begins; `has_more` says whether to ask at once."""

    rows: tuple[Change, ...]
    epoch: str
    seq: int
    has_more: bool


def changes(business_id: uuid.UUID, *, after: int, limit: int = 500) -> Changes:
    """Parties, entries and waiting changes above a number, in its order; rows of one number come together."""
    limit = min(limit, ROWS_MAX)
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq, epoch FROM businesses_business WHERE id = %s", [bind(business_id)])
        last, epoch = cursor.fetchone()
        found: list[Change] = []
        cut = last
        for sql, shape in (
            (DOCUMENT_SQL, document_change),
            (PARTY_SQL, party_change),
            (PENDING_SQL, _pending),
        ):
            cursor.execute(sql, bind_all([business_id, after, last, limit + 1]))
            rows = cursor.fetchall()
            if len(rows) > limit:
                cut = min(cut, rows[limit - 1][0])
            found += [shape(row) for row in rows]
    kept = sorted((row for row in found if row.seq <= cut), key=lambda row: (row.seq, row.kind))
    return Changes(rows=tuple(kept), epoch=epoch, seq=cut, has_more=cut < last)


def count_changes(business_id: uuid.UUID, *, after: int) -> int:
    """How many rows stand above a number."""
    tables = ("ledger_document", "ledger_party", "ledger_pending")
    of_khata = {"ledger_document": " AND party_id IS NOT NULL"}
    counts = " + ".join(
        f"(SELECT COUNT(*) FROM {table} WHERE business_id = %s AND changed_seq > %s{of_khata.get(table, '')})"
        for table in tables
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}", bind_all([business_id, after] * len(tables)))
        (count,) = cursor.fetchone()
    return int(count)


def digest(business_id: uuid.UUID) -> tuple[int, list[str]]:
    """(book's number, one digest for each first byte of an id) over (id, rev, state) of every entry.

    Both sides make it the same way: sha256 of the sorted lines "id:rev:state" of a bucket, in hex; an
    empty bucket is an empty string.
    """
    buckets: list[list[str]] = [[] for _ in range(BUCKETS)]
    with connection.cursor() as cursor:
        cursor.execute(DIGEST_SQL, [bind(business_id)])
        while rows := cursor.fetchmany(2_000):
            seq = rows[0][0]
            for _seq, found, rev, state in rows:
                if found is not None:
                    document_id = as_uuid(found)
                    buckets[bucket_of(document_id)].append(digest_line(document_id, rev, state))
    return int(seq), [bucket_digest(lines) for lines in buckets]


def bucket_of(document_id: uuid.UUID) -> int:
    """The last byte: the first ones of a UUIDv7 are its time."""
    return document_id.bytes[-1]


def digest_line(document_id: uuid.UUID, rev: int, state: str) -> str:
    return f"{document_id}:{rev}:{state}"


def bucket_digest(lines: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest() if lines else ""


def party_change(row: Any) -> Change:
    names = ("name", "phone", "kind", "address", "registration_number", "language", "credit_limit", "balance")
    fields = dict(zip(names, row[3:11], strict=True)) | {"balance": int(row[10])}
    fields |= {"last_day": as_date_or_none(row[11]), "merged_into": as_uuid_or_none(row[12])}
    return Change(
        seq=row[0],
        kind="party",
        id=as_uuid(row[1]),
        rev=row[2],
        is_deleted=row[13] is not None,
        fields=fields,
    )


def document_change(row: Any) -> Change:
    fields = {
        "party_id": as_uuid(row[3]), "kind": row[4], "direction": row[5], "mode": row[6], "amount": row[7],
        "day": as_date_or_none(row[8]), "pos": row[9], "note": row[10], "due_on": as_date_or_none(row[11]),
        "made_at": as_instant(row[13]), "has_attachment": bool(row[14]), "created_by": as_uuid(row[15]),
        "branch_id": as_uuid(row[16]),
    }  # fmt: skip
    return Change(
        seq=row[0],
        kind="entry",
        id=as_uuid(row[1]),
        rev=row[2],
        is_deleted=row[12] == "trashed",
        fields=fields,
    )


def _pending(row: Any) -> Change:
    fields = {
        "entry_id": as_uuid(row[2]), "mutation_id": as_uuid(row[3]), "verb": row[4], "reason": row[5],
        "base_rev": row[6], "server_rev": row[7], "contents": _loaded(row[8]), "decision": row[9],
    }  # fmt: skip
    return Change(
        seq=row[0], kind="pending", id=as_uuid(row[1]), rev=1, is_deleted=row[9] != "open", fields=fields
    )


def _loaded(value: Any) -> Any:
    """JSON as a driver gives it: SQLite as text."""
    return json.loads(value) if isinstance(value, str) else value
