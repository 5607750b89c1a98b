"""The page of a job. Who may open it is decided above this app and handed to audit.urls.routes."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from audit.jobs import JobCard, cancel, job_card, try_again
from core.htmx import is_htmx, redirect

IsGranted = Callable[[str, str], bool]
"""Whether a role may do something: (role, can)."""


@require_GET
def job_page(request: Any, *, business_id: UUID, job_id: UUID, is_granted: IsGranted) -> HttpResponse:
    job = _job_or_404(request, business_id=business_id, job_id=job_id, is_granted=is_granted)
    template = "audit/_job.html" if is_htmx(request) else "audit/job.html"
    return render(request, template, {"job": job})


@require_POST
def job_cancel(request: Any, *, business_id: UUID, job_id: UUID, is_granted: IsGranted) -> HttpResponse:
    job = _job_or_404(request, business_id=business_id, job_id=job_id, is_granted=is_granted)
    cancel(job.id, now=timezone.now())
    return _back(request, business_id=business_id, job_id=job.id)


@require_POST
def job_again(request: Any, *, business_id: UUID, job_id: UUID, is_granted: IsGranted) -> HttpResponse:
    job = _job_or_404(request, business_id=business_id, job_id=job_id, is_granted=is_granted)
    try_again(job.id, now=timezone.now())
    return _back(request, business_id=business_id, job_id=job.id)


def _job_or_404(request: Any, *, business_id: UUID, job_id: UUID, is_granted: IsGranted) -> JobCard:
    actor = request.actor
    job = job_card(
        business_id=business_id,
        job_id=job_id,
        person_id=actor.user_id,
        is_granted=lambda can: is_granted(actor.role, can),
        now=timezone.now(),
    )
    if job is None:
        raise Http404
    return job


def _back(request: Any, *, business_id: UUID, job_id: UUID) -> HttpResponse:
    return redirect(request, reverse("audit:job", args=[business_id, job_id]))
