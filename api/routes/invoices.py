"""Invoices, under the names of Zoho Books."""

from uuid import UUID

from django.http import HttpResponse
from ninja import Query

from api.kit.answers import Page, Row
from api.kit.caller import BookCall
from api.kit.resource import Resource
from api.routes import paper_acts, paper_files, papers
from api.routes.paper_acts import Approval, TakingOut
from api.routes.paper_files import JSON, PDF, PdfWanted, TransportSaid
from api.routes.papers import (
    NewPaper,
    PaperBrief,
    PaperChange,
    PaperInFull,
    PapersWanted,
    made_from,
)

KIND, NAME = "invoice", "invoice_id"


class Invoice(PaperBrief):
    invoice_id: UUID


class InvoiceInFull(PaperInFull):
    invoice_id: UUID


class NewInvoice(NewPaper):
    """`estimate_id` or `deliverychallan_id`: what it is made from, which is billed once."""

    invoice_id: UUID | None = None
    estimate_id: UUID | None = None
    deliverychallan_id: UUID | None = None


class InvoiceChange(PaperChange):
    pass


router = Resource(singular="invoice", plural="invoices", row=InvoiceInFull, tag="Invoices")


@router.rows("/invoices", scope="invoice.read", can="sales.read", row=Invoice)
def list_invoices(request: BookCall, asked: Query[PapersWanted]) -> Page:
    """Invoices, the newest first."""
    return papers.page_of(request, asked, kind=KIND, name=NAME)


@router.one("/invoices/{uuid:invoice_id}", scope="invoice.read", can="sales.read")
def get_invoice(request: BookCall, invoice_id: UUID) -> Row:
    """One invoice with its lines."""
    return papers.said_of(request, invoice_id, kind=KIND, name=NAME)


@router.create("/invoices", scope="invoice.write", can="sales.write")
def create_invoice(request: BookCall, asked: NewInvoice) -> Row:
    """Write a draft: it has sums, no number, and posts nothing."""
    source = made_from(estimate_id=asked.estimate_id, deliverychallan_id=asked.deliverychallan_id)
    return papers.create(request, asked, kind=KIND, name=NAME, paper_id=asked.invoice_id, source=source)


@router.change("/invoices/{uuid:invoice_id}", scope="invoice.write", can="sales.write")
def change_invoice(request: BookCall, invoice_id: UUID, asked: InvoiceChange) -> Row:
    """Change a draft; one that is approved keeps its number; it is reversed and posted anew."""
    return papers.change(request, invoice_id, asked, kind=KIND, name=NAME)


@router.remove("/invoices/{uuid:invoice_id}", scope="invoice.write", can="sales.write")
def delete_invoice(request: BookCall, invoice_id: UUID) -> Row:
    """Throw a draft away."""
    return papers.remove(request, invoice_id, kind=KIND, name=NAME)


@router.act("/invoices/{uuid:invoice_id}/approve", scope="invoice.write", can="sales.write", revised=True)
def approve_invoice(request: BookCall, invoice_id: UUID, asked: Approval) -> Row:
    """Approve a draft: it gets its number, is posted, and its goods go."""
    return paper_acts.approve(request, invoice_id, asked, kind=KIND, name=NAME)


@router.act("/invoices/{uuid:invoice_id}/status/sent", scope="invoice.write", can="sales.write")
def mark_invoice_sent(request: BookCall, invoice_id: UUID) -> Row:
    """The customer has it."""
    return paper_acts.send(request, invoice_id, kind=KIND, name=NAME)


@router.act("/invoices/{uuid:invoice_id}/status/void", scope="invoice.write", can="sales.edit", revised=True)
def void_invoice(request: BookCall, invoice_id: UUID, asked: TakingOut) -> Row:
    """Take it out: the number is kept; money and goods go back where they were."""
    return paper_acts.void(request, invoice_id, asked, kind=KIND, name=NAME)


@router.act(
    "/invoices/{uuid:invoice_id}/status/cancelled", scope="invoice.write", can="sales.edit", revised=True
)
def cancel_invoice(request: BookCall, invoice_id: UUID, asked: TakingOut) -> Row:
    """Call it off: as void, told apart from a mistake."""
    return paper_acts.cancel(request, invoice_id, asked, kind=KIND, name=NAME)


@router.file("/invoices/{uuid:invoice_id}/pdf", scope="invoice.read", can="sales.read", types=(PDF,))
def get_invoice_pdf(request: BookCall, invoice_id: UUID, asked: Query[PdfWanted]) -> HttpResponse:
    """The invoice as PDF, a draft too."""
    return paper_files.pdf_of(request, invoice_id, asked, kind=KIND)


@router.file("/invoices/{uuid:invoice_id}/einvoice", scope="invoice.read", can="sales.read", types=(JSON,))
def get_invoice_einvoice(request: BookCall, invoice_id: UUID) -> HttpResponse:
    """The e-invoice as its portal takes it: form INV-01, schema 1.1. Refused with each field that is wrong."""
    return paper_files.e_invoice_of(request, invoice_id, kind=KIND)


@router.file("/invoices/{uuid:invoice_id}/ewaybill", scope="invoice.read", can="sales.read", types=(JSON,))
def get_invoice_ewaybill(request: BookCall, invoice_id: UUID, asked: Query[TransportSaid]) -> HttpResponse:
    """The e-way bill as its portal takes it. Refused with each field that is wrong."""
    return paper_files.e_way_bill_of(request, invoice_id, asked, kind=KIND)
