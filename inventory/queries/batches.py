"""Batches that lie there, by the day they are good until."""

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import Q

from inventory.models import BatchStock
from ledger.queries.pages import ROWS_MAX, CursorUnknown, cursor_of, key_of


@dataclass(frozen=True, slots=True)
class BatchRow:
    """`on_hand` in 1/10,000 of the item's unit, in one branch; `days_left` is below 0 once it is past its day."""

    batch_id: uuid.UUID
    number: str
    expires_on: datetime.date | None
    days_left: int | None
    item_id: uuid.UUID
    item_name: str
    unit: str
    branch_id: uuid.UUID
    branch_name: str
    on_hand: int


@dataclass(frozen=True, slots=True)
class BatchPage:
    rows: tuple[BatchRow, ...]
    next_cursor: str | None


def expiring_batches(
    business_id: uuid.UUID,
    *,
    today: datetime.date,
    within_days: int,
    after: str | None = None,
    limit: int = 50,
) -> BatchPage:
    """What lies there and is past its day, or will be within some days: the soonest first. Raises CursorUnknown."""
    limit = min(limit, ROWS_MAX)
    until = today + datetime.timedelta(days=within_days)
    rows = BatchStock.objects.filter(business_id=business_id, on_hand__gt=0, batch__expires_on__lte=until)
    if after:
        day, last = key_of(after, shape=(str, int))
        try:
            on = datetime.date.fromisoformat(day)
        except ValueError as error:
            raise CursorUnknown from error
        rows = rows.filter(Q(batch__expires_on__gt=on) | Q(batch__expires_on=on, id__gt=last))
    found = list(
        rows.select_related("batch__item", "branch").order_by("batch__expires_on", "id")[: limit + 1]
    )
    page = tuple(_row(one, today=today) for one in found[:limit])
    more = len(found) > limit
    last_row = found[limit - 1] if more else None
    return BatchPage(page, cursor_of(str(last_row.batch.expires_on), last_row.pk) if last_row else None)


def batches_of(business_id: uuid.UUID, item_id: uuid.UUID, *, today: datetime.date) -> list[BatchRow]:
    """What lies there of an item by batch, what expires first on top."""
    rows = BatchStock.objects.filter(business_id=business_id, batch__item_id=item_id).exclude(on_hand=0)
    found = [_row(one, today=today) for one in rows.select_related("batch__item", "branch")[:ROWS_MAX]]
    return sorted(found, key=lambda row: (row.expires_on or datetime.date.max, row.number))


def _row(one: BatchStock, *, today: datetime.date) -> BatchRow:
    batch, item = one.batch, one.batch.item
    ends = batch.expires_on
    return BatchRow(
        batch_id=batch.id, number=batch.number, expires_on=ends, days_left=(ends - today).days if ends else None,
        item_id=item.id, item_name=item.name, unit=item.unit, branch_id=one.branch_id, branch_name=one.branch.name,
        on_hand=one.on_hand,
    )  # fmt: skip
