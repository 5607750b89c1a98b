"""Add and change what a book deals in."""

import datetime
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction

from audit import trail
from businesses.actors import Actor
from businesses.books import lock
from businesses.roles import is_granted
from core.names import search_key
from core.taken_ids import refused_when_taken
from inventory.models import Item, Movement, StockKind
from inventory.operations.lines import Coming, NewBatch
from inventory.operations.moves import receive_stock
from inventory.operations.words import ItemWords, clean
from inventory.refusals import ChoiceStands, CodeTaken, ItemUnknown
from ledger.operations.drafts import local_day
from ledger.operations.transactions import in_transaction
from ledger.refusals import ChangedElsewhere, IdTaken, RoleNotAllowed

STAND_ONCE_MOVED = ("kind", "is_counted", "has_batches", "has_serials", "valuation", "unit")
"""What says how the stock is kept: fixed by the first movement."""


@dataclass(frozen=True, slots=True)
class OpeningStock:
    """What is there when the item is added: `quantity` in 1/10,000, `value` of all of it in minor units."""

    quantity: int
    value: int | None = None
    day: datetime.date | None = None
    batch: NewBatch | None = None
    serials: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemResult:
    item_id: uuid.UUID
    name: str
    rev: int
    seq: int
    replayed: bool = False


def add_item(
    *, business_id: uuid.UUID, actor: Actor, item_id: uuid.UUID, words: ItemWords, country: str,
    opening: OpeningStock | None = None, now: datetime.datetime, dry_run: bool = False,
) -> ItemResult:  # fmt: skip
    """Add an item, with what lies there already. `item_id` is the client's; sent twice it is added once.

    Raises ItemNameMissing, CodeTaken, HsnRefused, BarcodeRefused, UnitRefused, PackRefused, TaxRateRefused,
    AmountOutOfReach, QuantityRefused, TextError, IdTaken, RoleNotAllowed, and receive_stock's.
    """
    said = clean(words, country=country)

    def work() -> ItemResult:
        book = lock(business_id)
        if not is_granted(actor.role, "stock.edit"):
            raise RoleNotAllowed
        standing = Item.objects.filter(id=item_id).first()
        if standing is not None:
            if standing.business_id != business_id or words_of(standing) != said:
                raise IdTaken
            return _result(standing, replayed=True)
        _refuse_codes_twice(business_id, said, item_id=item_id)
        with refused_when_taken(IdTaken):
            item = Item.objects.create(
                id=item_id, business_id=business_id, name_key=search_key(said.name), changed_seq=book.first_seq,
                created_at=now, changed_at=now, **asdict(said),
            )  # fmt: skip
        _tell(item, verb="item.created", seq=book.first_seq, actor=actor, now=now)
        if opening is not None and opening.quantity:
            line = Coming(item_id, opening.quantity, opening.value, opening.batch, opening.serials)
            receive_stock(
                business_id=business_id, actor=actor, document_id=opening_id(item_id), lines=[line],
                day=opening.day or local_day(now, timezone=book.timezone), kind=StockKind.OPENING, now=now,
            )  # fmt: skip
        return _result(item)

    return in_transaction(work, dry_run=dry_run)


def edit_item(
    *, business_id: uuid.UUID, actor: Actor, item_id: uuid.UUID, base_rev: int, words: ItemWords, country: str,
    now: datetime.datetime, dry_run: bool = False,
) -> ItemResult:  # fmt: skip
    """Change what is said of an item at revision `base_rev`.

    Raises ItemUnknown, ChangedElsewhere, ChoiceStands, RoleNotAllowed, and what add_item says of words.
    """
    said = clean(words, country=country)

    def change(item: Item) -> bool:
        if words_of(item) == said:
            return False
        if item.rev != base_rev:
            raise ChangedElsewhere
        _refuse_other_ways(item, said)
        _refuse_codes_twice(business_id, said, item_id=item_id)
        for name, value in asdict(said).items():
            setattr(item, name, value)
        item.name_key = search_key(said.name)
        return True

    return _changed(business_id, actor=actor, item_id=item_id, change=change, now=now, dry_run=dry_run)


