"""What the steps share: where a run stands, and the way back to it."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from businesses.access import BookRequest
from core.htmx import redirect
from core.refusals import Refusal
from imports.models import ImportRun, RunState, RunSubject

STEPS = ("file", "columns", "check", "run", "done")
OPEN_STATES = (RunState.MAPPING, RunState.CHECKED)


def step_items(now: str) -> list[dict[str, str]]:
    """The five steps for the component that draws them."""
    labels = {
        "file": _("File"), "columns": _("Columns"), "check": _("Check"), "run": _("Bring"), "done": _("Done"),
    }  # fmt: skip
    place = STEPS.index(now)
    return [
        {"label": labels[step], "state": "done" if at < place else "now" if at == place else "next"}
        for at, step in enumerate(STEPS)
    ]


def run_or_404(request: BookRequest, run_id: uuid.UUID, *, subject: str = RunSubject.KHATA) -> ImportRun:
    return get_object_or_404(ImportRun, business=request.business, id=run_id, subject=subject)


def any_run_or_404(request: BookRequest, run_id: uuid.UUID) -> ImportRun:
    """Whatever the file is about."""
    return get_object_or_404(ImportRun, business=request.business, id=run_id)


def step_of(subject: str) -> str:
    """Where the columns of a sheet are chosen."""
    return "rents_check" if subject == RunSubject.RENTS else "columns"


def to_step(request: BookRequest, name: str, run_id: uuid.UUID) -> HttpResponse:
    return redirect(request, reverse(f"imports:{name}", args=[request.business.pk, run_id]))


def to_start(request: BookRequest) -> HttpResponse:
    return redirect(request, reverse("imports:bring", args=[request.business.pk]))


def told(request: BookRequest, refusal: Refusal, *, run_id: uuid.UUID | None = None) -> HttpResponse:
    """Say why on the page where the run stands now, or where a file is chosen when it is gone."""
    if refusal.status == 404:
        raise Http404
    messages.error(request, refusal.message)
    return to_start(request) if run_id is None or refusal.status == 410 else to_step(request, "run", run_id)


def page_context(now: str, **more: Any) -> dict[str, Any]:
    return {"steps": step_items(now), **more}
