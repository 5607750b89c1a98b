"""Meters of the units: what they show now and then, and what is asked for of it."""

import datetime
from typing import Annotated, Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.utils import timezone
from ninja import File, Query, Schema, UploadedFile
from pydantic import Field

from api.kit.amounts import Money, number
from api.kit.answers import Answer, Page, Paging, Row, page_of
from api.kit.caller import BookCall
from api.kit.cursors import uuid_after
from api.kit.decimals import Number, UnitPrice, exact
from api.kit.quantities import Count, Quantity, QuantityOrZero, count
from api.kit.resource import Resource, revision_of
from api.routes.ledgers import today_of
from api.routes.properties import READ, WRITE
from api.routes.rent_dues import place_before
from core.ids import uuid7
from core.photos import read_photo
from ledger.queries.pages import cursor_of
from rentals.operations import meter_changes, meters
from rentals.queries.meters import MeterRow, ReadingRow, meter_of, meter_page, reading_of, reading_page
from rentals.queries.portal import photo_name

Shown = Annotated[str, Field(max_length=12, examples=["kWh"])]
PLACES = 6
READING = "/meter-readings/{uuid:reading_id}"


class Meter(Answer):
    """`rate` is what one unit of it costs. A meter that counts to `turns_at` begins at 0 again there; null where it
    never does."""

    meter_id: UUID
    unit_id: UUID
    unit_name: str
    property_id: UUID
    property_name: str
    meter_name: str
    measured_in: str
    rate: Number
    turns_at: Count | None
    last_reading: Count
    last_reading_date: datetime.date
    is_closed: bool
    rev: int


class MeterReading(Answer):
    """`used` is what went through since the reading before, null for the first; `due_id` and `amount` are what was
    asked for of the tenant, null where nobody lives there or nothing was used."""

    reading_id: UUID
    meter_id: UUID
    date: datetime.date
    reading: Count
    used: Count | None
    due_id: UUID | None
    amount: Money | None
    has_photo: bool


class NewMeter(Schema):
    """`reading` is what the meter shows on `date`, without it today: from there it is counted. `meter_id` may be
    yours; the same meter sent twice is added once."""

    meter_id: UUID | None = None
    meter_name: Annotated[str, Field(max_length=21, examples=["Electricity"])]
    measured_in: Shown = ""
    rate: UnitPrice
    reading: QuantityOrZero
    turns_at: Quantity | None = None
    date: datetime.date | None = None


class NewReading(Schema):
    """A `rate` holds from this reading on; left out, the one before stays."""

    reading_id: UUID | None = None
    reading: QuantityOrZero
    rate: UnitPrice | None = None
    date: datetime.date | None = None


class MetersWanted(Paging):
    unit_id: Annotated[UUID | None, Field(description="Only meters of this unit.")] = None
    property_id: Annotated[UUID | None, Field(description="Only meters of this house.")] = None
    with_closed: Annotated[bool, Field(description="Also those that are read no more.")] = False


NAMES = {"name": "meter_name", "value": "reading", "day": "date"}
router = Resource(singular="meter", plural="meters", row=Meter, tag="Rent", names=NAMES)
OF_READING: dict[str, Any] = {"row": MeterReading, "singular": "reading"}


@router.rows("/meters", **READ)
def list_meters(request: BookCall, asked: Query[MetersWanted]) -> Page:
    """Meters as they were added, each with what it showed last."""
    found = meter_page(
        request.business.pk, unit_id=asked.unit_id, property_id=asked.property_id, with_closed=asked.with_closed,
        after=uuid_after(asked.cursor) if asked.cursor else None, limit=asked.per_page + 1,
    )  # fmt: skip
    return page_of(
        [said_of(one) for one in found], paging=asked, cursor=lambda row: cursor_of(row["meter_id"].hex)
    )


@router.one("/meters/{uuid:meter_id}", **READ)
def get_meter(request: BookCall, meter_id: UUID) -> Row:
    """One meter, also when it is read no more."""
    return said_of(meter_of(request.business.pk, meter_id))


