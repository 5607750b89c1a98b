"""The night's work: everything that was kept for its time goes, in batches, one job a night."""

import datetime
import logging
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from audit.jobs.kinds import job_kind
from audit.jobs.queue import enqueue
from audit.jobs.runs import JobRun

logger = logging.getLogger(__name__)

KIND = "retention.night"
NIGHT_HOUR = 20
"""In UTC: past midnight from Karachi to Dhaka."""
BATCHES = 200
"""A night takes so many batches of each at most; what is left waits for the next."""

NightWork = Callable[..., int]
_works: dict[str, NightWork] = {}


def nightly(name: str, work: NightWork) -> None:
    """Register a piece of the night's work: called with `now`, it does one batch and says how many rows went."""
    _works[name] = work


def all_of(work: NightWork, *, now: datetime.datetime, batches: int | None = None) -> int:
    """Batches until one is empty, BATCHES at most; how many rows went."""
    gone = 0
    for _batch in range(BATCHES if batches is None else batches):
        taken = work(now=now)
        gone += taken
        if not taken:
            break
    return gone


def ask_for_night(*, now: datetime.datetime) -> None:
    """Once from one night's beginning to the next, however often it is asked for: a machine that was off at
    night does it in the morning."""
    day = now.astimezone(datetime.UTC) - datetime.timedelta(hours=NIGHT_HOUR)
    enqueue(
        kind=KIND, business_id=None, asked_by_id=None, arguments={}, now=now, key=f"{KIND} {day:%Y-%m-%d}"
    )


class NightUnfinished(Exception):
    """Some of the work failed; the rest was done. The job tries again by itself."""


@job_kind(KIND, title=_("Clearing what was kept for its time"), lease_seconds=1800)
def night(run: JobRun) -> dict[str, Any]:
    """Everything in the table, one after the other; one that fails does not stop the others."""
    counts: dict[str, Any] = {}
    failed = []
    for place, (name, work) in enumerate(sorted(_works.items())):
        run.progress(place, len(_works))
        try:
            counts[name] = all_of(work, now=run.now())
        except Exception:
            logger.exception("The night's work %s failed", name)
            failed.append(name)
    if failed:
        raise NightUnfinished(", ".join(failed))
    return counts
