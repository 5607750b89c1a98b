"""Personal access tokens: made, shown once, looked at, ended."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from api.forms import TokenForm
from api.operations.tokens import TOKENS_MAX, TokenMade, make_token, revoke_token
from api.queries.tokens import TokenCard, token_card, token_cards
from api.refusals import TokenUnknown
from api.views.shell import own_page
from businesses.access import PersonRequest, signed_in
from businesses.queries.memberships import books_of
from core import shown_once
from core.htmx import redirect
from core.ids import uuid7
from core.refusals import Refusal
from ledger.views.replies import show_in


@signed_in
@require_safe
def tokens(request: PersonRequest) -> HttpResponse:
    cards = token_cards(user_id=request.user.pk, now=timezone.now())
    return own_page(request, "developer/tokens.html", {"tokens": cards, "is_full": len(cards) >= TOKENS_MAX})


@signed_in
@require_http_methods(["GET", "POST"])
def add(request: PersonRequest) -> HttpResponse:
    memberships = books_of(user_id=request.user.pk)
    if request.method != "POST":
        return _form_page(request, TokenForm(memberships=memberships, initial={"id": uuid7()}))
    form = TokenForm(request.POST, memberships=memberships)
    if not form.is_valid():
        return _form_page(request, form, status=422)
    now, said = timezone.now(), form.cleaned_data
    try:
        made = make_token(
            token_id=said["id"], user_id=request.user.pk, actor=request.actor, name=said["name"], scopes=said["scopes"],
            business_ids=form.business_ids(), expires_at=form.end(now=now), origins=said["origins"].splitlines(),
            now=now,
        )  # fmt: skip
    except Refusal as refusal:
        show_in(form, refusal)
        return _form_page(request, form, status=refusal.status)
    return _to_secret(request, made)


@signed_in
@require_safe
def token(request: PersonRequest, token_id: UUID) -> HttpResponse:
    context = {"token": _card(request, token_id), "secret": shown_once.secret_for(request)}
    if context["secret"]:
        return shown_once.shown(request, own_page(request, "developer/token_secret.html", context))
    return own_page(request, "developer/token.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def end(request: PersonRequest, token_id: UUID) -> HttpResponse:
    card = _card(request, token_id)
    if request.method != "POST":
        return own_page(request, "developer/token_end.html", {"token": card})
    try:
        revoke_token(user_id=request.user.pk, actor=request.actor, token_id=token_id, now=timezone.now())
    except TokenUnknown:
        raise Http404 from None
    messages.success(request, _("The token was ended. Programs that use it are refused from now on."))
    return redirect(request, reverse("developer:tokens"))


def _card(request: PersonRequest, token_id: UUID) -> TokenCard:
    card = token_card(user_id=request.user.pk, token_id=token_id, now=timezone.now())
    if card is None:
        raise Http404
    return card


def _form_page(request: PersonRequest, form: TokenForm, *, status: int = 200) -> HttpResponse:
    return own_page(request, "developer/token_add.html", {"form": form}, status=status)


def _to_secret(request: PersonRequest, made: TokenMade) -> HttpResponse:
    """To the page that shows the token once. Sent again, the form makes nothing new and has nothing to show."""
    page = reverse("developer:token", args=[made.token_id])
    if not made.secret:
        messages.success(request, _("This token was made before. It is shown once."))
        return redirect(request, page)
    return shown_once.to_page_of(request, page, secret=made.secret)
