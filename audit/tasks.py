"""What Celery calls. A task takes an id and calls one operation; the table decides whether there is work."""

from typing import Any
from uuid import UUID

from celery import shared_task
from celery.signals import worker_shutting_down
from django.utils import timezone

from audit.erasing import blank_jobs, erases
from audit.jobs import close_worker, run_job, sweep, trim
from audit.nights import ask_for_night, nightly

erases("jobs")(blank_jobs)
nightly("ended jobs", trim)


@shared_task(name="audit.run_job", ignore_result=True)
def run_job_task(job_id: str) -> None:
    run_job(UUID(job_id))


@shared_task(name="audit.sweep_jobs", ignore_result=True)
def sweep_jobs_task() -> None:
    sweep(now=timezone.now())


@shared_task(name="audit.night", ignore_result=True)
def night_task() -> None:
    ask_for_night(now=timezone.now())


@worker_shutting_down.connect(dispatch_uid="audit.close_worker")
def hand_jobs_back(**_signal: Any) -> None:
    close_worker()
