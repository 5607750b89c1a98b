"""What is still to be paid, charges besides the rent, and late fees."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from businesses.access import BookRequest, member
from core.htmx import redirect
from ledger.views.contexts import today_of
from ledger.views.replies import amount_words, refusals_answered
from rentals.forms import ChargeForm, WhyForm, day_or
from rentals.models import Due
from rentals.operations.dues import add_charge, take_back_due
from rentals.operations.late_fees import apply_late_fees, late_fees
from rentals.queries.houses import lease_card
from rentals.queries.invoices import has_gst
from rentals.queries.owed import due_rows, open_dues
from rentals.refusals import RentUnknown
from rentals.views.shared import answered, sent
from rentals.words import due_words

SHOWN_MAX = 500


@member(can="rent.read")
@require_safe
def open_list(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    today = today_of(request)
    fees = late_fees(business_id, today=today)
    rows = open_dues(business_id)
    context = {
        "dues": [(row, due_words(row), row.state(today)) for row in rows[:SHOWN_MAX]], "today": today,
        "fees": [(one, due_words(one.due)) for one in fees], "owed": sum(row.unpaid for row in rows),
        "fee_sum": sum(one.fee.amount for one in fees), "has_gst": has_gst(business_id),
    }  # fmt: skip
    return render(request, "rentals/dues.html", context)


@member(can="rent.write")
@require_POST
@refusals_answered
def add_fees(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    result = apply_late_fees(
        business_id=business_id, actor=request.actor, today=today_of(request), now=timezone.now()
    )
    words = ngettext(
        "%(count)s late fee was added: %(amount)s.", "%(count)s late fees were added: %(amount)s together.",
        len(result.fees),
    )  # fmt: skip
    said = {"count": len(result.fees), "amount": amount_words(request, result.amount)}
    messages.success(request, words % said if result.fees else _("There are no late fees to add today."))
    return redirect(request, reverse("rentals:dues", args=[business_id]))


@member(can="rent.write")
@require_http_methods(["GET", "POST"])
@refusals_answered
def charge(request: BookRequest, *, business_id: UUID, lease_id: UUID) -> HttpResponse:
    card, today = lease_card(business_id, lease_id), today_of(request)
    form = ChargeForm(sent(request), initial={"due_on": today})

    def do() -> HttpResponse:
        said = form.cleaned_data
        day = day_or(said["due_on"], today)
        add_charge(
            business_id=business_id, actor=request.actor, lease_id=lease_id, kind=said["kind"], label=said["label"],
            amount=said["amount"], period=day, due_on=day, note=said["note"], now=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("Saved"))
        return redirect(request, reverse("rentals:lease", args=[business_id, lease_id]))

    context = {"card": card, "today": today}
    return answered(request, form, template="rentals/charge.html", context=context, do=do)


@member(can="rent.write")
@require_http_methods(["GET", "POST"])
@refusals_answered
def take_back(request: BookRequest, *, business_id: UUID, due_id: UUID) -> HttpResponse:
    """Let a late fee off, or take back what was asked for by mistake; with the reason."""
    lease_id = (
        Due.objects.filter(business_id=business_id, id=due_id).values_list("lease_id", flat=True).first()
    )
    if lease_id is None:
        raise RentUnknown
    row = next((one for one in due_rows(business_id, lease_ids=[lease_id]) if one.id == due_id), None)
    if row is None:
        raise RentUnknown
    form = WhyForm(sent(request))

    def do() -> HttpResponse:
        take_back_due(
            business_id=business_id, actor=request.actor, due_id=due_id, reason=form.cleaned_data["reason"],
            now=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("Taken back. It is not asked for again."))
        if row.invoice:
            said = {"number": row.invoice}
            messages.info(request, _("Tax invoice %(number)s is cancelled. It keeps its number.") % said)
        return redirect(request, reverse("rentals:lease", args=[business_id, lease_id]))

    context = {"row": row, "words": due_words(row)}
    return answered(request, form, template="rentals/due_back.html", context=context, do=do)
