"""From the trail to deliveries. Each endpoint keeps its own place in its book's trail and reads on from it."""

import datetime
import uuid
from collections.abc import Iterator

from django.db import transaction
from django.db.models import F

from api.webhooks.events import is_wanted
from api.webhooks.models import Delivery, Endpoint
from api.webhooks.payloads import Happening, body_of
from audit.models import Event, Revision
from businesses.models import Business
from core.ids import uuid7

EVENTS_A_CALL = 500
ENDPOINTS_A_ROUND = 500
MISSED_MAX = datetime.timedelta(days=30)
"""What an endpoint missed while it was off, and older than this, is not sent any more."""


def endpoints_behind(*, business_id: uuid.UUID | None = None) -> list[uuid.UUID]:
    """Endpoints whose book has news they have not read, ENDPOINTS_A_ROUND at most."""
    behind = Endpoint.objects.filter(is_enabled=True, removed_at=None, position__lt=F("business__seq"))
    if business_id is not None:
        behind = behind.filter(business_id=business_id)
    return list(behind.order_by("id").values_list("id", flat=True)[:ENDPOINTS_A_ROUND])


def fan_out(*, endpoint_id: uuid.UUID, now: datetime.datetime) -> bool:
    """Turn the next EVENTS_A_CALL events of its book into deliveries. Whether there may be more to read.

    The place moves in the transaction that writes the deliveries, by a conditional UPDATE: of two that do
    this at once one finds the place taken. The book's counter is read first: numbers are drawn under the
    book's lock, so every event up to it is there by then.
    """
    endpoint = Endpoint.objects.filter(id=endpoint_id, is_enabled=True, removed_at=None).first()
    if endpoint is None:
        return False
    upto = Business.objects.values_list("seq", flat=True).get(id=endpoint.business_id)
    happenings = list(_happenings(endpoint, upto=upto))
    is_full = len(happenings) == EVENTS_A_CALL
    place = happenings[-1].seq if is_full else upto
    if place <= endpoint.position:
        return False
    deliveries = [
        _delivery(endpoint, happening, now=now)
        for happening in happenings
        if is_wanted(happening.verb, chosen=endpoint.events) and happening.at > now - MISSED_MAX
    ]
    with transaction.atomic():
        moved = Endpoint.objects.filter(id=endpoint_id, position=endpoint.position).update(position=place)
        if moved:
            Delivery.objects.bulk_create(deliveries, batch_size=100)
    return bool(moved) and is_full


def _happenings(endpoint: Endpoint, *, upto: int) -> Iterator[Happening]:
    business_id, place = endpoint.business_id, endpoint.position
    found = Event.objects.filter(business_id=business_id, seq__gt=place, seq__lte=upto).order_by("seq")
    events = list(found[:EVENTS_A_CALL])
    held = dict(
        Revision.objects.filter(
            business_id=business_id, subject_id__in={event.subject_id for event in events}, seq__gt=place,
            seq__lte=upto,
        ).values_list("seq", "contents")
    )  # fmt: skip
    for event in events:
        yield Happening(
            business_id=business_id, seq=event.seq, at=event.at, verb=event.verb, subject_kind=event.subject_kind,
            subject_id=event.subject_id, rev=event.rev, contents=held.get(event.seq),
        )  # fmt: skip


def _delivery(endpoint: Endpoint, happening: Happening, *, now: datetime.datetime) -> Delivery:
    message_id = uuid7()
    return Delivery(
        id=message_id, business_id=endpoint.business_id, endpoint=endpoint, seq=happening.seq,
        verb=happening.verb, subject_id=happening.subject_id, due_at=now, created_at=now,
        body=body_of(message_id=message_id, happening=happening),
    )  # fmt: skip
