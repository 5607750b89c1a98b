"""Credit notes, under the names of Zoho Books."""

from uuid import UUID

from django.http import HttpResponse
from ninja import Query

from api.kit.answers import Page, Row
from api.kit.caller import BookCall
from api.kit.resource import Resource
from api.routes import paper_acts, paper_files, papers
from api.routes.paper_acts import Approval, TakingOut
from api.routes.paper_files import JSON, PDF, PdfWanted
from api.routes.papers import (
    OWN_NAMES,
    NewPaper,
    PaperBrief,
    PaperChange,
    PaperInFull,
    PapersWanted,
)

KIND, NAME = "credit_note", "creditnote_id"


class CreditNote(PaperBrief):
    creditnote_id: UUID


class CreditNoteInFull(PaperInFull):
    creditnote_id: UUID


class NewCreditNote(NewPaper):
    """`invoice_id`: the invoice it takes back; lines name those of it in `source_line_item_id`."""

    creditnote_id: UUID | None = None
    invoice_id: UUID | None = None


class CreditNoteChange(PaperChange):
    pass


router = Resource(
    singular="creditnote", plural="creditnotes", row=CreditNoteInFull, tag="Invoices", names=OWN_NAMES
)


@router.rows("/creditnotes", scope="invoice.read", can="sales.read", row=CreditNote)
def list_creditnotes(request: BookCall, asked: Query[PapersWanted]) -> Page:
    """Credit notes, the newest first."""
    return papers.page_of(request, asked, kind=KIND, name=NAME)


@router.one("/creditnotes/{uuid:creditnote_id}", scope="invoice.read", can="sales.read")
def get_creditnote(request: BookCall, creditnote_id: UUID) -> Row:
    """One credit note with its lines."""
    return papers.said_of(request, creditnote_id, kind=KIND, name=NAME)


@router.create("/creditnotes", scope="invoice.write", can="sales.write")
def create_creditnote(request: BookCall, asked: NewCreditNote) -> Row:
    """Write a draft: it has sums, no number, and posts nothing."""
    return papers.create(
        request, asked, kind=KIND, name=NAME, paper_id=asked.creditnote_id, source=asked.invoice_id
    )


@router.change("/creditnotes/{uuid:creditnote_id}", scope="invoice.write", can="sales.write")
def change_creditnote(request: BookCall, creditnote_id: UUID, asked: CreditNoteChange) -> Row:
    """Change a draft; one that is approved keeps its number; it is reversed and posted anew."""
    return papers.change(request, creditnote_id, asked, kind=KIND, name=NAME)


@router.remove("/creditnotes/{uuid:creditnote_id}", scope="invoice.write", can="sales.write")
def delete_creditnote(request: BookCall, creditnote_id: UUID) -> Row:
    """Throw a draft away."""
    return papers.remove(request, creditnote_id, kind=KIND, name=NAME)


@router.act(
    "/creditnotes/{uuid:creditnote_id}/approve", scope="invoice.write", can="sales.write", revised=True
)
def approve_creditnote(request: BookCall, creditnote_id: UUID, asked: Approval) -> Row:
    """Approve a draft: it gets its number, is posted, and goods that come back are taken in."""
    return paper_acts.approve(request, creditnote_id, asked, kind=KIND, name=NAME)


@router.act("/creditnotes/{uuid:creditnote_id}/status/sent", scope="invoice.write", can="sales.write")
def mark_creditnote_sent(request: BookCall, creditnote_id: UUID) -> Row:
    """The customer has it."""
    return paper_acts.send(request, creditnote_id, kind=KIND, name=NAME)


@router.act(
    "/creditnotes/{uuid:creditnote_id}/status/void", scope="invoice.write", can="sales.edit", revised=True
)
def void_creditnote(request: BookCall, creditnote_id: UUID, asked: TakingOut) -> Row:
    """Take it out: the number is kept; money and goods go back where they were."""
    return paper_acts.void(request, creditnote_id, asked, kind=KIND, name=NAME)


@router.act(
    "/creditnotes/{uuid:creditnote_id}/status/cancelled",
    scope="invoice.write",
    can="sales.edit",
    revised=True,
)
def cancel_creditnote(request: BookCall, creditnote_id: UUID, asked: TakingOut) -> Row:
    """Call it off: as void, told apart from a mistake."""
    return paper_acts.cancel(request, creditnote_id, asked, kind=KIND, name=NAME)


@router.file("/creditnotes/{uuid:creditnote_id}/pdf", scope="invoice.read", can="sales.read", types=(PDF,))
def get_creditnote_pdf(request: BookCall, creditnote_id: UUID, asked: Query[PdfWanted]) -> HttpResponse:
    """The credit note as PDF, a draft too."""
    return paper_files.pdf_of(request, creditnote_id, asked, kind=KIND)


@router.file(
    "/creditnotes/{uuid:creditnote_id}/einvoice", scope="invoice.read", can="sales.read", types=(JSON,)
)
def get_creditnote_einvoice(request: BookCall, creditnote_id: UUID) -> HttpResponse:
    """The e-invoice as its portal takes it: form INV-01, schema 1.1. Refused with each field that is wrong."""
    return paper_files.e_invoice_of(request, creditnote_id, kind=KIND)
