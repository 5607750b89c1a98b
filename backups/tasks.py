"""What Celery calls. Loading this makes the job of backups known."""

from celery import shared_task
from django.utils import timezone

from backups import jobs


@shared_task(name="backups.watch", ignore_result=True)
def watch() -> None:
    jobs.ask_if_due(now=timezone.now())
