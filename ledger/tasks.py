"""What the worker does for the khata by itself. Loading this makes the job kinds of the app known."""

from celery import shared_task
from django.utils import timezone

from businesses.models import Business
from ledger.operations.trash import close_trash
from ledger.statements import files

TRASH_BATCHES = 200


@shared_task(name="ledger.trim_statement_files", ignore_result=True)
def trim_statement_files() -> None:
    files.trim_files(now=timezone.now())


@shared_task(name="ledger.close_trash", ignore_result=True)
def close_trash_task() -> None:
    """What has waited its days in the trash goes for good, book by book, in short transactions."""
    now = timezone.now()
    for business_id in Business.objects.order_by("id").values_list("id", flat=True).iterator(chunk_size=500):
        for _batch in range(TRASH_BATCHES):
            if not close_trash(business_id=business_id, now=now):
                break
