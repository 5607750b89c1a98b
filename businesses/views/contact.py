"""Changing one's number or e-mail: the new one is typed, then codes from the old and from the new prove both."""

from dataclasses import replace
from typing import Literal
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from businesses.access import PersonRequest, signed_in
from businesses.contact_change import ContactChange
from businesses.context import menus_of
from businesses.countries import COUNTRIES, guess_country
from businesses.devices import seen_by
from businesses.door import note_failure
from businesses.forms import CodeForm, EmailForm, PhoneForm, refuse
from businesses.models import AccountNoteKind
from businesses.operations.codes import CodeWrong, make_code, use_code
from businesses.operations.contacts import change_email, change_phone
from businesses.queries.contacts import proved_contacts
from businesses.told import tell_contact_changed
from core.htmx import redirect
from core.messages import send_code
from core.refusals import Refusal

Kind = Literal["phone", "email"]


@signed_in
@require_http_methods(["GET", "POST"])
def phone(request: PersonRequest) -> HttpResponse:
    return _asked(request, PhoneForm(request.POST or None), kind="phone")


@signed_in
@require_http_methods(["GET", "POST"])
def email(request: PersonRequest) -> HttpResponse:
    return _asked(request, EmailForm(request.POST or None), kind="email")


@signed_in
@require_http_methods(["GET", "POST"])
def code(request: PersonRequest) -> HttpResponse:
    """The code of the old, then that of the new; each works once and for five minutes."""
    change = ContactChange.load(request.session)
    if change is None:
        return redirect(request, reverse("businesses:me"))
    form = CodeForm(request.POST or None, sent_to=change.asked)
    if request.method != "POST":
        return _code_page(request, form, change)
    if not form.is_valid():
        return _code_page(request, form, change, status=422)
    try:
        use_code(code_id=UUID(change.code_id), code=form.cleaned_data["code"], now=timezone.now())
        if change.old:
            _send(request, replace(change, old=""))
            return redirect(request, reverse("businesses:contact_code"))
        return _change(request, change)
    except Refusal as refusal:
        if isinstance(refusal, CodeWrong):
            kind = AccountNoteKind.WRONG_CODE
            note_failure(request, contact=change.asked, kind=kind, now=timezone.now())
        refuse(form, refusal)
        return _code_page(request, form.emptied(), change, status=refusal.status)


def _asked(request: PersonRequest, form: Form, *, kind: Kind) -> HttpResponse:
    if request.method != "POST":
        return _page(request, form, kind=kind)
    if not form.is_valid():
        return _page(request, form, kind=kind, status=422)
    to = form.cleaned_data[kind]
    proved = proved_contacts(request.user)
    if to in proved:
        form.add_error(kind, _("This is what your account has already."))
        return _page(request, form, kind=kind, status=422)
    same_kind = [contact for contact in proved if ("@" in contact) == (kind == "email")]
    old = next(iter(same_kind or proved), "")
    try:
        _send(request, ContactChange(kind=kind, to=to, old=old, code_id=""))
    except Refusal as refusal:
        refuse(form, refusal)
        return _page(request, form, kind=kind, status=refusal.status)
    return redirect(request, reverse("businesses:contact_code"))


def _send(request: PersonRequest, change: ContactChange) -> None:
    """A code to the old first, then to the new. Raises TooManyCodes, MessageError."""
    digits = get_adapter(request).generate_login_code()
    made = make_code(
        destination=change.asked, address=get_ip(request), code=digits, replaces=None, caps=settings.CODE_CAPS,
        now=timezone.now(),
    )  # fmt: skip
    send_code(to=change.asked, code=digits, language=get_language() or settings.LANGUAGE_CODE)
    replace(change, code_id=str(made.code_id)).save(request.session)


def _change(request: PersonRequest, change: ContactChange) -> HttpResponse:
    """Raises ContactTaken."""
    person, seen, now = request.user.pk, seen_by(request), timezone.now()
    ContactChange.clear(request.session)
    if change.kind == "phone":
        before = change_phone(user_id=person, actor=request.actor, phone=change.to, seen=seen, now=now)
    else:
        before = change_email(user_id=person, actor=request.actor, email=change.to, seen=seen, now=now)
    if before:
        tell_contact_changed(request.user, old=before)
    messages.success(request, _("Saved. From now on you sign in with this."))
    return redirect(request, reverse("businesses:me"))


def _page(request: PersonRequest, form: Form, *, kind: Kind, status: int = 200) -> HttpResponse:
    guess = guess_country(language=get_language() or "", accepted=request.headers.get("Accept-Language", ""))
    context = {
        "form": form, "kind": kind, "countries": COUNTRIES.values(), "country": form.data.get("country") or guess,
        **menus_of(request.user),
    }  # fmt: skip
    return render(request, "businesses/contact.html", context, status=status)


def _code_page(
    request: PersonRequest, form: CodeForm, change: ContactChange, *, status: int = 200
) -> HttpResponse:
    context = {"form": form, "change": change, **menus_of(request.user)}
    return render(request, "businesses/contact_code.html", context, status=status)
