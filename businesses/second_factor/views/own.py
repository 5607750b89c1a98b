"""A person's own page about the second proof: what is on, turning it on and off, and the codes on paper."""

import base64
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from businesses.access import PersonRequest, signed_in
from businesses.context import menus_of
from businesses.devices import seen_by
from businesses.forms import refuse
from businesses.models import AccountNoteKind
from businesses.operations.account_notes import note
from businesses.queries.browsers import browser_words
from businesses.second_factor import otp
from businesses.second_factor.asking import is_fresh, origin_of
from businesses.second_factor.forms import AppCodeForm, PasskeyForm
from businesses.second_factor.operations.changes import (
    Added,
    add_passkey,
    remove_passkey,
    renew_codes,
    turn_off_app,
    turn_on_app,
)
from businesses.second_factor.queries import credentials_of, factors_of
from businesses.second_factor.webauthn import ask_for_new, can_be_used
from businesses.told import tell_second_factor
from core.encryption import Undecipherable, decrypt, encrypt
from core.htmx import redirect
from core.refusals import Refusal

SECRET_KEY = "second_factor_app"
NEW_PASSKEY = "passkey_new"
Page = Callable[..., HttpResponse]


def freshly_proved(view: Page) -> Page:
    """For what changes who gets in: a browser left open on the counter is not enough."""

    @wraps(view)
    def opened(request: PersonRequest, **kwargs: Any) -> HttpResponse:
        if is_fresh(request):
            return view(request, **kwargs)
        return redirect(request, f"{reverse('second_factor:again')}?{urlencode({'next': request.path})}")

    return opened


