"""What Celery calls, by bell and every 15 seconds. The rows say what there is to do."""

import datetime
import time
from uuid import UUID

from celery import current_app, shared_task
from django.utils import timezone

from api.webhooks.operations.claims import next_due
from api.webhooks.operations.deliver import deliver
from api.webhooks.operations.erasing import blank_messages
from api.webhooks.operations.fan_out import endpoints_behind, fan_out
from api.webhooks.operations.log import trim
from api.webhooks.rules import site_guard
from audit.erasing import erases
from audit.nights import nightly

ROUND_SECONDS = 15
"""The beat comes by so often; what falls due before that is rung for by itself."""
FAN_OUT_SECONDS = 20.0
DELIVER_SECONDS = 45.0
DELIVER = "webhooks.deliver"
erases("webhooks")(blank_messages)
nightly("webhooks", trim)


@shared_task(name="webhooks.fan_out", ignore_result=True)
def fan_out_task(business_id: str | None = None) -> None:
    """Read the trail of one book, or of every book with webhooks, and ring for delivery."""
    book = UUID(business_id) if business_id else None
    end = time.monotonic() + FAN_OUT_SECONDS
    for endpoint_id in endpoints_behind(business_id=book):
        while time.monotonic() < end and fan_out(endpoint_id=endpoint_id, now=timezone.now()):
            pass
    current_app.send_task(DELIVER, retry=False, ignore_result=True)


@shared_task(name=DELIVER, ignore_result=True)
def deliver_task() -> None:
    """Send what is due; when time ran out, ring again so that other work has its turn."""
    end = time.monotonic() + DELIVER_SECONDS
    deliver(guard=site_guard(), clock=timezone.now, seconds=DELIVER_SECONDS)
    if time.monotonic() > end:
        current_app.send_task(DELIVER, retry=False, ignore_result=True)
    else:
        _ring_for_next()


def _ring_for_next() -> None:
    """One bell for the next retry that falls due before the beat comes by, however often this is called."""
    due = next_due(now=timezone.now(), within_seconds=ROUND_SECONDS)
    if due is None or _rung_for["due"] == due:
        return
    _rung_for["due"] = due
    seconds = max(0.1, (due - timezone.now()).total_seconds())
    current_app.send_task(DELIVER, countdown=seconds, retry=False, ignore_result=True)


_rung_for: dict[str, datetime.datetime | None] = {"due": None}
