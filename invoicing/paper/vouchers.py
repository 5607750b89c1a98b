"""The printed voucher of an advance: rules 50 and 51 of the CGST Rules."""

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from businesses.models import Business
from core.money import format_money
from core.quantities import ONE
from core.templatetags.dates import date_words
from invoicing.models import AdvanceVoucher, VoucherKind
from invoicing.paper.document import Earlier, PaperDocument, PaperKind, PaperLine, PaperState, Side
from invoicing.paper.standing import address_of, seller_of
from taxes.arithmetic import Buyer, Component, DocumentForm, LineSum, Sum, Tax, price_of
from taxes.arithmetic.sums import Kind, by_rate
from taxes.states import STATES

KINDS = {VoucherKind.RECEIPT: PaperKind.RECEIPT_VOUCHER, VoucherKind.REFUND: PaperKind.REFUND_VOUCHER}


def printed_voucher(voucher: AdvanceVoucher, business: Business) -> PaperDocument:
    line = _line(voucher)
    receipt = voucher.receipt
    return PaperDocument(
        kind=KINDS[VoucherKind(voucher.kind)], number=voucher.number, day=voucher.day, country=business.country,
        state=PaperState.ISSUED if voucher.taken_out_at is None else PaperState.CANCELLED, currency=business.currency,
        issued_at=voucher.created_at, treatment=Buyer(voucher.treatment), place=voucher.place,
        seller=seller_of(business, number=voucher.our_registration, state=voucher.our_state),
        buyer=Side(
            name=voucher.their_name, registration=voucher.their_registration,
            address=address_of(voucher.billing_address, state=voucher.billing_address.get("state_code", "")),
        ),
        reverse_charge=voucher.reverse_charge, lines=(line,), sum=_sum(voucher, line.sum),
        earlier=(Earlier(number=receipt.number, day=receipt.day),) if receipt is not None else (),
    )  # fmt: skip


def voucher_message(book: Business, voucher: AdvanceVoucher, *, language: str) -> str:
    """What the customer is written, in their language."""
    with override(language or get_language() or "en"):
        said = {
            "name": voucher.their_name, "book": book.name, "number": voucher.number,
            "day": date_words(voucher.day), "amount": format_money(voucher.amount, currency=book.currency),
        }  # fmt: skip
        if voucher.kind == VoucherKind.REFUND:
            return (
                _("%(name)s, here is refund voucher %(number)s of %(day)s from %(book)s: %(amount)s.") % said
            )
        return _("%(name)s, here is receipt voucher %(number)s of %(day)s from %(book)s: %(amount)s.") % said


def voucher_stem(voucher: AdvanceVoucher) -> str:
    return f"{voucher.number}-{voucher.day.isoformat()}".replace("/", "-")


def _line(voucher: AdvanceVoucher) -> PaperLine:
    return PaperLine(
        name=voucher.description or _("Advance for a service"), hsn=voucher.hsn, is_service=True, quantity=ONE,
        unit_price=price_of(voucher.amount), inclusive=bool(voucher.tax), sum=_line_sum(voucher),
    )  # fmt: skip


def _line_sum(voucher: AdvanceVoucher) -> LineSum:
    place = STATES.get(voucher.place)
    state_tax = Kind.UTGST if place and place.is_union_territory else Kind.SGST
    half = voucher.rate // 2
    parts = (
        Component(Kind.CGST, voucher.value, half, voucher.cgst),
        Component(state_tax, voucher.value, half, voucher.sgst),
        Component(Kind.IGST, voucher.value, voucher.rate, voucher.igst),
        Component(Kind.CESS, voucher.value, voucher.cess_rate, voucher.cess),
    )
    return LineSum(
        gross=voucher.amount, discount=0, share=0, value=voucher.value,
        tax=Tax(rate=voucher.rate, cess=voucher.cess_rate), charged=tuple(one for one in parts if one.amount),
        self_assessed=(), total=voucher.amount,
    )  # fmt: skip


def _sum(voucher: AdvanceVoucher, line: LineSum) -> Sum:
    return Sum(
        form=DocumentForm.TAX_INVOICE, is_inter_state=voucher.is_inter_state, lines=(line,), by_rate=by_rate([line]),
        gross=line.gross, discount=0, value=line.value, charged=line.charged, self_assessed=(), tax=voucher.tax,
        round_off=0, total=voucher.amount,
    )  # fmt: skip
