"""What was made for people of a book and can still be taken, newest first."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from audit.jobs import kind_of
from audit.models import Job, JobState
from businesses.models import User

LISTED_MAX = 100


@dataclass(frozen=True, slots=True)
class Download:
    """`state` is the job's; `name`, `size` and `kept_until` are of a file that is there, else "", 0 and None."""

    job_id: UUID
    title: str
    state: str
    is_open: bool
    name: str
    size: int
    made_by: str
    is_own: bool
    asked_at: datetime.datetime
    kept_until: datetime.date | None
    done: int
    total: int
    error: str


def downloads(
    business_id: UUID | None,
    *,
    kinds: Sequence[str],
    person_id: UUID,
    since: datetime.datetime,
    only_own: bool = False,
) -> list[Download]:
    """Files made since an instant, and those being made. A file that was deleted is not among them."""
    of_book = (
        Job.objects.filter(business=None)
        if business_id is None
        else Job.objects.filter(business_id=business_id)
    )
    found = of_book.filter(kind__in=kinds, created_at__gt=since)
    if only_own:
        found = found.filter(asked_by_id=person_id)
    jobs = [job for job in found.order_by("-created_at", "-id")[:LISTED_MAX] if _is_shown(job)]
    names = {user.id: str(user) for user in User.objects.filter(id__in={job.asked_by_id for job in jobs})}
    return [_row(job, by=names.get(job.asked_by_id, ""), person_id=person_id) for job in jobs]  # type: ignore[arg-type]


def _is_shown(job: Job) -> bool:
    if job.state == JobState.DONE:
        return "name" in (job.result or {})
    return job.state != JobState.CANCELLED


def _row(job: Job, *, by: str, person_id: UUID) -> Download:
    said, kind = job.result or {}, kind_of(job.kind)
    until = said.get("kept_until")
    return Download(
        job_id=job.id, title=str(kind.title) if kind else job.kind, state=job.state,
        is_open=job.state in (JobState.DUE, JobState.RUNNING), name=str(said.get("name", "")),
        size=int(said.get("size", 0)), made_by=by, is_own=job.asked_by_id == person_id, asked_at=job.created_at,
        kept_until=datetime.date.fromisoformat(until) if until else None, done=job.done, total=job.total,
        error=job.error,
    )  # fmt: skip
