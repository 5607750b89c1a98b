"""Books whose time in the trash is over, deleted for good by the worker.

Taking the seals off is the right of the owner of the tables alone. Where the worker comes as another role, the
deletion runs in a process that opens the database as its owner, as backups do.
"""

import datetime
import os
import subprocess
import sys
from typing import Any

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext_lazy

from audit.jobs import JobRun, enqueue, job_kind
from backups.faults import BackupFailed, BackupRefused
from backups.purging import purge_business
from businesses.models import Business
from businesses.operations.deleting import PURGE

log = structlog.get_logger("halkhata.backups")

REASON = "deleted by its owner"
BOOKS_A_ROUND = 20
TIMEOUT_SECONDS = 3_000
OWNER_MISSING = (
    "Books in the trash stay there: only the owner of the tables deletes one for good."
    " Set HALKHATA_OWNER_DATABASE_URL, or run purge_deleted_books as the owner."
)


@job_kind(PURGE, title=gettext_lazy("Deleting books for good"), max_tries=2, lease_seconds=3600)
def purge(run: JobRun) -> dict[str, Any]:
    """What is due now. What went wrong is kept as the result; the next hour tries again."""
    try:
        return {"books": _as_owner() if _is_bound() else purge_due(now=run.now())}
    except BackupFailed as failed:
        return {"failed": str(failed)}


def ask_if_due(*, now: datetime.datetime) -> bool:
    """Once an hour at most."""
    if not due(now=now, most=1):
        return False
    with transaction.atomic():
        enqueue(
            kind=PURGE,
            business_id=None,
            asked_by_id=None,
            arguments={},
            now=now,
            key=f"{PURGE} {now:%Y-%m-%dT%H}",
        )
    return True


def due(*, now: datetime.datetime, most: int = BOOKS_A_ROUND) -> list[Any]:
    """The ids of books to be deleted for good by now."""
    found = Business.objects.filter(purge_at__lte=now).order_by("purge_at", "pk")
    return list(found.values_list("pk", flat=True)[:most])


def purge_due(*, now: datetime.datetime) -> int:
    """Delete what is due, each book in a transaction of its own; how many went. One that came back stays."""
    gone = 0
    for business_id in due(now=now):
        try:
            purge_business(business_id=business_id, reason=REASON, exported_to="", now=now, due_at=now)
        except BackupRefused:
            log.info("book not deleted", business_id=str(business_id))
        else:
            gone += 1
    return gone


def _is_bound() -> bool:
    """Whether this process comes as the role that owns nothing."""
    return bool(
        connection.vendor == "postgresql"
        and settings.APP_ROLE
        and connection.settings_dict["USER"] == settings.APP_ROLE
    )


def _as_owner() -> int:
    """Raises BackupFailed where nobody said who the owner is, or the process failed."""
    address = os.environ.get("HALKHATA_OWNER_DATABASE_URL", "")
    if not address:
        raise BackupFailed(OWNER_MISSING)
    done = subprocess.run(  # noqa: S603 our own command
        [sys.executable, str(settings.ROOT / "manage.py"), "purge_deleted_books"],
        env={**os.environ, "DATABASE_URL": address}, capture_output=True, text=True, timeout=TIMEOUT_SECONDS,
        check=False,
    )  # fmt: skip
    if done.returncode:
        raise BackupFailed(f"Deleting books as the owner failed: {done.stderr.strip()[-300:]}")
    return int(done.stdout.split()[0])