@signed_in
@require_safe
def overview(request: PersonRequest) -> HttpResponse:
    context = {
        "factors": factors_of(request.user.pk),
        "passkeys_work": can_be_used(),
    }
    return _show(request, "second_factor/overview.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
@freshly_proved
def app(request: PersonRequest) -> HttpResponse:
    """The key for the app, as a square and as text; its first code turns it on."""
    if factors_of(request.user.pk).app is not None:
        return redirect(request, reverse("second_factor:overview"))
    secret = _secret(request)
    form = AppCodeForm(request.POST or None)
    if request.method != "POST":
        return _app_page(request, form, secret)
    if not form.is_valid():
        return _app_page(request, form, secret, status=422)
    try:
        added = turn_on_app(
            user_id=request.user.pk, actor=request.actor, secret=secret, code=form.cleaned_data["code"],
            now=timezone.now(),
        )  # fmt: skip
    except Refusal as refusal:
        refuse(form, refusal)
        return _app_page(request, form, secret, status=refusal.status)
    request.session.pop(SECRET_KEY, None)
    return _added(request, added)


@signed_in
@require_http_methods(["GET", "POST"])
@freshly_proved
def app_off(request: PersonRequest) -> HttpResponse:
    factors = factors_of(request.user.pk)
    if factors.app is None:
        return redirect(request, reverse("second_factor:overview"))
    if request.method != "POST":
        is_last = not factors.passkeys
        return _show(request, "second_factor/off.html", {"is_last": is_last})
    turn_off_app(user_id=request.user.pk, actor=request.actor, now=timezone.now())
    return _turned_off(request)


@signed_in
@require_http_methods(["GET", "POST"])
@freshly_proved
def passkey_add(request: PersonRequest) -> HttpResponse:
    form = PasskeyForm(request.POST or None)
    if request.method != "POST":
        return _passkey_page(request, form)
    if not form.is_valid():
        return _passkey_page(request, form, status=422)
    try:
        added = add_passkey(
            user_id=request.user.pk, actor=request.actor, name=browser_words(seen_by(request).label),
            answer=form.cleaned_data["answer"], state=request.session.pop(NEW_PASSKEY, None),
            origin=origin_of(request), now=timezone.now(),
        )  # fmt: skip
    except Refusal as refusal:
        refuse(form, refusal)
        return _passkey_page(request, form, status=refusal.status)
    return _added(request, added)


@signed_in
@require_http_methods(["GET", "POST"])
@freshly_proved
def passkey_remove(request: PersonRequest, *, passkey_id: UUID) -> HttpResponse:
    factors = factors_of(request.user.pk)
    key = next((each for each in factors.passkeys if each.id == passkey_id), None)
    if key is None:
        raise Http404
    if request.method != "POST":
        is_last = factors.app is None and len(factors.passkeys) == 1
        return _show(request, "second_factor/off.html", {"key": key, "is_last": is_last})
    remove_passkey(user_id=request.user.pk, actor=request.actor, passkey_id=passkey_id, now=timezone.now())
    return _turned_off(request)


@signed_in
@require_http_methods(["GET", "POST"])
@freshly_proved
def codes(request: PersonRequest) -> HttpResponse:
    """New recovery codes in the place of the old."""
    factors = factors_of(request.user.pk)
    if not factors.is_on:
        return redirect(request, reverse("second_factor:overview"))
    if request.method != "POST":
        return _show(request, "second_factor/renew.html", {"left": factors.codes_left})
    made = renew_codes(user_id=request.user.pk, actor=request.actor, now=timezone.now())
    return _codes_page(request, made)


def _added(request: PersonRequest, added: Added) -> HttpResponse:
    note(user_id=request.user.pk, kind=AccountNoteKind.SECOND_ON, seen=seen_by(request), now=timezone.now())
    tell_second_factor(request.user, is_on=True)
    if added.codes:
        return _codes_page(request, added.codes)
    messages.success(request, _("Saved. From now on you are asked for it when you sign in."))
    return redirect(request, reverse("second_factor:overview"))


def _turned_off(request: PersonRequest) -> HttpResponse:
    note(user_id=request.user.pk, kind=AccountNoteKind.SECOND_OFF, seen=seen_by(request), now=timezone.now())
    tell_second_factor(request.user, is_on=False)
    messages.success(request, _("Turned off."))
    return redirect(request, reverse("second_factor:overview"))


def _secret(request: PersonRequest) -> str:
    """The key the page shows until it is confirmed, the same however often the page is loaded."""
    about = str(request.user.pk)
    kept = request.session.get(SECRET_KEY)
    try:
        return decrypt(base64.b64decode(kept), about=about) if kept else _new_secret(request, about=about)
    except Undecipherable:
        return _new_secret(request, about=about)


def _new_secret(request: PersonRequest, *, about: str) -> str:
    secret = otp.new_secret()
    request.session[SECRET_KEY] = base64.b64encode(encrypt(secret, about=about)).decode()
    return secret


def _app_page(request: PersonRequest, form: AppCodeForm, secret: str, *, status: int = 200) -> HttpResponse:
    address = otp.address_of(secret, account=_account(request))
    context = {
        "form": form,
        "secret": otp.in_groups(secret),
        "square": otp.square_of(address),
        "address": address,
    }
    return _show(request, "second_factor/app.html", context, status=status)


def _passkey_page(request: PersonRequest, form: PasskeyForm, *, status: int = 200) -> HttpResponse:
    user_id = request.user.pk
    asked = ask_for_new(user_id=user_id, name=_account(request), standing=credentials_of(user_id))
    request.session[NEW_PASSKEY] = asked.state
    return _show(
        request, "second_factor/passkey.html", {"form": form, "options": asked.options}, status=status
    )


def _account(request: PersonRequest) -> str:
    """Under which name the app or the phone keeps it: what the person signs in with."""
    return request.user.phone or request.user.email or str(request.user)


@sensitive_post_parameters()
def _codes_page(request: PersonRequest, made: tuple[str, ...]) -> HttpResponse:
    return _show(request, "second_factor/codes.html", {"codes": made, "text": "\n".join(made)})


def _show(
    request: PersonRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    return render(request, template, {**context, **menus_of(request.user)}, status=status)
