"""Books whose time in the trash is over, deleted for good by the worker.

Taking the seals off is the right of the owner of the tables alone. Where the worker comes as another role, it
opens the database as its owner for the deletion, as backups do.
"""

import datetime
from typing import Any

import structlog
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext_lazy

from audit.jobs import JobRun, enqueue, job_kind
from backups.faults import BackupFailed, BackupRefused
from backups.inventory import standing_in
from backups.postgresql import owner_settings
from backups.purging import purge_business
from businesses.models import Business
from businesses.operations.deleting import PURGE

log = structlog.get_logger("halkhata.backups")

REASON = "deleted by its owner"
BOOKS_A_ROUND = 20
OWNER_MISSING = (
    "Books in the trash stay there: only the owner of the tables deletes one for good."
    " Set HALKHATA_OWNER_DATABASE_URL, or run purge_deleted_books as the owner."
)


@job_kind(PURGE, title=gettext_lazy("Deleting books for good"), max_tries=2, lease_seconds=3600)
def purge(run: JobRun) -> dict[str, Any]:
    """What is due now. What went wrong is kept as the result; the next hour tries again."""
    try:
        return {"books": _as_owner(now=run.now()) if _is_bound() else purge_due(now=run.now())}
    except (BackupFailed, DatabaseError) as failed:
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


def _as_owner(*, now: datetime.datetime) -> int:
    """Raises BackupFailed where nobody said who the owner is."""
    if settings.OWNER_DATABASE is None:
        raise BackupFailed(OWNER_MISSING)
    with standing_in(owner_settings()):
        return purge_due(now=now)
