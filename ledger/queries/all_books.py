"""Several books at a glance, each by itself: sums of two books are never added."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from core.sql import as_date_or_none, as_uuid, as_uuid_or_none, bind_all, marks
from ledger.vouchers import MONEY_ROLES

HEADS = (
    "SELECT p.business_id, SUM(p.balance) AS owed, MAX(p.last_day) AS last_day FROM ledger_party p"
    " WHERE p.business_id IN {books} GROUP BY p.business_id, COALESCE(p.merged_into_id, p.id)"
)


@dataclass(frozen=True, slots=True)
class BookSummary:
    """Minor units. `money` is what cash, bank and wallet hold; `held` and `conflicts` wait for a decision."""

    will_get: int = 0
    will_give: int = 0
    cash: int = 0
    bank: int = 0
    held: int = 0
    conflicts: int = 0
    last_day: datetime.date | None = None


def summaries(business_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, BookSummary]:
    """One for each of these books. Three queries."""
    if not business_ids:
        return {}
    owed, money, waiting = _owed(business_ids), _money(business_ids), _waiting(business_ids)
    return {
        one: BookSummary(
            will_get=owed[one][0], will_give=owed[one][1], last_day=owed[one][2], cash=money[one][0],
            bank=money[one][1], held=waiting[one, "held"], conflicts=waiting[one, "conflict"],
        )
        for one in business_ids
    }  # fmt: skip


def _owed(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, tuple[int, int, datetime.date | None]]:
    found: dict[uuid.UUID, tuple[int, int, datetime.date | None]] = defaultdict(lambda: (0, 0, None))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT h.business_id, SUM(CASE WHEN h.owed > 0 THEN h.owed ELSE 0 END),"
            " SUM(CASE WHEN h.owed < 0 THEN -h.owed ELSE 0 END), MAX(h.last_day)"
            f" FROM ({HEADS.format(books=marks(len(ids)))}) h GROUP BY h.business_id",
            bind_all(ids),
        )
        for row in cursor.fetchall():
            found[as_uuid(row[0])] = (int(row[1]), int(row[2]), as_date_or_none(row[3]))
    return found


def _money(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, tuple[int, int]]:
    """(cash, bank and wallet) of each book, with the accounts that stand under them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.business_id, a.id, a.role, a.parent_id, COALESCE((SELECT SUM(m.debit - m.credit)"
            " FROM ledger_accountmonth m WHERE m.account_id = a.id), 0) FROM ledger_account a"
            f" WHERE a.business_id IN {marks(len(ids))} AND a.kind = 'asset'",
            bind_all(ids),
        )
        rows = [
            (as_uuid(row[0]), as_uuid(row[1]), row[2], as_uuid_or_none(row[3]), int(row[4])) for row in cursor
        ]
    above = {row[1]: (row[2], row[3]) for row in rows}
    sums: dict[uuid.UUID, list[int]] = defaultdict(lambda: [0, 0])
    for book, account_id, _role, _parent, balance in rows:
        role = _role_above(account_id, above=above)
        if role in MONEY_ROLES:
            sums[book][0 if role == "cash" else 1] += balance
    return defaultdict(lambda: (0, 0), {book: (cash, bank) for book, (cash, bank) in sums.items()})


def _role_above(account_id: uuid.UUID, *, above: dict[uuid.UUID, tuple[str, uuid.UUID | None]]) -> str:
    found: uuid.UUID | None = account_id
    for _level in range(len(above)):
        role, parent = above.get(found, ("", None)) if found else ("", None)
        if role or parent is None:
            return role
        found = parent
    return ""


def _waiting(ids: Sequence[uuid.UUID]) -> dict[tuple[uuid.UUID, str], int]:
    found: dict[tuple[uuid.UUID, str], int] = defaultdict(int)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT w.business_id, w.reason, COUNT(*) FROM ledger_pending w"
            f" WHERE w.business_id IN {marks(len(ids))} AND w.decision = 'open' GROUP BY w.business_id, w.reason",
            bind_all(ids),
        )
        for row in cursor.fetchall():
            found[as_uuid(row[0]), str(row[1])] = int(row[2])
    return found
