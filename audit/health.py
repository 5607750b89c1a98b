"""How long work has been waiting."""

from datetime import timedelta

from django.utils import timezone

from audit.models import Job, JobState
from core import walls
from core.health import Finding

WAIT_MAX = timedelta(minutes=5)


def jobs() -> Finding:
    """A job due for over five minutes means that no worker runs. Pages still serve: not fatal."""
    now = timezone.now()
    due = Job.objects.filter(state=JobState.DUE, run_after__lte=now)
    with walls.everything():
        oldest = due.order_by("run_after").values_list("run_after", flat=True).first()
    if oldest is None:
        return Finding("jobs", is_well=True, is_fatal=False)
    waited = now - oldest
    detail = f"oldest waits {int(waited.total_seconds())} s"
    return Finding("jobs", is_well=waited <= WAIT_MAX, detail=detail, is_fatal=False)
