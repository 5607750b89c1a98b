"""Sending again, sending a test, and clearing the log."""

import datetime
import uuid

from django.db import transaction

from api.webhooks import bell
from api.webhooks.events import TEST
from api.webhooks.models import Delivery, DeliveryState, Endpoint
from api.webhooks.payloads import body_of_test
from api.webhooks.refusals import StillOnItsWay, WebhookIsOff, WebhookRoleMissing, WebhookUnknown
from audit.retention import kept
from businesses.actors import Actor
from businesses.roles import is_granted
from core.ids import uuid7

TRIM_ROWS = 1_000


def send_test(
    *, business_id: uuid.UUID, actor: Actor, endpoint_id: uuid.UUID, now: datetime.datetime
) -> uuid.UUID:
    """Put a message about nothing on its way, the same way as all others. Its id.

    Raises WebhookUnknown, WebhookIsOff, WebhookRoleMissing.
    """
    endpoint = _endpoint_on(business_id=business_id, endpoint_id=endpoint_id, actor=actor)
    message_id = uuid7()
    with transaction.atomic():
        Delivery.objects.create(
            id=message_id, business_id=business_id, endpoint=endpoint, verb=TEST, subject_id=message_id,
            body=body_of_test(message_id=message_id, business_id=business_id, now=now), due_at=now, created_at=now,
        )  # fmt: skip
        transaction.on_commit(lambda: bell.ring(business_id), robust=True)
    return message_id


def resend(
    *, business_id: uuid.UUID, actor: Actor, endpoint_id: uuid.UUID, delivery_id: uuid.UUID,
    now: datetime.datetime,
) -> None:  # fmt: skip
    """Send a message that came to an end once more, under the same id, with all its tries ahead of it.

    Raises WebhookUnknown, WebhookIsOff, WebhookRoleMissing, StillOnItsWay.
    """
    endpoint = _endpoint_on(business_id=business_id, endpoint_id=endpoint_id, actor=actor)
    with transaction.atomic():
        standing = Delivery.objects.filter(id=delivery_id, endpoint=endpoint)
        ended = standing.exclude(state=DeliveryState.WAITING)
        if not ended.update(state=DeliveryState.WAITING, tries=0, due_at=now, ended_at=None):
            raise StillOnItsWay if standing.exists() else WebhookUnknown
        transaction.on_commit(lambda: bell.ring(business_id), robust=True)


def trim(*, now: datetime.datetime) -> int:
    """Clear deliveries made over 30 days ago and removed endpoints: TRIM_ROWS at most, and says how many."""
    old = Delivery.objects.filter(created_at__lt=now - kept("messages")).order_by("created_at")
    gone = Delivery.objects.filter(endpoint__removed_at__isnull=False).order_by("id")
    cleared = 0
    for rows in (old, gone):
        ids = list(rows.values_list("id", flat=True)[:TRIM_ROWS])
        Delivery.objects.filter(id__in=ids).delete()
        cleared += len(ids)
    if not gone.exists():
        Endpoint.objects.filter(removed_at__lt=now - kept("messages")).delete()
    return cleared


def _endpoint_on(*, business_id: uuid.UUID, endpoint_id: uuid.UUID, actor: Actor) -> Endpoint:
    if not is_granted(actor.role, "book.settings"):
        raise WebhookRoleMissing
    endpoint = Endpoint.objects.filter(business_id=business_id, id=endpoint_id, removed_at=None).first()
    if endpoint is None:
        raise WebhookUnknown
    if not endpoint.is_enabled:
        raise WebhookIsOff
    return endpoint
