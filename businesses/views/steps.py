"""The steps of signing in share one page: HTMX replaces the step in place, a plain browser loads the page."""

from typing import Any

from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from core.htmx import is_htmx

NEXT_LENGTH_MAX = 4_000
"""An app's request for access carries its whole question in its address."""


def show_step(
    request: HttpRequest, *, step: str, form: Form, status: int = 200, **context: Any
) -> HttpResponse:
    """Render the step "phone", "code" or "password", whole or in place.

    HTMX swaps a 422 but drops a 429, so under HTMX every refusal of a form is a 422.
    """
    part = is_htmx(request)
    context |= {"step": f"businesses/_{step}_step.html", "form": form, "languages": settings.LANGUAGES}
    template = context["step"] if part else "businesses/sign_in.html"
    return render(request, template, context, status=422 if part and status >= 400 else status)


def moved(response: HttpResponse, request: HttpRequest, *, name: str) -> HttpResponse:
    """The step's own address for the browser's bar, when HTMX brought the step here."""
    if is_htmx(request):
        response["HX-Push-Url"] = reverse(name)
    return response


def safe_next(request: HttpRequest) -> str:
    """Where the person was going: a path of this site, or "" for anything else."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    is_safe = url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return target if is_safe and target.startswith("/") and len(target) <= NEXT_LENGTH_MAX else ""
