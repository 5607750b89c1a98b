"""What do you keep? One page, which may be skipped."""

import phonenumbers
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from businesses.access import PersonRequest, signed_in
from businesses.countries import COUNTRIES, DEFAULT, guess_country
from businesses.models import BookKind
from businesses.operations.people import Choices, change_choices, give_name
from businesses.queries.memberships import kinds_of, last_book_id
from core.htmx import redirect
from core.refusals import Refusal
from ledger.forms.onboarding import KINDS, StartForm
from ledger.operations.onboarding import open_books
from ledger.views.replies import show_in

OWN_DIGITS = {("BD", "bn"): "beng", ("NP", "ne"): "deva"}
"""Where people write numbers in their own digits when they write their language."""


@signed_in
@require_http_methods(["GET", "POST"])
def start(request: PersonRequest) -> HttpResponse:
    country, asks_name = country_of(request), not request.user.name
    if request.method != "POST":
        kept = kinds_of(user_id=request.user.pk)
        return _page(request, StartForm(country=country, kept=kept, asks_name=asks_name))
    if "skip" in request.POST and last_book_id(user_id=request.user.pk):
        return redirect(request, reverse("businesses:home"))
    if "skip" in request.POST:
        shop = BookKind.SHOP.value
        return _opened(request, [(shop, str(KINDS[shop][1]))], country=country)
    form = StartForm(request.POST, country=country, asks_name=asks_name)
    if not form.is_valid():
        return _page(request, form, status=422)
    request.user.name = give_name(
        user_id=request.user.pk,
        actor=request.actor,
        name=form.cleaned_data.get("name", ""),
        now=timezone.now(),
    )
    try:
        return _opened(request, form.books, country=form.cleaned_data["country"])
    except Refusal as refusal:
        show_in(form, refusal)
        return _page(request, form, status=refusal.status)


def country_of(request: PersonRequest) -> str:
    """By the person's phone number, else by language and browser."""
    if request.user.phone:
        region = phonenumbers.region_code_for_number(phonenumbers.parse(request.user.phone)) or DEFAULT
        return region if region in COUNTRIES else DEFAULT
    return guess_country(language=get_language() or "", accepted=request.headers.get("Accept-Language", ""))


def _page(request: PersonRequest, form: StartForm, *, status: int = 200) -> HttpResponse:
    return render(request, "ledger/start.html", {"form": form}, status=status)


def _opened(request: PersonRequest, books: list[tuple[str, str]], *, country: str) -> HttpResponse:
    opened = open_books(
        user=request.user, books=books, country=country, now=timezone.now(),
        trace_id=request.actor.trace_id, device_id=request.actor.device_id,
    )  # fmt: skip
    _settle_digits(request, country=country)
    return redirect(request, reverse("ledger:khata", args=[opened[0].pk]))


def _settle_digits(request: PersonRequest, *, country: str) -> None:
    """The digits of the place, unless the person chose before."""
    person = request.user
    digits = OWN_DIGITS.get((country, (get_language() or "").partition("-")[0]))
    if digits is None or person.digits != "latn":
        return
    choices = Choices(
        name=person.name, language=person.language or get_language() or "", digits=digits, theme=person.theme,
        big_text=person.big_text,
    )  # fmt: skip
    change_choices(user_id=person.pk, actor=request.actor, choices=choices, now=timezone.now())
