"""What goods turned out to cost, once they were in."""

import datetime
import uuid

from businesses.actors import Actor
from businesses.books import BookLock
from inventory.models import Movement, StockKind
from inventory.operations.moves import asked_of, run
from inventory.refusals import NothingMoves, StockUnknown, TakenBack
from inventory.stock import Act, Row, StockResult
from ledger.operations.drafts import AMOUNT_BELOW
from ledger.refusals import AmountOutOfReach

COMES_WITH_COST = (StockKind.OPENING, StockKind.PURCHASE)


def correct_cost(
    *, business_id: uuid.UUID, actor: Actor, document_id: uuid.UUID, movement_id: int, value: int,
    day: datetime.date, note: str = "", now: datetime.datetime, dry_run: bool = False,
) -> StockResult:  # fmt: skip
    """Say what goods that came cost in all (minor units): freight came later, or the bill was another.

    Their day may be closed: the correction is posted on `day`, which is open. What is still there is worth more or
    less; what has left by now goes to the cost of goods, in an entry of its own. Raises StockUnknown, TakenBack,
    NothingMoves, AmountOutOfReach, PeriodLocked, RoleNotAllowed, IdTaken.
    """

    def build(book: BookLock, asked: bytes, words: str) -> Act:
        if not 0 <= value < AMOUNT_BELOW:
            raise AmountOutOfReach
        came = (
            Movement.objects.filter(
                business_id=business_id, id=movement_id, quantity__gt=0, document__kind__in=COMES_WITH_COST
            )
            .filter(reverses=None)
            .first()
        )
        if came is None:
            raise StockUnknown
        if Movement.objects.filter(business_id=business_id, reverses_id=came.pk).exists():
            raise TakenBack
        more = value - _cost_so_far(came)
        if not more:
            raise NothingMoves
        row = Row(came.item_id, came.branch_id, 0, value=more, about=came.pk)
        return Act(document_id, StockKind.COST, came.branch_id, max(day, came.day), (row,), asked, words)

    return run(
        build, business_id=business_id, actor=actor, document_id=document_id,
        asked=asked_of("cost", movement_id, value, day, note), day=day, note=note, now=now, dry_run=dry_run,
    )  # fmt: skip


def _cost_so_far(came: Movement) -> int:
    corrections = Movement.objects.filter(
        business_id=came.business_id, about_id=came.pk, reverses=None, reversed_by=None
    ).values_list("value", flat=True)
    return came.value + sum(corrections)
