"""What Celery calls. Loading this makes the job of backups known."""

from celery import shared_task
from django.utils import timezone

from backups import deleting, jobs


@shared_task(name="backups.watch", ignore_result=True)
def watch() -> None:
    now = timezone.now()
    jobs.ask_if_due(now=now)
    deleting.ask_if_due(now=now)
