"""What is still to be paid of documents, by decision 05: what no allocation names counts for the oldest.

Of documents that apps above write, `open_amount` is what allocations left; of a khata's own entries it is read. The
newest of these rests, as far as the balance reaches, are what is unpaid; so over a khata they sum to its balance.
"""

import uuid
from collections.abc import Collection

from django.db import connection

from core.sql import as_uuid, bind_all, marks
from ledger.models import TRADE_KINDS

ASKED_MAX = 500
REST = (
    f"CASE WHEN g.kind IN ({', '.join(repr(str(kind)) for kind in TRADE_KINDS)}) THEN g.open_amount"
    " ELSE g.amount - COALESCE((SELECT SUM(l.amount) FROM ledger_allocation l WHERE l.document_id = g.id), 0) END"
)
BALANCE = "(SELECT SUM(b.balance) FROM ledger_party b WHERE COALESCE(b.merged_into_id, b.id) = f.head)"


def open_amounts(business_id: uuid.UUID, document_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
    """Minor units from 0 on, for each of up to ASKED_MAX documents that stands in a khata; others are left out."""
    ids = list(document_ids)[:ASKED_MAX]
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.id, r.rest, r.newer, r.balance, r.direction FROM (SELECT g.id, g.direction,"
            f" {REST} AS rest, {BALANCE} AS balance,"
            f" SUM({REST}) OVER (PARTITION BY f.head, g.direction ORDER BY g.day DESC, g.pos DESC, g.id DESC)"
            f" - {REST} AS newer"
            " FROM (SELECT COALESCE(p.merged_into_id, p.id) AS head, p.id AS member FROM ledger_party p"
            " WHERE p.business_id = %s AND COALESCE(p.merged_into_id, p.id) IN (SELECT COALESCE(q.merged_into_id, q.id)"
            f" FROM ledger_party q JOIN ledger_document a ON a.party_id = q.id WHERE a.business_id = %s AND a.id IN"
            f" {marks(len(ids))})) f JOIN ledger_document g ON g.party_id = f.member"
            f" WHERE g.business_id = %s AND g.state = 'posted') r WHERE r.id IN {marks(len(ids))}",
            bind_all([business_id, business_id, *ids, business_id, *ids]),
        )
        rows = cursor.fetchall()
    return {
        as_uuid(row[0]): _unpaid(int(row[1]), int(row[2]), int(row[3]), is_given=row[4] == "gave")
        for row in rows
    }


def _unpaid(rest: int, newer: int, balance: int, *, is_given: bool) -> int:
    """What was given is unpaid as far as they owe us; what we got, as far as we owe them."""
    owed = balance if is_given else -balance
    return min(rest, max(owed - newer, 0))
