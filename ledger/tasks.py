"""What the worker does for the khata by itself. Loading this makes the job kinds of the app known."""

from typing import Any
from uuid import UUID

from celery import shared_task
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.erasing import erases
from audit.jobs import JobRun, job_kind
from businesses.actors import Actor
from businesses.models import Business
from ledger.exports.jobs import book_job, pack_job, party_job
from ledger.exports.own import own_job
from ledger.made_files import take_away_all, trim_files
from ledger.operations import erasing
from ledger.operations.trash import NOBODY, close_trash

TRASH_BATCHES = 200
EXPORTS = (book_job, own_job, pack_job, party_job)
erases("made files")(take_away_all)


@shared_task(name="ledger.trim_statement_files", ignore_result=True)
def trim_statement_files() -> None:
    trim_files(now=timezone.now())


@shared_task(name="ledger.close_trash", ignore_result=True)
def close_trash_task() -> None:
    """What has waited its days in the trash goes for good, book by book, in short transactions."""
    now = timezone.now()
    for business_id in Business.objects.order_by("id").values_list("id", flat=True).iterator(chunk_size=500):
        for _batch in range(TRASH_BATCHES):
            if not close_trash(business_id=business_id, now=now):
                break


def _khata(business_id: UUID | None, said: dict[str, Any]) -> str:
    return reverse("ledger:party", args=[business_id, said["party_ids"][0]])


@job_kind(
    erasing.KIND, title=_("Erasing a person"), can="book.members", result_url=_khata, result_link=_("See the khata"),
    max_tries=50, lease_seconds=300, can_stop=False,
)  # fmt: skip
def take_out_job(run: JobRun) -> dict[str, Any]:
    if run.business_id is None:
        raise ValueError("A party belongs to a book.")
    actor = Actor(user_id=run.asked_by_id or NOBODY, role="", device_id=None, trace_id=run.trace_id)
    return dict(
        erasing.take_out(
            business_id=run.business_id, actor=actor, job_id=run.job_id, arguments=run.arguments,
            progress=run.progress, now=run.now,
        )
    )  # fmt: skip
