"""Settings → Webhooks: where a book's news goes, what was sent, and what came back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from api.webhooks.events import EVENTS
from api.webhooks.forms import ALL, CHOSEN, EndpointForm, RevisionForm
from api.webhooks.operations import endpoints as operations
from api.webhooks.operations.log import resend, send_test
from api.webhooks.queries import EndpointCard, delivery_card, delivery_page, endpoint_card, endpoints
from api.webhooks.refusals import WebhookUnknown
from api.webhooks.rules import site_guard
from api.webhooks.schedule import TRIES_MAX
from businesses.access import BookRequest, member
from core import shown_once
from core.htmx import is_htmx, redirect
from core.ids import uuid7
from core.refusals import Refusal
from ledger.views.replies import refusals_answered, show_in, uuid_or_none


@member(can="book.settings")
@require_safe
def webhooks(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    return render(request, "webhooks/list.html", {"endpoints": endpoints(business_id)})


@member(can="book.settings")
@require_http_methods(["GET", "POST"])
@refusals_answered
def add(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    if request.method != "POST":
        return _form_page(request, EndpointForm(initial={"id": uuid7(), "which": ALL}))
    form = EndpointForm(request.POST)
    if not form.is_valid():
        return _form_page(request, form, status=422)
    said = form.cleaned_data
    try:
        made = operations.add_endpoint(
            business_id=business_id, actor=request.actor, endpoint_id=said["id"] or uuid7(), url=said["url"],
            description=said["description"], events=said["events"], guard=site_guard(), now=timezone.now(),
        )  # fmt: skip
    except Refusal as refusal:
        show_in(form, refusal)
        return _form_page(request, form, status=refusal.status)
    return _to_secret(request, made)


@member(can="book.settings")
@require_http_methods(["GET", "POST"])
@refusals_answered
def edit(request: BookRequest, *, business_id: UUID, endpoint_id: UUID) -> HttpResponse:
    card = _card(request, endpoint_id)
    if request.method != "POST":
        initial = {
            "base_rev": card.rev, "url": card.url, "description": card.description, "events": card.events,
            "which": CHOSEN if card.events else ALL,
        }  # fmt: skip
        return _form_page(request, EndpointForm(initial=initial), card=card)
    form = EndpointForm(request.POST)
    if not form.is_valid():
        return _form_page(request, form, card=card, status=422)
    said = form.cleaned_data
    try:
        operations.edit_endpoint(
            business_id=business_id, actor=request.actor, endpoint_id=endpoint_id, base_rev=said["base_rev"] or 0,
            url=said["url"], description=said["description"], events=said["events"], guard=site_guard(),
            now=timezone.now(),
        )  # fmt: skip
    except WebhookUnknown:
        raise
    except Refusal as refusal:
        show_in(form, refusal)
        return _form_page(request, form, card=card, status=refusal.status)
    return _to_card(request, endpoint_id, _("Saved"))


@member(can="book.settings")
@require_safe
@refusals_answered
def webhook(request: BookRequest, *, business_id: UUID, endpoint_id: UUID) -> HttpResponse:
    """The card with its log. HTMX gets a further page of the log (`after`), or the log as it is now."""
    after = uuid_or_none(request.GET.get("after", ""))
    card = _card(request, endpoint_id)
    page = delivery_page(business_id, endpoint_id, after=after)
    if not is_htmx(request) and (secret := shown_once.secret_for(request)):
        context = {"endpoint": card, "secret": secret}
        return shown_once.shown(request, render(request, "webhooks/secret.html", context))
    context = {"endpoint": card, "page": page, "after": after, "events": _event_words(card)}
    if is_htmx(request):
        return render(request, "webhooks/_rows.html" if after else "webhooks/_log_now.html", context)
    return render(request, "webhooks/endpoint.html", context)


@member(can="book.settings")
@require_POST
@refusals_answered
def start(request: BookRequest, *, business_id: UUID, endpoint_id: UUID) -> HttpResponse:
    operations.start_endpoint(
        business_id=business_id, actor=request.actor, endpoint_id=endpoint_id, now=timezone.now()
    )
    return _to_card(request, endpoint_id, _("The webhook is on. What it missed is sent now."))


@member(can="book.settings")
@require_POST
@refusals_answered
def stop(request: BookRequest, *, business_id: UUID, endpoint_id: UUID) -> HttpResponse:
    operations.stop_endpoint(
        business_id=business_id, actor=request.actor, endpoint_id=endpoint_id, now=timezone.now()
    )
    return _to_card(request, endpoint_id, _("The webhook is off. Nothing is sent until you turn it on."))


@member(can="book.settings")
@require_http_methods(["GET", "POST"])
@refusals_answered
def remove(request: BookRequest, *, business_id: UUID, endpoint_id: UUID) -> HttpResponse:
    if request.method != "POST":
        return render(request, "webhooks/remove.html", {"endpoint": _card(request, endpoint_id)})
    operations.remove_endpoint(
        business_id=business_id, actor=request.actor, endpoint_id=endpoint_id, now=timezone.now()
    )
    messages.success(request, _("The webhook was removed."))
    return redirect(request, reverse("webhooks:list", args=[business_id]))


@member(can="book.settings")
@require_POST
@refusals_answered
def secret(request: BookRequest, *, business_id: UUID, endpoint_id: UUID) -> HttpResponse:
    form = RevisionForm(request.POST)
    rev = form.cleaned_data["base_rev"] if form.is_valid() else 0
    made = operations.rotate_secret(
        business_id=business_id,
        actor=request.actor,
        endpoint_id=endpoint_id,
        base_rev=rev,
        now=timezone.now(),
    )
    return _to_secret(request, made)


@member(can="book.settings")
@require_POST
@refusals_answered
def test(request: BookRequest, *, business_id: UUID, endpoint_id: UUID) -> HttpResponse:
    send_test(business_id=business_id, actor=request.actor, endpoint_id=endpoint_id, now=timezone.now())
    return _to_card(request, endpoint_id, _("A test message is on its way. Its end shows below."))


@member(can="book.settings")
@require_safe
@refusals_answered
def delivery(
    request: BookRequest, *, business_id: UUID, endpoint_id: UUID, delivery_id: UUID
) -> HttpResponse:
    card = delivery_card(business_id, endpoint_id, delivery_id)
    context = {
        "endpoint": _card(request, endpoint_id), "delivery": card, "row": card.row, "tries_max": TRIES_MAX,
    }  # fmt: skip
    return render(request, "webhooks/delivery.html", context)


@member(can="book.settings")
@require_POST
@refusals_answered
def again(request: BookRequest, *, business_id: UUID, endpoint_id: UUID, delivery_id: UUID) -> HttpResponse:
    resend(
        business_id=business_id, actor=request.actor, endpoint_id=endpoint_id, delivery_id=delivery_id,
        now=timezone.now(),
    )  # fmt: skip
    messages.success(request, _("The message is on its way again."))
    return redirect(request, reverse("webhooks:delivery", args=[business_id, endpoint_id, delivery_id]))


def _card(request: BookRequest, endpoint_id: UUID) -> EndpointCard:
    return endpoint_card(request.business.pk, endpoint_id, now=timezone.now())


def _event_words(card: EndpointCard) -> list[str]:
    return [str(EVENTS[event]) for event in card.events if event in EVENTS]


def _form_page(
    request: BookRequest, form: EndpointForm, *, card: EndpointCard | None = None, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "endpoint": card}
    return render(request, "webhooks/form.html", context, status=status)


def _to_secret(request: BookRequest, made: operations.EndpointResult) -> HttpResponse:
    """To the page that shows a secret once. The form sent again makes nothing new, and has nothing to show."""
    if not made.secret:
        return _to_card(
            request, made.endpoint_id, _("This webhook was added before. Its secret is shown once.")
        )
    page = reverse("webhooks:endpoint", args=[request.business.pk, made.endpoint_id])
    return shown_once.to_page_of(request, page, secret=made.secret)


def _to_card(request: BookRequest, endpoint_id: UUID, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect(request, reverse("webhooks:endpoint", args=[request.business.pk, endpoint_id]))
