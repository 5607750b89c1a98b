"""What the worker does for the khata by itself. Loading this makes the job kinds of the app known."""

import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audit.erasing import erases
from audit.jobs import JobRun, job_kind
from audit.nights import all_of, nightly
from businesses.actors import Actor
from businesses.models import Business
from ledger.exports.jobs import book_job, pack_job, party_job
from ledger.exports.own import own_job
from ledger.made_files import take_away_all, trim_files
from ledger.operations import erasing
from ledger.operations.receipts import trim_receipts
from ledger.operations.trash import NOBODY, close_trash

EXPORTS = (book_job, own_job, pack_job, party_job)
erases("made files")(take_away_all)


def close_all_trash(*, now: datetime.datetime) -> int:
    """What has waited its days in the trash goes for good, book by book, in short transactions."""
    gone = 0
    for business_id in Business.objects.order_by("id").values_list("id", flat=True).iterator(chunk_size=500):
        gone += all_of(partial(close_trash, business_id=business_id), now=now)
    return gone


nightly("trash", close_all_trash)
nightly("made files", trim_files)
nightly("receipts", trim_receipts)


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
