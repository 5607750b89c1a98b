"""Developers → Apps: programs that ask other people for access to their books."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from api.oauth.forms import CONFIDENTIAL, PUBLIC, AppForm, RevisionForm
from api.oauth.operations import apps as operations
from api.oauth.queries import AppCard, app_card, apps_of
from api.oauth.refusals import AppUnknown
from api.oauth.scopes import offered
from api.scopes import SCOPES
from api.views.shell import own_page
from businesses.access import PersonRequest, signed_in
from core import shown_once
from core.htmx import redirect
from core.ids import uuid7
from core.refusals import Refusal


@signed_in
@require_safe
def apps(request: PersonRequest) -> HttpResponse:
    return own_page(request, "oauth/apps.html", {"apps": apps_of(user_id=request.user.pk)})


@signed_in
@require_http_methods(["GET", "POST"])
def add(request: PersonRequest) -> HttpResponse:
    if request.method != "POST":
        first = {"id": uuid7(), "kind": CONFIDENTIAL, "scopes": offered()[:1]}
        return _form_page(request, AppForm(initial=first))
    form = AppForm(request.POST)
    if not form.is_valid():
        return _form_page(request, form, status=422)
    try:
        made = operations.register_app(
            actor=request.actor, app_id=form.cleaned_data["id"] or uuid7(), content=_content(form),
            is_confidential=form.cleaned_data["kind"] != PUBLIC, now=timezone.now(),
        )  # fmt: skip
    except AppUnknown:
        raise Http404 from None
    except Refusal as refusal:
        return _refused(request, form, refusal)
    return _to_secret(request, made)


@signed_in
@require_safe
def app(request: PersonRequest, *, app_id: UUID) -> HttpResponse:
    card = _card(request, app_id)
    if secret := shown_once.secret_for(request):
        context: dict[str, Any] = {"app": card, "secret": secret}
        return shown_once.shown(request, own_page(request, "oauth/secret.html", context))
    sentences = [SCOPES[scope] for scope in card.scopes if scope in SCOPES]
    return own_page(request, "oauth/app.html", {"app": card, "sentences": sentences})


@signed_in
@require_http_methods(["GET", "POST"])
def edit(request: PersonRequest, *, app_id: UUID) -> HttpResponse:
    card = _card(request, app_id)
    if request.method != "POST":
        first = {
            "base_rev": card.rev, "name": card.name, "home_page": card.home_page, "scopes": card.scopes,
            "redirect_uris": "\n".join(card.redirect_uris), "origins": "\n".join(card.origins),
        }  # fmt: skip
        return _form_page(request, AppForm(initial=first), card=card)
    form = AppForm(request.POST)
    if not form.is_valid():
        return _form_page(request, form, card=card, status=422)
    try:
        operations.change_app(
            actor=request.actor, app_id=app_id, base_rev=form.cleaned_data["base_rev"] or 0,
            content=_content(form), now=timezone.now(),
        )  # fmt: skip
    except Refusal as refusal:
        return _refused(request, form, refusal, card=card)
    messages.success(request, _("Saved"))
    return redirect(request, reverse("oauth:app", args=[app_id]))


@signed_in
@require_POST
def secret(request: PersonRequest, *, app_id: UUID) -> HttpResponse:
    _card(request, app_id)
    form = RevisionForm(request.POST)
    rev = form.cleaned_data["base_rev"] if form.is_valid() else 0
    made = operations.renew_secret(actor=request.actor, app_id=app_id, base_rev=rev, now=timezone.now())
    return _to_secret(request, made)


@signed_in
@require_http_methods(["GET", "POST"])
def remove(request: PersonRequest, *, app_id: UUID) -> HttpResponse:
    card = _card(request, app_id)
    if request.method != "POST":
        return own_page(request, "oauth/app_remove.html", {"app": card})
    operations.remove_app(actor=request.actor, app_id=app_id, now=timezone.now())
    messages.success(request, _("The app was removed."))
    return redirect(request, reverse("oauth:apps"))


def _card(request: PersonRequest, app_id: UUID) -> AppCard:
    card = app_card(user_id=request.user.pk, app_id=app_id, now=timezone.now())
    if card is None:
        raise Http404
    return card


def _content(form: AppForm) -> operations.AppContent:
    said = form.cleaned_data
    return operations.AppContent(
        name=said["name"], home_page=said["home_page"], redirect_uris=said["redirect_uris"].splitlines(),
        scopes=said["scopes"], origins=said["origins"].splitlines(),
    )  # fmt: skip


def _form_page(
    request: PersonRequest, form: AppForm, *, card: AppCard | None = None, status: int = 200
) -> HttpResponse:
    return own_page(request, "oauth/app_form.html", {"form": form, "app": card}, status=status)


def _refused(
    request: PersonRequest, form: AppForm, refusal: Refusal, *, card: AppCard | None = None
) -> HttpResponse:
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
    return _form_page(request, form, card=card, status=422)


def _to_secret(request: PersonRequest, made: operations.AppResult) -> HttpResponse:
    """To the page that shows a secret once. The form sent again makes nothing new, and has nothing to show."""
    page = reverse("oauth:app", args=[made.app_id])
    return (
        shown_once.to_page_of(request, page, secret=made.secret) if made.secret else redirect(request, page)
    )
