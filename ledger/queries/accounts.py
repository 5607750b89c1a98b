"""A book's accounts and what each holds, from the month totals."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.db import connection

from core.sql import as_uuid, as_uuid_or_none, bind, bind_all
from ledger.refusals import AccountUnknown

COLUMNS = "a.id, a.code, a.name, a.kind, a.role, a.currency, a.is_active, a.rev, a.parent_id"
SUM = "COALESCE(SUM(m.debit), 0) - COALESCE(SUM(m.credit), 0)"
FROM = "FROM ledger_account a LEFT JOIN ledger_accountmonth m ON m.account_id = a.id WHERE a.business_id = %s"


@dataclass(frozen=True, slots=True)
class AccountRow:
    """`balance` in minor units, debit positive."""

    id: uuid.UUID
    code: str
    name: str
    kind: str
    role: str
    currency: str
    is_active: bool
    rev: int
    parent_id: uuid.UUID | None
    balance: int


def accounts_page(business_id: uuid.UUID, *, after_code: str = "", limit: int) -> list[AccountRow]:
    """Accounts by code, from behind `after_code` on."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {COLUMNS}, {SUM} {FROM} AND a.code > %s GROUP BY {COLUMNS} ORDER BY a.code LIMIT %s",
            [bind(business_id), after_code, limit],
        )
        return [_row(row) for row in cursor.fetchall()]


def account(business_id: uuid.UUID, account_id: uuid.UUID) -> AccountRow:
    """Raises AccountUnknown."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {COLUMNS}, {SUM} {FROM} AND a.id = %s GROUP BY {COLUMNS}",
            bind_all([business_id, account_id]),
        )
        row = cursor.fetchone()
    if row is None:
        raise AccountUnknown
    return _row(row)


def _row(row: Any) -> AccountRow:
    return AccountRow(
        as_uuid(row[0]), row[1], row[2], row[3], row[4], row[5], bool(row[6]), row[7], as_uuid_or_none(row[8]),
        int(row[9]),
    )  # fmt: skip
