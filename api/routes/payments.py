"""Payments: money received from customers and paid to vendors, and what it settles."""

import datetime
from collections.abc import Sequence
from typing import Annotated, Any, Literal
from uuid import UUID

from django.utils import timezone
from ninja import Query, Schema
from pydantic import Field

from api.kit.amounts import AmountOrZero, Money, number
from api.kit.answers import Answer, Page, Paging, Row
from api.kit.caller import BookCall
from api.kit.decimals import Number, Percent, exact
from api.kit.resource import Resource, revision_of
from api.routes.addresses import State
from api.routes.ledgers import today_of
from api.routes.taxes import HSN
from core.ids import uuid7
from invoicing.models import AdvanceVoucher, Payment, PaymentSide
from invoicing.operations import payments as operations
from invoicing.payment_refusals import PaymentUnknown
from invoicing.payments import UNKNOWN_PLACE, AdvanceSaid, PaymentContent
from invoicing.queries.payments import PaymentCard, payment_card, payment_page
from ledger.operations.allocations import Share

Mode = Literal["cash", "upi", "banktransfer", "check"]
MODES = {"cash": "cash", "upi": "upi", "banktransfer": "bank", "check": "cheque"}
CALLED = {mode: name for name, mode in MODES.items()}
Section = Literal["", "194C", "194J", "194Q"]
Reference = Annotated[str, Field(max_length=60)]
Note = Annotated[str, Field(max_length=1000)]
LINES_MAX = 200


class PaidInvoice(Answer):
    """What of the payment was set against one invoice, or line of the khata (`invoice_number` is empty then).
    `tax_amount_withheld` comes on top of `amount_applied`."""

    invoice_id: UUID
    invoice_number: str
    date: datetime.date
    invoice_amount: Money
    amount_applied: Money
    tax_amount_withheld: Money


class PaidBill(Answer):
    """What of the payment was set against one bill, or line of the khata (`bill_number` is empty then)."""

    bill_id: UUID
    bill_number: str
    date: datetime.date
    bill_amount: Money
    amount_applied: Money
    tax_amount_withheld: Money


class PaymentSaid(Answer):
    payment_id: UUID
    payment_number: int
    status: Literal["waiting", "posted", "deleted"]
    date: datetime.date
    cheque_date: datetime.date | None
    payment_mode: Mode
    amount: Money
    tax_amount_withheld: Money
    tds_section: Section
    write_off_amount: Money
    unused_amount: Money
    is_refund: bool
    reference_number: str
    description: str
    created_time: datetime.datetime
    last_modified_time: datetime.datetime
    rev: int


class AdvanceVoucherSaid(Answer):
    """What the law wants of an advance for a service: a receipt voucher, or the refund voucher of one that was paid
    back. `place_of_supply` is empty while it is not known; UTGST stands in `sgst_amount`."""

    voucher_number: str
    voucher_type: Literal["receipt", "refund"]
    receipt_voucher_number: str
    gst_no: str
    place_of_supply: str
    is_inter_state: bool
    is_reverse_charge_applied: bool
    tax_percentage: Number
    is_rate_known: bool
    product_description: str
    hsn_or_sac: str
    taxable_amount: Money
    cgst_amount: Money
    sgst_amount: Money
    igst_amount: Money
    cess_amount: Money


class CustomerPayment(PaymentSaid):
    """`amount` came in; with `tax_amount_withheld` and `write_off_amount` it settles that much. `unused_amount` of
    it is an advance. A cheque of a later day is `waiting` and counts from `date` on. `voucher` stands on an advance
    for a service."""

    customer_id: UUID
    customer_name: str
    invoices: list[PaidInvoice]
    is_advance_payment: bool
    voucher: AdvanceVoucherSaid | None


class VendorPayment(PaymentSaid):
    """`amount` was paid; `tax_amount_withheld` we pay to the state in the vendor's name."""

    vendor_id: UUID
    vendor_name: str
    bills: list[PaidBill]


class Applied(Schema):
    amount_applied: AmountOrZero
    tax_amount_withheld: AmountOrZero = 0


class InvoiceApplied(Applied):
    invoice_id: UUID


class BillApplied(Applied):
    bill_id: UUID


