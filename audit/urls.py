"""Addresses of this app. It sits below the app of roles, so config.urls hands in who may open them."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from audit.views import IsGranted, job_again, job_cancel, job_page

Mark = Callable[[Callable[..., Any]], Callable[..., Any]]


def routes(*, mark: Mark, is_granted: IsGranted) -> tuple[list[URLPattern], str]:
    """Patterns under /b/<business_id>/jobs/ and their namespace. `mark` guards every view of a book."""
    grants = {"is_granted": is_granted}
    patterns = [
        path("<uuid:job_id>/", mark(job_page), grants, name="job"),
        path("<uuid:job_id>/cancel/", mark(job_cancel), grants, name="job-cancel"),
        path("<uuid:job_id>/again/", mark(job_again), grants, name="job-again"),
    ]
    return patterns, "audit"
