"""Bills of materials: what an item is made of, making it, and taking it apart."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from audit import trail
from businesses.actors import Actor
from businesses.books import BookLock, lock
from businesses.roles import is_granted
from core.quantities import ONE, worth
from inventory.models import Item, Part, StockKind
from inventory.operations.lines import Coming, Going, NewBatch, branch_of, coming_rows, going_rows
from inventory.operations.moves import asked_of, run
from inventory.refusals import (
    ItemUnknown,
    PartsMissing,
    PartsRefused,
    QuantityRefused,
    SerialsRefused,
    TooManyLines,
)
from inventory.stock import Act, Row, StockResult
from ledger.operations.transactions import in_transaction
from ledger.refusals import RoleNotAllowed

PARTS_MAX = 50
QUANTITY_BELOW = 10**15


@dataclass(frozen=True, slots=True)
class PartSaid:
    """`quantity` (1/10,000) goes into one unit."""

    item_id: uuid.UUID
    quantity: int


@dataclass(frozen=True, slots=True)
class PartsResult:
    item_id: uuid.UUID
    parts: tuple[PartSaid, ...]
    rev: int
    replayed: bool = False


def set_parts(
    *, business_id: uuid.UUID, actor: Actor, item_id: uuid.UUID, parts: Sequence[PartSaid], now: datetime.datetime,
    dry_run: bool = False,
) -> PartsResult:  # fmt: skip
    """Say anew what one unit of an item is made of; nothing makes it an item that is not made here.

    Raises ItemUnknown, PartsRefused, QuantityRefused, TooManyLines, RoleNotAllowed.
    """

    def work() -> PartsResult:
        book = lock(business_id)
        if not is_granted(actor.role, "stock.edit"):
            raise RoleNotAllowed
        item = _items(business_id, [item_id, *(part.item_id for part in parts)])[item_id]
        _check(business_id, item_id, parts)
        Part.objects.filter(business_id=business_id, item_id=item_id).delete()
        Part.objects.bulk_create(
            Part(business_id=business_id, item_id=item_id, part_id=part.item_id, quantity=part.quantity)
            for part in parts
        )
        item.rev, item.changed_seq, item.changed_at = item.rev + 1, book.first_seq, now
        item.save(update_fields=["rev", "changed_seq", "changed_at"])
        news = trail.News(
            seq=book.first_seq, verb="item.updated", subject_kind="item", subject_id=item_id, rev=item.rev,
            amount=None,
            contents={"parts": [{"item": str(one.item_id), "quantity": one.quantity} for one in parts]},
        )  # fmt: skip
        trail.append(business_id=business_id, at=now, actor=actor, news=[news])
        return PartsResult(item_id, tuple(parts), item.rev)

    return in_transaction(work, dry_run=dry_run)


def assemble(
    *, business_id: uuid.UUID, actor: Actor, document_id: uuid.UUID, item_id: uuid.UUID, quantity: int,
    day: datetime.date, branch_id: uuid.UUID | None = None, batch: NewBatch | None = None, note: str = "",
    now: datetime.datetime, dry_run: bool = False,
) -> StockResult:  # fmt: skip
    """Make so much of an item: its parts go, it comes, and costs what they did.

    Raises PartsMissing, and what receive_stock and issue_stock raise.
    """

    def build(book: BookLock, asked: bytes, words: str) -> Act:
        branch = branch_of(business_id, branch_id)
        going = [Going(one.part_id, need) for one, need in _needs(business_id, item_id, quantity)]
        rows = going_rows(business_id, going, branch_id=branch, day=day)
        made = coming_rows(business_id, [Coming(item_id, quantity, batch=batch)], branch_id=branch, day=day)
        return Act(document_id, StockKind.ASSEMBLY, branch, day, (*rows, *made), asked, words)

    said = [batch.number, str(batch.expires_on)] if batch else []
    return run(
        build, business_id=business_id, actor=actor, document_id=document_id,
        asked=asked_of("assemble", item_id, quantity, day, branch_id, note, said), day=day, note=note, now=now,
        dry_run=dry_run,
    )  # fmt: skip


def disassemble(
    *, business_id: uuid.UUID, actor: Actor, document_id: uuid.UUID, item_id: uuid.UUID, quantity: int,
    day: datetime.date, branch_id: uuid.UUID | None = None, note: str = "", now: datetime.datetime,
    dry_run: bool = False,
) -> StockResult:  # fmt: skip
    """Take so much of an item apart: it goes, its parts come, and share its cost by what they are worth.

    Parts kept by batch do not come back so. Raises PartsMissing, BatchNeeded, and what issue_stock raises.
    """

    def build(book: BookLock, asked: bytes, words: str) -> Act:
        branch = branch_of(business_id, branch_id)
        out = going_rows(business_id, [Going(item_id, quantity)], branch_id=branch, day=day)
        needs = _needs(business_id, item_id, quantity)
        prices = _items(business_id, [one.part_id for one, _ in needs])
        coming = coming_rows(
            business_id, [Coming(one.part_id, need) for one, need in needs], branch_id=branch, day=day
        )
        priced = [
            Row(
                row.item_id, branch, row.quantity,
                weight=worth(row.quantity, price=prices[row.item_id].purchase_price or 0),
            )
            for row in coming
        ]  # fmt: skip
        return Act(document_id, StockKind.DISASSEMBLY, branch, day, (*out, *priced), asked, words)

    return run(
        build, business_id=business_id, actor=actor, document_id=document_id,
        asked=asked_of("disassemble", item_id, quantity, day, branch_id, note), day=day, note=note, now=now,
        dry_run=dry_run,
    )  # fmt: skip


def _needs(business_id: uuid.UUID, item_id: uuid.UUID, quantity: int) -> list[tuple[Part, int]]:
    """How much of each part so much of an item takes, up to the next 1/10,000."""
    parts = list(Part.objects.filter(business_id=business_id, item_id=item_id).order_by("id"))
    if not parts:
        if not Item.objects.filter(business_id=business_id, id=item_id).exists():
            raise ItemUnknown
        raise PartsMissing
    if not 0 < quantity < QUANTITY_BELOW:
        raise QuantityRefused
    return [(one, -(-one.quantity * quantity // ONE)) for one in parts]


def _items(business_id: uuid.UUID, wanted: Sequence[uuid.UUID]) -> dict[uuid.UUID, Item]:
    found = Item.objects.filter(business_id=business_id).in_bulk(list(wanted))
    if len(found) != len(set(wanted)):
        raise ItemUnknown
    return found


def _check(business_id: uuid.UUID, item_id: uuid.UUID, parts: Sequence[PartSaid]) -> None:
    """No part twice, none without a quantity, and no item made of itself by way of its parts."""
    if len(parts) > PARTS_MAX:
        raise TooManyLines(most=PARTS_MAX)
    named = [part.item_id for part in parts]
    if len(set(named)) != len(named) or item_id in named:
        raise PartsRefused
    if any(not 0 < part.quantity < QUANTITY_BELOW for part in parts):
        raise QuantityRefused
    counted = Item.objects.filter(business_id=business_id, id__in=[item_id, *named], is_counted=True)
    if parts and counted.count() != len(named) + 1:
        raise PartsRefused
    serial = Item.objects.filter(business_id=business_id, id__in=[item_id, *named], has_serials=True)
    if serial.exists():
        raise SerialsRefused
    below: dict[uuid.UUID, list[uuid.UUID]] = {}
    for owner, part in Part.objects.filter(business_id=business_id).values_list("item_id", "part_id"):
        below.setdefault(owner, []).append(part)
    waiting, seen = list(named), set[uuid.UUID]()
    while waiting:
        one = waiting.pop()
        if one == item_id:
            raise PartsRefused
        if one not in seen:
            seen.add(one)
            waiting += below.get(one, [])
