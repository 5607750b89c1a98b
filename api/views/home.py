"""For developers: one page that leads to tokens, webhooks, the log of calls, usage and the practice book."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from api.operations.sandboxes import open_sandbox
from businesses.access import BookRequest, PersonRequest, member, signed_in
from businesses.context import menus_of
from core.htmx import redirect
from core.refusals import Refusal


@member(can="khata.read")
@require_safe
def home(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    return render(request, "developer/home.html")


@signed_in
@require_POST
def practice(request: PersonRequest) -> HttpResponse:
    """Open a practice book and go there."""
    try:
        book = open_sandbox(
            user=request.user,
            trace_id=request.actor.trace_id,
            device_id=request.actor.device_id,
            now=timezone.now(),
        )
    except Refusal as refusal:
        messages.error(request, refusal.message)
        current = menus_of(request.user).get("book")
        return redirect(request, reverse("developer:home", args=[current.pk]) if current else "/")
    messages.success(request, _("This is a practice book. Everything in it is made up: try what you like."))
    return redirect(request, reverse("ledger:khata", args=[book.pk]))
