"""What becomes of a meter besides being read: a photo that comes later, and its end."""

import datetime
import uuid

from businesses.actors import Actor
from businesses.books import lock
from core.photos import Photo
from ledger.operations.transactions import in_transaction
from rentals.models import MeterReading
from rentals.operations.ground import allow, next_rev, tell
from rentals.operations.meters import MeterResult, kept_photo, meter_in
from rentals.refusals import RentChanged, RentUnknown


def close_meter(
    *, business_id: uuid.UUID, actor: Actor, meter_id: uuid.UUID, base_rev: int, now: datetime.datetime,
    dry_run: bool = False,
) -> MeterResult:  # fmt: skip
    """A meter that was taken down is read no more; its readings stay. Closed again it answers as it stands.

    Raises RoleNotAllowed, RentUnknown, RentChanged.
    """

    def work() -> MeterResult:
        lock(business_id, events=0)
        allow(actor, "rent.write")
        meter = meter_in(business_id, meter_id)
        if meter.closed_at is not None:
            return MeterResult(meter.pk, meter.unit_id, meter.name, 0, replayed=True)
        if meter.rev != base_rev:
            raise RentChanged
        meter.closed_at, meter.rev = now, meter.rev + 1
        meter.save(update_fields=["closed_at", "rev"])
        seq = tell(
            business_id, actor=actor, now=now, verb="meter.closed", subject_kind="meter", subject_id=meter.pk,
            rev=meter.rev, contents={"unit": str(meter.unit_id), "name": meter.name},
        )  # fmt: skip
        return MeterResult(meter.pk, meter.unit_id, meter.name, seq)

    return in_transaction(work, dry_run=dry_run)


def keep_reading_photo(
    *, business_id: uuid.UUID, actor: Actor, reading_id: uuid.UUID, photo: Photo, now: datetime.datetime,
    dry_run: bool = False,
) -> MeterResult:  # fmt: skip
    """The photo of a reading, in the place of one that was there.

    Raises RoleNotAllowed, RentUnknown.
    """

    def work() -> MeterResult:
        lock(business_id, events=0)
        allow(actor, "rent.write")
        own = MeterReading.objects.filter(business_id=business_id, id=reading_id)
        reading = own.select_related("meter").first()
        if reading is None:
            raise RentUnknown
        if not dry_run:
            reading.photo = kept_photo(business_id, reading_id, photo)
            reading.save(update_fields=["photo"])
        seq = tell(
            business_id, actor=actor, now=now, verb="meter.photo_added", subject_kind="meter_reading",
            subject_id=reading.pk, rev=next_rev(business_id, reading.pk),
            contents={"meter": str(reading.meter_id), "day": reading.day.isoformat()},
        )  # fmt: skip
        return MeterResult(reading.meter_id, reading.meter.unit_id, reading.meter.name, seq)

    return in_transaction(work, dry_run=dry_run)