class PaymentAsked(Schema):
    """Without `date` it is today. `tax_amount_withheld` is said here only where nothing is set against by hand.
    `keep_advance` false refuses more than is due. `is_refund`: the money goes back the way it came."""

    payment_mode: Mode
    amount: AmountOrZero
    date: datetime.date | None = None
    tax_amount_withheld: AmountOrZero = 0
    tds_section: Section = ""
    write_off_amount: AmountOrZero = 0
    is_refund: bool = False
    keep_advance: bool = True
    cheque_date: datetime.date | None = None
    reference_number: Reference = ""
    description: Note = ""


class NewCustomerPayment(PaymentAsked):
    """`payment_id` may be yours. Without `invoices` the oldest are paid first.

    `is_advance_payment`: it came ahead for a service, so it settles nothing yet. In India a shop that charges GST owes
    the tax within it at once and gets a receipt voucher; elsewhere, under the composition scheme, and for a service
    that is exempt (`tax_percentage` 0) it is a payment without one. The tax is `tax_id`, or `tax_percentage`, or what
    `hsn_or_sac` leads to; with none of them it is taxed at 18 %. `place_of_supply` follows from the customer; where
    `is_place_of_supply_known` is false it is taxed as between states.
    """

    payment_id: UUID | None = None
    customer_id: UUID
    is_advance_payment: bool = False
    tax_id: UUID | None = None
    tax_percentage: Percent | None = None
    hsn_or_sac: HSN = ""
    place_of_supply: State = ""
    is_place_of_supply_known: bool = True
    is_reverse_charge_applied: bool = False
    product_description: Annotated[str, Field(max_length=200)] = ""
    invoices: Annotated[list[InvoiceApplied] | None, Field(max_length=LINES_MAX)] = None


class NewVendorPayment(PaymentAsked):
    """`payment_id` may be yours. Without `bills` the oldest are paid first."""

    payment_id: UUID | None = None
    vendor_id: UUID
    bills: Annotated[list[BillApplied] | None, Field(max_length=LINES_MAX)] = None


class CustomerPaymentChange(PaymentAsked):
    """The whole of what the payment says now; what it settled is open again, and it settles anew."""

    invoices: Annotated[list[InvoiceApplied] | None, Field(max_length=LINES_MAX)] = None


class VendorPaymentChange(PaymentAsked):
    """The whole of what the payment says now; what it settled is open again, and it settles anew."""

    bills: Annotated[list[BillApplied] | None, Field(max_length=LINES_MAX)] = None


class CustomerPaymentsWanted(Paging):
    customer_id: UUID | None = None
    status: Annotated[
        Literal["", "waiting", "posted", "deleted"], Field(description="Empty: all that stand.")
    ] = ""
    search_text: Annotated[str, Field(max_length=120)] = ""


class VendorPaymentsWanted(Paging):
    vendor_id: UUID | None = None
    status: Annotated[
        Literal["", "waiting", "posted", "deleted"], Field(description="Empty: all that stand.")
    ] = ""
    search_text: Annotated[str, Field(max_length=120)] = ""


router = Resource(
    singular="payment", plural="customerpayments", row=CustomerPayment, tag="Payments",
    names={
        "party": "customer_id", "mode": "payment_mode", "day": "date", "cheque_on": "cheque_date",
        "place": "place_of_supply", "advance": "is_advance_payment", "description": "product_description",
    },
)  # fmt: skip
READ: dict[str, Any] = {"scope": "ledger.read", "can": "sales.read"}
WRITE: dict[str, Any] = {"scope": "ledger.write", "can": "sales.write"}
CUSTOMER, VENDOR = PaymentSide.CUSTOMER, PaymentSide.VENDOR
FROM_CUSTOMERS, TO_VENDORS = "/customerpayments", "/vendorpayments"
FROM_CUSTOMER, TO_VENDOR = FROM_CUSTOMERS + "/{uuid:payment_id}", TO_VENDORS + "/{uuid:payment_id}"


@router.rows(FROM_CUSTOMERS, **READ)
def list_customer_payments(request: BookCall, asked: Query[CustomerPaymentsWanted]) -> Page:
    """Money received, newest first; those taken out when `status` asks for them."""
    return _page(request, asked, side=CUSTOMER, party_id=asked.customer_id)


@router.create(FROM_CUSTOMERS, **WRITE)
def create_customer_payment(request: BookCall, asked: NewCustomerPayment) -> Row:
    """Money received: for the invoices that are named, or for the oldest first."""
    return _record(
        request, asked, side=CUSTOMER, party_id=asked.customer_id, shares=_invoices(asked.invoices),
        advance=_advance(asked),
    )  # fmt: skip


