"""Putting jobs into the table, stopping them, trying them again, ringing for them and clearing them away."""

import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from audit.jobs.bell import ring
from audit.jobs.kinds import kind_of
from audit.models import Job, JobState
from audit.retention import kept
from core.ids import uuid7
from core.trace import current_trace_id, new_trace_id

SWEEP_ROWS = 500
RING_AGAIN = datetime.timedelta(seconds=30)
"""A due row is rung again when nobody took it for so long; sooner would pile up bells behind a long queue."""
LOSSES_MAX = 20
"""A job whose worker died so often is taken to be what kills it."""
TRIM_ROWS = 2_000
KEPT_WITH_KEY = datetime.timedelta(days=400)
ENDED = (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


def enqueue(
    *,
    kind: str,
    business_id: UUID | None,
    asked_by_id: UUID | None,
    arguments: dict[str, Any],
    now: datetime.datetime,
    key: str | None = None,
    run_after: datetime.datetime | None = None,
) -> Job:
    """Write a job in the caller's transaction and ring when it commits.

    `arguments` hold ids and small JSON values, never contents. A `key` is used once in a book (or once in
    the site, without a book): a second enqueue returns the job that stands, whatever became of it.
    Raises LookupError for a kind nobody registered.
    """
    if kind_of(kind) is None:
        raise LookupError(f"No job kind is called {kind!r}.")
    job = Job(
        id=uuid7(),
        business_id=business_id,
        asked_by_id=asked_by_id,
        language=(get_language() or "")[:8],
        trace_id=(current_trace_id() or new_trace_id())[:32],
        kind=kind,
        arguments=arguments,
        key=key,
        run_after=run_after or now,
        rung_at=None if run_after and run_after > now else now,
        created_at=now,
    )
    if key is None:
        job.save(force_insert=True)
    else:
        Job.objects.bulk_create([job], ignore_conflicts=True)
        job = Job.objects.filter(Q(business_id=business_id) if business_id else Q(business=None)).get(key=key)
    if job.state == JobState.DUE and job.run_after <= now:
        transaction.on_commit(partial(_ring_first, job.id), robust=True)
    return job


def _ring_first(job_id: UUID) -> None:
    """Ring on commit. A bell nobody took is forgotten, so that the sweeper rings without waiting."""
    if not ring(job_id):
        Job.objects.filter(id=job_id, state=JobState.DUE).update(rung_at=None)


def cancel(job_id: UUID, *, now: datetime.datetime) -> bool:
    """Stop a job. One that waits ends at once; one that runs ends at its next progress.

    False when it had ended already, or is of a kind that must be done. What it did so far stays.
    """
    name = Job.objects.filter(id=job_id).values_list("kind", flat=True).first()
    kind = kind_of(name) if name else None
    if kind is not None and not kind.can_stop:
        return False
    waiting = Job.objects.filter(id=job_id, state=JobState.DUE)
    if waiting.update(state=JobState.CANCELLED, cancel_asked=True, ended_at=now):
        return True
    return bool(Job.objects.filter(id=job_id, state=JobState.RUNNING).update(cancel_asked=True))


def try_again(job_id: UUID, *, now: datetime.datetime) -> bool:
    """Put a failed or stopped job back in the queue with a clean count. False when it is neither."""
    with transaction.atomic():
        ended = Job.objects.filter(id=job_id, state__in=(JobState.FAILED, JobState.CANCELLED))
        again = ended.update(
            state=JobState.DUE,
            run_after=now,
            rung_at=now,
            failures=0,
            losses=0,
            cancel_asked=False,
            error="",
            ended_at=None,
        )
        if again:
            transaction.on_commit(partial(_ring_first, job_id), robust=True)
    return bool(again)


def sweep(*, now: datetime.datetime) -> int:
    """Ring for due rows nobody took and for runs whose lease ended; end those that were asked to stop.

    Looks at no more than SWEEP_ROWS rows of each; returns how many bells the broker took.
    """
    gone = Q(state=JobState.RUNNING, locked_until__lte=now)
    _stop_lost(gone, now=now)
    quiet = Q(rung_at=None) | Q(rung_at__lte=now - RING_AGAIN)
    found = Job.objects.filter(quiet, gone | Q(state=JobState.DUE, run_after__lte=now))
    rung = 0
    for job_id in found.order_by("run_after", "id").values_list("id", flat=True)[:SWEEP_ROWS]:
        if not ring(job_id):
            break
        Job.objects.filter(id=job_id).update(rung_at=now)
        rung += 1
    return rung


def _stop_lost(gone: Q, *, now: datetime.datetime) -> None:
    Job.objects.filter(gone, cancel_asked=True).update(
        state=JobState.CANCELLED, locked_until=None, ended_at=now
    )
    for job in Job.objects.filter(gone, losses__gte=LOSSES_MAX).order_by("id")[:SWEEP_ROWS]:
        with override(job.language or None):
            error = _("This stopped in the middle many times and was given up. What was done so far is kept.")
        Job.objects.filter(gone, id=job.id, tries=job.tries).update(
            state=JobState.FAILED, locked_until=None, ended_at=now, error=error
        )


def trim(*, now: datetime.datetime) -> int:
    """Delete ended jobs after 30 days, those with a key after 400: TRIM_ROWS at most, and says how many."""
    old = Q(key=None, ended_at__lt=now - kept("jobs")) | Q(ended_at__lt=now - KEPT_WITH_KEY)
    ended = Job.objects.filter(old, state__in=ENDED).order_by("ended_at", "id")
    ids = list(ended.values_list("id", flat=True)[:TRIM_ROWS])
    deleted, _by_model = Job.objects.filter(id__in=ids).delete()
    return deleted
