"""The second proof: for a phone's code on a new device, when the account was unused for long."""

from dataclasses import asdict, dataclass
from typing import Any, Self
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from businesses.access import public
from businesses.adapter import AccountInactive, home_path
from businesses.devices import seen_by
from businesses.door import note_failure
from businesses.forms import CodeForm, refuse
from businesses.models import AccountNoteKind, User
from businesses.operations.claims import begin_claim
from businesses.operations.codes import CodeWrong, make_code, use_code
from businesses.queries.contacts import proved_contacts
from businesses.told import tell_claimed
from core.htmx import redirect
from core.messages import send_code
from core.phones import masked_email
from core.refusals import Refusal

KEY = "sign_in_held"


@dataclass(frozen=True)
class Held:
    """Who proved the phone and waits for the second proof; `code_id` of the code to the mailbox, "" without one."""

    user_id: str
    phone: str
    next: str
    code_id: str = ""

    @classmethod
    def load(cls, session: Any) -> Self | None:
        stored = session.get(KEY)
        return cls(**stored) if stored else None


def hold(request: HttpRequest, *, user: User, phone: str, target: str) -> HttpResponse:
    """Keep the person at the door: tell every other way to them, and send a code to the mailbox if there is one."""
    claim = begin_claim(user=user, seen=seen_by(request), now=timezone.now())
    if claim.is_new:
        tell_claimed(user, seen=seen_by(request))
    held = Held(user_id=str(user.pk), phone=phone, next=target)
    mailbox = _mailbox(user)
    if mailbox:
        held = Held(**{**asdict(held), "code_id": _send(request, to=mailbox)})
    request.session[KEY] = asdict(held)
    return redirect(request, reverse("businesses:proof"))


@public
@never_cache
@require_http_methods(["GET", "POST"])
def proof(request: HttpRequest) -> HttpResponse:
    held = Held.load(request.session)
    if held is None or request.user.is_authenticated:
        return redirect(request, "/")
    user = User.objects.get(pk=held.user_id)
    form = CodeForm(request.POST or None, sent_to=masked_email(_mailbox(user)))
    if request.method != "POST" or not held.code_id:
        return _page(request, held, user, form)
    if not form.is_valid():
        return _page(request, held, user, form, status=422)
    try:
        use_code(code_id=UUID(held.code_id), code=form.cleaned_data["code"], now=timezone.now())
    except Refusal as refusal:
        if isinstance(refusal, CodeWrong):
            note_failure(request, contact=held.phone, kind=AccountNoteKind.WRONG_CODE, now=timezone.now())
        refuse(form, refusal)
        return _page(request, held, user, form.emptied(), status=refusal.status)
    return _let_in(request, held, user)


def _let_in(request: HttpRequest, held: Held, user: User) -> HttpResponse:
    del request.session[KEY]
    try:
        record_authentication(request, user, method="code", phone=held.phone, email=user.email)
        return perform_login(request, user, redirect_url=held.next or home_path(user))
    except AccountInactive:
        return redirect(request, reverse("businesses:sign_in"))


def _mailbox(user: User) -> str:
    return next((contact for contact in proved_contacts(user) if "@" in contact), "")


def _send(request: HttpRequest, *, to: str) -> str:
    """Raises TooManyCodes, MessageError."""
    digits = get_adapter(request).generate_login_code()
    made = make_code(
        destination=to, address=get_ip(request), code=digits, replaces=None, caps=settings.CODE_CAPS,
        now=timezone.now(),
    )  # fmt: skip
    send_code(to=to, code=digits, language=get_language() or settings.LANGUAGE_CODE)
    return str(made.code_id)


def _page(request: HttpRequest, held: Held, user: User, form: CodeForm, *, status: int = 200) -> HttpResponse:
    claim = begin_claim(user=user, seen=seen_by(request), now=timezone.now())
    context = {"form": form, "by_mail": bool(held.code_id), "ready_at": claim.ready_at}
    return render(request, "businesses/proof.html", context, status=status)
