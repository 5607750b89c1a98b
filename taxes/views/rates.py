"""The tax rates of a book, for those who keep its settings."""

import datetime
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from businesses.access import BookRequest, member
from core.htmx import redirect
from core.quantities import format_quantity
from core.refusals import Refusal
from ledger.forms.entries import fresh_ids
from ledger.views.contexts import today_of
from ledger.views.replies import named, refusals_answered, show_in
from taxes.arithmetic import Treatment
from taxes.forms.rates import DayForm, EndForm, RateForm
from taxes.models import TREATMENTS
from taxes.operations.rates import add_rate, end_rate
from taxes.queries.rates import rates_of
from taxes.rates import Rate

WORDS: dict[str, str | Promise] = dict(TREATMENTS)


@dataclass(frozen=True, slots=True)
class Shown:
    """`percent` and `more` are in the reader's digits; "" where there is none. `end` is the form that ends it."""

    rate: Rate
    percent: str
    more: str
    end: EndForm | None


@member(can="khata.read")
@require_safe
def rates(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    """What holds today, or on the day of `?on=`; the book's own first."""
    return _page(request)


@member(can="book.settings")
@require_POST
@refusals_answered
def add(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    form = RateForm(request.POST, country=request.business.country)
    if not form.is_valid():
        return _page(request, form=form, status=422)
    try:
        result = add_rate(
            business_id=business_id, actor=request.actor, rate_id=form.cleaned_data["rate_id"], content=form.content,
            now=timezone.now(),
        )  # fmt: skip
    except Refusal as refusal:
        show_in(form, refusal, names={"rate": "percent"})
        return _page(request, form=form, status=refusal.status)
    messages.success(request, _("%(name)s is among your rates.") % {"name": named(result.name)})
    return redirect(request, reverse("taxes:rates", args=[business_id]))


@member(can="book.settings")
@require_POST
@refusals_answered
def end(request: BookRequest, *, business_id: UUID, rate_id: UUID) -> HttpResponse:
    form = EndForm(request.POST)
    if not form.is_valid():
        return _page(request, ending=(rate_id, form), status=422)
    try:
        result = end_rate(
            business_id=business_id, actor=request.actor, rate_id=rate_id, base_rev=form.cleaned_data["base_rev"],
            last_day=form.cleaned_data["last_day"], now=timezone.now(),
        )  # fmt: skip
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        show_in(form, refusal, names={"valid_to": "last_day"})
        return _page(request, ending=(rate_id, form), status=refusal.status)
    messages.success(
        request, _("%(name)s ends. Bills written with it stay as they are.") % {"name": named(result.name)}
    )
    return redirect(request, reverse("taxes:rates", args=[business_id]))


def _page(
    request: BookRequest, *, form: RateForm | None = None, ending: tuple[UUID, EndForm] | None = None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    asked = DayForm(request.GET) if "on" in request.GET else None
    today = today_of(request)
    day = (asked.cleaned_data["on"] if asked is not None and asked.is_valid() else None) or today
    found = rates_of(request.business.pk)
    wrong = next((one for one in (form, ending and ending[1], asked) if one is not None and one.errors), None)
    context: dict[str, Any] = {
        "day": day, "today": today, "wrong": wrong,
        "asked": asked or DayForm(initial={"on": day}),
        "own": [_shown(request, rate, today=today, ending=ending) for rate in found if rate.is_own],
        "law": [_shown(request, rate, today=today) for rate in found if not rate.is_own and rate.holds_on(day)],
        "form": form or RateForm(country=request.business.country, initial=fresh_ids("rate_id")),
    }  # fmt: skip
    return render(request, "taxes/rates.html", context, status=status)


def _shown(
    request: BookRequest, rate: Rate, *, today: datetime.date, ending: tuple[UUID, EndForm] | None = None
) -> Shown:
    def percent(parts: int) -> str:
        return _("%(percent)s%%") % {"percent": format_quantity(parts, digits=request.user.digits)}

    more = []
    if rate.tax.cess:
        more.append(_("and cess of %(percent)s") % {"percent": percent(rate.tax.cess)})
    if rate.tax.duty:
        more.append(_("after supplementary duty of %(percent)s") % {"percent": percent(rate.tax.duty)})
    if rate.tax.cess_per_unit or rate.tax.vat_per_unit:
        more.append(_("and an amount for each unit"))
    is_taxed = rate.tax.treatment == Treatment.TAXABLE
    return Shown(
        rate, percent(rate.tax.rate) if is_taxed else str(WORDS[rate.tax.treatment.value]), ", ".join(more),
        _end_form(rate, today=today, ending=ending) if rate.is_own else None,
    )  # fmt: skip


def _end_form(rate: Rate, *, today: datetime.date, ending: tuple[UUID, EndForm] | None) -> EndForm | None:
    if ending is not None and ending[0] == rate.tax_id:
        return ending[1]
    if rate.valid_to is not None and rate.valid_to < today:
        return None
    initial = {"base_rev": rate.rev, "last_day": rate.valid_to or today}
    return EndForm(initial=initial, auto_id=f"end_{rate.tax_id.hex}_%s")
