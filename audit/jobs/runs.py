"""Running a job: one claim at a time, a lease that progress keeps, an end that only its own run may write."""

import datetime
import json
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Case, F, Q, QuerySet, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from audit.jobs.kinds import JobKind, kind_of
from audit.jobs.queue import LOSSES_MAX
from audit.models import Job, JobState
from core import walls
from core.refusals import Refusal
from core.trace import trace

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime.datetime]
PROGRESS_SECONDS = 0.5
"""Progress is written this often at most, whatever the job calls."""
BACKOFF_FIRST = datetime.timedelta(seconds=10)
BACKOFF_MAX = datetime.timedelta(hours=1)
RESULT_BYTES = 64_000
UNKNOWN_LEASE = datetime.timedelta(seconds=60)

_closing = threading.Event()


class JobCancelled(Exception):
    """Somebody asked this job to stop. Let it pass through; what is committed stays."""


class JobInterrupted(Exception):
    """This run must end without an end: the worker closes, or another run has taken the job."""


class JobDelayed(Exception):
    """What the work needs is away for now, as a mail server. Counted and tried again like a fault, but it is none of
    ours: the log gets its words in one line."""


@dataclass(slots=True)
class JobRun:
    """One run of a job, as its work sees it. `arguments` are those given to enqueue."""

    job_id: UUID
    business_id: UUID | None
    asked_by_id: UUID | None
    trace_id: str
    arguments: dict[str, Any]
    now: Clock
    """The time, for the operations this job calls."""
    tries: int
    _lease: datetime.timedelta
    _written: float = field(default=0.0)
    _started: bool = field(default=False)

    def progress(self, done: int, total: int) -> None:
        """Say that `done` of `total` rows are through, and keep the lease. Call it first with what an
        earlier run did (0 at first), then between chunks, never inside a transaction.

        Raises JobCancelled when somebody asked to stop, JobInterrupted when this run has to end.
        """
        if _closing.is_set():
            raise JobInterrupted
        moment = time.monotonic()
        if self._started and done < total and moment - self._written < PROGRESS_SECONDS:
            return
        fields: dict[str, Any] = {"done": done, "total": total, "locked_until": self.now() + self._lease}
        if not self._started:
            fields |= {"started_at": self.now(), "started_done": done}
        with transaction.atomic(durable=True):
            own = _row_of(self)
            if not own.filter(cancel_asked=False).update(**fields):
                raise JobCancelled if own.exists() else JobInterrupted
        self._written, self._started = moment, True


def close_worker() -> None:
    """From now on every run in this process hands its job back at its next progress."""
    _closing.set()


def run_job(job_id: UUID, *, clock: Clock = timezone.now) -> JobState | None:
    """Claim the job and run it. The state it left the job in; None when there was nothing to claim.

    Called by the bell, any number of times, from any number of processes.
    """
    job = claim(job_id, now=clock())
    if job is None:
        return None
    with trace(job.trace_id), override(job.language or None), walls.within(job.business_id):
        return _run(job, kind_of(job.kind), clock)


def claim(job_id: UUID, *, now: datetime.datetime) -> Job | None:
    """Take the job for one run by one conditional UPDATE; None when it is not free.

    Free is: due, or running with a lease that ended. The row is read back in the same transaction: a
    moment later `tries` may be another run's number.
    """
    name = Job.objects.filter(id=job_id).values_list("kind", flat=True).first()
    if name is None or _closing.is_set():
        return None
    kind = kind_of(name)
    gone = Q(state=JobState.RUNNING, locked_until__lte=now, losses__lt=LOSSES_MAX)
    free = Q(state=JobState.DUE, run_after__lte=now) | gone
    with transaction.atomic():
        taken = Job.objects.filter(free, id=job_id, cancel_asked=False).update(
            state=JobState.RUNNING,
            tries=F("tries") + 1,
            losses=Case(When(state=JobState.RUNNING, then=F("losses") + 1), default=F("losses")),
            locked_until=now + (kind.lease if kind else UNKNOWN_LEASE),
            rung_at=None,
            started_at=now,
            started_done=0,
        )
        return Job.objects.get(id=job_id) if taken else None


def _run(job: Job, kind: JobKind | None, clock: Clock) -> JobState:
    run = JobRun(
        job_id=job.id,
        business_id=job.business_id,
        asked_by_id=job.asked_by_id,
        trace_id=job.trace_id,
        arguments=job.arguments,
        now=clock,
        tries=job.tries,
        _lease=kind.lease if kind else UNKNOWN_LEASE,
    )
    try:
        result = _result_of(run, kind)
    except JobCancelled:
        return _ended(run, JobState.CANCELLED)
    except JobInterrupted:
        return _ended(run, JobState.DUE, run_after=clock())
    except Refusal as refusal:
        return _ended(run, JobState.FAILED, error=refusal.message)
    except JobDelayed as delay:
        logger.warning("Job %s (%s) waits after run %s: %s", job.id, job.kind, job.tries, delay)
    except Exception:
        logger.exception("Job %s (%s) failed in run %s", job.id, job.kind, job.tries)
    else:
        return _ended(run, JobState.DONE, result=result, error="")
    return _failed(run, failures=job.failures + 1, tries_max=kind.max_tries if kind else 5)


def _failed(run: JobRun, *, failures: int, tries_max: int) -> JobState:
    if failures >= tries_max:
        error = _("Something went wrong on our side. What was done so far is kept; you can try again.")
        return _ended(run, JobState.FAILED, failures=failures, error=error)
    error = _("Something went wrong on our side. This is tried again by itself.")
    return _ended(run, JobState.DUE, failures=failures, error=error, run_after=run.now() + backoff(failures))


def backoff(failures: int) -> datetime.timedelta:
    """How long to wait after so many failures: 10 s, 40 s, 160 s … an hour at most."""
    return min(BACKOFF_FIRST * 4 ** (min(failures, 10) - 1), BACKOFF_MAX)


def _ended(run: JobRun, state: JobState, **fields: Any) -> JobState:
    if state != JobState.DUE:
        fields["ended_at"] = run.now()
    if _row_of(run).update(state=state, locked_until=None, rung_at=None, **fields):
        return state
    logger.warning("Job %s passed to another run; the end %s of this one is dropped", run.job_id, state)
    return JobState.RUNNING


def _row_of(run: JobRun) -> QuerySet[Job]:
    """The job while it still belongs to this run."""
    return Job.objects.filter(id=run.job_id, state=JobState.RUNNING, tries=run.tries)


def _result_of(run: JobRun, kind: JobKind | None) -> dict[str, Any] | None:
    if kind is None:
        raise LookupError("This version of the program does not know the kind.")
    result = kind.work(run)
    if len(json.dumps(result)) > RESULT_BYTES:
        raise ValueError(f"A job's result may hold {RESULT_BYTES} bytes; keep rows in a table of their own.")
    return result
