"""The page of consent: who asks, what for, in which books, until when; Allow and Refuse alike."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from api.oauth.addresses import origin_of
from api.oauth.forms import ConsentForm
from api.oauth.operations.consents import Answer
from api.oauth.protocol import Asked, LinkBroken, SentBack, allowed, read_request, refused
from businesses.access import PersonRequest, signed_in
from businesses.books import BookUnknown
from businesses.queries.memberships import books_of
from core.refusals import Refusal

ALLOW, REFUSE = "allow", "refuse"


@signed_in
@require_http_methods(["GET", "POST"])
def authorize(request: PersonRequest) -> HttpResponse:
    """Nobody is sent to an address that the app has not registered, and nobody before they signed in."""
    try:
        asked = read_request(request)
    except LinkBroken as fault:
        return render(request, "oauth/broken.html", {"fault": fault}, status=400)
    except SentBack as back:
        return _to_app(back.url)
    if request.method != "POST":
        return _page(request, asked, _form(request, asked))
    if request.POST.get("decision") == REFUSE:
        return _to_app(refused(asked))
    return _allow(request, asked)


def _allow(request: PersonRequest, asked: Asked) -> HttpResponse:
    form = _form(request, asked, request.POST)
    if request.POST.get("decision") != ALLOW or not form.is_valid():
        return _page(request, asked, form, status=422)
    said = form.cleaned_data
    answer = Answer(
        actor=request.actor, scopes=tuple(scope for scope in asked.scopes if scope in said["scopes"]),
        business_ids=form.business_ids, days=said["days"],
    )  # fmt: skip
    try:
        return _to_app(allowed(request, asked, answer))
    except BookUnknown as refusal:
        form.add_error("books", refusal.message)
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
    return _page(request, asked, form, status=422)


def _form(request: PersonRequest, asked: Asked, data: Any = None) -> ConsentForm:
    return ConsentForm(
        data, asked=asked.scopes, memberships=books_of(user_id=request.user.pk),
        today=timezone.localdate(), digits=request.user.digits,
    )  # fmt: skip


def _page(request: PersonRequest, asked: Asked, form: ConsentForm, *, status: int = 200) -> HttpResponse:
    context = {
        "app": asked.app, "form": form, "person": request.user,
        "goes_to": origin_of(asked.redirect_uri).removeprefix("https://"), "action": request.get_full_path(),
    }  # fmt: skip
    response = render(request, "oauth/consent.html", context, status=status)
    # A browser holds what a form leads to against this list as well: here, the app's own site and nothing else.
    response._csp_update = {"form-action": [origin_of(asked.redirect_uri)]}  # type: ignore[attr-defined]  # noqa: SLF001
    return response


def _to_app(url: str) -> HttpResponse:
    response = HttpResponseRedirect(url)
    response["Referrer-Policy"] = "no-referrer"
    return response
