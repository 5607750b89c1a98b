"""Advances for services: the voucher as PDF, money paid back, and an advance on a bill."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from businesses.access import BookRequest, member
from core.htmx import redirect
from core.ids import uuid7
from core.money import format_amount
from core.refusals import Refusal
from invoicing.advance_refusals import AdvanceUnknown
from invoicing.forms.advances import AdvanceUseForm, PayBackForm
from invoicing.models import AdvanceVoucher, PaymentSide
from invoicing.operations.advances import adjust_advance, take_advance_off
from invoicing.operations.payments import record_payment
from invoicing.paper.pdf import PaperSize, pdf
from invoicing.paper.vouchers import printed_voucher, voucher_stem
from invoicing.payments import PaymentContent
from invoicing.queries.advances import VoucherCard, voucher_card, voucher_of
from invoicing.queries.payments import payment_card
from invoicing.views.editor import sale_of
from ledger.operations.allocations import Share
from ledger.statements.names import disposition
from ledger.statements.words import digits_in
from ledger.views.contexts import may, today_of
from ledger.views.replies import refusals_answered, show_in


@member(can="sales.read")
@require_safe
@refusals_answered
def voucher_pdf(request: BookRequest, *, business_id: UUID, payment_id: UUID) -> HttpResponse:
    """`?size=` one of PaperSize."""
    voucher = voucher_of(business_id, payment_id)
    asked = request.GET.get("size", "")
    size = PaperSize(asked) if asked in set(PaperSize) else PaperSize.A4
    language = language_of(request, voucher)
    drawn = pdf(
        printed_voucher(voucher, request.business), size=size, language=language,
        digits=digits_in(language, wanted=request.user.digits),
    )  # fmt: skip
    response = HttpResponse(drawn, content_type="application/pdf")
    response["Content-Disposition"] = disposition(f"{voucher_stem(voucher)}.pdf", attached=False)
    return response


@member(can="sales.write")
@require_http_methods(["GET", "POST"])
@refusals_answered
def pay_back(request: BookRequest, *, business_id: UUID, payment_id: UUID) -> HttpResponse:
    """Money of an advance goes back: a refund voucher takes its tax back."""
    card, found = payment_card(business_id, payment_id), voucher_card(business_id, payment_id)
    if found is None or not found.left:
        raise AdvanceUnknown
    shared = {"can_choose_day": may(request, "sales.edit")}
    if request.method == "POST":
        form = PayBackForm(request.POST, **shared)
    else:
        said = {
            "payment_id": uuid7(),
            "amount": format_amount(found.left, trim=True),
            "mode": card.payment.mode,
        }
        form = PayBackForm(initial=said, **shared)
    context = {"form": form, "card": card, "found": found}
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            return _paid_back(request, form, found)
        except Refusal as refusal:
            show_in(form, refusal, names={"invoices": "amount"})
            status = refusal.status
    return render(request, "invoicing/pay_back.html", context, status=status)


@member(can="sales.write")
@require_POST
@refusals_answered
def advance(request: BookRequest, *, business_id: UUID, paper_id: UUID) -> HttpResponse:
    """Set an advance against a bill, or take it off."""
    kept, form = sale_of(business_id, paper_id), AdvanceUseForm(request.POST)
    onward = reverse("invoicing:paper", args=[business_id, kept.pk])
    if not form.is_valid():
        messages.error(request, _("Choose one of the advances."))
        return redirect(request, onward)
    act = adjust_advance if form.cleaned_data["act"] == "use" else take_advance_off
    act(
        business_id=business_id, actor=request.actor, paper_id=paper_id, payment_id=form.cleaned_data["payment"],
        now=timezone.now(),
    )  # fmt: skip
    is_set = form.cleaned_data["act"] == "use"
    messages.success(
        request, _("The advance counts on this bill.") if is_set else _("The advance is open again.")
    )
    return redirect(request, onward)


def language_of(request: BookRequest, voucher: AdvanceVoucher) -> str:
    return voucher.party.language or get_language() or "en"


def _paid_back(request: BookRequest, form: PayBackForm, found: VoucherCard) -> HttpResponse:
    said, voucher, now = form.cleaned_data, found.voucher, timezone.now()
    content = PaymentContent(
        side=PaymentSide.CUSTOMER, party_id=voucher.party_id, day=said.get("day") or today_of(request),
        mode=said["mode"], amount=said["amount"], shares=(Share(voucher.pk, said["amount"]),), is_refund=True,
        reference=said["reference"],
    )  # fmt: skip
    done = record_payment(
        business_id=request.business.pk, actor=request.actor, payment_id=said["payment_id"], content=content,
        made_at=now, now=now,
    )  # fmt: skip
    messages.success(request, _("Paid back. Its tax was taken back with it."))
    return redirect(request, reverse("payments:payment", args=[request.business.pk, done.payment_id]))
