"""What the beat calls at night: everything of the API that is kept for a time only."""

import datetime
from collections.abc import Callable

from celery import shared_task
from django.utils import timezone

from api.kit.log import purge_log
from api.operations.erasing import blank_answers
from api.operations.purges import purge_answers, purge_days, purge_tokens, sum_up_calls
from api.operations.sessions import trim
from api.queries import own_data as own
from audit.erasing import erases
from audit.own_data import own_data
from businesses.operations.browsers import trim_browsers

Purge = Callable[..., int]
BATCHES = 100
"""A night takes so many batches of each at most; what is left waits for the next."""
PURGES: tuple[Purge, ...] = (
    purge_log, purge_answers, sum_up_calls, purge_days, trim, purge_tokens, trim_browsers,
)  # fmt: skip


own_data("tokens")(own.tokens)
own_data("programs")(own.programs)
own_data("calls")(own.calls)
erases("kept answers")(blank_answers)


@shared_task(name="api.purge", ignore_result=True)
def purge_task() -> None:
    for purge in PURGES:
        purge_all(purge, now=timezone.now())


def purge_all(purge: Purge, *, now: datetime.datetime) -> int:
    """Batches until one is empty, BATCHES at most; how many rows went."""
    gone = 0
    for _batch in range(BATCHES):
        taken = purge(now=now)
        gone += taken
        if not taken:
            break
    return gone
