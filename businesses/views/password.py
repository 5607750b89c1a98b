"""Signing in with e-mail and password; a code to the mailbox makes an account or sets a new password."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from businesses.access import public
from businesses.adapter import AccountInactive, home_path
from businesses.door import note_failure
from businesses.forms import PasswordForm, refuse
from businesses.models import AccountNoteKind
from businesses.pending import Pending
from businesses.views.sign_in import ask_for_code, to_code_step
from businesses.views.steps import safe_next, show_step
from core.htmx import redirect
from core.refusals import Refusal


@public
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect(request, safe_next(request) or home_path(request.user))
    if request.method != "POST":
        return _step(request, PasswordForm())
    is_new = request.POST.get("do") == "new"
    form = PasswordForm(request.POST, is_new=is_new)
    if not form.is_valid():
        return _step(request, form, status=422)
    return _by_code(request, form) if is_new else _by_password(request, form)


def _by_password(request: HttpRequest, form: PasswordForm) -> HttpResponse:
    credentials = {key: form.cleaned_data[key] for key in ("email", "password")}
    try:
        user = get_adapter(request).authenticate(request, **credentials)
        if user is not None:
            record_authentication(request, user, method="password", email=credentials["email"])
            return perform_login(request, user, redirect_url=safe_next(request) or home_path(user))
        note_failure(
            request, contact=credentials["email"], kind=AccountNoteKind.WRONG_PASSWORD, now=timezone.now()
        )
        form.add_error(None, _("This e-mail and password do not belong together. Check both."))
    except ValidationError:
        form.add_error(None, _("Too many wrong passwords. Wait 5 minutes, or ask for a code."))
    except AccountInactive:
        form.add_error(None, _("This account is closed. Ask the people who run this site to open it again."))
    return _step(request, form, status=422)


def _by_code(request: HttpRequest, form: PasswordForm) -> HttpResponse:
    """The same answer whether the e-mail is known or not: a code, which makes or opens the account."""
    pending = Pending(
        channel="email",
        to=form.cleaned_data["email"],
        code_id="",
        sent_at=0,
        next=safe_next(request),
        password=make_password(form.cleaned_data["password"]),
    )
    try:
        pending = ask_for_code(request, pending)
    except Refusal as refusal:
        refuse(form, refusal)
        return _step(request, form, status=refusal.status)
    return to_code_step(request, pending)


def _step(request: HttpRequest, form: PasswordForm, *, status: int = 200) -> HttpResponse:
    return show_step(request, step="password", form=form, status=status, next=safe_next(request))
