"""What the stock is worth by the journal."""

import uuid

from django.db import connection

from core.sql import bind
from ledger.models import AccountRole, DocumentKind


def posted_worth(business_id: uuid.UUID) -> int:
    """Minor units that documents of stock, and no others, brought onto the account of stock and took from it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COALESCE(SUM(l.amount), 0) FROM ledger_line l JOIN ledger_account a ON a.id = l.account_id"
            " JOIN ledger_entry e ON e.posted_as = l.entry_id JOIN ledger_document d ON d.id = e.document_id"
            " WHERE l.business_id = %s AND a.role = %s AND d.kind = %s",
            [bind(business_id), AccountRole.STOCK.value, DocumentKind.STOCK.value],
        )
        return int(cursor.fetchone()[0])
