"""When beat and worker were last seen: the round of the sweeper passes through both of them every few seconds."""

import datetime
import logging
from typing import Any

from celery.signals import before_task_publish, task_prerun
from django.db import DatabaseError, close_old_connections, connection, transaction
from django.utils import timezone

from audit.models import Pulse

SWEEP = "audit.sweep_jobs"
BEAT, WORKER = "beat", "worker"

logger = logging.getLogger(__name__)


def note_pulse(name: str, *, now: datetime.datetime) -> None:
    """Whoever it is was at work now. A database that is busy or away must not stop them."""
    if not connection.in_atomic_block:
        close_old_connections()
    try:
        with transaction.atomic():
            Pulse.objects.update_or_create(name=name, defaults={"at": now})
    except DatabaseError:
        logger.warning("The pulse of %s could not be written", name)


def pulses() -> dict[str, datetime.datetime]:
    return dict(Pulse.objects.values_list("name", "at"))


@before_task_publish.connect(dispatch_uid="audit.pulses.beat")
def note_beat(sender: Any = None, **_signal: Any) -> None:
    """Only the beat sends the sweeper out."""
    if sender == SWEEP:
        note_pulse(BEAT, now=timezone.now())


@task_prerun.connect(dispatch_uid="audit.pulses.worker")
def note_worker(sender: Any = None, **_signal: Any) -> None:
    if getattr(sender, "name", "") == SWEEP:
        note_pulse(WORKER, now=timezone.now())
