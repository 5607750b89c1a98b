"""The printed document of a paper that stands in a book."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from businesses.models import Business, Registration
from businesses.registrations import KINDS
from inventory.models import ItemKind
from invoicing.models import TAKEN_OUT, Contact, Paper, PaperLine, PaperStatus
from invoicing.models import PaperKind as Kept
from invoicing.paper.document import (
    Address,
    Earlier,
    PaperBatch,
    PaperDocument,
    PaperKind,
    PaperState,
    Side,
    UsedAdvance,
)
from invoicing.paper.document import PaperLine as Printed
from invoicing.paper.places import address_in
from invoicing.queries.advances import advances_on
from invoicing.queries.papers import PaperCard
from invoicing.working import SERVICES, tax_of
from taxes.arithmetic import Buyer, Component, DocumentForm, LineSum, Scheme, Sum
from taxes.arithmetic.pricing import of_quantity
from taxes.arithmetic.sums import Kind, added, by_rate
from taxes.states import STATES

KINDS_PRINTED: Mapping[str, PaperKind] = {
    Kept.INVOICE: PaperKind.INVOICE,
    Kept.ESTIMATE: PaperKind.ESTIMATE,
    Kept.CHALLAN: PaperKind.DELIVERY_CHALLAN,
    Kept.CREDIT_NOTE: PaperKind.CREDIT_NOTE,
    Kept.DEBIT_NOTE: PaperKind.DEBIT_NOTE,
}


def printed(card: PaperCard, business: Business) -> PaperDocument:
    """What is printed of a paper of sales."""
    paper = card.paper
    lines = tuple(_line(line, paper) for line in card.lines)
    return PaperDocument(
        kind=KINDS_PRINTED[paper.kind], state=_state(paper), number=paper.number, day=paper.day,
        issued_at=paper.approved_at, due_on=paper.due_on, country=business.country, currency=business.currency,
        seller=_seller(paper, business), buyer=_buyer(paper, business.country), ship_to=_ship_to(paper),
        treatment=Buyer(paper.treatment) if paper.treatment else Buyer.CONSUMER, place=paper.place,
        with_tax=paper.with_tax, reverse_charge=paper.reverse_charge, reference=paper.reference, reason=paper.reason,
        earlier=_earlier(card), lines=lines, sum=_sum(paper, lines), paid=_paid(card),
        advances=_advances(card), upi_id=business.upi_id,
        notes=paper.note, terms=paper.terms,
    )  # fmt: skip


def sum_of(card: PaperCard) -> Sum:
    """The sums of a paper that stands, sold or bought, as they were worked out."""
    return _sum(card.paper, tuple(_line(line, card.paper) for line in card.lines))


def _state(paper: Paper) -> PaperState:
    if paper.status == PaperStatus.DRAFT:
        return PaperState.DRAFT
    return PaperState.CANCELLED if paper.status in TAKEN_OUT else PaperState.ISSUED


def _paid(card: PaperCard) -> int:
    if card.paper.kind not in (Kept.INVOICE, Kept.DEBIT_NOTE) or _state(card.paper) != PaperState.ISSUED:
        return 0
    return card.paper.total - card.balance


def _advances(card: PaperCard) -> tuple[UsedAdvance, ...]:
    if card.paper.kind != Kept.INVOICE or _state(card.paper) != PaperState.ISSUED:
        return ()
    return tuple(
        UsedAdvance(number=one.voucher.number, amount=one.amount)
        for one in advances_on(card.paper.business_id, card.paper.pk)
    )


def _seller(paper: Paper, business: Business) -> Side:
    is_composition = paper.our_scheme == Scheme.COMPOSITION
    return seller_of(
        business, number=paper.our_registration, state=paper.our_state, is_composition=is_composition
    )


def seller_of(business: Business, *, number: str, state: str, is_composition: bool = False) -> Side:
    """As the registration has it that the bill was made under; the book's own words where there is none."""
    office = Registration.objects.filter(business_id=business.pk, number=number).first()
    return Side(
        name=(office.trade_name if office else "") or business.name, legal_name=office.legal_name if office else "",
        registration=number, office=_office(office.kind if office and number else "gstin"),
        address=address_in((office.address if office else "") or business.address, state=state),
        phone=business.phone, is_composition=is_composition,
    )  # fmt: skip


def _office(kind: str) -> str:
    return str(KINDS[kind].name) if kind in KINDS else ""


