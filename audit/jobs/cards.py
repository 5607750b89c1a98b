"""What people see of a job."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from audit.jobs.kinds import JobKind, kind_of
from audit.models import Job, JobState

POLL_SECONDS = 2
POLL_SECONDS_LATER = 5
LATER = datetime.timedelta(seconds=20)
GUESS_FROM = 0.05
"""The share of the rows after which the time left is more than a guess."""

CARD_STATES = {JobState.DUE.value: "waiting"}
"""Where the card's word differs from the row's."""


@dataclass(frozen=True, slots=True)
class JobCard:
    """`done` and `total` count rows; `minutes_left` is None until there is something to reckon from."""

    id: UUID
    title: str
    state: str
    is_open: bool
    is_stopping: bool
    can_stop: bool
    can_try_again: bool
    done: int
    total: int
    minutes_left: int | None
    poll_seconds: int
    error: str
    trace_id: str
    result: dict[str, Any]
    result_url: str
    result_link: str
    result_template: str


def job_card(
    *,
    business_id: UUID,
    job_id: UUID,
    person_id: UUID,
    is_granted: Callable[[str], bool],
    now: datetime.datetime,
) -> JobCard | None:
    """The job as this person may see it; None when it is not in the book, or neither theirs nor granted."""
    job = Job.objects.filter(business_id=business_id, id=job_id).first()
    if job is None:
        return None
    kind = kind_of(job.kind)
    if job.asked_by_id != person_id and not (kind and kind.can and is_granted(kind.can)):
        return None
    return _card(job, kind, now)


def _card(job: Job, kind: JobKind | None, now: datetime.datetime) -> JobCard:
    is_open = job.state in (JobState.DUE, JobState.RUNNING)
    shown = kind if job.state in (JobState.DONE, JobState.CANCELLED) else None
    result = job.result or {}
    return JobCard(
        id=job.id,
        title=str(kind.title) if kind else _("Work in the background"),
        state=CARD_STATES.get(job.state, job.state),
        is_open=is_open,
        is_stopping=is_open and job.cancel_asked,
        can_stop=is_open and (kind is None or kind.can_stop),
        can_try_again=job.state == JobState.FAILED,
        done=job.done,
        total=job.total,
        minutes_left=_minutes_left(job, now),
        poll_seconds=POLL_SECONDS if now - job.created_at < LATER else POLL_SECONDS_LATER,
        error=job.error,
        trace_id=job.trace_id,
        result=result,
        result_url=_result_url(job, shown),
        result_link=str(shown.result_link or _("See what was done")) if shown else "",
        result_template=shown.result_template if shown else "",
    )


def _result_url(job: Job, kind: JobKind | None) -> str:
    if kind is None or kind.result_url is None:
        return ""
    return kind.result_url(job.business_id, job.arguments | (job.result or {}))


def _minutes_left(job: Job, now: datetime.datetime) -> int | None:
    """Whole minutes, 0 for less than one, at the pace of the present run."""
    rows = job.done - job.started_done
    if job.state != JobState.RUNNING or job.started_at is None or not job.total or rows <= 0:
        return None
    if job.done / job.total < GUESS_FROM:
        return None
    seconds = (now - job.started_at).total_seconds() / rows * (job.total - job.done)
    return max(0, round(seconds / 60))
