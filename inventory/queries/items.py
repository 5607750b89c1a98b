"""What the book deals in, and how many of each there are."""

import datetime
import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from core.names import search_terms
from inventory.models import BatchStock, BranchStock, Item, StockSum
from inventory.refusals import ItemUnknown
from ledger.queries.pages import ROWS_MAX, CursorUnknown, cursor_of, key_of

SEARCH_LENGTH_MAX = 120
SOON_DAYS = 30
"""A batch that is good for so many days still expires soon."""
CHIPS = ("all", "low", "out", "expiring", "away")


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item with its stock over all branches. Quantities in 1/10,000, prices and worth in minor units."""

    item: Item
    on_hand: int
    committed: int
    value: int
    is_low: bool
    expires_soon: bool

    @property
    def available(self) -> int:
        return self.on_hand - self.committed


def item_named(business_id: uuid.UUID, item_id: uuid.UUID) -> Item:
    """Raises ItemUnknown."""
    found = Item.objects.filter(business_id=business_id, id=item_id).first()
    if found is None:
        raise ItemUnknown
    return found


@dataclass(frozen=True, slots=True)
class Apart:
    """Whether any item of a book is kept by batches, or by the numbers of its pieces."""

    batches: bool = False
    serials: bool = False


def kept_apart(business_id: uuid.UUID) -> Apart:
    own = Item.objects.filter(business_id=business_id, is_active=True)
    found = own.aggregate(
        batches=Count("id", filter=Q(has_batches=True)), serials=Count("id", filter=Q(has_serials=True))
    )
    return Apart(batches=bool(found["batches"]), serials=bool(found["serials"]))


@dataclass(frozen=True, slots=True)
class ItemPage:
    rows: tuple[ItemRow, ...]
    next_cursor: str | None


def item_page(
    business_id: uuid.UUID, *, today: datetime.date, chip: str = "all", search: str = "", kind: str = "",
    after: str | None = None, limit: int = 50,
) -> ItemPage:  # fmt: skip
    """Items of a chip by name, from a cursor on. Raises CursorUnknown."""
    limit = min(limit, ROWS_MAX)
    items = _searched(_with_stock(business_id, today=today), search=search)
    if kind:
        items = items.filter(kind=kind)
    items = _of_chip(items, chip)
    if after:
        key, last = key_of(after, shape=(str, str))
        items = items.filter(Q(name_key__gt=key) | Q(name_key=key, id__gt=_uuid(last)))
    found = list(items.order_by("name_key", "id")[: limit + 1])
    rows = tuple(_row(item) for item in found[:limit])
    if len(found) <= limit:
        return ItemPage(rows, None)
    return ItemPage(rows, cursor_of(rows[-1].item.name_key, rows[-1].item.id.hex))


def item_row(business_id: uuid.UUID, item_id: uuid.UUID, *, today: datetime.date) -> ItemRow:
    """Raises ItemUnknown."""
    item = _with_stock(business_id, today=today).filter(id=item_id).first()
    if item is None:
        raise ItemUnknown
    return _row(item)


def item_by_code(business_id: uuid.UUID, code: str) -> Item | None:
    """The item with this barcode or SKU."""
    own = Item.objects.filter(business_id=business_id)
    return own.filter(barcode=code).first() or own.filter(sku=code).first() if code else None


@dataclass(frozen=True, slots=True)
class Lying:
    branch_id: uuid.UUID
    branch_name: str
    on_hand: int


def lying(business_id: uuid.UUID, item_id: uuid.UUID) -> list[Lying]:
    """How much of an item lies in which branch, in 1/10,000."""
    rows = (
        BranchStock.objects.filter(business_id=business_id, item_id=item_id)
        .order_by("branch__name", "branch_id")
        .values_list("branch_id", "branch__name", "on_hand")
    )
    return [Lying(*row) for row in rows]


def stock_worth(business_id: uuid.UUID) -> int:
    """What all stock of the book is worth, in minor units."""
    return sum(StockSum.objects.filter(business_id=business_id).values_list("value", flat=True))


def _with_stock(business_id: uuid.UUID, *, today: datetime.date) -> QuerySet[Any]:
    soon = BatchStock.objects.filter(
        batch__item_id=OuterRef("id"), on_hand__gt=0,
        batch__expires_on__lte=today + datetime.timedelta(days=SOON_DAYS),
    )  # fmt: skip
    return Item.objects.filter(business_id=business_id).annotate(
        on_hand=Coalesce(F("stock__on_hand"), 0),
        committed=Coalesce(F("stock__committed"), 0),
        worth=Coalesce(F("stock__value"), 0),
        is_low=ExpressionWrapper(
            Q(is_counted=True, low_level__isnull=False)
            & Q(low_level__gte=Coalesce(F("stock__on_hand"), 0) - Coalesce(F("stock__committed"), 0)),
            output_field=BooleanField(),
        ),
        expires_soon=Exists(soon),
    )


def _of_chip(items: QuerySet[Any], chip: str) -> QuerySet[Any]:
    if chip == "away":
        return items.filter(is_active=False)
    items = items.filter(is_active=True)
    if chip == "low":
        return items.filter(is_low=True)
    if chip == "out":
        return items.filter(is_counted=True, on_hand__lte=0)
    return items.filter(expires_soon=True) if chip == "expiring" else items


def _searched(items: QuerySet[Any], *, search: str) -> QuerySet[Any]:
    """A name in any script and spelling, or a code."""
    text = search.strip()[:SEARCH_LENGTH_MAX]
    if not text:
        return items
    by_code = Q(sku__iexact=text) | Q(barcode=text)
    by_name = Q()
    for group in search_terms(text).groups:
        parts = Q()
        for part in group:
            parts |= Q(name_key__contains=part)
        by_name &= parts
    return items.filter(by_code | by_name if by_name else by_code | Q(name=text))


def _row(item: Item) -> ItemRow:
    said = vars(item)
    return ItemRow(
        item,
        said["on_hand"],
        said["committed"],
        said["worth"],
        bool(said["is_low"]),
        bool(said["expires_soon"]),
    )


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError as error:
        raise CursorUnknown from error
