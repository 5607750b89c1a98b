"""Is there a backup, and is it young?"""

from datetime import timedelta

from django.utils import timezone

from backups import shelf
from backups.jobs import last_try
from businesses.models import Business
from core import walls
from core.health import Finding

OLD = timedelta(hours=36)


def backups() -> Finding:
    """Loud when the newest is older than a day and a half, or the last try failed. Pages serve on: not fatal."""
    place, now = shelf.folder(), timezone.now()
    if place is None:
        return Finding("backups", is_well=True, detail="off", is_fatal=False)
    with walls.everything():
        last = last_try()
        oldest_book = Business.objects.order_by("created_at").values_list("created_at", flat=True).first()
    newest = next(iter(shelf.kept(place)), None)
    if last and last.failed:
        return Finding("backups", is_well=False, detail="the last one failed", is_fatal=False)
    if newest is None:
        is_new = oldest_book is None or now - oldest_book < OLD
        return Finding("backups", is_well=is_new, detail="none yet", is_fatal=False)
    hours = int((now - newest.made_at).total_seconds() // 3600)
    return Finding(
        "backups", is_well=now - newest.made_at < OLD, detail=f"newest {hours} h old", is_fatal=False
    )
