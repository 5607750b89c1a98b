"""What is kept for a time only: each purge takes one batch and says how many rows went."""

import datetime
from collections import defaultdict
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from api.kit.retries import KEPT as ANSWERS_KEPT
from api.models import CallCount, CallDay, DeviceSession, KeptAnswer, Token, TokenKind
from api.queries.usage import EPOCH, MINUTES_OF_A_DAY
from core.sql import bind

BATCH = 2_000
NAMES_KEPT = datetime.timedelta(days=400)
"""Ended tokens and sign-ins give their names to the log of calls, which is kept a year."""


def purge_answers(*, now: datetime.datetime) -> int:
    """Answers kept for retries, a day after they were given."""
    old = KeptAnswer.objects.filter(at__lt=now - ANSWERS_KEPT).order_by("at").values_list("pk", flat=True)
    deleted, _by_model = KeptAnswer.objects.filter(pk__in=list(old[:BATCH])).delete()
    return deleted


@transaction.atomic
def sum_up_calls(*, now: datetime.datetime) -> int:
    """Turn the minutes of days that are past into one figure a caller and day."""
    until = (now.date() - EPOCH).days * MINUTES_OF_A_DAY
    rows = list(
        CallCount.objects.select_for_update().filter(minute__lt=until).order_by("minute", "pk")[:BATCH]
    )
    sums: dict[tuple[UUID, int], int] = defaultdict(int)
    for row in rows:
        sums[row.caller_id, row.minute // MINUTES_OF_A_DAY] += row.calls
    with connection.cursor() as cursor:
        for (caller_id, number), calls in sums.items():
            day = EPOCH + datetime.timedelta(days=number)
            cursor.execute(
                "INSERT INTO api_callday (caller_id, day, calls) VALUES (%s, %s, %s)"
                " ON CONFLICT (caller_id, day) DO UPDATE SET calls = api_callday.calls + excluded.calls",
                [bind(caller_id), bind(day), calls],
            )
    CallCount.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


def purge_tokens(*, now: datetime.datetime) -> int:
    """Personal tokens and sign-ins of programs that ended long ago."""
    long_ago = now - NAMES_KEPT
    ended = Q(revoked_at__lt=long_ago) | Q(expires_at__lt=long_ago)
    old = Token.objects.filter(ended, kind=TokenKind.PERSONAL).order_by("pk").values_list("pk", flat=True)
    deleted, _by_model = Token.objects.filter(pk__in=list(old[:BATCH])).delete()
    sessions = (
        DeviceSession.objects.filter(revoked_at__lt=long_ago).order_by("pk").values_list("pk", flat=True)
    )
    more, _by_model = DeviceSession.objects.filter(pk__in=list(sessions[:BATCH])).delete()
    return deleted + more


def purge_days(*, now: datetime.datetime) -> int:
    """Days of calls older than any bill that may be asked about."""
    old = CallDay.objects.filter(day__lt=now.date() - datetime.timedelta(days=3 * 366)).order_by("pk")
    deleted, _by_model = CallDay.objects.filter(
        pk__in=list(old.values_list("pk", flat=True)[:BATCH])
    ).delete()
    return deleted
