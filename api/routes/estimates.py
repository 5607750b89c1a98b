"""Estimates, under the names of Zoho Books."""

from uuid import UUID

from django.http import HttpResponse
from ninja import Query

from api.kit.answers import Page, Row
from api.kit.caller import BookCall
from api.kit.resource import Resource
from api.routes import paper_acts, paper_files, papers
from api.routes.paper_acts import Approval, TakingOut
from api.routes.paper_files import PDF, PdfWanted
from api.routes.papers import (
    OWN_NAMES,
    NewPaper,
    PaperBrief,
    PaperChange,
    PaperInFull,
    PapersWanted,
)

KIND, NAME = "estimate", "estimate_id"


class Estimate(PaperBrief):
    estimate_id: UUID


class EstimateInFull(PaperInFull):
    estimate_id: UUID


class NewEstimate(NewPaper):
    """`due_date` is until when it holds."""

    estimate_id: UUID | None = None


class EstimateChange(PaperChange):
    pass


router = Resource(
    singular="estimate", plural="estimates", row=EstimateInFull, tag="Invoices", names=OWN_NAMES
)


@router.rows("/estimates", scope="invoice.read", can="sales.read", row=Estimate)
def list_estimates(request: BookCall, asked: Query[PapersWanted]) -> Page:
    """Estimates, the newest first."""
    return papers.page_of(request, asked, kind=KIND, name=NAME)


@router.one("/estimates/{uuid:estimate_id}", scope="invoice.read", can="sales.read")
def get_estimate(request: BookCall, estimate_id: UUID) -> Row:
    """One estimate with its lines."""
    return papers.said_of(request, estimate_id, kind=KIND, name=NAME)


@router.create("/estimates", scope="invoice.write", can="sales.write")
def create_estimate(request: BookCall, asked: NewEstimate) -> Row:
    """Write a draft: it has sums, no number, and posts nothing."""
    return papers.create(request, asked, kind=KIND, name=NAME, paper_id=asked.estimate_id)


@router.change("/estimates/{uuid:estimate_id}", scope="invoice.write", can="sales.write")
def change_estimate(request: BookCall, estimate_id: UUID, asked: EstimateChange) -> Row:
    """Change a draft; one that is approved keeps its number."""
    return papers.change(request, estimate_id, asked, kind=KIND, name=NAME)


@router.remove("/estimates/{uuid:estimate_id}", scope="invoice.write", can="sales.write")
def delete_estimate(request: BookCall, estimate_id: UUID) -> Row:
    """Throw a draft away."""
    return papers.remove(request, estimate_id, kind=KIND, name=NAME)


@router.act("/estimates/{uuid:estimate_id}/approve", scope="invoice.write", can="sales.write", revised=True)
def approve_estimate(request: BookCall, estimate_id: UUID, asked: Approval) -> Row:
    """Approve a draft: it gets its number."""
    return paper_acts.approve(request, estimate_id, asked, kind=KIND, name=NAME)


@router.act("/estimates/{uuid:estimate_id}/status/sent", scope="invoice.write", can="sales.write")
def mark_estimate_sent(request: BookCall, estimate_id: UUID) -> Row:
    """The customer has it."""
    return paper_acts.send(request, estimate_id, kind=KIND, name=NAME)


@router.act(
    "/estimates/{uuid:estimate_id}/status/void", scope="invoice.write", can="sales.edit", revised=True
)
def void_estimate(request: BookCall, estimate_id: UUID, asked: TakingOut) -> Row:
    """Take it out: the number is kept."""
    return paper_acts.void(request, estimate_id, asked, kind=KIND, name=NAME)


@router.act("/estimates/{uuid:estimate_id}/status/accepted", scope="invoice.write", can="sales.write")
def mark_estimate_accepted(request: BookCall, estimate_id: UUID) -> Row:
    """The customer said yes."""
    return paper_acts.answer(request, estimate_id, "accepted", kind=KIND, name=NAME)


@router.act("/estimates/{uuid:estimate_id}/status/declined", scope="invoice.write", can="sales.write")
def mark_estimate_declined(request: BookCall, estimate_id: UUID) -> Row:
    """The customer said no."""
    return paper_acts.answer(request, estimate_id, "declined", kind=KIND, name=NAME)


@router.act(
    "/estimates/{uuid:estimate_id}/status/cancelled", scope="invoice.write", can="sales.edit", revised=True
)
def cancel_estimate(request: BookCall, estimate_id: UUID, asked: TakingOut) -> Row:
    """Call it off: as void, told apart from a mistake."""
    return paper_acts.cancel(request, estimate_id, asked, kind=KIND, name=NAME)


@router.file("/estimates/{uuid:estimate_id}/pdf", scope="invoice.read", can="sales.read", types=(PDF,))
def get_estimate_pdf(request: BookCall, estimate_id: UUID, asked: Query[PdfWanted]) -> HttpResponse:
    """The estimate as PDF, a draft too."""
    return paper_files.pdf_of(request, estimate_id, asked, kind=KIND)
