"""Meters and their readings, one bill split among the units of a house, and cheques with a day."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from businesses.access import BookRequest, member
from core.htmx import redirect
from core.money import format_amount
from ledger.forms.entries import fresh_ids
from ledger.views.contexts import today_of
from ledger.views.replies import amount_words, refusals_answered
from rentals.forms import day_or
from rentals.meter_forms import ChequeEndForm, ChequeForm, CloseMeterForm, MeterForm, ReadingForm, SplitForm
from rentals.operations.ground import unit_in
from rentals.operations.meter_changes import close_meter
from rentals.operations.meters import add_meter, read_meter
from rentals.operations.payments import end_cheque, take_cheque
from rentals.operations.splitting import split_bill
from rentals.queries.houses import house, lease_card
from rentals.queries.meters import cheque_rows, meter_rows
from rentals.views.shared import answered, moved
from rentals.withholding import section_choices

RATE = 10_000
"""Minor units as 1/1,000,000 of the currency."""


def _sent(request: BookRequest) -> dict[str, Any]:
    return {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}


@member(can="rent.read")
@require_safe
def meters(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    rows = [(one, one.rate // RATE) for one in meter_rows(business_id)]
    return render(request, "rentals/meters.html", {"meters": rows})


@member(can="rent.write")
@require_http_methods(["GET", "POST"])
@refusals_answered
def meter_add(request: BookRequest, *, business_id: UUID, unit_id: UUID) -> HttpResponse:
    unit, today = unit_in(business_id, unit_id), today_of(request)
    form = MeterForm(**_sent(request), initial={"day": today, **fresh_ids("meter_id")})

    def do() -> HttpResponse:
        said = form.cleaned_data
        add_meter(
            business_id=business_id, actor=request.actor, meter_id=said["meter_id"], unit_id=unit_id,
            name=said["name"], measured_in=said["measured_in"], rate=(said["price"] or 0) * RATE, value=said["value"],
            turns_at=said["turns_at"] or 0, day=day_or(said["day"], today), now=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("Saved"))
        return redirect(request, reverse("rentals:meters", args=[business_id]))

    context = {"unit": unit, "today": today}
    return answered(request, form, template="rentals/meter_add.html", context=context, do=do)


@member(can="rent.write")
@require_http_methods(["GET", "POST"])
@refusals_answered
def meter_read(request: BookRequest, *, business_id: UUID, meter_id: UUID) -> HttpResponse:
    """Previous and present figure, and the charge that comes of them."""
    found = [one for one in meter_rows(business_id) if one.id == meter_id]
    if not found:
        raise Http404
    today = today_of(request)
    initial = {
        "day": today,
        "price": format_amount(found[0].rate // RATE, trim=True),
        **fresh_ids("reading_id"),
    }
    form = ReadingForm(**_sent(request), initial=initial)

    def do() -> HttpResponse:
        said = form.cleaned_data
        result = read_meter(
            business_id=business_id, actor=request.actor, meter_id=meter_id, reading_id=said["reading_id"],
            value=said["value"], day=day_or(said["day"], today), photo=said["photo"],
            rate=said["price"] * RATE if said["price"] else None, now=timezone.now(),
        )  # fmt: skip
        sentence = _("Asked for: %(amount)s.") if result.due_id else _("Saved. There was nothing to ask for.")
        messages.success(request, sentence % {"amount": amount_words(request, result.amount)})
        return redirect(request, reverse("rentals:meters", args=[business_id]))

    context = {"meter": found[0], "today": today}
    return answered(request, form, template="rentals/meter_read.html", context=context, do=do)


@member(can="rent.write")
@require_POST
@refusals_answered
def meter_close(request: BookRequest, *, business_id: UUID, meter_id: UUID) -> HttpResponse:
    """The meter was taken down; what it showed stays."""
    form = CloseMeterForm(request.POST)
    if not form.is_valid():
        raise Http404
    return moved(
        request, "rentals:meters",
        lambda: close_meter(
            business_id=business_id, actor=request.actor, meter_id=meter_id, now=timezone.now(),
            base_rev=form.cleaned_data["base_rev"],
        ),
    )  # fmt: skip


@member(can="rent.write")
@require_http_methods(["GET", "POST"])
@refusals_answered
def split(request: BookRequest, *, business_id: UUID, property_id: UUID) -> HttpResponse:
    """One bill of a house, asked for of everybody who lives there."""
    today = today_of(request)
    one = house(business_id, property_id, today=today)
    form = SplitForm(**_sent(request), initial={"due_on": today})

    def do() -> HttpResponse:
        said = form.cleaned_data
        result = split_bill(
            business_id=business_id, actor=request.actor, property_id=property_id, label=said["label"],
            amount=said["amount"], way=said["way"], due_on=day_or(said["due_on"], today), note=said["note"],
            now=timezone.now(),
        )  # fmt: skip
        count = len(result.dues)
        words = ngettext(
            "%(count)s unit is asked for %(amount)s.",
            "%(count)s units are asked for %(amount)s together.",
            count,
        )
        messages.success(request, words % {"count": count, "amount": amount_words(request, result.amount)})
        return redirect(request, reverse("rentals:dues", args=[business_id]))

    context = {"house": one, "today": today}
    return answered(request, form, template="rentals/split.html", context=context, do=do)


@member(can="rent.read")
@require_safe
def cheques(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    sections = section_choices(request.business.country)
    found = [
        (one, ChequeEndForm(sections=sections, auto_id=f"{one.pk}-%s")) for one in cheque_rows(business_id)
    ]
    return render(request, "rentals/cheques.html", {"cheques": found, "today": today_of(request)})


@member(can="khata.write")
@require_http_methods(["GET", "POST"])
@refusals_answered
def cheque_take(request: BookRequest, *, business_id: UUID, lease_id: UUID) -> HttpResponse:
    card, today = lease_card(business_id, lease_id), today_of(request)
    rent = format_amount(card.lease.rent, trim=True)
    form = ChequeForm(**_sent(request), initial={"day": today, "amount": rent, **fresh_ids("cheque_id")})

    def do() -> HttpResponse:
        said = form.cleaned_data
        take_cheque(
            business_id=business_id, actor=request.actor, cheque_id=said["cheque_id"], lease_id=lease_id,
            number=said["number"], bank=said["bank"], day=day_or(said["day"], today), amount=said["amount"],
            now=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("Saved. It counts once the bank has paid it."))
        return redirect(request, reverse("rentals:cheques", args=[business_id]))

    context = {"card": card, "today": today}
    return answered(request, form, template="rentals/cheque_take.html", context=context, do=do)


@member(can="khata.edit")
@require_POST
@refusals_answered
def cheque_end(request: BookRequest, *, business_id: UUID, cheque_id: UUID) -> HttpResponse:
    """The bank paid it today, or not; with the tax the tenant kept back besides."""
    form = ChequeEndForm(request.POST, sections=section_choices(request.business.country))
    if not form.is_valid():
        if "state" in form.errors:
            raise Http404
        messages.error(request, str(next(iter(form.errors.values()))[0]))
        return redirect(request, reverse("rentals:cheques", args=[business_id]))
    said = form.cleaned_data
    return moved(
        request, "rentals:cheques",
        lambda: end_cheque(
            business_id=business_id, actor=request.actor, cheque_id=cheque_id, state=said["state"],
            day=today_of(request), withheld=said.get("withheld") or 0, section=said.get("section", ""),
            now=timezone.now(),
        ),
    )  # fmt: skip
