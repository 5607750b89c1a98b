"""What the worker does for the khata by itself. Loading this makes the job kinds of the app known."""

from celery import shared_task
from django.utils import timezone

from ledger.statements import files


@shared_task(name="ledger.trim_statement_files", ignore_result=True)
def trim_statement_files() -> None:
    files.trim_files(now=timezone.now())
