"""Advances for services: their vouchers, the invoices they count on, and money of them that goes back."""

import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Query, Schema
from pydantic import Field

from api.kit.amounts import Amount, Money, number
from api.kit.answers import Answer, Page, Row
from api.kit.caller import BookCall
from api.kit.resource import Resource
from api.routes.ledgers import today_of
from api.routes.paper_files import PDF
from api.routes.papers import card_of
from api.routes.payments import FROM_CUSTOMER, MODES, CustomerPayment, Mode, Note, Reference, said_of
from core.ids import uuid7
from invoicing.models import PaymentSide
from invoicing.operations.advances import AdvanceResult, adjust_advance, take_advance_off
from invoicing.operations.payments import record_payment
from invoicing.paper.pdf import PaperSize, pdf
from invoicing.paper.vouchers import printed_voucher, voucher_stem
from invoicing.payment_refusals import PaymentUnknown
from invoicing.payments import PaymentContent
from invoicing.queries.advances import advances_on, voucher_of
from invoicing.queries.payments import payment_card
from ledger.operations.allocations import Share
from ledger.statements.names import disposition

INVOICE_ADVANCES = "/invoices/{uuid:invoice_id}/advances"


class VoucherPdfWanted(Schema):
    size: Annotated[
        Literal["a4", "a5", "80mm", "58mm"], Field(description="The paper: a sheet, or the roll of a till.")
    ] = "a4"


class Advance(Answer):
    """What of an advance counts on an invoice. `tax_total` of it was paid to the state ahead."""

    payment_id: UUID
    invoice_id: UUID
    voucher_number: str
    amount_applied: Money
    tax_total: Money


class NewAdvance(Schema):
    """Without `amount_applied` as much as fits: what is left of the advance, and of the invoice at its rate."""

    payment_id: UUID
    amount_applied: Amount | None = None


class NewRefund(Schema):
    """`refund_id` may be yours. Without `date` it is today. It answers the payment that goes back."""

    refund_id: UUID | None = None
    amount: Amount
    refund_mode: Mode
    date: datetime.date | None = None
    reference_number: Reference = ""
    description: Note = ""


router = Resource(
    singular="advance", plural="advances", row=Advance, tag="Payments",
    names={"mode": "refund_mode", "day": "date", "amount": "amount_applied", "invoices": "amount"},
)  # fmt: skip


@router.rows(INVOICE_ADVANCES, scope="invoice.read", can="sales.read")
def list_invoice_advances(request: BookCall, invoice_id: UUID) -> Page:
    """The advances that count on an invoice, the oldest first."""
    card_of(request, invoice_id, kind="invoice")
    rows = [
        _row(one.voucher_id, invoice_id, voucher=one.voucher.number, amount=one.amount, tax=one.tax)
        for one in advances_on(request.business.pk, invoice_id)
    ]
    return Page(rows, None, len(rows) or 1)


@router.create(INVOICE_ADVANCES, scope="invoice.write", can="sales.write")
def apply_advance(request: BookCall, invoice_id: UUID, asked: NewAdvance) -> Row:
    """Set an advance for a service against an invoice. Approving an invoice of a service does so by itself, the oldest
    advance first."""
    card_of(request, invoice_id, kind="invoice")
    done = adjust_advance(
        business_id=request.business.pk, actor=request.actor, paper_id=invoice_id, payment_id=asked.payment_id,
        amount=asked.amount_applied, now=timezone.now(),
    )  # fmt: skip
    return _said(done)


@router.remove(
    INVOICE_ADVANCES + "/{uuid:payment_id}", scope="invoice.write", can="sales.write", revised=False
)
def take_advance_off_invoice(request: BookCall, invoice_id: UUID, payment_id: UUID) -> Row:
    """Take an advance off an invoice: it is open again, with its tax."""
    card_of(request, invoice_id, kind="invoice")
    done = take_advance_off(
        business_id=request.business.pk, actor=request.actor, paper_id=invoice_id, payment_id=payment_id,
        now=timezone.now(),
    )  # fmt: skip
    return _said(done)


@router.file(FROM_CUSTOMER + "/voucher", scope="ledger.read", can="sales.read", types=(PDF,))
def get_payment_voucher(request: BookCall, payment_id: UUID, asked: Query[VoucherPdfWanted]) -> HttpResponse:
    """The receipt voucher of an advance for a service, or the refund voucher of one that was paid back, as PDF. A
    payment without one is not found."""
    voucher = voucher_of(request.business.pk, payment_id)
    language = voucher.party.language or get_language() or "en"
    drawn = pdf(printed_voucher(voucher, request.business), size=PaperSize(asked.size), language=language)
    response = HttpResponse(drawn, content_type=PDF)
    response["Content-Disposition"] = disposition(f"{voucher_stem(voucher)}.pdf")
    return response


@router.create(
    FROM_CUSTOMER + "/refunds",
    scope="ledger.write",
    can="sales.write",
    row=CustomerPayment,
    singular="payment",
)
def refund_customer_payment(request: BookCall, payment_id: UUID, asked: NewRefund) -> Row:
    """Pay back what of a payment nothing was settled with. Of an advance for a service a refund voucher takes the tax
    back."""
    business_id, now = request.business.pk, timezone.now()
    card = payment_card(business_id, payment_id)
    if card.payment.side != PaymentSide.CUSTOMER:
        raise PaymentUnknown
    content = PaymentContent(
        side=PaymentSide.CUSTOMER, party_id=card.payment.party_id, day=asked.date or today_of(request),
        mode=MODES[asked.refund_mode], amount=asked.amount, shares=(Share(payment_id, asked.amount),), is_refund=True,
        reference=asked.reference_number, note=asked.description,
    )  # fmt: skip
    done = record_payment(
        business_id=business_id, actor=request.actor, payment_id=asked.refund_id or uuid7(), content=content,
        made_at=now, now=now,
    )  # fmt: skip
    return said_of(payment_card(business_id, done.payment_id))


def _said(done: AdvanceResult) -> Row:
    return _row(done.payment_id, done.paper_id, voucher=done.voucher, amount=done.amount, tax=done.tax)


def _row(payment_id: UUID, invoice_id: UUID, *, voucher: str, amount: int, tax: int) -> dict[str, Any]:
    return {
        "payment_id": payment_id, "invoice_id": invoice_id, "voucher_number": voucher,
        "amount_applied": number(amount), "tax_total": number(tax),
    }  # fmt: skip