@router.one(FROM_CUSTOMER, **READ)
def get_customer_payment(request: BookCall, payment_id: UUID) -> Row:
    """One payment received, with what it settled; taken out ones too."""
    return _said(request, payment_id, side=CUSTOMER)


@router.change(FROM_CUSTOMER, **WRITE)
def change_customer_payment(request: BookCall, payment_id: UUID, asked: CustomerPaymentChange) -> Row:
    """A payment received says something else; its customer stays."""
    return _edit(request, payment_id, asked, side=CUSTOMER, shares=_invoices(asked.invoices))


@router.remove(FROM_CUSTOMER, **WRITE)
def delete_customer_payment(request: BookCall, payment_id: UUID) -> Row:
    """Take a payment received out, as for a cheque that bounced: what it settled is due again."""
    return _remove(request, payment_id, side=CUSTOMER)


@router.rows(TO_VENDORS, **READ, plural="vendorpayments", row=VendorPayment)
def list_vendor_payments(request: BookCall, asked: Query[VendorPaymentsWanted]) -> Page:
    """Money paid to vendors, newest first; those taken out when `status` asks for them."""
    return _page(request, asked, side=VENDOR, party_id=asked.vendor_id)


@router.create(TO_VENDORS, **WRITE, row=VendorPayment)
def create_vendor_payment(request: BookCall, asked: NewVendorPayment) -> Row:
    """Money paid: for the bills that are named, or for the oldest first."""
    return _record(request, asked, side=VENDOR, party_id=asked.vendor_id, shares=_bills(asked.bills))


@router.one(TO_VENDOR, **READ, row=VendorPayment)
def get_vendor_payment(request: BookCall, payment_id: UUID) -> Row:
    """One payment to a vendor, with what it settled; taken out ones too."""
    return _said(request, payment_id, side=VENDOR)


@router.change(TO_VENDOR, **WRITE, row=VendorPayment)
def change_vendor_payment(request: BookCall, payment_id: UUID, asked: VendorPaymentChange) -> Row:
    """A payment to a vendor says something else; its vendor stays."""
    return _edit(request, payment_id, asked, side=VENDOR, shares=_bills(asked.bills))


@router.remove(TO_VENDOR, **WRITE, row=VendorPayment)
def delete_vendor_payment(request: BookCall, payment_id: UUID) -> Row:
    """Take a payment to a vendor out: what it settled is owed again."""
    return _remove(request, payment_id, side=VENDOR)


Shares = tuple[Share, ...] | None


def _invoices(asked: Sequence[InvoiceApplied] | None) -> Shares:
    return None if asked is None else tuple(_share(one.invoice_id, one) for one in asked)


def _bills(asked: Sequence[BillApplied] | None) -> Shares:
    return None if asked is None else tuple(_share(one.bill_id, one) for one in asked)


def _share(document_id: UUID, one: Applied) -> Share:
    return Share(document_id, one.amount_applied + one.tax_amount_withheld, one.tax_amount_withheld)


def _advance(asked: NewCustomerPayment) -> AdvanceSaid | None:
    if not asked.is_advance_payment:
        return None
    return AdvanceSaid(
        tax_id=asked.tax_id, rate=asked.tax_percentage, hsn=asked.hsn_or_sac, description=asked.product_description,
        place=asked.place_of_supply if asked.is_place_of_supply_known else UNKNOWN_PLACE,
        reverse_charge=asked.is_reverse_charge_applied,
    )  # fmt: skip


def _content(
    request: BookCall, asked: PaymentAsked, *, side: str, party_id: UUID, shares: Shares,
    advance: AdvanceSaid | None = None,
) -> PaymentContent:  # fmt: skip
    return PaymentContent(
        side=side, party_id=party_id, day=asked.date or today_of(request), mode=MODES[asked.payment_mode],
        amount=asked.amount, shares=shares, withheld=asked.tax_amount_withheld, section=asked.tds_section,
        written_off=asked.write_off_amount, is_refund=asked.is_refund, keep_advance=asked.keep_advance,
        cheque_on=asked.cheque_date, reference=asked.reference_number, note=asked.description, advance=advance,
    )  # fmt: skip


