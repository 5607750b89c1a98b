"""What changed in the khatas of a book, or in one khata, since a number of the book's counter."""

import uuid
from collections.abc import Sequence
from dataclasses import replace

from django.db import connection

from core.sql import as_uuid, bind, bind_all, marks
from ledger.queries.changes import DOCUMENT_COLUMNS, PARTY_SQL, Changes, document_change, party_change
from ledger.queries.pages import ROWS_MAX
from ledger.queries.parties import Family, family_of


def khatas_changed(business_id: uuid.UUID, *, after: int, limit: int) -> Changes:
    """Parties whose words or balance changed, tombstones too."""
    limit = min(limit, ROWS_MAX)
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq, epoch FROM businesses_business WHERE id = %s", [bind(business_id)])
        last, epoch = cursor.fetchone()
        cursor.execute(PARTY_SQL, bind_all([business_id, after, last, limit + 1]))
        found = [party_change(row) for row in cursor.fetchall()]
    cut = found[limit - 1].seq if len(found) > limit else last
    return Changes(tuple(row for row in found if row.seq <= cut), epoch=epoch, seq=cut, has_more=cut < last)


def khata_changed(business_id: uuid.UUID, party_id: uuid.UUID, *, after: int, limit: int) -> Changes:
    """Entries of one khata. Each standing one has its `running_balance` in `fields`: the khata's after it, in
    the order of now, above zero when they owe us; a deleted one has None. Raises PartyUnknown."""
    limit, family = min(limit, ROWS_MAX), family_of(business_id, party_id)
    members = list(family.members)
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq, epoch FROM businesses_business WHERE id = %s", [bind(business_id)])
        last, epoch = cursor.fetchone()
        cursor.execute(
            f"SELECT {DOCUMENT_COLUMNS} FROM ledger_document d WHERE d.business_id = %s"
            f" AND d.party_id IN {marks(len(members))} AND d.changed_seq > %s AND d.changed_seq <= %s"
            " ORDER BY d.changed_seq LIMIT %s",
            bind_all([business_id, *members, after, last, limit + 1]),
        )
        found = [document_change(row) for row in cursor.fetchall()]
    cut = found[limit - 1].seq if len(found) > limit else last
    rows = [row for row in found if row.seq <= cut]
    running = _running_balances(business_id, family, ids=[row.id for row in rows])
    shown = tuple(
        replace(row, fields={**row.fields, "running_balance": running.get(row.id), "head": family.head})
        for row in rows
    )
    return Changes(shown, epoch=epoch, seq=cut, has_more=cut < last)


def _running_balances(
    business_id: uuid.UUID, family: Family, *, ids: Sequence[uuid.UUID]
) -> dict[uuid.UUID, int]:
    if not ids:
        return {}
    members = list(family.members)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT k.id, k.running FROM (SELECT d.id, SUM(CASE WHEN d.direction = 'gave' THEN d.amount"
            " ELSE -d.amount END) OVER (ORDER BY d.day, d.pos) AS running FROM ledger_document d"
            f" WHERE d.business_id = %s AND d.party_id IN {marks(len(members))} AND d.state = 'posted') k"
            f" WHERE k.id IN {marks(len(ids))}",
            bind_all([business_id, *members, *ids]),
        )
        return {as_uuid(row[0]): int(row[1]) for row in cursor.fetchall()}
