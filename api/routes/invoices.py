"""Invoices, under the names of Zoho Books."""

from uuid import UUID

from ninja import Query

from api.kit.answers import Page, Row
from api.kit.caller import BookCall
from api.kit.resource import Resource
from api.routes import papers
from api.routes.papers import (
    Approval,
    NewPaper,
    PaperBrief,
    PaperChange,
    PaperInFull,
    PapersWanted,
    TakingOut,
)

KIND, NAME = "invoice", "invoice_id"


class Invoice(PaperBrief):
    invoice_id: UUID


class InvoiceInFull(PaperInFull):
    invoice_id: UUID


class NewInvoice(NewPaper):
    """`estimate_id`: the estimate it is made from, which is billed once."""

    invoice_id: UUID | None = None
    estimate_id: UUID | None = None


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
    return papers.create(
        request, asked, kind=KIND, name=NAME, paper_id=asked.invoice_id, source=asked.estimate_id
    )


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
    return papers.approve(request, invoice_id, asked, kind=KIND, name=NAME)


@router.act("/invoices/{uuid:invoice_id}/status/sent", scope="invoice.write", can="sales.write")
def mark_invoice_sent(request: BookCall, invoice_id: UUID) -> Row:
    """The customer has it."""
    return papers.send(request, invoice_id, kind=KIND, name=NAME)


@router.act("/invoices/{uuid:invoice_id}/status/void", scope="invoice.write", can="sales.edit", revised=True)
def void_invoice(request: BookCall, invoice_id: UUID, asked: TakingOut) -> Row:
    """Take it out: the number is kept; money and goods go back where they were."""
    return papers.void(request, invoice_id, asked, kind=KIND, name=NAME)
