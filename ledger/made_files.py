"""Files the worker makes for people. Each is the end of a job, lies whole or not at all, and goes after a week."""

import datetime
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, BinaryIO, ClassVar
from uuid import UUID

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from audit.erasing import Forgotten
from audit.jobs import JobRun
from audit.models import Job, JobState
from core.refusals import Refusal

FOLDER = "exports"
KEPT = datetime.timedelta(days=7)
TRIM_FILES = 5_000
GONE: dict[str, Any] = {"gone": True}
"""The result of a job whose file was deleted: its name may be a person's."""
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "zip": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

KINDS: dict[str, str] = {}
"""Kinds of jobs that leave a file, and the grant their files want."""


class FileGone(Refusal):
    slug: ClassVar[str] = "file_gone"
    status: ClassVar[int] = 410

    def __init__(self) -> None:
        super().__init__(_("This file was kept for 7 days and is gone now. Make it again."))


@dataclass(frozen=True, slots=True)
class KeptFile:
    name: str
    content_type: str
    content: File


@contextmanager
def workplace() -> Iterator[BinaryIO]:
    """A file without a name, on the disk that has room for the books: whoever dies here leaves nothing behind."""
    with tempfile.TemporaryFile(dir=settings.DATA) as file:
        yield file  # type: ignore[misc]


def keep(run: JobRun, *, owner_id: UUID, name: str, content: File) -> dict[str, Any]:
    """Put a finished file in its place; what the job gives back. Done twice, one file is left."""
    path = path_of(owner_id=owner_id, job_id=run.job_id, name=name)
    _clear_parts(owner_id, run.job_id)
    content.seek(0)
    default_storage.save(path, content)
    return {
        "job_id": str(run.job_id), "name": name, "size": default_storage.size(path),
        "kept_until": (run.now() + KEPT).date().isoformat(),
    }  # fmt: skip


def path_of(*, owner_id: UUID, job_id: UUID, name: str) -> str:
    """`owner_id` is the book's, or the person's whose own data it is."""
    return f"{FOLDER}/{owner_id}/{job_id}.{name.rpartition('.')[2]}"


def address_of(business_id: UUID | None, said: dict[str, Any]) -> str:
    """Where a job of a book shows its file; "" once it is gone."""
    return reverse("ledger:statement_file", args=[business_id, said["job_id"]]) if "job_id" in said else ""


def kept_file(*, business_id: UUID, job_id: UUID, kinds: list[str] | None = None) -> KeptFile | None:
    """The file a finished job left; None for a job that is not one of this book's. Raises FileGone."""
    job = Job.objects.filter(id=job_id, business_id=business_id, kind__in=kinds or KINDS).first()
    return opened(job, owner_id=business_id)


def opened(job: Job | None, *, owner_id: UUID) -> KeptFile | None:
    """Raises FileGone."""
    if job is None or job.state != JobState.DONE or job.result is None:
        return None
    if "name" not in job.result:
        raise FileGone
    name = str(job.result["name"])
    try:
        content = default_storage.open(path_of(owner_id=owner_id, job_id=job.id, name=name), "rb")
    except FileNotFoundError:
        raise FileGone from None
    return KeptFile(name=name, content_type=CONTENT_TYPES[name.rpartition(".")[2]], content=content)


def let_go(job: Job, *, owner_id: UUID) -> None:
    """Delete a job's file, and its name with it. A call that is rolled back leaves both."""
    Job.objects.filter(id=job.id, state=JobState.DONE).update(result=GONE)
    transaction.on_commit(partial(_delete_of, job.id, owner_id=owner_id))


def _delete_of(job_id: UUID, *, owner_id: UUID) -> None:
    for name in _names(owner_id):
        if name.startswith(str(job_id)):
            default_storage.delete(f"{FOLDER}/{owner_id}/{name}")


def trim_files(*, now: datetime.datetime) -> int:
    """Delete files kept for longer than their week, TRIM_FILES at most, and say how many."""
    old = [path for path in _paths() if default_storage.get_modified_time(path) < now - KEPT][:TRIM_FILES]
    for path in old:
        default_storage.delete(path)
    ended = Job.objects.filter(kind__in=KINDS, state=JobState.DONE, ended_at__lt=now - KEPT)
    ended.exclude(result=GONE).update(result=GONE)
    return len(old)


def take_away_all(forgotten: Forgotten) -> None:
    """Every file that was made of a book: whoever is forgotten may stand in any of them, and they can be made again."""
    for name in _names(forgotten.business_id):
        default_storage.delete(f"{FOLDER}/{forgotten.business_id}/{name}")
    made = Job.objects.filter(business_id=forgotten.business_id, kind__in=KINDS, state=JobState.DONE)
    made.update(result=GONE)


def _clear_parts(owner_id: UUID, job_id: UUID) -> None:
    """What a run that was killed while it saved left behind."""
    for name in _names(owner_id):
        if name.startswith(str(job_id)) and name.endswith(".part"):
            default_storage.delete(f"{FOLDER}/{owner_id}/{name}")


def _paths() -> list[str]:
    try:
        owners, _files = default_storage.listdir(FOLDER)
    except FileNotFoundError:
        return []
    return [f"{FOLDER}/{owner}/{name}" for owner in owners for name in _names(owner)]


def _names(owner_id: UUID | str) -> list[str]:
    try:
        return list(default_storage.listdir(f"{FOLDER}/{owner_id}")[1])
    except FileNotFoundError:
        return []
