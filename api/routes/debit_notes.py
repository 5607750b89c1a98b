"""Debit notes, under the names of Zoho Books."""

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

KIND, NAME = "debit_note", "debitnote_id"


class DebitNote(PaperBrief):
    debitnote_id: UUID


class DebitNoteInFull(PaperInFull):
    debitnote_id: UUID


class NewDebitNote(NewPaper):
    """`invoice_id`: the invoice it adds to, as for a price that was too low."""

    debitnote_id: UUID | None = None
    invoice_id: UUID | None = None


class DebitNoteChange(PaperChange):
    pass


router = Resource(
    singular="debitnote", plural="debitnotes", row=DebitNoteInFull, tag="Invoices", names=OWN_NAMES
)


@router.rows("/debitnotes", scope="invoice.read", can="sales.read", row=DebitNote)
def list_debitnotes(request: BookCall, asked: Query[PapersWanted]) -> Page:
    """Debit notes, the newest first."""
    return papers.page_of(request, asked, kind=KIND, name=NAME)


@router.one("/debitnotes/{uuid:debitnote_id}", scope="invoice.read", can="sales.read")
def get_debitnote(request: BookCall, debitnote_id: UUID) -> Row:
    """One debit note with its lines."""
    return papers.said_of(request, debitnote_id, kind=KIND, name=NAME)


@router.create("/debitnotes", scope="invoice.write", can="sales.write")
def create_debitnote(request: BookCall, asked: NewDebitNote) -> Row:
    """Write a draft: it has sums, no number, and posts nothing."""
    return papers.create(
        request, asked, kind=KIND, name=NAME, paper_id=asked.debitnote_id, source=asked.invoice_id
    )


@router.change("/debitnotes/{uuid:debitnote_id}", scope="invoice.write", can="sales.write")
def change_debitnote(request: BookCall, debitnote_id: UUID, asked: DebitNoteChange) -> Row:
    """Change a draft; one that is approved keeps its number; it is reversed and posted anew."""
    return papers.change(request, debitnote_id, asked, kind=KIND, name=NAME)


@router.remove("/debitnotes/{uuid:debitnote_id}", scope="invoice.write", can="sales.write")
def delete_debitnote(request: BookCall, debitnote_id: UUID) -> Row:
    """Throw a draft away."""
    return papers.remove(request, debitnote_id, kind=KIND, name=NAME)


@router.act("/debitnotes/{uuid:debitnote_id}/approve", scope="invoice.write", can="sales.write", revised=True)
def approve_debitnote(request: BookCall, debitnote_id: UUID, asked: Approval) -> Row:
    """Approve a draft: it gets its number, and is posted. No goods move."""
    return paper_acts.approve(request, debitnote_id, asked, kind=KIND, name=NAME)


@router.act("/debitnotes/{uuid:debitnote_id}/status/sent", scope="invoice.write", can="sales.write")
def mark_debitnote_sent(request: BookCall, debitnote_id: UUID) -> Row:
    """The customer has it."""
    return paper_acts.send(request, debitnote_id, kind=KIND, name=NAME)


@router.act(
    "/debitnotes/{uuid:debitnote_id}/status/void", scope="invoice.write", can="sales.edit", revised=True
)
def void_debitnote(request: BookCall, debitnote_id: UUID, asked: TakingOut) -> Row:
    """Take it out: the number is kept; the money goes back where it was."""
    return paper_acts.void(request, debitnote_id, asked, kind=KIND, name=NAME)


@router.act(
    "/debitnotes/{uuid:debitnote_id}/status/cancelled", scope="invoice.write", can="sales.edit", revised=True
)
def cancel_debitnote(request: BookCall, debitnote_id: UUID, asked: TakingOut) -> Row:
    """Call it off: as void, told apart from a mistake."""
    return paper_acts.cancel(request, debitnote_id, asked, kind=KIND, name=NAME)


@router.file("/debitnotes/{uuid:debitnote_id}/pdf", scope="invoice.read", can="sales.read", types=(PDF,))
def get_debitnote_pdf(request: BookCall, debitnote_id: UUID, asked: Query[PdfWanted]) -> HttpResponse:
    """The debit note as PDF, a draft too."""
    return paper_files.pdf_of(request, debitnote_id, asked, kind=KIND)


@router.file(
    "/debitnotes/{uuid:debitnote_id}/einvoice", scope="invoice.read", can="sales.read", types=(JSON,)
)
def get_debitnote_einvoice(request: BookCall, debitnote_id: UUID) -> HttpResponse:
    """The e-invoice as its portal takes it: form INV-01, schema 1.1. Refused with each field that is wrong."""
    return paper_files.e_invoice_of(request, debitnote_id, kind=KIND)
