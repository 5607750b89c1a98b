"""Meters of the units with what they showed last, and the cheques that wait for their day."""

import datetime
import uuid
from dataclasses import dataclass

from rentals.models import Cheque, ChequeState, Meter, MeterReading

LISTED_MAX = 500


@dataclass(frozen=True, slots=True)
class MeterRow:
    """`value` in 1/10,000 as it was read on `day`; `rate` in 1/1,000,000 of the currency."""

    id: uuid.UUID
    name: str
    measured_in: str
    rate: int
    unit: str
    unit_id: uuid.UUID
    house: str
    value: int
    day: datetime.date
    photo_of: uuid.UUID | None
    """The reading, where a photo of it is kept."""


def meter_rows(business_id: uuid.UUID) -> list[MeterRow]:
    """By house, unit and name; two queries."""
    own = Meter.objects.filter(business_id=business_id, closed_at=None, unit__closed_at=None)
    meters = list(
        own.select_related("unit__branch").order_by("unit__branch_id", "unit__name", "name")[:LISTED_MAX]
    )
    last: dict[uuid.UUID, MeterReading] = {}
    for reading in MeterReading.objects.filter(business_id=business_id, meter__in=meters).order_by("day"):
        last[reading.meter_id] = reading
    return [
        MeterRow(
            one.pk, one.name, one.measured_in, one.rate, one.unit.name, one.unit_id, one.unit.branch.name,
            last[one.pk].value, last[one.pk].day, last[one.pk].pk if last[one.pk].photo else None,
        )
        for one in meters if one.pk in last
    ]  # fmt: skip


def reading_photos(business_id: uuid.UUID, *, lease_id: uuid.UUID) -> dict[uuid.UUID, uuid.UUID]:
    """By due of a lease the reading it came of, where a photo of the meter is kept."""
    read = MeterReading.objects.filter(business_id=business_id, due__lease_id=lease_id).exclude(photo="")
    return {due_id: pk for due_id, pk in read.values_list("due_id", "pk") if due_id is not None}


def cheque_rows(business_id: uuid.UUID) -> list[Cheque]:
    """Cheques that wait or bounced, the next day first; then those that are done, the newest first."""
    own = Cheque.objects.filter(business_id=business_id).select_related("lease__party", "lease__unit__branch")
    open_states = (ChequeState.WAITING, ChequeState.BOUNCED)
    waiting = list(own.filter(state__in=open_states).order_by("day", "id")[:LISTED_MAX])
    return waiting + list(own.exclude(state__in=open_states).order_by("-day", "-id")[:60])
