"""What stands on each account: the trial balance."""

import datetime
import uuid
from dataclasses import dataclass

from django.db import connection

from core.sql import as_uuid, bind_all


@dataclass(frozen=True, slots=True)
class AccountBalance:
    """`debit` and `credit` are the sums of both sides, minor units; `balance` is debit minus credit."""

    account_id: uuid.UUID
    code: str
    name: str
    kind: str
    role: str
    debit: int
    credit: int

    @property
    def balance(self) -> int:
        return self.debit - self.credit


def trial_balance(business_id: uuid.UUID, *, until: datetime.date) -> tuple[AccountBalance, ...]:
    """Every account with its sums to the end of a day, by code. The balances sum to zero.

    Whole months come from their totals, the days of the last month from its lines.
    """
    month = until.replace(day=1)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.id, a.code, a.name, a.kind, a.role, COALESCE(SUM(s.debit), 0), COALESCE(SUM(s.credit), 0)"
            " FROM ledger_account a LEFT JOIN ("
            "SELECT m.account_id, m.debit, m.credit FROM ledger_accountmonth m"
            " WHERE m.business_id = %s AND m.month < %s"
            " UNION ALL SELECT l.account_id, CASE WHEN l.amount > 0 THEN l.amount ELSE 0 END,"
            " CASE WHEN l.amount < 0 THEN -l.amount ELSE 0 END FROM ledger_account o"
            " JOIN ledger_line l ON l.account_id = o.id AND l.day >= %s AND l.day <= %s WHERE o.business_id = %s"
            ") s ON s.account_id = a.id WHERE a.business_id = %s"
            " GROUP BY a.id, a.code, a.name, a.kind, a.role ORDER BY a.code",
            bind_all([business_id, month, month, until, business_id, business_id]),
        )
        rows = cursor.fetchall()
    return tuple(
        AccountBalance(
            account_id=as_uuid(row[0]), code=row[1], name=row[2], kind=row[3], role=row[4],
            debit=int(row[5]), credit=int(row[6]),
        )
        for row in rows
    )  # fmt: skip
