"""Taxes on rents, as the journal holds them."""

import uuid

from django.db import connection

from core.sql import bind_all, marks
from ledger.models import AccountRole, DocumentKind

HEADS = (AccountRole.OUTPUT_CGST, AccountRole.OUTPUT_SGST, AccountRole.OUTPUT_IGST)


def posted_rent_taxes(business_id: uuid.UUID) -> dict[str, int]:
    """By head, the minor units that dues of rent, and nothing else, left on the accounts of tax on sales."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.role, -SUM(l.amount) FROM ledger_line l JOIN ledger_account a ON a.id = l.account_id"
            " JOIN ledger_entry e ON e.posted_as = l.entry_id JOIN ledger_document d ON d.id = e.document_id"
            f" WHERE l.business_id = %s AND d.kind = %s AND a.role IN {marks(len(HEADS))} GROUP BY a.role",
            bind_all([business_id, DocumentKind.RENT_DUE.value, *(head.value for head in HEADS)]),
        )
        found = {str(role): int(total) for role, total in cursor.fetchall()}
    return {head.value: found.get(head.value, 0) for head in HEADS}
