"""How many messages went out and how the last one fared, for the page of health. Never to whom, or what."""

import datetime
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone

from core.messages.sms import MessageError
from core.models import SendingDay

FAULT_MAX = 60
logger = logging.getLogger(__name__)


@contextmanager
def counted(to: str) -> Iterator[None]:
    """Around the handing over of one message; a MessageError counts as failed and goes on."""
    channel = "mail" if "@" in to else "sms"
    try:
        yield
    except MessageError as error:
        cause = error.__context__
        _note(channel, fault=type(cause).__name__ if cause else "not taken", now=timezone.now())
        raise
    _note(channel, fault="", now=timezone.now())


def _note(channel: str, *, fault: str, now: datetime.datetime) -> None:
    """A message that went out is not called failed because it could not be counted."""
    try:
        with transaction.atomic():
            row, _made = SendingDay.objects.get_or_create(
                channel=channel, day=now.astimezone(datetime.UTC).date()
            )
            today = SendingDay.objects.filter(pk=row.pk)
            if fault:
                today.update(failed=F("failed") + 1, failed_at=now, fault=fault[:FAULT_MAX])
            else:
                today.update(sent=F("sent") + 1, sent_at=now)
    except DatabaseError:
        logger.warning("a message could not be counted", extra={"carrier": channel})
