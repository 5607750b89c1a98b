"""Take an act of stock back: the same goods the other way, in the same place, and both are counted no more."""

import datetime
import uuid
from collections import defaultdict

from businesses.actors import Actor
from businesses.books import BookLock
from core.taken_ids import refused_when_taken
from inventory.models import Movement, Serial, StockDocument, StockKind
from inventory.refusals import CostStands, StockUnknown, TakenBack
from inventory.stock import journal, sums
from inventory.stock.acts import Moved, StockResult
from inventory.stock.shortage import lows_of
from inventory.stock.worth import Standing, Worth, work_out_without
from inventory.stock.write import check_day, keep_differences, post_difference, tell
from ledger.refusals import IdTaken


def take_back(
    *, book: BookLock, actor: Actor, document_id: uuid.UUID, new_id: uuid.UUID, content_hash: bytes,
    now: datetime.datetime,
) -> StockResult:  # fmt: skip
    """Take back the act `document_id` by a new one. Its day must be open: an act of a closed period is met by
    another the other way.

    Raises StockUnknown, TakenBack, CostStands, PeriodLocked, StockShort, IdTaken.
    """
    standing = _standing(book.business_id, document_id)
    check_day(standing.day, book=book, now=now)
    rows = _rows_to_turn(standing)
    items = sums.standing_of(book.business_id, {row.item_id for row in rows})
    changes = [(row.item_id, row.branch_id, row.batch_id, -row.quantity) for row in rows]
    lows = lows_of(
        changes, business_id=book.business_id, items={key: one.item for key, one in items.items()},
        day=standing.day,
    )  # fmt: skip
    worth = _worth_without(standing, rows=rows, items=items)
    if standing.posting_id is not None:
        journal.take_back(
            standing.posting_id, business_id=book.business_id, actor=actor, seq=book.first_seq, now=now
        )
    difference_id = post_difference(
        worth.difference, document_id=new_id, book=book, actor=actor, branch_id=standing.branch_id,
        day=standing.day, now=now,
    )  # fmt: skip
    with refused_when_taken(IdTaken):
        back = StockDocument.objects.create(
            id=new_id, business_id=book.business_id, branch_id=standing.branch_id, kind=standing.kind,
            day=standing.day, pos=standing.pos, seq=book.first_seq, note=standing.note,
            document_id=standing.document_id, difference_id=difference_id, reverses=standing,
            content_hash=content_hash, created_by_id=actor.user_id, created_at=now,
        )  # fmt: skip
    moved = _turn(rows, back=back)
    keep_differences(worth, stock_document=back, line=len(rows))
    sums.move(changes, business_id=book.business_id, worth=worth, standing=items, day=standing.day)
    _serials_back(standing)
    result = StockResult(
        document_id=new_id, kind=standing.kind, day=standing.day, seq=book.first_seq, moved=moved,
        difference=worth.difference, low=lows,
    )  # fmt: skip
    tell(back, result=result, actor=actor, now=now)
    return result


def _standing(business_id: uuid.UUID, document_id: uuid.UUID) -> StockDocument:
    found = StockDocument.objects.filter(business_id=business_id, id=document_id).first()
    if found is None:
        raise StockUnknown
    if (
        found.reverses_id is not None
        or StockDocument.objects.filter(business_id=business_id, reverses_id=document_id).exists()
    ):
        raise TakenBack
    return found


def _rows_to_turn(standing: StockDocument) -> list[Movement]:
    own = Movement.objects.filter(business_id=standing.business_id, document=standing)
    rows = [row for row in own.order_by("line") if row.quantity or row.about_id is not None]
    corrected = Movement.objects.filter(
        business_id=standing.business_id,
        about_id__in=[row.pk for row in rows],
        reverses=None,
        reversed_by=None,
    )
    if corrected.exists():
        raise CostStands
    return rows


def _worth_without(
    standing: StockDocument, *, rows: list[Movement], items: dict[uuid.UUID, Standing]
) -> Worth:
    if standing.kind == StockKind.TRANSFER:
        return Worth()
    effects: dict[uuid.UUID, int] = defaultdict(int)
    for row in rows:
        effects[row.item_id] -= row.value
    return work_out_without(
        standing.business_id, gone=frozenset(row.pk for row in rows), effects=effects, standing=items.values()
    )


def _turn(rows: list[Movement], *, back: StockDocument) -> tuple[Moved, ...]:
    written = Movement.objects.bulk_create(
        Movement(
            business_id=back.business_id, document=back, branch_id=row.branch_id, item_id=row.item_id,
            batch_id=row.batch_id, day=row.day, pos=row.pos, line=row.line, quantity=-row.quantity,
            value=-row.value, asked=row.asked, reverses=row, about_id=row.about_id,
        )
        for row in rows
    )  # fmt: skip
    return tuple(
        Moved(one.pk, one.item_id, one.branch_id, one.batch_id, one.quantity, abs(one.value))
        for one in written
    )


def _serials_back(standing: StockDocument) -> None:
    """Pieces that came are gone again; pieces that left are back where they left from."""
    own = Serial.objects.filter(business_id=standing.business_id)
    own.filter(left_by=standing).update(left_by=None, branch_id=standing.branch_id)
    own.filter(came_by=standing, left_by=None).update(branch=None)
