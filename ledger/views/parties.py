"""Adding and changing a party."""

import re
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from businesses.access import BookRequest, member
from core.digits import to_ascii_digits
from core.money import format_amount
from core.phones import local_form, to_e164
from core.refusals import Refusal
from ledger.forms.entries import fresh_ids
from ledger.forms.fields import written_at
from ledger.forms.parties import PartyForm
from ledger.models import Document, Party
from ledger.operations.parties import PartyResult, PhoneTaken, add_party
from ledger.operations.party_changes import change_party
from ledger.queries.entries import opening_of
from ledger.queries.parties import PartyCard, party_card
from ledger.refusals import PartyUnknown
from ledger.views.contexts import may, searchable, today_of
from ledger.views.replies import named, refusals_answered, saved, show_in

_PHONE = re.compile(r"[+(]?[0-9][0-9()./ -]{5,}")


@member(can="khata.write")
@require_http_methods(["GET", "POST"])
@refusals_answered
def add(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    """`?name=` starts the form with the name, or the phone, that was looked for and not found."""
    if request.method != "POST":
        said = searchable(request.GET.get("name", ""))
        known_by = "phone" if _PHONE.fullmatch(to_ascii_digits(said)) else "name"
        return _form_page(request, _form(request, initial={known_by: said, **fresh_ids("party_id")}))
    form = _form(request, request.POST)
    if not form.is_valid():
        return _form_page(request, form, status=422)
    try:
        result = _add(request, form)
    except Refusal as refusal:
        return _refused(request, form, refusal)
    onward = reverse("ledger:party", args=[business_id, result.party_id])
    words = _("%(name)s is in your khata.") % {"name": named(result.name)}
    return saved(request, message=words, onward=onward)


@member(can="khata.edit")
@require_http_methods(["GET", "POST"])
@refusals_answered
def edit(request: BookRequest, *, business_id: UUID, party_id: UUID) -> HttpResponse:
    card = party_card(business_id, party_id, today=today_of(request))
    opening = opening_of(request.business.pk, card.id)
    if request.method != "POST":
        return _form_page(request, _form(request, initial=_said_of(card, opening)), card=card)
    form = _form(request, request.POST)
    if not form.is_valid():
        return _form_page(request, form, card=card, status=422)
    try:
        _change(request, card, form, opening)
    except PartyUnknown:
        raise
    except Refusal as refusal:
        return _refused(request, form, refusal, card=card)
    onward = reverse("ledger:party", args=[business_id, card.id])
    return saved(request, message=_("Saved"), onward=onward)


@member(can="khata.write")
@require_safe
def phone(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    """Who has this number already, while it is being typed; an empty answer for nobody."""
    found, own = None, request.GET.get("party_id", "")
    try:
        number = to_e164(request.GET.get("phone", ""), country=request.business.country)
    except Refusal:
        number = ""
    if number:
        parties = Party.objects.filter(
            business_id=business_id, phone=number, trashed_at=None, merged_into=None
        )
        found = next((one for one in parties.order_by("id")[:2] if str(one.id) != own), None)
    return render(request, "ledger/_phone_taken.html", {"taken": found})


def _form(request: BookRequest, *args: Any, **kwargs: Any) -> PartyForm:
    return PartyForm(
        *args,
        country=request.business.country,
        book_kind=request.business.kind,
        can_choose_day=may(request, "khata.edit"),
        **kwargs,
    )


def _said_of(card: PartyCard, opening: Document | None) -> dict[str, Any]:
    limit = card.credit_limit
    said: dict[str, Any] = {
        "party_id": card.id, "base_rev": card.rev, "name": card.name, "phone": local_form(card.phone),
        "kind": card.kind, "address": card.address, "registration_number": card.registration_number,
        "language": card.language, "credit_limit": "" if limit is None else format_amount(limit, trim=True),
    }  # fmt: skip
    if opening is not None:
        said |= {
            "opening_amount": format_amount(opening.amount, trim=True),
            "opening_direction": opening.direction,
            "opening_day": opening.day,
        }
    return said


def _form_page(
    request: BookRequest,
    form: PartyForm,
    *,
    card: PartyCard | None = None,
    taken: Any = None,
    status: int = 200,
) -> HttpResponse:
    more = ("opening_amount", "opening_day", "credit_limit", "address", "registration_number", "language")
    context = {
        "form": form, "card": card, "taken": taken, "today": today_of(request),
        "more_open": any(name in form.errors for name in more),
    }  # fmt: skip
    return render(request, "ledger/party_form.html", context, status=status)


def _refused(
    request: BookRequest, form: PartyForm, refusal: Refusal, *, card: PartyCard | None = None
) -> HttpResponse:
    """The form with the refusal's sentence; a number that is taken links to whoever has it."""
    show_in(form, refusal, names={"day": "opening_day"})
    taken = Party.objects.get(id=refusal.party_id) if isinstance(refusal, PhoneTaken) else None
    return _form_page(request, form, card=card, taken=taken, status=refusal.status)


def _words(form: PartyForm) -> dict[str, Any]:
    names = ("name", "phone", "kind", "address", "registration_number", "language", "credit_limit")
    return {name: form.cleaned_data[name] for name in names}


def _add(request: BookRequest, form: PartyForm) -> PartyResult:
    said, now = form.cleaned_data, timezone.now()
    return add_party(
        business_id=request.business.pk, actor=request.actor, party_id=said["party_id"],
        country=request.business.country, opening_amount=said["opening_amount"] or 0,
        opening_direction=said["opening_direction"], opening_day=said.get("opening_day"), sure_of=form.sure_of,
        made_at=written_at(said["made_at"], now=now), now=now, **_words(form),
    )  # fmt: skip


def _change(request: BookRequest, card: PartyCard, form: PartyForm, opening: Document | None) -> None:
    said, now = form.cleaned_data, timezone.now()
    day = said.get("opening_day") or (opening.day if opening else today_of(request, now=now))
    change_party(
        business_id=request.business.pk, actor=request.actor, party_id=card.id, base_rev=said["base_rev"],
        country=request.business.country, opening_amount=said["opening_amount"] or 0,
        opening_direction=said["opening_direction"], opening_day=day, sure_of=form.sure_of,
        made_at=written_at(said["made_at"], now=now), now=now, **_words(form),
    )  # fmt: skip
