"""A book's chart of accounts, without what the accounts hold."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from ledger.models import Account
from ledger.vouchers import KHATA_ROLES, MONEY_ROLES


@dataclass(frozen=True, slots=True)
class ChartAccount:
    """`is_money`: cash, bank or wallet, or an account under one of them. `keeps_khatas`: its lines have parties."""

    id: uuid.UUID
    code: str
    name: str
    kind: str
    role: str
    parent_id: uuid.UUID | None
    is_active: bool
    rev: int
    is_money: bool
    keeps_khatas: bool


ACCOUNTS_MAX = 190
"""Of a book: so that an opening sheet of all of them is one entry."""


def chart_of(business_id: uuid.UUID) -> dict[uuid.UUID, ChartAccount]:
    """Every account of a book by its id, in the order of codes. One query."""
    rows = list(
        Account.objects.filter(business_id=business_id)
        .order_by("code")
        .values_list("id", "code", "name", "kind", "role", "parent_id", "is_active", "rev")[
            : ACCOUNTS_MAX * 4
        ]
    )
    money = {row[0] for row in rows if row[4] in MONEY_ROLES}
    under = {row[0]: row[5] for row in rows}
    return {
        row[0]: ChartAccount(
            *row, is_money=_stands_under(row[0], under=under, tops=money), keeps_khatas=row[4] in KHATA_ROLES
        )
        for row in rows
    }


def _stands_under(
    account_id: uuid.UUID, *, under: Mapping[uuid.UUID, uuid.UUID | None], tops: set[uuid.UUID]
) -> bool:
    found: uuid.UUID | None = account_id
    for _level in range(len(under)):
        if found in tops:
            return True
        found = under.get(found) if found is not None else None
    return False
