"""Meters of a unit: read now and then, and what went through is asked for with its sum."""

import datetime
import uuid
from dataclasses import dataclass

from django.utils.translation import gettext as _

from businesses.actors import Actor
from businesses.books import lock
from core.kept_files import keep
from core.photos import Photo
from core.text import clean_line
from ledger.operations.transactions import in_transaction
from ledger.refusals import IdTaken
from rentals.arithmetic import ReadingBelow, metered, used
from rentals.models import Due, DueKind, Lease, Meter, MeterReading
from rentals.operations.dues import LABEL_MAX, add_charge
from rentals.operations.ground import allow, check_day, new_row, refuse_without_rent, tell, unit_in
from rentals.refusals import NameMissing, ReadingRefused, RentUnknown

NAME_MAX = LABEL_MAX - 3
RATE_BELOW = 10**12
VALUE_BELOW = 10**14


@dataclass(frozen=True, slots=True)
class MeterResult:
    meter_id: uuid.UUID
    unit_id: uuid.UUID
    name: str
    seq: int
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class ReadingResult:
    """`quantity` in 1/10,000 of the meter's unit since the reading before; `amount` what it costs, minor units;
    `due_id` None where nobody lives there, or nothing was used."""

    reading_id: uuid.UUID
    meter_id: uuid.UUID
    quantity: int
    amount: int
    due_id: uuid.UUID | None
    seq: int
    replayed: bool = False


def add_meter(
    *, business_id: uuid.UUID, actor: Actor, meter_id: uuid.UUID, unit_id: uuid.UUID, name: str, measured_in: str,
    rate: int, value: int, day: datetime.date, turns_at: int = 0, now: datetime.datetime, dry_run: bool = False,
) -> MeterResult:  # fmt: skip
    """A meter with what it shows on `day`: from there it is counted. `rate` in 1/1,000,000 of the currency, `value` in
    1/10,000; at `turns_at` (1/10,000) it begins at 0 again, 0 where it never does. Sent again under the same id it
    answers the first result.

    Raises RoleNotAllowed, NoRentHere, RentUnknown, NameMissing, ReadingRefused, DayOutOfReach, IdTaken, TextError.
    """
    called = clean_line(name, max_length=NAME_MAX, field="name")
    measure = clean_line(measured_in, max_length=12, field="measured_in")

    def work() -> MeterResult:
        book = lock(business_id, events=0)
        allow(actor, "rent.write")
        refuse_without_rent(business_id)
        unit = unit_in(business_id, unit_id)
        standing = Meter.objects.filter(business_id=business_id, id=meter_id, unit=unit).first()
        if standing is not None:
            if (standing.name, standing.turns_at) != (called, turns_at):
                raise IdTaken
            return MeterResult(standing.pk, unit.pk, standing.name, 0, replayed=True)
        if not called:
            raise NameMissing(_("Give the meter a name, for example Electricity."))
        _check_figures(rate=rate, value=value, turns_at=turns_at)
        if Meter.objects.filter(business_id=business_id, unit=unit, name__iexact=called).exists():
            raise ReadingRefused(_("This unit has a meter of that name."), field="name")
        check_day(day, book=book, now=now)
        with new_row(Meter, meter_id):
            meter = Meter.objects.create(
                id=meter_id, business_id=business_id, unit=unit, name=called, measured_in=measure, rate=rate,
                turns_at=turns_at,
            )  # fmt: skip
        MeterReading.objects.create(
            business_id=business_id, meter=meter, day=day, value=value, created_at=now
        )
        seq = tell(
            business_id, actor=actor, now=now, verb="meter.added", subject_kind="meter", subject_id=meter.pk,
            contents={"unit": str(unit.pk), "name": called, "rate": rate, "value": value},
        )  # fmt: skip
        return MeterResult(meter.pk, unit.pk, called, seq)

    return in_transaction(work, dry_run=dry_run)


def _check_figures(*, rate: int, value: int, turns_at: int) -> None:
    if not 0 < rate < RATE_BELOW or not 0 <= value < VALUE_BELOW:
        raise ReadingRefused(_("Enter what one unit costs and what the meter shows."))
    if turns_at and not value <= turns_at < VALUE_BELOW:
        raise ReadingRefused(_("The meter shows more than the figure it starts again at."), field="turns_at")


