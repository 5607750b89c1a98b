"""Proving again that it is you, before a change of what opens your account."""

from urllib.parse import urlencode
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from businesses.access import PersonRequest, signed_in
from businesses.context import menus_of
from businesses.door import note_failure
from businesses.forms import CodeForm, refuse, refused
from businesses.models import AccountNoteKind
from businesses.operations.codes import CodeWrong, make_code, use_code
from businesses.queries.contacts import proved_contacts
from businesses.second_factor.asking import METHOD, passkey_options, take
from businesses.second_factor.forms import SecondProofForm
from businesses.second_factor.queries import has_second_factor
from businesses.views.steps import safe_next
from core.htmx import redirect
from core.messages import send_code
from core.refusals import Refusal

CODE_KEY = "second_factor_code"


@signed_in
@require_http_methods(["GET", "POST"])
def again(request: PersonRequest) -> HttpResponse:
    """By the second factor where there is one, else by a code to the phone or the mailbox."""
    if has_second_factor(request.user.pk):
        return _by_second_factor(request)
    return _by_code(request)


def _by_second_factor(request: PersonRequest) -> HttpResponse:
    form = SecondProofForm(request.POST or None)
    if request.method != "POST":
        return _page(request, form)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        proved = take(request, form, user=request.user)
    except Refusal as refusal:
        refuse(form, refusal)
        return _page(request, form.emptied(), status=refusal.status)
    record_authentication(request, request.user, method=METHOD, type=proved.kind)
    return _onward(request)


def _by_code(request: PersonRequest) -> HttpResponse:
    to, code_id = next(iter(proved_contacts(request.user)), ""), request.session.get(CODE_KEY)
    form, status = CodeForm(sent_to=to), 200
    try:
        if to and request.method == "POST" and ("send" in request.POST or not code_id):
            request.session[CODE_KEY] = _send(request, to=to)
            return redirect(request, f"{request.path}?{urlencode({'next': safe_next(request)})}")
        if to and request.method == "POST":
            form, status = CodeForm(request.POST, sent_to=to), 422
            if form.is_valid():
                use_code(code_id=UUID(code_id), code=form.cleaned_data["code"], now=timezone.now())
                del request.session[CODE_KEY]
                by = {"email" if "@" in to else "phone": to}
                record_authentication(request, request.user, method="code", **by)
                return _onward(request)
    except Refusal as refusal:
        if isinstance(refusal, CodeWrong):
            note_failure(request, contact=to, kind=AccountNoteKind.WRONG_CODE, now=timezone.now())
        form, status = refused(CodeForm({}, sent_to=to), refusal.message), refusal.status
    return _page(request, form, to=to, is_sent=bool(code_id), status=status)


def _onward(request: PersonRequest) -> HttpResponse:
    return redirect(request, safe_next(request) or reverse("second_factor:overview"))


def _send(request: PersonRequest, *, to: str) -> str:
    """Raises TooManyCodes, MessageError."""
    digits = get_adapter(request).generate_login_code()
    made = make_code(
        destination=to, address=get_ip(request), code=digits, replaces=None, caps=settings.CODE_CAPS,
        now=timezone.now(),
    )  # fmt: skip
    send_code(to=to, code=digits, language=get_language() or settings.LANGUAGE_CODE)
    return str(made.code_id)


def _page(
    request: PersonRequest, form: Form, *, to: str | None = None, is_sent: bool = False, status: int = 200
) -> HttpResponse:
    """`to` is None where the second factor is asked, "" where there is nowhere to send a code."""
    options = passkey_options(request, user_id=request.user.pk) if to is None else ""
    context = {
        "form": form, "to": to, "is_sent": is_sent, "options": options, "next": safe_next(request),
        **menus_of(request.user),
    }  # fmt: skip
    return render(request, "second_factor/again.html", context, status=status)