def _record(
    request: BookCall,
    asked: NewCustomerPayment | NewVendorPayment,
    *,
    side: str,
    party_id: UUID,
    shares: Shares,
    advance: AdvanceSaid | None = None,
) -> Row:
    now = timezone.now()
    done = operations.record_payment(
        business_id=request.business.pk, actor=request.actor, payment_id=asked.payment_id or uuid7(),
        content=_content(request, asked, side=side, party_id=party_id, shares=shares, advance=advance),
        made_at=now, now=now,
    )  # fmt: skip
    return _said(request, done.payment_id, side=side)


def _edit(request: BookCall, payment_id: UUID, asked: PaymentAsked, *, side: str, shares: Shares) -> Row:
    base, stands = revision_of(request), _card(request, payment_id, side=side).payment
    operations.edit_payment(
        business_id=request.business.pk, actor=request.actor, payment_id=payment_id, base_rev=base, now=timezone.now(),
        content=_content(request, asked, side=side, party_id=stands.party_id, shares=shares),
    )  # fmt: skip
    return _said(request, payment_id, side=side)


def _remove(request: BookCall, payment_id: UUID, *, side: str) -> Row:
    base = revision_of(request)
    _card(request, payment_id, side=side)
    operations.delete_payment(
        business_id=request.business.pk,
        actor=request.actor,
        payment_id=payment_id,
        base_rev=base,
        now=timezone.now(),
    )
    return _said(request, payment_id, side=side)


def _page(
    request: BookCall,
    asked: CustomerPaymentsWanted | VendorPaymentsWanted,
    *,
    side: str,
    party_id: UUID | None,
) -> Page:
    found = payment_page(
        request.business.pk, side=side, status=asked.status, party_id=party_id, search=asked.search_text,
        after=asked.cursor, limit=asked.per_page,
    )  # fmt: skip
    return Page([said_of(row) for row in found.rows], found.next_cursor, asked.per_page)


def _card(request: BookCall, payment_id: UUID, *, side: str) -> PaymentCard:
    card = payment_card(request.business.pk, payment_id)
    if card.payment.side != side:
        raise PaymentUnknown
    return card


def _said(request: BookCall, payment_id: UUID, *, side: str) -> Row:
    return said_of(_card(request, payment_id, side=side))


def said_of(card: PaymentCard) -> Row:
    payment: Payment = card.payment
    who, what = ("customer", "invoice") if payment.side == CUSTOMER else ("vendor", "bill")
    ahead = {"is_advance_payment": bool(payment.advance), "voucher": _voucher(card.voucher)}
    return {
        **(ahead if payment.side == CUSTOMER else {}),
        "payment_id": payment.pk, "payment_number": payment.number, "status": payment.status, "date": payment.day,
        "cheque_date": payment.cheque_on, "payment_mode": CALLED[payment.mode], "amount": number(payment.amount),
        "tax_amount_withheld": number(payment.withheld), "tds_section": payment.section,
        "write_off_amount": number(payment.written_off), "unused_amount": number(card.unused),
        "is_refund": payment.is_refund, "reference_number": payment.reference, "description": payment.note,
        "created_time": payment.created_at, "last_modified_time": payment.changed_at, "rev": payment.rev,
        f"{who}_id": payment.party_id, f"{who}_name": card.party_name,
        f"{what}s": [
            {
                f"{what}_id": one.document_id, f"{what}_number": one.number, "date": one.day,
                f"{what}_amount": number(one.total), "amount_applied": number(one.amount - one.withheld),
                "tax_amount_withheld": number(one.withheld),
            }
            for one in card.settled
        ],
    }  # fmt: skip


def _voucher(voucher: AdvanceVoucher | None) -> Row | None:
    if voucher is None:
        return None
    return {
        "voucher_number": voucher.number, "voucher_type": voucher.kind,
        "receipt_voucher_number": voucher.receipt.number if voucher.receipt else "",
        "gst_no": voucher.our_registration, "place_of_supply": voucher.place, "is_inter_state": voucher.is_inter_state,
        "is_reverse_charge_applied": voucher.reverse_charge, "tax_percentage": exact(voucher.rate, places=4),
        "is_rate_known": voucher.rate_known, "product_description": voucher.description, "hsn_or_sac": voucher.hsn,
        "taxable_amount": number(voucher.value), "cgst_amount": number(voucher.cgst),
        "sgst_amount": number(voucher.sgst), "igst_amount": number(voucher.igst), "cess_amount": number(voucher.cess),
    }  # fmt: skip
