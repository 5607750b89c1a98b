"""What was taken out of an SQLite file lies in its free space until the file is written anew.

PostgreSQL keeps to its own ways: a dump holds rows that stand, and nothing of those that went.
"""

import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy

from audit.jobs.kinds import job_kind
from audit.jobs.queue import enqueue
from audit.jobs.runs import JobRun

KIND = "books.scrub"
LARGE_BYTES = 512 * 1024 * 1024
"""Writing a larger file anew holds everybody up for longer than a page may wait: that is for the night."""
READERS_MS = 20_000
"""How long emptying the log waits for those who read."""
NIGHT_HOUR = 20
"""In UTC: past midnight from Karachi to Dhaka."""


class StillRead(Exception):
    """Somebody reads the file as it was: the log beside it can't be emptied yet. The job tries again by itself."""


def ask_to_scrub(*, job_id: UUID, now: datetime.datetime) -> None:
    """Have the file written anew after a piece of work that took something out of it."""
    if connection.vendor != "sqlite":
        return
    run_after = now if _size() < LARGE_BYTES else _night_after(now)
    enqueue(
        kind=KIND, business_id=None, asked_by_id=None, arguments={}, now=now, key=f"{KIND}:{job_id}",
        run_after=run_after,
    )  # fmt: skip


@job_kind(
    KIND, title=gettext_lazy("Clearing the free space"), max_tries=50, lease_seconds=3600, can_stop=False
)
def scrub(run: JobRun) -> dict[str, Any] | None:
    """Write the file anew and empty its log. Raises StillRead."""
    if connection.vendor != "sqlite":
        return None
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute(f"PRAGMA busy_timeout = {READERS_MS}")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        is_busy, _frames, _moved = cursor.fetchone()
        cursor.execute("PRAGMA busy_timeout = 0")
    if is_busy:
        raise StillRead
    return None


def _size() -> int:
    path = Path(str(connection.settings_dict["NAME"]))
    return path.stat().st_size if path.is_file() else 0


def _night_after(now: datetime.datetime) -> datetime.datetime:
    night = now.astimezone(datetime.UTC).replace(hour=NIGHT_HOUR, minute=0, second=0, microsecond=0)
    return night if night > now else night + datetime.timedelta(days=1)
