"""Statements too long to be drawn while somebody waits: a job draws them, and the file is kept for a week."""

import datetime
import uuid
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.erasing import Forgotten
from audit.jobs import JobRun, enqueue, job_kind
from audit.models import Job, JobState
from core.periods import Period
from core.refusals import Refusal
from ledger.queries.statements import statement
from ledger.statements.names import file_name
from ledger.statements.pdf import pdf

KIND = "statement.pdf"
INLINE_ROWS_MAX = 300
"""A longer PDF takes more than a few seconds."""
FOLDER = "exports"
KEPT = datetime.timedelta(days=7)
TRIM_FILES = 5_000


class FileGone(Refusal):
    slug: ClassVar[str] = "file_gone"
    status: ClassVar[int] = 410

    def __init__(self) -> None:
        super().__init__(_("This file was kept for 7 days and is gone now. Make it again."))


@dataclass(frozen=True, slots=True)
class KeptFile:
    name: str
    content: File


def ask_for_pdf(
    *, business_id: UUID, person_id: UUID, request_id: UUID, party_id: UUID, period: Period, language: str,
    digits: str, now: datetime.datetime,
) -> UUID:  # fmt: skip
    """The job that draws the PDF. The same `request_id` sent twice gets the same job."""
    arguments = {
        "party_id": str(party_id), "start": period.start.isoformat(), "end": period.end.isoformat(),
        "language": language, "digits": digits, "made_at": now.isoformat(),
    }  # fmt: skip
    with transaction.atomic():
        job = enqueue(
            kind=KIND, business_id=business_id, asked_by_id=person_id, arguments=arguments, now=now,
            key=f"{KIND}:{request_id}",
        )  # fmt: skip
    return job.id


def _address(business_id: UUID | None, said: dict[str, Any]) -> str:
    return reverse("ledger:statement_file", args=[business_id, said["job_id"]]) if "job_id" in said else ""


@job_kind(
    KIND,
    title=gettext_lazy("Statement as PDF"),
    can="totals.read",
    result_url=_address,
    result_link=gettext_lazy("Open the PDF"),
    result_template="ledger/_statement_file.html",
    lease_seconds=180,
)
def make_pdf(run: JobRun) -> dict[str, Any]:
    """Draw the statement and keep the file. Run twice, it leaves the same file."""
    said = run.arguments
    found = statement(
        business_id=_book_of(run),
        party_id=UUID(said["party_id"]),
        start=datetime.date.fromisoformat(said["start"]),
        end=datetime.date.fromisoformat(said["end"]),
        made_at=datetime.datetime.fromisoformat(said["made_at"]),
    )
    total = len(found.rows)

    def tell(rows: int) -> None:
        run.progress(rows, total)

    drawn = pdf(found, language=said["language"], digits=said["digits"], progress=tell)
    _keep(_path(business_id=_book_of(run), job_id=run.job_id), drawn)
    run.progress(total, total)
    return {
        "job_id": str(run.job_id),
        "name": file_name(found, kind="pdf"),
        "size": len(drawn),
        "kept_until": (run.now() + KEPT).date().isoformat(),
    }


def kept_file(*, business_id: UUID, job_id: UUID) -> KeptFile | None:
    """The file a finished job left; None for a job that is not one of this book's. Raises FileGone."""
    job = Job.objects.filter(id=job_id, business_id=business_id, kind=KIND, state=JobState.DONE).first()
    if job is None or job.result is None:
        return None
    try:
        content = default_storage.open(_path(business_id=business_id, job_id=job_id), "rb")
    except FileNotFoundError:
        raise FileGone from None
    return KeptFile(name=job.result["name"], content=content)


def trim_files(*, now: datetime.datetime) -> int:
    """Delete files kept for longer than their week, TRIM_FILES at most, and say how many."""
    old = [path for path in _paths() if default_storage.get_modified_time(path) < now - KEPT][:TRIM_FILES]
    for path in old:
        default_storage.delete(path)
    return len(old)


def take_away_all(forgotten: Forgotten) -> None:
    """Every file that was made of a book: whoever is forgotten may stand in any of them, and they can be made again."""
    folder = f"{FOLDER}/{forgotten.business_id}"
    try:
        _folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in names:
        default_storage.delete(f"{folder}/{name}")


def _paths() -> list[str]:
    try:
        books, _files = default_storage.listdir(FOLDER)
    except FileNotFoundError:
        return []
    return [
        f"{FOLDER}/{book}/{name}" for book in books for name in default_storage.listdir(f"{FOLDER}/{book}")[1]
    ]


def _keep(path: str, content: bytes) -> None:
    default_storage.save(path, ContentFile(content))


def _path(*, business_id: UUID, job_id: UUID) -> str:
    return f"{FOLDER}/{business_id}/{job_id}.pdf"


def _book_of(run: JobRun) -> uuid.UUID:
    if run.business_id is None:
        raise ValueError("A statement belongs to a book.")
    return run.business_id
