"""A person's own page, the language of the pages, the way home and the way out."""

from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import escape_leading_slashes, url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from businesses.access import PersonRequest, actor_of, public, signed_in
from businesses.adapter import home_path
from businesses.context import menus_of
from businesses.forms import MeForm, refuse
from businesses.languages import LANGUAGES, set_language_cookie
from businesses.operations.deleting import deleted_books
from businesses.operations.people import Choices, change_choices, choose_language
from businesses.queries.invitations import is_invited
from businesses.second_factor.queries import has_second_factor
from core.htmx import redirect
from core.refusals import Refusal


@signed_in
@require_safe
def home(request: PersonRequest) -> HttpResponse:
    return redirect(request, home_path(request.user))


@signed_in
@require_POST
def sign_out(request: PersonRequest) -> HttpResponse:
    adapter = get_adapter(request)
    adapter.logout(request)
    return redirect(request, adapter.get_logout_redirect_url(request))


@signed_in
@require_http_methods(["GET", "POST"])
def me(request: PersonRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, MeForm(initial=_choices_of(request)))
    form = MeForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    choices = Choices(**form.cleaned_data)
    try:
        change_choices(user_id=request.user.pk, actor=request.actor, choices=choices, now=timezone.now())
    except Refusal as refusal:
        refuse(form, refusal)
        return _page(request, form, status=refusal.status)
    with translation.override(choices.language):
        messages.success(request, _("Saved"))
    response = redirect(request, reverse("businesses:me"))
    set_language_cookie(response, language=choices.language)
    return response


@public
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Change the language from any page, signed in or not, and come back to that page."""
    response = redirect(request, _page_before(request))
    code = request.POST.get("language", "")
    if code not in LANGUAGES:
        return response
    if request.user.is_authenticated:
        choose_language(user_id=request.user.pk, actor=actor_of(request), language=code, now=timezone.now())
    set_language_cookie(response, language=code)
    return response


def _page(request: PersonRequest, form: MeForm, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "languages": settings.LANGUAGES,
        "is_invited": is_invited(request.user, now=timezone.now()),
        "has_deleted": bool(deleted_books(request.user.pk)),
        "has_second_factor": has_second_factor(request.user.pk),
        **menus_of(request.user),
    }
    return render(request, "businesses/me.html", context, status=status)


def _choices_of(request: PersonRequest) -> dict[str, object]:
    person = request.user
    return {
        "name": person.name,
        "language": translation.get_language(),
        "digits": person.digits,
        "theme": person.theme,
        "big_text": person.big_text,
    }


def _page_before(request: HttpRequest) -> str:
    """The page the request came from, when it was one of ours."""
    before = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(before, allowed_hosts={request.get_host()}):
        return "/"
    parts = urlsplit(before)
    path = escape_leading_slashes(parts.path) or "/"  # "//elsewhere" would lead to another site
    return f"{path}?{parts.query}" if parts.query else path
