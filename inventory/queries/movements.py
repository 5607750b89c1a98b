"""What moved, newest first, and how an item's stock went up and down."""

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from inventory.models import Movement, StockDocument, StockSum
from inventory.refusals import StockUnknown
from ledger.queries.pages import ROWS_MAX, CursorUnknown, cursor_of, key_of

DAYS_SHOWN = 90


@dataclass(frozen=True, slots=True)
class MovementRow:
    """`quantity` in 1/10,000, `value` in minor units, both with their sign; `unit` is the item's."""

    movement_id: int
    document_id: uuid.UUID
    source_id: uuid.UUID | None
    kind: str
    day: datetime.date
    item_id: uuid.UUID
    item_name: str
    unit: str
    branch_id: uuid.UUID
    branch_name: str
    batch_number: str
    quantity: int
    value: int
    note: str
    place: tuple[str, int, int, int]


@dataclass(frozen=True, slots=True)
class MovementPage:
    rows: tuple[MovementRow, ...]
    next_cursor: str | None


def movement_page(
    business_id: uuid.UUID, *, item_id: uuid.UUID | None = None, kind: str = "", branch_id: uuid.UUID | None = None,
    before: str | None = None, limit: int = 50,
) -> MovementPage:  # fmt: skip
    """Movements that stand, of an item or of all, newest first: what was taken back and its reversal are left out.

    Raises CursorUnknown.
    """
    limit = min(limit, ROWS_MAX)
    rows = standing(business_id)
    if item_id is not None:
        rows = rows.filter(item_id=item_id)
    if kind:
        rows = rows.filter(document__kind=kind)
    if branch_id is not None:
        rows = rows.filter(branch_id=branch_id)
    if before:
        rows = rows.filter(_before(before))
    found = list(
        rows.select_related("document", "item", "branch", "batch").order_by("-day", "-pos", "-line", "-id")[
            : limit + 1
        ]
    )
    page = tuple(_row(one) for one in found[:limit])
    return MovementPage(page, cursor_of(*page[-1].place) if len(found) > limit else None)


def standing(business_id: uuid.UUID) -> QuerySet[Movement]:
    back = Movement.objects.filter(reverses_id=OuterRef("id"))
    return Movement.objects.filter(business_id=business_id, reverses=None).filter(~Exists(back))


def act_rows(business_id: uuid.UUID, document_id: uuid.UUID) -> tuple[StockDocument, tuple[MovementRow, ...]]:
    """One act of stock and all its movements. Raises StockUnknown."""
    act = StockDocument.objects.filter(business_id=business_id, id=document_id).first()
    if act is None:
        raise StockUnknown
    rows = Movement.objects.filter(business_id=business_id, document=act).order_by("line")
    return act, tuple(_row(one) for one in rows.select_related("document", "item", "branch", "batch"))


def is_taken_back(business_id: uuid.UUID, document_id: uuid.UUID) -> bool:
    """Whether an act was taken back, or takes another back."""
    own = StockDocument.objects.filter(business_id=business_id)
    return (
        own.filter(reverses_id=document_id).exists()
        or own.filter(id=document_id).exclude(reverses=None).exists()
    )


def stock_points(
    business_id: uuid.UUID, item_id: uuid.UUID, *, today: datetime.date, days: int = DAYS_SHOWN
) -> list[tuple[datetime.date, int]]:
    """(day, what there was at its end in 1/10,000) where it changed in the last days, the first and today too."""
    stored = StockSum.objects.filter(business_id=business_id, item_id=item_id).first()
    if stored is None:
        return []
    start = today - datetime.timedelta(days=days)
    moved = dict(
        Movement.objects.filter(business_id=business_id, item_id=item_id, day__gte=start)
        .values_list("day")
        .annotate(moved=Sum("quantity"))
    )
    left = stored.on_hand
    points = []
    for day in sorted({*moved, today, start}, reverse=True):
        if day <= today:
            points.append((day, left))
        left -= moved.get(day, 0)
    return points[::-1]


def _before(cursor: str) -> Q:
    day, pos, line, last = key_of(cursor, shape=(str, int, int, int))
    try:
        on = datetime.date.fromisoformat(day)
    except ValueError as error:
        raise CursorUnknown from error
    return (
        Q(day__lt=on)
        | Q(day=on, pos__lt=pos)
        | Q(day=on, pos=pos, line__lt=line)
        | Q(day=on, pos=pos, line=line, id__lt=last)
    )


def _row(one: Movement) -> MovementRow:
    act = one.document
    return MovementRow(
        movement_id=one.pk, document_id=act.id, source_id=act.document_id, kind=act.kind, day=one.day,
        item_id=one.item_id, item_name=one.item.name, unit=one.item.unit, branch_id=one.branch_id,
        branch_name=one.branch.name, batch_number=one.batch.number if one.batch else "", quantity=one.quantity,
        value=one.value, note=act.note, place=(one.day.isoformat(), one.pos, one.line, one.pk),
    )  # fmt: skip
