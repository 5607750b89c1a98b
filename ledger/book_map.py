"""A book's fixed points: its accounts by role, and its first branch.

Neither changes once the book is open (a seal keeps an account's role), so each process may remember them.
"""

import functools
import uuid
from dataclasses import dataclass

from django.db import connection

from core.sql import as_uuid, bind
from ledger.models import AccountRole

BOOKS_REMEMBERED_MAX = 2_000


@dataclass(frozen=True, slots=True)
class BookMap:
    accounts: dict[str, uuid.UUID]
    branch_id: uuid.UUID

    @property
    def khata_accounts(self) -> tuple[uuid.UUID, uuid.UUID]:
        """The accounts whose lines make a party's balance."""
        return self.accounts[AccountRole.RECEIVABLE], self.accounts[AccountRole.PAYABLE]


def book_map(business_id: uuid.UUID) -> BookMap:
    return _read(str(connection.settings_dict["NAME"]), business_id)


@functools.lru_cache(maxsize=BOOKS_REMEMBERED_MAX)
def _read(_database: str, business_id: uuid.UUID) -> BookMap:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT role, id FROM ledger_account WHERE business_id = %s AND role <> ''", [bind(business_id)]
        )
        accounts = {role: as_uuid(account_id) for role, account_id in cursor.fetchall()}
        cursor.execute(
            "SELECT id FROM businesses_branch WHERE business_id = %s ORDER BY id LIMIT 1", [bind(business_id)]
        )
        (branch_id,) = cursor.fetchone()
    return BookMap(accounts=accounts, branch_id=as_uuid(branch_id))
