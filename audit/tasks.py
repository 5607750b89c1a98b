"""What Celery calls. A task takes an id and calls one operation; the table decides whether there is work."""

from typing import Any
from uuid import UUID

from celery import shared_task
from celery.signals import worker_shutting_down
from django.utils import timezone

from audit.erasing import blank_jobs, erases
from audit.jobs import close_worker, run_job, sweep, trim

TRIM_BATCHES = 100
erases("jobs")(blank_jobs)


@shared_task(name="audit.run_job", ignore_result=True)
def run_job_task(job_id: str) -> None:
    run_job(UUID(job_id))


@shared_task(name="audit.sweep_jobs", ignore_result=True)
def sweep_jobs_task() -> None:
    sweep(now=timezone.now())


@shared_task(name="audit.trim_jobs", ignore_result=True)
def trim_jobs_task() -> None:
    for _batch in range(TRIM_BATCHES):
        if not trim(now=timezone.now()):
            break


@worker_shutting_down.connect(dispatch_uid="audit.close_worker")
def hand_jobs_back(**_signal: Any) -> None:
    close_worker()
