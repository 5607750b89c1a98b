"""Tax invoices of rents under GST: made by a tap, listed by month, taken as PDF."""

import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from businesses.access import BookRequest, member
from core.htmx import redirect
from core.periods import add_months
from core.refusals import Refusal
from core.templatetags.dates import month_words
from invoicing.paper.pdf import PaperSize, pdf
from ledger.statements.words import digits_in
from ledger.views.contexts import today_of
from ledger.views.replies import refusals_answered
from rentals.invoice_paper import invoice_stem, printed_invoice
from rentals.operations.invoices import make_rent_invoice
from rentals.portal.pages import pdf_response
from rentals.queries.due_pages import due_of
from rentals.queries.invoices import invoice_of, invoice_page, not_invoiced
from rentals.views.shared import month_of
from rentals.words import due_words

LISTED_MAX, AT_ONCE = 1_000, 200


def _ends(first: datetime.date) -> datetime.date:
    return add_months(first, 1) - datetime.timedelta(days=1)


@member(can="rent.read")
@require_safe
def invoice_list(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    """Those of a month in the order of their numbers, the cancelled ones too; `?month=2026-11` for another month."""
    first = month_of(request.GET.get("month", ""), today=today_of(request))
    last = _ends(first)
    rows = invoice_page(business_id, since=first, until=last, limit=LISTED_MAX)
    context = {
        "rows": [(card, due_words(card.invoice.due)) for card in rows], "name": month_words(first), "month": first,
        "before": add_months(first, -1), "after": add_months(first, 1),
        "sum": sum(card.total for card in rows if card.invoice.cancelled_at is None),
        "missing": len(not_invoiced(business_id, since=first, until=last)),
    }  # fmt: skip
    return render(request, "rentals/invoices.html", context)


@member(can="rent.write")
@require_POST
@refusals_answered
def make_month(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    """Number all that are missing in a month; why one could not be is told once."""
    first, made = month_of(request.POST.get("month", ""), today=today_of(request)), 0
    reasons: list[str] = []
    for due_id in not_invoiced(business_id, since=first, until=_ends(first), limit=AT_ONCE):
        try:
            make_rent_invoice(business_id=business_id, actor=request.actor, due_id=due_id, now=timezone.now())
            made += 1
        except Refusal as refusal:
            reasons.append(refusal.message)
    for reason in dict.fromkeys(reasons):
        messages.error(request, reason)
    if made:
        words = ngettext("%(count)s tax invoice is made.", "%(count)s tax invoices are made.", made)
        messages.success(request, words % {"count": made})
    return redirect(request, f"{reverse('rentals:invoices', args=[business_id])}?month={first:%Y-%m}")


@member(can="rent.write")
@require_POST
@refusals_answered
def make_invoice(request: BookRequest, *, business_id: UUID, due_id: UUID) -> HttpResponse:
    """Number the tax invoice of a rent under GST."""
    row = due_of(business_id, due_id)
    try:
        done = make_rent_invoice(
            business_id=business_id, actor=request.actor, due_id=due_id, now=timezone.now()
        )
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Tax invoice %(number)s is made.") % {"number": done.number})
    return redirect(request, reverse("rentals:lease", args=[business_id, row.lease_id]))


@member(can="rent.read")
@require_safe
@refusals_answered
def invoice_file(request: BookRequest, *, business_id: UUID, due_id: UUID) -> HttpResponse:
    card, language = invoice_of(business_id, due_id), get_language() or "en"
    drawn = pdf(
        printed_invoice(card, request.business), size=PaperSize.A4, language=language,
        digits=digits_in(language, wanted=request.user.digits),
    )  # fmt: skip
    return pdf_response(drawn, name=invoice_stem(card))