@router.create("/units/{uuid:unit_id}/meters", **WRITE)
def create_meter(request: BookCall, unit_id: UUID, asked: NewMeter) -> Row:
    """Add a meter to a unit, with what it shows now."""
    made = meters.add_meter(
        business_id=request.business.pk, actor=request.actor, meter_id=asked.meter_id or uuid7(),
        unit_id=unit_id, name=asked.meter_name, measured_in=asked.measured_in, rate=asked.rate, value=asked.reading,
        turns_at=asked.turns_at or 0, day=asked.date or today_of(request), now=timezone.now(),
    )  # fmt: skip
    return said_of(meter_of(request.business.pk, made.meter_id))


@router.act("/meters/{uuid:meter_id}/close", **WRITE, revised=True)
def close_meter(request: BookCall, meter_id: UUID) -> Row:
    """A meter that was taken down is read no more; its readings stay."""
    meter_changes.close_meter(
        business_id=request.business.pk, actor=request.actor, meter_id=meter_id, base_rev=revision_of(request),
        now=timezone.now(),
    )  # fmt: skip
    return said_of(meter_of(request.business.pk, meter_id))


@router.rows("/meters/{uuid:meter_id}/readings", **READ, plural="readings", row=MeterReading)
def list_meter_readings(request: BookCall, meter_id: UUID, asked: Query[Paging]) -> Page:
    """What a meter showed, the newest first."""
    meter_of(request.business.pk, meter_id)
    found = reading_page(
        request.business.pk, meter_id=meter_id, after=place_before(asked.cursor) if asked.cursor else None,
        limit=asked.per_page + 1,
    )  # fmt: skip
    page = page_of(found, paging=asked, cursor=lambda one: cursor_of(one.day.isoformat(), one.id.hex))
    return Page([reading_said(one) for one in page.rows], page.next_cursor, page.per_page)


@router.create("/meters/{uuid:meter_id}/readings", **WRITE, **OF_READING)
def create_meter_reading(request: BookCall, meter_id: UUID, asked: NewReading) -> Row:
    """Read a meter: what went through since the reading before is asked for of who lives there."""
    done = meters.read_meter(
        business_id=request.business.pk, actor=request.actor, meter_id=meter_id,
        reading_id=asked.reading_id or uuid7(), value=asked.reading, rate=asked.rate,
        day=asked.date or today_of(request), now=timezone.now(),
    )  # fmt: skip
    return reading_said(reading_of(request.business.pk, done.reading_id))


@router.act(READING + "/photo", **WRITE, **OF_READING)
def add_meter_photo(request: BookCall, reading_id: UUID, photo: File[UploadedFile]) -> Row:
    """Keep a photo (JPEG, PNG or WebP, up to 10 MB) of the meter with a reading; the tenant sees it too."""
    meter_changes.keep_reading_photo(
        business_id=request.business.pk, actor=request.actor, reading_id=reading_id, photo=read_photo(photo),
        now=timezone.now(), dry_run=request.dry_run,
    )  # fmt: skip
    return reading_said(reading_of(request.business.pk, reading_id))


@router.file(READING + "/photo", **READ, types=("image/jpeg",))
def get_meter_photo(request: BookCall, reading_id: UUID) -> HttpResponse:
    """The photo of the meter itself."""
    reading_of(request.business.pk, reading_id)
    name = photo_name(request.business.pk, reading_id)
    if not name or not default_storage.exists(name):
        raise Http404
    return HttpResponse(default_storage.open(name).read(), content_type="image/jpeg")


def said_of(one: MeterRow) -> Row:
    return {
        "meter_id": one.id, "unit_id": one.unit_id, "unit_name": one.unit, "property_id": one.house_id,
        "property_name": one.house, "meter_name": one.name, "measured_in": one.measured_in,
        "rate": exact(one.rate, places=PLACES), "turns_at": count(one.turns_at) if one.turns_at else None,
        "last_reading": count(one.value), "last_reading_date": one.day, "is_closed": one.is_closed, "rev": one.rev,
    }  # fmt: skip


def reading_said(one: ReadingRow) -> Row:
    return {
        "reading_id": one.id, "meter_id": one.meter_id, "date": one.day, "reading": count(one.value),
        "used": None if one.used is None else count(one.used), "due_id": one.due_id,
        "amount": None if one.amount is None else number(one.amount), "has_photo": one.has_photo,
    }  # fmt: skip
