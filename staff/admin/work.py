from collections.abc import Callable
from typing import Any

import structlog
from django.contrib import messages
from django.contrib.admin import action, display
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.jobs import cancel, try_again
from audit.models import Job
from staff.admin.rows import ACTED_ON_MAX, ShownRows

log = structlog.get_logger("halkhata.staff")


class Jobs(ShownRows):
    """Work in the background. Arguments and results stay hidden: they may tell what a book holds."""

    list_display = ("kind", "state", "book", "created_at", "ended_at", "tries", "failures")
    list_filter = ("state",)
    list_select_related = ("business",)
    search_fields = ("kind",)
    search_help_text = gettext_lazy("A kind of work")
    fields = (
        "id", "kind", "state", "book", "created_at", "run_after", "started_at", "ended_at", "done", "total", "tries",
        "failures", "losses", "cancel_asked", "error", "trace_id",
    )  # fmt: skip
    actions = ("again", "stop")

    def get_search_results(
        self, request: Any, queryset: QuerySet[Job], search_term: str
    ) -> tuple[QuerySet[Job], bool]:
        term = search_term.strip().replace("\0", "")
        return (queryset.filter(kind=term) if term else queryset), False

    @display(description=gettext_lazy("Book"))
    def book(self, job: Job) -> str:
        return job.business.name if job.business else "—"

    @action(description=gettext_lazy("Try again"))
    def again(self, request: Any, queryset: QuerySet[Job]) -> None:
        count = self._each(request, queryset, try_again)
        messages.success(request, _("Back in the queue: %(count)s") % {"count": count})

    @action(description=gettext_lazy("Stop"))
    def stop(self, request: Any, queryset: QuerySet[Job]) -> None:
        count = self._each(request, queryset, cancel)
        messages.success(request, _("Stopped, or told to stop: %(count)s") % {"count": count})

    def _each(self, request: Any, queryset: QuerySet[Job], operation: Callable[..., bool]) -> int:
        done = [
            job_id
            for job_id in queryset.values_list("pk", flat=True)[:ACTED_ON_MAX]
            if operation(job_id, now=timezone.now())
        ]
        for job_id in done:
            log.info(
                "job touched by staff", job=str(job_id), what=operation.__name__, by=str(request.user.pk)
            )
        return len(done)
