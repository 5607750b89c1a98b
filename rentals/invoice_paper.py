"""The printed tax invoice of a rent: laid out as every bill is."""

from businesses.models import Business
from core.quantities import ONE
from core.templatetags.dates import date_words
from invoicing.paper.document import PaperDocument, PaperKind, PaperLine, PaperState, Side
from invoicing.paper.standing import address_of, seller_of
from rentals.models import Due, RentInvoice
from rentals.queries.invoices import InvoiceCard
from rentals.words import due_words
from taxes.arithmetic import Buyer, Component, DocumentForm, LineSum, Sum, Tax, price_of
from taxes.arithmetic.sums import Kind, by_rate
from taxes.states import STATES


def printed_invoice(card: InvoiceCard, business: Business) -> PaperDocument:
    invoice, due = card.invoice, card.invoice.due
    found = _line_sum(invoice, net=card.net)
    line = PaperLine(
        name=due_words(due), note="\n".join(part for part in (_days(due), invoice.premises) if part),
        hsn=invoice.sac, is_service=True, quantity=ONE, unit_price=price_of(found.value), sum=found,
    )  # fmt: skip
    return PaperDocument(
        kind=PaperKind.INVOICE, number=invoice.number, day=invoice.day, due_on=due.due_on,
        state=PaperState.ISSUED if invoice.cancelled_at is None else PaperState.CANCELLED,
        country=business.country, currency=business.currency, issued_at=invoice.created_at,
        seller=seller_of(business, number=invoice.our_registration, state=invoice.our_state),
        buyer=_tenant(invoice), treatment=Buyer.REGISTERED if invoice.their_registration else Buyer.CONSUMER,
        place=invoice.place, reverse_charge=invoice.reverse_charge, reason=due.taken_back_for, lines=(line,),
        sum=_sum(line.sum), paid=card.paid, upi_id=business.upi_id,
    )  # fmt: skip


def invoice_stem(card: InvoiceCard) -> str:
    """What its file is called: a slash of its number would be a folder."""
    return f"{card.invoice.number}-{card.invoice.day.isoformat()}".replace("/", "-")


def _tenant(invoice: RentInvoice) -> Side:
    state = invoice.their_registration[:2] or invoice.their_address.get("state_code", "")
    return Side(
        name=invoice.their_name, registration=invoice.their_registration,
        address=address_of(invoice.their_address, state=state),
    )  # fmt: skip


def _days(due: Due) -> str:
    return f"{date_words(due.period)} – {date_words(due.period_end)}" if due.period < due.period_end else ""


def _line_sum(invoice: RentInvoice, *, net: int) -> LineSum:
    """Under reverse charge the taxes are told and not charged."""
    state = STATES.get(invoice.place)
    state_tax = Kind.UTGST if state and state.is_union_territory else Kind.SGST
    parts = (
        Component(Kind.CGST, net, invoice.rate // 2, invoice.cgst),
        Component(state_tax, net, invoice.rate // 2, invoice.sgst),
        Component(Kind.IGST, net, invoice.rate, invoice.igst),
    )
    taxes, is_reverse = tuple(one for one in parts if one.amount), invoice.reverse_charge
    return LineSum(
        gross=net, discount=0, share=0, value=net, tax=Tax(rate=invoice.rate), charged=() if is_reverse else taxes,
        self_assessed=taxes if is_reverse else (), total=net if is_reverse else net + invoice.tax,
    )  # fmt: skip


def _sum(line: LineSum) -> Sum:
    taxes = line.charged or line.self_assessed
    return Sum(
        form=DocumentForm.TAX_INVOICE, is_inter_state=any(one.kind == Kind.IGST for one in taxes), lines=(line,),
        by_rate=by_rate([line]), gross=line.gross, discount=0, value=line.value, charged=line.charged,
        self_assessed=line.self_assessed, tax=sum(one.amount for one in line.charged), round_off=0, total=line.total,
    )  # fmt: skip
