"""Deposits held, and what happens to them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from businesses.access import BookRequest, member
from core.htmx import redirect
from ledger.forms.entries import fresh_ids
from ledger.views.contexts import today_of
from ledger.views.replies import amount_words, named, refusals_answered
from rentals.forms import DepositForm, day_or
from rentals.operations.deposits import (
    DepositResult,
    cut_deposit,
    receive_deposit,
    return_deposit,
    use_deposit,
)
from rentals.papers import slip_pdf, slip_words
from rentals.portal.pages import pdf_response
from rentals.queries.deposits import deposit_rows, held, movements
from rentals.queries.houses import lease_card
from rentals.queries.slips import deposit_slip
from rentals.views.shared import answered, sent


@member(can="totals.read")
@require_safe
def deposit_list(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    rows = deposit_rows(business_id)
    context = {"rows": rows, "held": sum(row.held for row in rows)}
    return render(request, "rentals/deposits.html", context)


@member(can="rent.write")
@require_http_methods(["GET", "POST"])
@refusals_answered
def deposit(request: BookRequest, *, business_id: UUID, lease_id: UUID) -> HttpResponse:
    """Received, returned, cut or used."""
    card, today = lease_card(business_id, lease_id), today_of(request)
    lies = held(business_id, [lease_id])[lease_id]
    wanted = max(card.lease.deposit_asked - lies, 0)
    initial = {"day": today, "amount": f"{wanted / 100:.2f}".removesuffix(".00") if wanted else "",
               **fresh_ids("movement_id")}  # fmt: skip
    form = DepositForm(sent(request), initial=initial)

    def do() -> HttpResponse:
        result = _do(request, form, lease_id=lease_id)
        words = {"name": named(card.tenant), "held": amount_words(request, result.held)}
        messages.success(request, _("Saved. %(held)s is held for %(name)s.") % words)
        return redirect(request, reverse("rentals:lease", args=[business_id, lease_id]))

    context = {"card": card, "held": lies, "movements": movements(business_id, lease_id), "today": today}
    return answered(request, form, template="rentals/deposit.html", context=context, do=do)


@member(can="rent.read")
@require_safe
@refusals_answered
def slip(request: BookRequest, *, business_id: UUID, lease_id: UUID) -> HttpResponse:
    """The deposit told as a sum."""
    card, found = deposit_slip(business_id, lease_id)
    words = slip_words(found, currency=request.business.currency)
    return render(request, "rentals/slip.html", {"card": card, "slip": found, "words": words})


@member(can="rent.read")
@require_safe
@refusals_answered
def slip_file(request: BookRequest, *, business_id: UUID, lease_id: UUID) -> HttpResponse:
    card, found = deposit_slip(business_id, lease_id)
    content = slip_pdf(found, business=request.business, tenants=card.tenants, lease=card.lease)
    return pdf_response(content, name="deposit-slip")


def _do(request: BookRequest, form: DepositForm, *, lease_id: UUID) -> DepositResult:
    said = form.cleaned_data
    common = {
        "business_id": request.business.pk, "actor": request.actor, "movement_id": said["movement_id"],
        "lease_id": lease_id, "amount": said["amount"], "day": day_or(said["day"], today_of(request)),
        "reason": said["reason"], "now": timezone.now(),
    }  # fmt: skip
    if said["what"] == "receive":
        return receive_deposit(**common, mode=said["mode"])
    if said["what"] == "return":
        return return_deposit(**common, mode=said["mode"])
    return cut_deposit(**common) if said["what"] == "cut" else use_deposit(**common)
