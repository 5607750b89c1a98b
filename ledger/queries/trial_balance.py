"""What stands on each account: the trial balance."""

import datetime
import uuid
from dataclasses import dataclass

from django.db import connection

from core.sql import as_uuid, bind_all

MIDDLE_OF_MONTH = 15
FAR_DAY = datetime.date(9000, 1, 1)


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


# The sums are made once, before accounts are joined: PostgreSQL would make them anew for each account.
SUMS = """
WITH parts AS (
    SELECT m.account_id, m.debit, m.credit FROM ledger_accountmonth m WHERE m.business_id = %s AND m.month < %s
    UNION ALL
    SELECT l.account_id, CASE WHEN l.amount > 0 THEN {sign} l.amount ELSE 0 END,
        CASE WHEN l.amount < 0 THEN {sign} -l.amount ELSE 0 END
    FROM ledger_account o JOIN ledger_line l ON l.account_id = o.id AND l.day >= %s AND l.day <= %s
    WHERE o.business_id = %s
), sums AS MATERIALIZED (
    SELECT account_id, SUM(debit) AS debit, SUM(credit) AS credit FROM parts GROUP BY account_id
)
SELECT a.id, a.code, a.name, a.kind, a.role, COALESCE(s.debit, 0), COALESCE(s.credit, 0)
FROM ledger_account a LEFT JOIN sums s ON s.account_id = a.id WHERE a.business_id = %s ORDER BY a.code
"""


def trial_balance(business_id: uuid.UUID, *, until: datetime.date) -> tuple[AccountBalance, ...]:
    """Every account with its sums to the end of a day, by code. The balances sum to zero.

    Whole months come from their totals. The lines of the last month are added up to its middle; after it
    the month counts whole, and the lines of its remaining days are taken off.
    """
    until = min(until, FAR_DAY)
    month = until.replace(day=1)
    after = (month + datetime.timedelta(days=31)).replace(day=1)
    if until.day <= MIDDLE_OF_MONTH:
        sign, before, first, last = "", month, month, until
    else:
        day = datetime.timedelta(days=1)
        sign, before, first, last = "-", after, until + day, after - day
    with connection.cursor() as cursor:
        cursor.execute(
            SUMS.format(sign=sign), bind_all([business_id, before, first, last, business_id, business_id])
        )
        rows = cursor.fetchall()
    return tuple(
        AccountBalance(
            account_id=as_uuid(row[0]), code=row[1], name=row[2], kind=row[3], role=row[4],
            debit=int(row[5]), credit=int(row[6]),
        )
        for row in rows
    )  # fmt: skip
