"""Tax that payers kept back, as the journal holds it."""

import uuid

from django.db import connection

from core.sql import bind
from ledger.models import AccountRole, DocumentKind


def posted_tax_kept(business_id: uuid.UUID) -> int:
    """Minor units that rents received with tax kept back, and no others, left on the account of tax withheld."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COALESCE(SUM(l.amount), 0) FROM ledger_line l JOIN ledger_account a ON a.id = l.account_id"
            " JOIN ledger_entry e ON e.posted_as = l.entry_id JOIN ledger_document d ON d.id = e.document_id"
            " WHERE l.business_id = %s AND a.role = %s AND d.kind = %s",
            [bind(business_id), AccountRole.TAX_WITHHELD.value, DocumentKind.RENT_PAID.value],
        )
        return int(cursor.fetchone()[0])
