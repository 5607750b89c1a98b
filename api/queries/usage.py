"""How often tokens were used: the minutes counted for the limit, added up."""

import datetime
from collections.abc import Sequence
from uuid import UUID

from django.db.models import Sum

from api.models import CallCount

DAYS = 30
MINUTES_OF_A_DAY = 24 * 60


def calls_of(caller_ids: Sequence[UUID], *, now: datetime.datetime, days: int = DAYS) -> dict[UUID, int]:
    """Calls of each caller in the last `days`."""
    first = int(now.timestamp()) // 60 - days * MINUTES_OF_A_DAY
    counts = CallCount.objects.filter(caller_id__in=caller_ids, minute__gte=first)
    return dict(counts.values_list("caller_id").annotate(calls=Sum("calls")))
