"""Expenses that were paid directly: one, what many were for, and the accounts that one is written on."""

import datetime
import uuid
from collections.abc import Collection

from invoicing.models import PaperKind, PaperLine
from invoicing.queries.choices import FEW, Choice
from invoicing.queries.papers import PaperCard, paper_card
from invoicing.refusals import PaperUnknown
from ledger.models import AccountKind, Party, PartyKind
from ledger.queries.chart import chart_of

VENDORS_MAX = 200


def expense_of(business_id: uuid.UUID, expense_id: uuid.UUID, *, today: datetime.date) -> PaperCard:
    """Raises PaperUnknown."""
    card = paper_card(business_id, expense_id, today=today)
    if card.paper.kind != PaperKind.EXPENSE:
        raise PaperUnknown
    return card


def spent_on(business_id: uuid.UUID, expense_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, PaperLine]:
    """What each was for."""
    lines = PaperLine.objects.select_related("account").filter(
        business_id=business_id, paper_id__in=list(expense_ids), paper__kind=PaperKind.EXPENSE
    )
    return {line.paper_id: line for line in lines}


def cost_accounts(business_id: uuid.UUID) -> dict[uuid.UUID, str]:
    """The names of the accounts that money is spent on, costs before things."""
    rows = [
        one for one in chart_of(business_id).values() if one.is_active and not one.role and not one.is_money
    ]
    order = (AccountKind.EXPENSE, AccountKind.ASSET)
    return {one.id: one.name for kind in order for one in rows if one.kind == kind}


def money_accounts(business_id: uuid.UUID) -> dict[uuid.UUID, str]:
    """The names of cash, banks and wallets."""
    return {one.id: one.name for one in chart_of(business_id).values() if one.is_active and one.is_money}


def vendors(business_id: uuid.UUID, *, named: uuid.UUID | None = None) -> list[Choice]:
    """Suppliers to choose from by name; `named` is among them whatever it is."""
    own = Party.objects.filter(business_id=business_id, erased_at=None)
    mine = own.filter(kind=PartyKind.SUPPLIER, trashed_at=None, merged_into=None).order_by("name_key", "id")
    found = {one.pk: Choice(one.pk, one.name) for one in mine[:VENDORS_MAX]}
    if named is not None and named not in found:
        found |= {one.pk: Choice(one.pk, one.name) for one in own.filter(id=named)}
    return list(found.values())


def spent_often(business_id: uuid.UUID) -> list[uuid.UUID]:
    """The accounts that the last expenses went to."""
    last = PaperLine.objects.filter(business_id=business_id, paper__kind=PaperKind.EXPENSE).order_by("-id")
    found: dict[uuid.UUID, None] = {}
    for account_id in last.values_list("account_id", flat=True)[: FEW * 4]:
        if account_id is not None:
            found.setdefault(account_id)
    return list(found)[:FEW]
