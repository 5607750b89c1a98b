"""What a bill is put together from: items by name or code, customers billed last, what a customer takes."""

import datetime
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Max, Q

from inventory.models import Item
from inventory.queries.items import item_page
from invoicing.models import PURCHASE_KINDS, SALES_KINDS, Paper, PaperKind, PaperLine
from ledger.models import AccountKind, AccountRole, Party
from ledger.queries.chart import chart_of

FEW = 6
BOUGHT_KINDS = (AccountKind.EXPENSE, AccountKind.ASSET)
LINE_ROLES = (AccountRole.SALES, AccountRole.PURCHASES, AccountRole.CAPITAL, AccountRole.DRAWINGS)
GUESSES_MAX = 20


@dataclass(frozen=True, slots=True)
class Choice:
    id: uuid.UUID
    name: str


def items_said(
    business_id: uuid.UUID, texts: Collection[str], *, guessed: Collection[str] = ()
) -> dict[str, Item]:
    """The items that these words name, by name, barcode or own code, under the words in small letters.

    Of the `guessed` ones, a part of a name that only one item has is enough.
    """
    wanted = {text for text in texts if text}
    if not wanted:
        return {}
    by_name = Q(pk__in=())
    for text in wanted:
        by_name |= Q(name__iexact=text)
    own = Item.objects.filter(business_id=business_id, is_active=True)
    found = own.filter(by_name | Q(barcode__in=wanted) | Q(sku__in=wanted)).order_by("-id")
    known: dict[str, Item] = {}
    for item in found:
        known |= {code.casefold(): item for code in (item.barcode, item.sku) if code in wanted}
    known |= {item.name.casefold(): item for item in found}
    for text in [text for text in guessed if text and text.casefold() not in known][:GUESSES_MAX]:
        likely = item_page(business_id, today=datetime.date.min, search=text, limit=2).rows
        if len(likely) == 1:
            known[text.casefold()] = likely[0].item
    return known


def items_by_id(business_id: uuid.UUID, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Item]:
    return Item.objects.filter(business_id=business_id).in_bulk(list(ids))


def billed_last(business_id: uuid.UUID, *, kind: str = PaperKind.INVOICE) -> list[Choice]:
    """The customers whose bills were written last, or the suppliers who sent them."""
    rows = (
        Paper.objects.filter(business_id=business_id, kind=kind)
        .filter(party__trashed_at=None, party__merged_into=None, party__erased_at=None)
        .values("party_id", "party__name")
        .annotate(last=Max("created_at"))
        .order_by("-last")[:FEW]
    )
    return [Choice(row["party_id"], row["party__name"]) for row in rows]


def taken_often(business_id: uuid.UUID, party_id: uuid.UUID | None, *, is_sale: bool = True) -> list[Choice]:
    """The items that a customer takes most, then those the shop sells most; or that it buys most of a supplier."""
    price = "sale_price" if is_sale else "purchase_price"
    lines = PaperLine.objects.filter(
        business_id=business_id, paper__kind__in=SALES_KINDS if is_sale else PURCHASE_KINDS, item__is_active=True,
        **{f"item__{price}__isnull": False},
    )  # fmt: skip
    found: dict[uuid.UUID, Choice] = {}
    for some in ([lines.filter(paper__party_id=party_id)] if party_id else []) + [lines]:
        rows = some.values("item_id", "item__name").annotate(times=Count("id")).order_by("-times", "item_id")
        for row in rows[: FEW * 2]:
            found.setdefault(row["item_id"], Choice(row["item_id"], row["item__name"]))
    if len(found) < FEW:
        new = Item.objects.filter(business_id=business_id, is_active=True, **{f"{price}__isnull": False})
        for item in new.order_by("name_key", "id")[: FEW * 2]:
            found.setdefault(item.pk, Choice(item.pk, item.name))
    return list(found.values())[:FEW]


def line_accounts(business_id: uuid.UUID, *, bought: bool = False) -> dict[uuid.UUID, str]:
    """The names of the accounts that a line may be booked on; `bought`: of those, what things are bought for."""
    return {
        one.id: one.name
        for one in chart_of(business_id).values()
        if one.is_active and not one.is_money and (not one.role or one.role in LINE_ROLES)
        and (not bought or (not one.role and one.kind in BOUGHT_KINDS))
    }  # fmt: skip


def party_named(business_id: uuid.UUID, party_id: uuid.UUID) -> Choice | None:
    party = Party.objects.filter(business_id=business_id, id=party_id, trashed_at=None).first()
    return Choice(party.id, party.name) if party else None
