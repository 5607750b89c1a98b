"""Meters of the units with what they showed last, and the cheques that wait for their day."""

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery

from rentals.arithmetic.meters import used
from rentals.models import Cheque, ChequeState, Meter, MeterReading
from rentals.refusals import RentUnknown

LISTED_MAX = 500


@dataclass(frozen=True, slots=True)
class MeterRow:
    """`value` in 1/10,000 as it was read on `day`; `rate` in 1/1,000,000 of the currency; `turns_at` in 1/10,000, 0
    where it never begins again."""

    id: uuid.UUID
    name: str
    measured_in: str
    rate: int
    unit: str
    unit_id: uuid.UUID
    house: str
    house_id: uuid.UUID
    value: int
    day: datetime.date
    photo_of: uuid.UUID | None
    """The reading, where a photo of it is kept."""
    turns_at: int
    is_closed: bool
    rev: int


def meter_rows(business_id: uuid.UUID, *, unit_id: uuid.UUID | None = None) -> list[MeterRow]:
    """Those that are read, by house, unit and name; of one unit. Two queries."""
    own = Meter.objects.filter(business_id=business_id, closed_at=None, unit__closed_at=None)
    if unit_id is not None:
        own = own.filter(unit_id=unit_id)
    return _rows(own.order_by("unit__branch_id", "unit__name", "name")[:LISTED_MAX])


def meter_page(
    business_id: uuid.UUID, *, unit_id: uuid.UUID | None = None, property_id: uuid.UUID | None = None,
    with_closed: bool = False, after: uuid.UUID | None = None, limit: int = LISTED_MAX,
) -> list[MeterRow]:  # fmt: skip
    """Meters as they were added, those after an id; of one unit or house."""
    own = Meter.objects.filter(business_id=business_id)
    for name, value in (("unit_id", unit_id), ("unit__branch_id", property_id), ("id__gt", after)):
        if value is not None:
            own = own.filter(**{name: value})
    if not with_closed:
        own = own.filter(closed_at=None)
    return _rows(own.order_by("id")[:limit])


def meter_of(business_id: uuid.UUID, meter_id: uuid.UUID) -> MeterRow:
    """Also one that is closed. Raises RentUnknown."""
    found = _rows(Meter.objects.filter(business_id=business_id, id=meter_id))
    if not found:
        raise RentUnknown
    return found[0]


def _rows(meters: QuerySet[Meter]) -> list[MeterRow]:
    newest = MeterReading.objects.filter(meter=OuterRef("pk")).order_by("-day").values("pk")[:1]
    shown = list(meters.select_related("unit__branch").annotate(last=Subquery(newest)))
    last = MeterReading.objects.in_bulk([one.last for one in shown if one.last])
    return [_row(one, last=last[one.last]) for one in shown if one.last in last]


def _row(one: Meter, *, last: MeterReading) -> MeterRow:
    return MeterRow(
        id=one.pk, name=one.name, measured_in=one.measured_in, rate=one.rate, unit=one.unit.name,
        unit_id=one.unit_id, house=one.unit.branch.name, house_id=one.unit.branch_id, value=last.value,
        day=last.day, photo_of=last.pk if last.photo else None, turns_at=one.turns_at,
        is_closed=one.closed_at is not None, rev=one.rev,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """`value` in 1/10,000; `used` since the reading before, None for the first; `amount` what was asked for, minor
    units, None where nothing was."""

    id: uuid.UUID
    meter_id: uuid.UUID
    day: datetime.date
    value: int
    used: int | None
    due_id: uuid.UUID | None
    amount: int | None
    has_photo: bool


def reading_page(
    business_id: uuid.UUID, *, meter_id: uuid.UUID, after: tuple[datetime.date, uuid.UUID] | None = None,
    limit: int = LISTED_MAX,
) -> list[ReadingRow]:  # fmt: skip
    """Readings of a meter, the newest first; those before a day."""
    own = MeterReading.objects.filter(business_id=business_id, meter_id=meter_id)
    if after is not None:
        own = own.filter(day__lt=after[0])
    return _readings(own.order_by("-day")[:limit])


def reading_of(business_id: uuid.UUID, reading_id: uuid.UUID) -> ReadingRow:
    """Raises RentUnknown."""
    found = _readings(MeterReading.objects.filter(business_id=business_id, id=reading_id))
    if not found:
        raise RentUnknown
    return found[0]


def _readings(own: QuerySet[MeterReading]) -> list[ReadingRow]:
    before = MeterReading.objects.filter(meter=OuterRef("meter"), day__lt=OuterRef("day")).order_by("-day")
    shown = own.select_related("due", "meter").annotate(previous=Subquery(before.values("value")[:1]))
    return [
        ReadingRow(
            id=one.pk, meter_id=one.meter_id, day=one.day, value=one.value,
            used=None if one.previous is None
            else used(previous=one.previous, current=one.value, turns_at=one.meter.turns_at),
            due_id=one.due_id, amount=one.due.amount if one.due else None, has_photo=bool(one.photo),
        )
        for one in shown
    ]  # fmt: skip


def reading_photos(business_id: uuid.UUID, *, lease_id: uuid.UUID) -> dict[uuid.UUID, uuid.UUID]:
    """By due of a lease the reading it came of, where a photo of the meter is kept."""
    read = MeterReading.objects.filter(business_id=business_id, due__lease_id=lease_id).exclude(photo="")
    return {due_id: pk for due_id, pk in read.values_list("due_id", "pk") if due_id is not None}


def cheque_rows(business_id: uuid.UUID) -> list[Cheque]:
    """Cheques that wait or bounced, the next day first; then those that are done, the newest first."""
    own = Cheque.objects.filter(business_id=business_id).select_related("lease__party", "lease__unit__branch")
    own = own.prefetch_related("lease__others__party")
    open_states = (ChequeState.WAITING, ChequeState.BOUNCED)
    waiting = list(own.filter(state__in=open_states).order_by("day", "id")[:LISTED_MAX])
    return waiting + list(own.exclude(state__in=open_states).order_by("-day", "-id")[:60])