def read_meter(
    *, business_id: uuid.UUID, actor: Actor, meter_id: uuid.UUID, reading_id: uuid.UUID, value: int,
    day: datetime.date, rate: int | None = None, photo: Photo | None = None, now: datetime.datetime,
    dry_run: bool = False,
) -> ReadingResult:  # fmt: skip
    """What the meter shows on `day`: what went through since the reading before is asked for of who lives there, as a
    charge with its sum. A new `rate` (1/1,000,000 of the currency) holds from this reading on.

    Raises RoleNotAllowed, RentUnknown, ReadingRefused, DueStands, DayOutOfReach, PeriodLocked, IdTaken.
    """

    def work() -> ReadingResult:
        book = lock(business_id, events=0)
        allow(actor, "rent.write")
        meter = meter_in(business_id, meter_id)
        standing = MeterReading.objects.filter(business_id=business_id, id=reading_id, meter=meter).first()
        if standing is not None:
            if (standing.day, standing.value) != (day, value):
                raise IdTaken
            return ReadingResult(standing.pk, meter.pk, 0, 0, standing.due_id, 0, replayed=True)
        if meter.closed_at is not None:
            raise ReadingRefused(_("This meter is no longer read."))
        check_day(day, book=book, now=now)
        before = MeterReading.objects.filter(business_id=business_id, meter=meter).order_by("-day").first()
        if before is None or day <= before.day:
            raise ReadingRefused(_("This meter was read on that day or later already."), field="day")
        if not 0 <= value <= (meter.turns_at or VALUE_BELOW):
            raise ReadingRefused(_("The meter cannot show that. Check the figure."), field="value")
        if rate is not None and 0 < rate < RATE_BELOW and rate != meter.rate:
            meter.rate, meter.rev = rate, meter.rev + 1
            meter.save(update_fields=["rate", "rev"])
        found = _counted(meter, before=before, value=value)
        due_id = _asked(meter, found, before=before, value=value, day=day, actor=actor, now=now)
        with new_row(MeterReading, reading_id):
            MeterReading.objects.create(
                id=reading_id, business_id=business_id, meter=meter, day=day, value=value, due_id=due_id,
                photo=kept_photo(business_id, reading_id, None if dry_run else photo), created_at=now,
            )  # fmt: skip
        seq = tell(
            business_id, actor=actor, now=now, verb="meter.read", subject_kind="meter_reading",
            subject_id=reading_id, amount=found.amount,
            contents={"meter": str(meter.pk), "day": day.isoformat(), "value": value, "quantity": found.quantity,
                      "amount": found.amount, "due": str(due_id) if due_id else None},
        )  # fmt: skip
        return ReadingResult(reading_id, meter.pk, found.quantity, found.amount, due_id, seq)

    return in_transaction(work, dry_run=dry_run)


@dataclass(frozen=True, slots=True)
class _Counted:
    quantity: int
    amount: int


def _counted(meter: Meter, *, before: MeterReading, value: int) -> _Counted:
    try:
        quantity = used(previous=before.value, current=value, turns_at=meter.turns_at)
    except ReadingBelow:
        raise ReadingRefused(
            _("The meter shows less than before. Check the figure."), field="value"
        ) from None
    return _Counted(quantity, metered(quantity=quantity, rate=meter.rate))


def _asked(
    meter: Meter, found: _Counted, *, before: MeterReading, value: int, day: datetime.date, actor: Actor,
    now: datetime.datetime,
) -> uuid.UUID | None:  # fmt: skip
    """The charge of who lives there."""
    lease = Lease.objects.filter(
        business_id=meter.business_id, unit_id=meter.unit_id, ended_at=None, starts_on__lte=day
    ).first()
    if lease is None or not found.amount:
        return None
    working = {
        "used": found.quantity, "previous": before.value, "current": value, "rate": meter.rate,
        "measured_in": meter.measured_in, "from": before.day.isoformat(), "to": day.isoformat(),
    }  # fmt: skip
    return add_charge(
        business_id=meter.business_id, actor=actor, lease_id=lease.pk, kind=DueKind.UTILITY,
        label=_label(meter, lease=lease, day=day),
        amount=found.amount, period=day, due_on=day, now=now, working=working,
    ).due_id  # fmt: skip


def _label(meter: Meter, *, lease: Lease, day: datetime.date) -> str:
    """The meter's name; read again in a month, with a number behind it: a charge stands once a month and label."""
    same = Due.objects.filter(
        business_id=meter.business_id, lease=lease, kind=DueKind.UTILITY, period=day.replace(day=1)
    )
    labels = set(same.values_list("label", flat=True))
    numbered = (f"{meter.name} {number}" for number in range(2, 32))
    return meter.name if meter.name not in labels else next(one for one in numbered if one not in labels)


def meter_in(business_id: uuid.UUID, meter_id: uuid.UUID) -> Meter:
    """Raises RentUnknown."""
    found = Meter.objects.filter(business_id=business_id, id=meter_id).select_related("unit").first()
    if found is None:
        raise RentUnknown
    return found


def kept_photo(business_id: uuid.UUID, reading_id: uuid.UUID, photo: Photo | None) -> str:
    if photo is None:
        return ""
    return keep(f"books/{business_id}/meters/{reading_id}/{photo.digest}.jpg", photo.bytes)
