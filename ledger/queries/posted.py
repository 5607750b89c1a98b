"""What documents of some kinds moved, by the role of the account: for proofs."""

import uuid
from collections import defaultdict
from collections.abc import Collection

from django.db import connection

from core.sql import as_uuid, bind, marks


def posted_by_role(business_id: uuid.UUID, *, kinds: Collection[str]) -> dict[uuid.UUID, dict[str, int]]:
    """For each document that stands, the lines of its entry by account role, debit positive. "" is what has no role."""
    found: dict[uuid.UUID, dict[str, int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT d.id, a.role, SUM(l.amount) FROM ledger_document d"
            " JOIN ledger_line l ON l.entry_id = d.entry_id JOIN ledger_account a ON a.id = l.account_id"
            f" WHERE d.business_id = %s AND d.state = 'posted' AND d.kind IN {marks(len(kinds))}"
            " GROUP BY d.id, a.role",
            [bind(business_id), *map(str, kinds)],
        )
        for document_id, role, amount in cursor.fetchall():
            found[as_uuid(document_id)][role] = int(amount)
    return found