def _buyer(paper: Paper, country: str) -> Side:
    contact = Contact.objects.filter(business_id=paper.business_id, party_id=paper.whom.pk).first()
    name, legal = paper.whom.name, contact.legal_name if contact else ""
    state = paper.billing_address.get("state_code", "")
    if not state and len(paper.their_registration) == 15 and paper.their_registration[:2] in STATES:
        state = paper.their_registration[:2]
    return Side(
        name=paper.their_name if paper.number and not legal else name, legal_name=legal,
        registration=paper.their_registration, office="BIN" if country == "BD" else "GSTIN",
        address=address_of(paper.billing_address, state=state), phone=paper.whom.phone,
        email=contact.email if contact else "",
    )  # fmt: skip


def _ship_to(paper: Paper) -> Address | None:
    there = paper.shipping_address
    if not there or there == paper.billing_address:
        return None
    return address_of(there, state=there.get("state_code", ""))


def address_of(place: Mapping[str, str], *, state: str) -> Address:
    text = "\n".join(place[part] for part in ("attention", "address", "street2") if place.get(part))
    town, pin = place.get("city", ""), place.get("zip", "")
    if not town and not pin:
        return address_in(text, state=state)
    return Address(text=text, town=town, pin=pin, state=state)


def _earlier(card: PaperCard) -> tuple[Earlier, ...]:
    is_note = card.paper.kind in (Kept.CREDIT_NOTE, Kept.DEBIT_NOTE)
    if card.source is None or not is_note:
        return ()
    return (Earlier(number=card.source.number, day=card.source.day),)


def _line(line: PaperLine, paper: Paper) -> Printed:
    batches = (PaperBatch(name=line.batch.number, expires_on=line.batch.expires_on),) if line.batch else ()
    if line.batch_number:
        batches = (PaperBatch(name=line.batch_number, expires_on=line.expires_on),)
    is_service = line.item.kind == ItemKind.SERVICE if line.item else line.hsn.startswith(SERVICES)
    serials = ", ".join(line.serials)
    return Printed(
        name=line.name, note="\n".join(part for part in (line.description, serials) if part), hsn=line.hsn,
        is_service=is_service, quantity=line.quantity, unit="" if is_service else line.unit, unit_price=line.price,
        inclusive=line.inclusive, batches=batches, sum=_line_sum(line, paper),
    )  # fmt: skip


def _line_sum(line: PaperLine, paper: Paper) -> LineSum:
    parts = _components(line, paper)
    return LineSum(
        gross=line.gross, discount=line.less, share=line.share, value=line.value, tax=tax_of(line),
        charged=() if paper.reverse_charge else parts, self_assessed=parts if paper.reverse_charge else (),
        total=line.total,
    )  # fmt: skip


def _components(line: PaperLine, paper: Paper) -> tuple[Component, ...]:
    """The taxes of a line apart again, as they were worked out."""
    place = STATES.get(paper.place)
    state_tax = Kind.UTGST if place and place.is_union_territory else Kind.SGST
    half = line.rate // 2
    by_unit = of_quantity(line.quantity, line.cess_per_unit) if line.cess else 0
    found = (
        Component(Kind.CGST, line.value, half, line.cgst),
        Component(state_tax, line.value, half, line.sgst),
        Component(Kind.IGST, line.value, line.rate, line.igst),
        Component(Kind.CESS, line.value, line.cess_rate, line.cess - by_unit),
        Component(Kind.CESS_PER_UNIT, line.value, 0, by_unit),
        Component(Kind.DUTY, line.value, line.duty_rate, line.duty),
        Component(Kind.VAT, line.value + line.duty, line.rate, line.vat),
    )
    return tuple(one for one in found if one.amount)


def _sum(paper: Paper, lines: tuple[Printed, ...]) -> Sum:
    sums = tuple(line.sum for line in lines)
    return Sum(
        form=DocumentForm(paper.form) if paper.form else DocumentForm.PLAIN, is_inter_state=paper.is_inter_state,
        lines=sums, by_rate=by_rate(sums), gross=paper.gross, discount=paper.discount, value=paper.value,
        charged=added(one for line in sums for one in line.charged),
        self_assessed=added(one for line in sums for one in line.self_assessed), tax=paper.tax,
        round_off=paper.round_off, total=paper.total,
    )  # fmt: skip


def language_for(paper: Paper, *, usual: str) -> str:
    """The language a bill is written in: the customer's, where one is known."""
    return paper.whom.language or usual


def file_stem(paper: Paper) -> str:
    """What its files are called: a slash of its number would be a folder."""
    number = paper.number or _("Draft")
    return f"{number}-{paper.day.isoformat()}".replace("/", "-")
