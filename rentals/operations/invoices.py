"""The tax invoice of a rent under GST: numbered once, for good."""

import datetime
import uuid
from dataclasses import dataclass

from django.utils.translation import gettext as _

from businesses.actors import Actor
from businesses.books import BookLock, lock
from businesses.models import Registration
from invoicing.models import Contact
from invoicing.refusals import PaperRefused
from ledger.models import Party
from ledger.operations.transactions import in_transaction
from ledger.refusals import PeriodLocked
from rentals.arithmetic import GstCase, RentTax, tax_on
from rentals.models import Due, Property, RentInvoice
from rentals.operations.ground import allow, next_rev, tell
from rentals.queries.invoices import INVOICED
from rentals.queries.rent_taxes import RentTaxes, is_gstin, number_of
from rentals.refusals import RentUnknown, TaxTold
from taxes.arithmetic import Tax
from taxes.models import NumberedKind
from taxes.operations.series import draw_number

PREMISES_MAX = 600


@dataclass(frozen=True, slots=True)
class InvoiceResult:
    due_id: uuid.UUID
    lease_id: uuid.UUID
    number: str
    day: datetime.date
    seq: int
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where the house stands: the code of its state, and name, unit and address."""

    state: str
    premises: str


def make_rent_invoice(
    *, business_id: uuid.UUID, actor: Actor, due_id: uuid.UUID, now: datetime.datetime, dry_run: bool = False
) -> InvoiceResult:
    """Number the tax invoice of a due, on the day it was posted, and keep who let to whom as it stands now. Made again
    it is the first one.

    Raises RoleNotAllowed, RentUnknown, also where the law wants none or the due was taken back, PaperRefused,
    PeriodLocked, TaxTold, NumberRefused.
    """

    def work() -> InvoiceResult:
        book = lock(business_id)
        allow(actor, "rent.write")
        due = _taxed(business_id, due_id)
        standing = RentInvoice.objects.filter(business_id=business_id, due=due).first()
        if standing is not None:
            return InvoiceResult(due.id, due.lease_id, standing.number, standing.day, 0, replayed=True)
        invoice = _written(due, book=book, now=now)
        tell(
            business_id, actor=actor, now=now, verb="rent.invoiced", subject_kind="due", subject_id=due.id,
            rev=next_rev(business_id, due.id), amount=due.amount, seq=book.first_seq,
            contents={"lease": str(due.lease_id), "number": invoice.number, "day": invoice.day.isoformat()},
        )  # fmt: skip
        return InvoiceResult(due.id, due.lease_id, invoice.number, invoice.day, book.first_seq)

    return in_transaction(work, dry_run=dry_run)


def _taxed(business_id: uuid.UUID, due_id: uuid.UUID) -> Due:
    """Raises RentUnknown."""
    own = Due.objects.filter(INVOICED, business_id=business_id, id=due_id)
    due = own.select_related(
        "document", "tax", "lease__party__merged_into", "lease__unit__branch__registration"
    ).first()
    if due is None or due.document is None:
        raise RentUnknown
    return due


def _written(due: Due, *, book: BookLock, now: datetime.datetime) -> RentInvoice:
    ours, day = due.lease.unit.branch.registration, due.document.day if due.document else due.period
    if ours is None or ours.kind != "gstin":
        raise PaperRefused(
            _("The house has no GSTIN now. Choose it under About the book, branches."), field="due_id"
        )
    _check_open(day, book=book)
    place, taxes = _place(due, usual=ours.state), RentTaxes(book.business_id)
    law, is_reverse = taxes.law, due.tax.case == GstCase.REVERSE
    if law is None:
        raise RentUnknown
    found = _heads(due, ours=ours, place=place, usual=taxes.rate(day))
    number = draw_number(
        book=book, registration=ours.number, kind=NumberedKind.INVOICE, day=day, document_id=due.id,
        branch_id=due.lease.unit.branch_id, now=now,
    ).number  # fmt: skip
    party, theirs = due.lease.party.merged_into or due.lease.party, number_of(due.lease.party)
    name, address = _tenant(party, place=place)
    return RentInvoice.objects.create(
        business_id=book.business_id, due=due, number=number, day=day, our_registration=ours.number,
        our_state=ours.state, their_name=name, their_registration=theirs if is_gstin(theirs) else "",
        their_address=address, place=place.state, premises=place.premises,
        sac=law.home_sac if is_reverse else law.sac, reverse_charge=is_reverse, rate=found.rate, cgst=found.cgst,
        sgst=found.sgst, igst=found.igst, created_at=now,
    )  # fmt: skip


def _check_open(day: datetime.date, *, book: BookLock) -> None:
    if book.books_locked_until is not None and day <= book.books_locked_until:
        raise PeriodLocked(book.books_locked_until)
    if book.tax_locked_until is not None and day <= book.tax_locked_until:
        raise TaxTold(book.tax_locked_until)


def _heads(due: Due, *, ours: Registration, place: Place, usual: Tax) -> RentTax:
    """The taxes on the invoice: those that were posted, or under reverse charge what the tenant owes. Raises
    PaperRefused where the house has moved to another state since it was asked for."""
    tax, is_forward = due.tax, due.tax.case == GstCase.FORWARD
    found = tax_on(
        due.amount - tax.amount, tax=Tax(rate=tax.rate) if is_forward else usual, landlord=ours.state,
        place=place.state, is_sez=ours.scheme == "sez",
    )  # fmt: skip
    if is_forward and bool(found.igst) != bool(tax.igst):
        raise PaperRefused(
            _(
                "GST on this rent was worked out for another state. Put the house back as it was when the rent was"
                " asked for, or take the rent back and charge it anew."
            ),
            field="due_id",
        )
    return RentTax(tax.rate, tax.cgst, tax.sgst, tax.igst) if is_forward else found


def _place(due: Due, *, usual: str) -> Place:
    """In the state of its GSTIN where nobody said another."""
    unit = due.lease.unit
    house = Property.objects.filter(business_id=due.business_id, branch_id=unit.branch_id).first()
    called = f"{unit.branch.name} · {unit.name}"
    if house is None:
        return Place(usual, called)
    premises = "\n".join(part for part in (called, house.address) if part)
    return Place(house.state or usual, premises[:PREMISES_MAX])


def _tenant(party: Party, *, place: Place) -> tuple[str, dict[str, str]]:
    """Name and address as the book has them; of whom it has no address, that of what they rent."""
    contact = Contact.objects.filter(business_id=party.business_id, party_id=party.pk).first()
    name = (contact.legal_name if contact else "") or party.name
    if contact is not None and contact.billing_address:
        return name, dict(contact.billing_address)
    if party.address:
        return name, {"address": party.address}
    return name, {"address": place.premises, "state_code": place.state}


def cancel_invoice(due: Due, *, book: BookLock, now: datetime.datetime) -> None:
    """With its due: it keeps its number. Raises PeriodLocked, TaxTold."""
    invoice = RentInvoice.objects.filter(business_id=book.business_id, due=due, cancelled_at=None).first()
    if invoice is None:
        return
    _check_open(invoice.day, book=book)
    invoice.cancelled_at = now
    invoice.save(update_fields=["cancelled_at"])
