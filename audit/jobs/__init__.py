"""Background work. The truth is a row of audit.Job; docs/jobs.md shows how to add a kind."""

from audit.jobs.cards import JobCard, job_card
from audit.jobs.kinds import job_kind, kind_of
from audit.jobs.queue import cancel, enqueue, sweep, trim, try_again
from audit.jobs.runs import JobCancelled, JobDelayed, JobInterrupted, JobRun, claim, close_worker, run_job

__all__ = [
    "JobCancelled",
    "JobCard",
    "JobDelayed",
    "JobInterrupted",
    "JobRun",
    "cancel",
    "claim",
    "close_worker",
    "enqueue",
    "job_card",
    "job_kind",
    "kind_of",
    "run_job",
    "sweep",
    "trim",
    "try_again",
]
