"""Write one act of stock."""

import datetime
import uuid
from collections import defaultdict

from audit import trail
from businesses.actors import Actor
from businesses.books import BookLock, lock
from core.taken_ids import refused_when_taken
from inventory.models import Movement, StockDocument, StockKind
from inventory.refusals import NothingMoves, QuantityRefused, TooManyLines
from inventory.stock import journal, sums
from inventory.stock.acts import DAYS_AHEAD_MAX, FIRST_DAY, LINES_MAX, Act, Moved, StockResult
from inventory.stock.shortage import lows_of
from inventory.stock.worth import Worth, work_out
from ledger.models import AccountRole
from ledger.operations.drafts import AMOUNT_BELOW, local_day
from ledger.refusals import AmountOutOfReach, DayOutOfReach, IdTaken, PeriodLocked

QUANTITY_BELOW = 10**15


def check_day(day: datetime.date, *, book: BookLock, now: datetime.datetime) -> None:
    """Raises DayOutOfReach, PeriodLocked."""
    last_day = local_day(now, timezone=book.timezone) + datetime.timedelta(days=DAYS_AHEAD_MAX)
    if not FIRST_DAY <= day <= last_day:
        raise DayOutOfReach(first=FIRST_DAY, last=last_day)
    if book.books_locked_until is not None and day <= book.books_locked_until:
        raise PeriodLocked(book.books_locked_until)


def write(act: Act, *, book: BookLock, actor: Actor, now: datetime.datetime) -> StockResult:
    """Write the act, its movements, its sums and its postings, and tell the trail.

    The caller holds the book's lock, and has checked who may. Raises DayOutOfReach, PeriodLocked, NothingMoves,
    TooManyLines, QuantityRefused, AmountOutOfReach, ItemUnknown, NotCounted, NoStockHere, StockShort, IdTaken.
    """
    check_day(act.day, book=book, now=now)
    _check_rows(act)
    journal.refuse_without_stock(book.business_id)
    standing = sums.standing_of(book.business_id, {row.item_id for row in act.rows})
    changes = [(row.item_id, row.branch_id, row.batch_id, row.quantity) for row in act.rows]
    lows = lows_of(
        changes,
        business_id=book.business_id,
        items={key: one.item for key, one in standing.items()},
        day=act.day,
    )
    worth = work_out(act, pos=book.first_seq, standing=standing)
    stock_document = _keep(act, book=book, actor=actor, worth=worth, now=now)
    moved = _keep_movements(act, stock_document=stock_document, worth=worth)
    sums.move(changes, business_id=book.business_id, worth=worth, standing=standing, day=act.day)
    result = StockResult(
        document_id=act.document_id, kind=act.kind, day=act.day, seq=book.first_seq, moved=moved,
        difference=worth.difference, low=lows,
    )  # fmt: skip
    tell(stock_document, result=result, actor=actor, now=now)
    return result


def _check_rows(act: Act) -> None:
    if not act.rows and act.kind != StockKind.COUNT:
        raise NothingMoves
    if len(act.rows) > LINES_MAX:
        raise TooManyLines(most=LINES_MAX)
    for row in act.rows:
        if abs(row.quantity) >= QUANTITY_BELOW or (row.quantity == 0 and row.about is None):
            raise QuantityRefused
        if abs(row.value or 0) >= AMOUNT_BELOW or row.asked >= AMOUNT_BELOW:
            raise AmountOutOfReach


def _keep(act: Act, *, book: BookLock, actor: Actor, worth: Worth, now: datetime.datetime) -> StockDocument:
    """The act's own row, once its money is posted."""
    posting_id = journal.post_value(
        {act.counter: sum(worth.effects.values())}, business_id=book.business_id, branch_id=act.branch_id,
        actor=actor, seq=book.first_seq, day=act.day, now=now,
    )  # fmt: skip
    difference_id = post_difference(
        worth.difference, document_id=act.document_id, book=book, actor=actor, branch_id=act.branch_id,
        day=act.day, now=now,
    )  # fmt: skip
    with refused_when_taken(IdTaken):
        return StockDocument.objects.create(
            id=act.document_id, business_id=book.business_id, branch_id=act.branch_id, kind=act.kind, day=act.day,
            pos=book.first_seq, seq=book.first_seq, note=act.note, document_id=act.source_id,
            posting_id=posting_id, difference_id=difference_id, content_hash=act.content_hash,
            created_by_id=actor.user_id, created_at=now,
        )  # fmt: skip


