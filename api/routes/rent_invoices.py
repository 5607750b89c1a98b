"""Tax invoices of rents under GST (rule 46 of the CGST Rules)."""

import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Query
from pydantic import Field

from api.kit.amounts import Money, number
from api.kit.answers import Answer, Page, Paging, Row, page_of
from api.kit.caller import BookCall
from api.kit.decimals import Number, exact
from api.kit.resource import Resource
from api.kit.spans import Span
from api.routes.properties import READ, WRITE
from core.scans import PDF
from invoicing.paper.pdf import PaperSize, pdf
from ledger.queries.pages import cursor_of, key_of
from ledger.statements.names import disposition
from rentals.invoice_paper import invoice_stem, printed_invoice
from rentals.operations.invoices import make_rent_invoice
from rentals.queries.invoices import InvoiceCard, invoice_of, invoice_page
from rentals.words import due_words


class TaxInvoice(Answer):
    """`date` is the day its due was posted, `place_of_supply` the state the house stands in. Under
    `is_reverse_charge` the taxes are what the tenant owes the state, and `total` is without them. Cancelled with
    its due it keeps its number."""

    due_id: UUID
    lease_id: UUID
    tax_invoice_number: str
    date: datetime.date
    status: Literal["issued", "cancelled"]
    gstin: str
    party_name: str
    party_gstin: str
    place_of_supply: str
    description: str
    hsn_or_sac: str
    taxable_value: Money
    gst_percent: Number
    cgst: Money
    sgst: Money
    igst: Money
    is_reverse_charge: bool
    total: Money
    cancelled_reason: str


class TaxInvoicesWanted(Paging, Span):
    lease_id: Annotated[UUID | None, Field(description="Only those of this lease.")] = None


router = Resource(
    singular="tax_invoice", plural="tax_invoices", row=TaxInvoice, tag="Rent",
    names={"number": "tax_invoice_number"},
)  # fmt: skip


@router.rows("/rent-tax-invoices", **READ)
def list_tax_invoices(request: BookCall, asked: Query[TaxInvoicesWanted]) -> Page:
    """Tax invoices of rents as they were numbered, the cancelled ones too; `from` and `to` go by their date."""
    asked.check()
    found = invoice_page(
        request.business.pk, since=asked.start, until=asked.end, lease_id=asked.lease_id,
        after=key_of(asked.cursor, shape=(int,))[0] if asked.cursor else None, limit=asked.per_page + 1,
    )  # fmt: skip
    page = page_of(found, paging=asked, cursor=lambda card: cursor_of(card.invoice.pk))
    return Page([said_of(one) for one in page.rows], page.next_cursor, page.per_page)


@router.one("/dues/{uuid:due_id}/tax-invoice", **READ)
def get_tax_invoice(request: BookCall, due_id: UUID) -> Row:
    """The tax invoice of a due, also when it was cancelled; a due without one is not found."""
    return said_of(invoice_of(request.business.pk, due_id))


@router.act("/dues/{uuid:due_id}/tax-invoice", **WRITE)
def make_tax_invoice(request: BookCall, due_id: UUID) -> Row:
    """Number the tax invoice of a rent under GST, from the series of the house's GSTIN; asked for again it stays the
    first. A due that wants none is not found: without GST, or where the tenant of an unregistered landlord owes it."""
    make_rent_invoice(
        business_id=request.business.pk, actor=request.actor, due_id=due_id, now=timezone.now(),
    )  # fmt: skip
    return said_of(invoice_of(request.business.pk, due_id))


@router.file("/dues/{uuid:due_id}/tax-invoice.pdf", **READ, types=(PDF,))
def get_tax_invoice_pdf(request: BookCall, due_id: UUID) -> HttpResponse:
    """The tax invoice of a rent as PDF, in the language of Accept-Language; of a due without one it is not found."""
    card = invoice_of(request.business.pk, due_id)
    drawn = pdf(printed_invoice(card, request.business), size=PaperSize.A4, language=get_language() or "en")
    response = HttpResponse(drawn, content_type=PDF)
    response["Content-Disposition"] = disposition(f"{invoice_stem(card)}.pdf")
    return response


def said_of(card: InvoiceCard) -> Row:
    one = card.invoice
    return {
        "due_id": one.due_id, "lease_id": one.due.lease_id, "tax_invoice_number": one.number, "date": one.day,
        "status": "issued" if one.cancelled_at is None else "cancelled", "gstin": one.our_registration,
        "party_name": one.their_name, "party_gstin": one.their_registration, "place_of_supply": one.place,
        "description": due_words(one.due), "hsn_or_sac": one.sac, "taxable_value": number(card.net),
        "gst_percent": exact(one.rate, places=4), "cgst": number(one.cgst), "sgst": number(one.sgst),
        "igst": number(one.igst), "is_reverse_charge": one.reverse_charge, "total": number(card.total),
        "cancelled_reason": one.due.taken_back_for,
    }  # fmt: skip