def set_active(
    *, business_id: uuid.UUID, actor: Actor, item_id: uuid.UUID, is_active: bool, now: datetime.datetime,
    dry_run: bool = False,
) -> ItemResult:  # fmt: skip
    """Put an item away, so that nobody chooses it any more, or bring it back; its stock and its past stay.

    Raises ItemUnknown, RoleNotAllowed.
    """

    def change(item: Item) -> bool:
        if item.is_active == is_active:
            return False
        item.is_active = is_active
        return True

    return _changed(business_id, actor=actor, item_id=item_id, change=change, now=now, dry_run=dry_run)


def set_photo(
    *, business_id: uuid.UUID, actor: Actor, item_id: uuid.UUID, file: Callable[[], str], now: datetime.datetime,
) -> ItemResult:  # fmt: skip
    """Keep what `file` stores as the item's picture; it is called under the lock, once nothing speaks against it.
    "" takes the picture away; the file before goes once that stands. Raises ItemUnknown, RoleNotAllowed."""

    def change(item: Item) -> bool:
        name = file()
        before, item.photo = item.photo, name
        if before and before != name:
            transaction.on_commit(partial(default_storage.delete, before), robust=True)
        return before != name

    return _changed(business_id, actor=actor, item_id=item_id, change=change, now=now, dry_run=False)


def opening_id(item_id: uuid.UUID) -> uuid.UUID:
    """The act of an item's opening stock: one, whatever is sent twice."""
    return uuid.uuid5(item_id, "opening")


def words_of(item: Item) -> ItemWords:
    return ItemWords(**{name: getattr(item, name) for name in ItemWords.__dataclass_fields__})


def _changed(
    business_id: uuid.UUID, *, actor: Actor, item_id: uuid.UUID, change: Callable[[Item], bool],
    now: datetime.datetime, dry_run: bool,
) -> ItemResult:  # fmt: skip
    def work() -> ItemResult:
        book = lock(business_id)
        if not is_granted(actor.role, "stock.edit"):
            raise RoleNotAllowed
        item = Item.objects.filter(business_id=business_id, id=item_id).first()
        if item is None:
            raise ItemUnknown
        if not change(item):
            return _result(item, replayed=True)
        item.rev, item.changed_seq, item.changed_at = item.rev + 1, book.first_seq, now
        item.save()
        _tell(item, verb="item.updated", seq=book.first_seq, actor=actor, now=now)
        return _result(item)

    return in_transaction(work, dry_run=dry_run)


def _refuse_other_ways(item: Item, said: ItemWords) -> None:
    changed = next((name for name in STAND_ONCE_MOVED if getattr(item, name) != getattr(said, name)), None)
    if changed and Movement.objects.filter(business_id=item.business_id, item_id=item.id).exists():
        raise ChoiceStands(field=changed)


def _refuse_codes_twice(business_id: uuid.UUID, said: ItemWords, *, item_id: uuid.UUID) -> None:
    for field in ("sku", "barcode"):
        code = getattr(said, field)
        if not code:
            continue
        other = (
            Item.objects.filter(business_id=business_id, **{field: code})
            .exclude(id=item_id)
            .only("id", "name")
            .first()
        )
        if other is not None:
            raise CodeTaken(name=other.name, item_id=other.id, field=field)


def contents_of(item: Item) -> dict[str, Any]:
    """An item's words as the trail keeps them."""
    return {**asdict(words_of(item)), "is_active": item.is_active, "has_photo": bool(item.photo)}


def _tell(item: Item, *, verb: str, seq: int, actor: Actor, now: datetime.datetime) -> None:
    news = trail.News(
        seq=seq, verb=verb, subject_kind="item", subject_id=item.id, rev=item.rev, amount=None,
        contents=contents_of(item),
    )  # fmt: skip
    trail.append(business_id=item.business_id, at=now, actor=actor, news=[news])


def _result(item: Item, *, replayed: bool = False) -> ItemResult:
    return ItemResult(item.id, item.name, item.rev, item.changed_seq, replayed=replayed)
