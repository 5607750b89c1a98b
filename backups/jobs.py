"""Backups by themselves: when one is due, and the job that makes it."""

import datetime
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy

from audit.jobs import JobRun, enqueue, job_kind
from audit.models import Job, JobState
from backups import shelf
from backups.faults import BackupFailed
from backups.making import make_backup

KIND = "backups.make"
NIGHT = range(20, 23)
"""Hours of UTC that are night from Karachi to Dhaka."""
OLD_AT_NIGHT = datetime.timedelta(hours=18)
OLD = datetime.timedelta(hours=26)
"""A shop's machine may be off at night; then any hour will do."""


@dataclass(frozen=True, slots=True)
class LastTry:
    """The newest job that was to make a backup. `failed` says why, "" when it did not."""

    is_open: bool
    failed: str
    at: datetime.datetime


@job_kind(KIND, title=gettext_lazy("Backup"), max_tries=2, lease_seconds=2 * 3600)
def make(run: JobRun) -> dict[str, Any]:
    """Make one and thin out the shelf. What went wrong is kept as the result; the next hour tries again."""
    place = shelf.folder()
    if place is None:
        return {"failed": "HALKHATA_BACKUPS is not set."}
    try:
        made = make_backup(to=place, now=run.now())
    except BackupFailed as failed:
        return {"failed": str(failed)}
    return {"name": made.name, "size": made.size, "deleted": shelf.thin_out(place)}


def ask_for_backup(*, asked_by_id: UUID | None, now: datetime.datetime, key: str | None = None) -> Job:
    """Have one made by the worker."""
    return enqueue(kind=KIND, business_id=None, asked_by_id=asked_by_id, arguments={}, now=now, key=key)


def ask_if_due(*, now: datetime.datetime) -> bool:
    """Once an hour at most: when the newest is old, and the night is there or it is older than a day."""
    place = shelf.folder()
    if place is None or not is_due(shelf.kept(place)[:1], now=now):
        return False
    ask_for_backup(asked_by_id=None, now=now, key=f"backup {now:%Y-%m-%dT%H}")
    return True


def is_due(newest: list[shelf.Kept], *, now: datetime.datetime) -> bool:
    if not newest:
        return True
    age = now - newest[0].made_at
    return age >= OLD or (age >= OLD_AT_NIGHT and now.hour in NIGHT)


def last_try() -> LastTry | None:
    job = Job.objects.filter(kind=KIND).order_by("-created_at").first()
    if job is None:
        return None
    is_open = job.state in (JobState.DUE, JobState.RUNNING)
    failed = (job.result or {}).get("failed", "") or job.error
    return LastTry(is_open=is_open, failed="" if is_open else failed, at=job.ended_at or job.created_at)
