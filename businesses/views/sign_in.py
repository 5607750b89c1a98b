"""Signing in with a phone number and a code; the code step also serves e-mail."""

from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from businesses.access import public
from businesses.adapter import AccountInactive, home_path
from businesses.countries import COUNTRIES, guess_country
from businesses.devices import is_known_device, seen_by
from businesses.door import note_failure
from businesses.forms import CodeForm, PhoneForm, refuse, refused
from businesses.models import AccountNoteKind
from businesses.operations.account_notes import note
from businesses.operations.claims import needs_proof
from businesses.operations.codes import CodeTooOld, CodeWrong, is_expired, make_code, use_code
from businesses.operations.people import PersonFound, person_of_email, person_of_phone
from businesses.pending import Pending
from businesses.views.proof import hold
from businesses.views.steps import moved, safe_next, show_step
from core.htmx import is_htmx, redirect
from core.messages import send_code
from core.refusals import Refusal


@public
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect(request, safe_next(request) or home_path(request.user))
    if request.method != "POST":
        return _phone_step(request, PhoneForm())
    form = PhoneForm(request.POST)
    if not form.is_valid():
        return _phone_step(request, form, status=422)
    pending = Pending(
        channel="phone", to=form.cleaned_data["phone"], code_id="", sent_at=0, next=safe_next(request)
    )
    try:
        pending = ask_for_code(request, pending)
    except Refusal as refusal:
        refuse(form, refusal)
        return _phone_step(request, form, status=refusal.status)
    return to_code_step(request, pending)


@public
@never_cache
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    pending = Pending.load(request.session)
    if pending is None or request.user.is_authenticated:
        return redirect(request, "/")
    if request.method != "POST":
        return code_step(request, pending, CodeForm(sent_to=pending.shown))
    form = CodeForm(request.POST, sent_to=pending.shown)
    if not form.is_valid():
        return code_step(request, pending, form, status=422)
    try:
        use_code(code_id=UUID(pending.code_id), code=form.cleaned_data["code"], now=timezone.now())
    except CodeTooOld as refusal:
        return _too_old(request, pending, form, refusal)
    except Refusal as refusal:
        if isinstance(refusal, CodeWrong):
            note_failure(request, contact=pending.to, kind=AccountNoteKind.WRONG_CODE, now=timezone.now())
        refuse(form, refusal)
        return code_step(request, pending, form.emptied(), status=refusal.status)
    return _enter(request, pending)


@public
@never_cache
@require_POST
def code_again(request: HttpRequest) -> HttpResponse:
    pending = Pending.load(request.session)
    if pending is None or request.user.is_authenticated:
        return redirect(request, "/")
    try:
        pending = ask_for_code(request, pending)
    except Refusal as refusal:
        form = refused(CodeForm({}, sent_to=pending.shown), refusal.message)
        return code_step(request, pending, form, status=refusal.status)
    return to_code_step(request, pending)


def ask_for_code(request: HttpRequest, pending: Pending) -> Pending:
    """Make a code, keep the step in the session, send the code. Known or not makes no difference here.

    Asked twice within seconds by the same browser (a double tap), the code on its way stands. Raises Refusal.
    """
    now = timezone.now()
    before = Pending.load(request.session)
    same = before is not None and before.to == pending.to
    if before and same and not pending.code_id and before.seconds_until_again(now):
        pending = pending.with_code_of(before)
        pending.save(request.session)
        return pending
    digits = get_adapter(request).generate_login_code()
    made = make_code(
        destination=pending.to,
        address=get_ip(request),
        code=digits,
        replaces=UUID(before.code_id) if before and same else None,
        caps=settings.CODE_CAPS,
        now=now,
    )
    send_code(to=pending.to, code=digits, language=get_language() or settings.LANGUAGE_CODE)
    pending = pending.with_code(code_id=made.code_id, now=now)
    pending.save(request.session)
    return pending


def to_code_step(request: HttpRequest, pending: Pending) -> HttpResponse:
    """The code step: in place under HTMX, by a redirect in a plain browser."""
    if not is_htmx(request):
        return redirect(request, "/sign-in/code/")
    return moved(
        code_step(request, pending, CodeForm(sent_to=pending.shown)), request, name="businesses:code"
    )


def code_step(request: HttpRequest, pending: Pending, form: CodeForm, *, status: int = 200) -> HttpResponse:
    wait = pending.seconds_until_again(timezone.now())
    return show_step(request, step="code", form=form, status=status, pending=pending, wait=wait)


def _phone_step(request: HttpRequest, form: PhoneForm, *, status: int = 200) -> HttpResponse:
    guess = guess_country(language=get_language() or "", accepted=request.headers.get("Accept-Language", ""))
    country = form.data.get("country") or guess
    return show_step(
        request,
        step="phone",
        form=form,
        status=status,
        countries=COUNTRIES.values(),
        country=country,
        next=safe_next(request),
    )


def _too_old(request: HttpRequest, pending: Pending, form: CodeForm, refusal: CodeTooOld) -> HttpResponse:
    """A code that only ran out of time is replaced at once; one that was used or guessed at is not."""
    if is_expired(code_id=UUID(pending.code_id), now=timezone.now()):
        try:
            pending = ask_for_code(request, pending)
        except Refusal as too_many:
            refuse(form, too_many)
            return code_step(request, pending, form.emptied(), status=too_many.status)
        form.add_error("code", _("That code is too old. We sent a new one."))
    else:
        refuse(form, refusal)
    return code_step(request, pending, form.emptied(), status=refusal.status)


def _enter(request: HttpRequest, pending: Pending) -> HttpResponse:
    found = _person(pending)
    if pending.password and not found.is_new:
        seen = seen_by(request)
        note(user_id=found.user.pk, kind=AccountNoteKind.PASSWORD_SET, seen=seen, now=timezone.now())
    Pending.clear(request.session)
    if pending.channel == "phone" and _is_too_little(request, found):
        try:
            return hold(request, user=found.user, phone=pending.to, target=pending.next)
        except Refusal as refusal:
            return _phone_step(request, refused(PhoneForm({}), refusal.message), status=refusal.status)
    try:
        record_authentication(request, found.user, method="code", **{pending.channel: pending.to})
        return perform_login(
            request, found.user, redirect_url=pending.next or home_path(found.user), signup=found.is_new
        )
    except AccountInactive:
        text = _("This account is closed. Ask the people who run this site to open it again.")
        return _phone_step(request, refused(PhoneForm({}), text), status=422)


def _is_too_little(request: HttpRequest, found: PersonFound) -> bool:
    """Whether the number may have gone to somebody else since its account was used."""
    if found.is_new or not found.user.is_active:
        return False
    is_known = is_known_device(request, user=found.user)
    return needs_proof(found.user, is_known_device=is_known, now=timezone.now())


def _person(pending: Pending) -> PersonFound:
    language = get_language() or settings.LANGUAGE_CODE
    if pending.channel == "phone":
        return person_of_phone(phone=pending.to, language=language)
    return person_of_email(email=pending.to, password_hash=pending.password, language=language)
