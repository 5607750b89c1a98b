"""Tax on reverse charge: what is owed to the state, month by month, and what was paid."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from businesses.access import BookRequest, member
from core.htmx import redirect
from core.ids import uuid7
from core.money import format_money
from core.refusals import Refusal
from core.templatetags.dates import month_words
from invoicing.forms.tax_payments import TaxBackForm, TaxPaidForm
from invoicing.operations.tax_payments import pay_reverse_tax, take_back_reverse_tax
from invoicing.queries.expenses import money_accounts
from invoicing.queries.tax_payments import TaxOwed, months_owed, tax_payments
from ledger.charts.names import shown
from ledger.views.contexts import today_of
from ledger.views.replies import refusals_answered, show_in


@member(can="sales.edit")
@require_http_methods(["GET", "POST"])
@refusals_answered
def reverse_tax(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    """What is owed by month, and the form for what was paid of it."""
    rows = months_owed(business_id)
    choices: dict[str, Any] = {
        "owed": _choices(request, rows),
        "money": {key: shown(name) for key, name in money_accounts(business_id).items()},
    }
    status = 200
    if request.method == "POST":
        form, status = TaxPaidForm(request.POST, **choices), 422
        if form.is_valid():
            try:
                return _paid(request, form)
            except Refusal as refusal:
                if refusal.status == 404:
                    raise
                show_in(form, refusal, names={"month": "owed"})
                status = refusal.status
    else:
        first = next(iter(choices["owed"]), ("", ""))[0]
        money = next(iter(choices["money"]), "")
        initial = {"payment_id": uuid7(), "owed": first, "paid_through": str(money), "day": today_of(request)}
        form = TaxPaidForm(initial=initial, **choices)
    context = {"form": form, "months": rows, "payments": tax_payments(business_id)}
    return render(request, "invoicing/reverse_tax.html", context, status=status)


@member(can="sales.edit")
@require_POST
@refusals_answered
def reverse_tax_back(request: BookRequest, *, business_id: UUID, payment_id: UUID) -> HttpResponse:
    """Take back that it was paid."""
    form = TaxBackForm(request.POST)
    if form.is_valid():
        take_back_reverse_tax(
            business_id=business_id, actor=request.actor, payment_id=payment_id, base_rev=form.cleaned_data["rev"],
            now=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("Taken back. The tax is owed again."))
    else:
        messages.error(request, str(form.errors["rev"][0]))
    return redirect(request, reverse("purchases:reverse_tax", args=[business_id]))


def _paid(request: BookRequest, form: TaxPaidForm) -> HttpResponse:
    said, now = form.cleaned_data, timezone.now()
    registration, month = said["owed"]
    pay_reverse_tax(
        business_id=request.business.pk, actor=request.actor, payment_id=said["payment_id"], registration=registration,
        month=month, paid_through_id=said["paid_through"], day=said["day"], reference=said["reference"], made_at=now,
        now=now,
    )  # fmt: skip
    messages.success(request, _("Saved. The tax can be set off from now on."))
    return redirect(request, reverse("purchases:reverse_tax", args=[request.business.pk]))


def _choices(request: BookRequest, rows: list[TaxOwed]) -> list[tuple[str, str]]:
    """Each month with all that is owed up to its end."""
    sums: dict[str, int] = {}
    found = []
    several = len({row.registration for row in rows}) > 1
    for row in rows:
        sums[row.registration] = sums.get(row.registration, 0) + row.total
        amount = format_money(
            sums[row.registration], currency=request.business.currency, digits=request.user.digits
        )
        words = _("Up to %(month)s: %(amount)s") % {"month": month_words(row.month), "amount": amount}
        if several:
            words = f"{words} ({row.registration})"
        found.append((f"{row.registration}|{row.month.isoformat()}", words))
    return found
