"""Accounts that a book gets when it first needs them: those of the taxes, and a few more beside its chart."""

import datetime
import uuid
from collections.abc import Collection, Mapping
from types import MappingProxyType

from audit import trail
from businesses.actors import Actor
from businesses.books import BookLock, lock
from core.ids import uuid7
from ledger.models import Account, AccountKind, AccountRole

CODES_END = 10_000

USUAL: Mapping[AccountRole, tuple[int, str, AccountKind]] = MappingProxyType(
    {
        AccountRole.STOCK: (1200, "Stock", AccountKind.ASSET),
        AccountRole.INPUT_CGST: (1300, "Input CGST", AccountKind.ASSET),
        AccountRole.INPUT_SGST: (1310, "Input SGST", AccountKind.ASSET),
        AccountRole.INPUT_IGST: (1320, "Input IGST", AccountKind.ASSET),
        AccountRole.INPUT_CESS: (1330, "Input cess", AccountKind.ASSET),
        AccountRole.INPUT_VAT: (1340, "Input VAT", AccountKind.ASSET),
        AccountRole.WAITING_CGST: (1360, "CGST to set off once paid", AccountKind.ASSET),
        AccountRole.WAITING_SGST: (1361, "SGST to set off once paid", AccountKind.ASSET),
        AccountRole.WAITING_IGST: (1362, "IGST to set off once paid", AccountKind.ASSET),
        AccountRole.WAITING_CESS: (1363, "Cess to set off once paid", AccountKind.ASSET),
        AccountRole.TAX_WITHHELD: (1350, "Tax withheld from us", AccountKind.ASSET),
        AccountRole.TAX_ON_ADVANCES: (1355, "Tax on advances", AccountKind.ASSET),
        AccountRole.OUTPUT_CGST: (2300, "Output CGST", AccountKind.LIABILITY),
        AccountRole.OUTPUT_SGST: (2310, "Output SGST", AccountKind.LIABILITY),
        AccountRole.OUTPUT_IGST: (2320, "Output IGST", AccountKind.LIABILITY),
        AccountRole.OUTPUT_CESS: (2330, "Output cess", AccountKind.LIABILITY),
        AccountRole.OUTPUT_VAT: (2340, "Output VAT", AccountKind.LIABILITY),
        AccountRole.OUTPUT_DUTY: (2350, "Output supplementary duty", AccountKind.LIABILITY),
        AccountRole.REVERSE_CGST: (2400, "Reverse charge CGST", AccountKind.LIABILITY),
        AccountRole.REVERSE_SGST: (2410, "Reverse charge SGST", AccountKind.LIABILITY),
        AccountRole.REVERSE_IGST: (2420, "Reverse charge IGST", AccountKind.LIABILITY),
        AccountRole.REVERSE_CESS: (2430, "Reverse charge cess", AccountKind.LIABILITY),
        AccountRole.TAX_TO_PAY_OVER: (2440, "Tax withheld, to pay over", AccountKind.LIABILITY),
        AccountRole.SALES: (4000, "Sales", AccountKind.INCOME),
        AccountRole.PURCHASES: (5000, "Purchases", AccountKind.EXPENSE),
        AccountRole.ROUND_OFF: (5800, "Round-off", AccountKind.EXPENSE),
        AccountRole.WRITTEN_OFF: (5810, "Written off", AccountKind.EXPENSE),
    }
)
"""Role: the code it takes if that is free, its name in the chart, its kind."""


def usual_accounts(
    roles: Collection[AccountRole], *, book: BookLock, actor: Actor, now: datetime.datetime
) -> dict[AccountRole, uuid.UUID]:
    """The accounts of these roles; those that are missing are made, each with news of its own.

    Under the caller's lock of the book: each new account draws a number more.
    """
    own = Account.objects.filter(business_id=book.business_id)
    found = {AccountRole(role): pk for pk, role in own.filter(role__in=roles).values_list("id", "role")}
    for role in sorted(set(roles) - found.keys()):
        found[role] = _made(role, book=book, actor=actor, now=now)
    return found


def _made(role: AccountRole, *, book: BookLock, actor: Actor, now: datetime.datetime) -> uuid.UUID:
    first, name, kind = USUAL[role]
    taken = set(Account.objects.filter(business_id=book.business_id).values_list("code", flat=True))
    code = next(number for number in map(str, range(first, CODES_END)) if number not in taken)
    account = Account.objects.create(
        id=uuid7(), business_id=book.business_id, code=code, name=name, kind=kind, role=role,
        currency=book.currency, is_active=True,
    )  # fmt: skip
    news = trail.News(
        seq=lock(book.business_id).first_seq, verb="account.created", subject_kind="account",
        subject_id=account.id, rev=1, amount=None,
        contents={"code": code, "name": name, "kind": str(kind), "parent": None, "is_active": True},
    )  # fmt: skip
    trail.append(business_id=book.business_id, at=now, actor=actor, news=[news])
    return account.id
