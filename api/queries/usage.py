"""How often tokens were used: days that are past, and the minutes counted for the limit, added up."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from django.db.models import F, Sum

from api.models import CallCount, CallDay

DAYS = 30
MINUTES_OF_A_DAY = 24 * 60
EPOCH = datetime.date(1970, 1, 1)


def calls_of(caller_ids: Sequence[UUID], *, now: datetime.datetime, days: int = DAYS) -> dict[UUID, int]:
    """Calls of each caller on the last `days` days (UTC) and today so far."""
    return _sums(calls_by_day(caller_ids, start=now.date() - datetime.timedelta(days=days)))


def calls_this_month(caller_ids: Sequence[UUID], *, now: datetime.datetime) -> dict[UUID, int]:
    """Calls of each caller since the first of the month (UTC)."""
    return _sums(calls_by_day(caller_ids, start=now.date().replace(day=1)))


def calls_by_day(
    caller_ids: Sequence[UUID], *, start: datetime.date
) -> dict[tuple[UUID, datetime.date], int]:
    """Calls of each caller on each day (UTC) from `start` on; days without any are left out."""
    found: dict[tuple[UUID, datetime.date], int] = defaultdict(int)
    past = CallDay.objects.filter(caller_id__in=caller_ids, day__gte=start)
    for caller_id, day, calls in past.values_list("caller_id", "day", "calls"):
        found[caller_id, day] += calls
    first = (start - EPOCH).days * MINUTES_OF_A_DAY
    fresh = CallCount.objects.filter(caller_id__in=caller_ids, minute__gte=first)
    days = fresh.annotate(day=F("minute") / MINUTES_OF_A_DAY).values_list("caller_id", "day")
    for caller_id, number, calls in days.annotate(sum=Sum("calls")):
        found[caller_id, EPOCH + datetime.timedelta(days=number)] += calls
    return dict(found)


def _sums(found: dict[tuple[UUID, datetime.date], int]) -> dict[UUID, int]:
    sums: dict[UUID, int] = defaultdict(int)
    for (caller_id, _day), calls in found.items():
        sums[caller_id] += calls
    return dict(sums)