def post_difference(
    amount: int, *, document_id: uuid.UUID, book: BookLock, actor: Actor, branch_id: uuid.UUID,
    day: datetime.date, now: datetime.datetime,
) -> uuid.UUID | None:  # fmt: skip
    """What earlier issues cost more than was posted goes to the cost of goods, in an entry of its own: theirs stay
    as they are."""
    if not amount:
        return None
    seq = lock(book.business_id).first_seq
    posted = journal.post_value(
        {AccountRole.COST_OF_GOODS: -amount}, business_id=book.business_id, branch_id=branch_id, actor=actor,
        seq=seq, day=day, now=now,
    )  # fmt: skip
    news = trail.News(
        seq=seq, verb="stock.revalued", subject_kind="stock", subject_id=document_id, rev=2, amount=amount,
        contents={"day": day.isoformat(), "difference": amount},
    )  # fmt: skip
    trail.append(business_id=book.business_id, at=now, actor=actor, news=[news])
    return posted


def _keep_movements(act: Act, *, stock_document: StockDocument, worth: Worth) -> tuple[Moved, ...]:
    rows = [
        Movement(
            business_id=stock_document.business_id, document=stock_document, branch_id=row.branch_id,
            item_id=row.item_id, batch_id=row.batch_id, day=act.day, pos=stock_document.pos, line=place,
            quantity=row.quantity, value=worth.effects[place], asked=row.asked, about_id=row.about,
        )
        for place, row in enumerate(act.rows)
    ]  # fmt: skip
    written = Movement.objects.bulk_create(rows)
    keep_differences(worth, stock_document=stock_document, line=len(rows))
    return tuple(
        Moved(one.pk, one.item_id, one.branch_id, one.batch_id, one.quantity, abs(one.value))
        for one in written
    )


def keep_differences(worth: Worth, *, stock_document: StockDocument, line: int) -> None:
    """A row of money alone for each item whose earlier issues cost other than was posted."""
    Movement.objects.bulk_create(
        Movement(
            business_id=stock_document.business_id, document=stock_document, branch_id=stock_document.branch_id,
            item_id=item_id, day=stock_document.day, pos=stock_document.pos, line=line + place, quantity=0,
            value=-difference,
        )
        for place, (item_id, difference) in enumerate(
            (key, amount) for key, amount in worth.differences.items() if amount
        )
    )  # fmt: skip


def tell(stock_document: StockDocument, *, result: StockResult, actor: Actor, now: datetime.datetime) -> None:
    by_item: dict[uuid.UUID, list[int]] = defaultdict(lambda: [0, 0])
    for one in result.moved:
        by_item[one.item_id][0] += one.quantity
        by_item[one.item_id][1] += one.cost if one.quantity > 0 else -one.cost
    contents = {
        "kind": stock_document.kind, "day": stock_document.day.isoformat(),
        "branch": str(stock_document.branch_id), "note": stock_document.note,
        "document": str(stock_document.document_id) if stock_document.document_id else None,
        "reverses": str(stock_document.reverses_id) if stock_document.reverses_id else None,
        "items": [
            {"item": str(item_id), "quantity": quantity, "value": value}
            for item_id, (quantity, value) in by_item.items()
        ],
    }  # fmt: skip
    news = trail.News(
        seq=result.seq, verb="stock.changed", subject_kind="stock", subject_id=stock_document.id, rev=1,
        amount=result.value - result.cost, contents=contents,
    )  # fmt: skip
    trail.append(business_id=stock_document.business_id, at=now, actor=actor, news=[news])


def standing_result(business_id: uuid.UUID, document_id: uuid.UUID) -> StockResult:
    """What an act gave that was written before."""
    standing = StockDocument.objects.get(business_id=business_id, id=document_id)
    rows = Movement.objects.filter(business_id=business_id, document_id=document_id).order_by("line")
    money = [one for one in rows if one.quantity == 0 and one.about_id is None]
    moved = tuple(
        Moved(one.pk, one.item_id, one.branch_id, one.batch_id, one.quantity, abs(one.value))
        for one in rows
        if one.quantity or one.about_id is not None
    )
    return StockResult(
        document_id=document_id, kind=standing.kind, day=standing.day, seq=standing.seq, moved=moved,
        difference=-sum(one.value for one in money), low=(), replayed=True,
    )  # fmt: skip
