"""Delivery challans, under the names of Zoho Books."""

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
    OWN_NAMES,
    NewPaper,
    PaperBrief,
    PaperChange,
    PaperInFull,
    PapersWanted,
    made_from,
)

KIND, NAME = "challan", "deliverychallan_id"


class DeliveryChallan(PaperBrief):
    deliverychallan_id: UUID


class DeliveryChallanInFull(PaperInFull):
    deliverychallan_id: UUID


class NewDeliveryChallan(NewPaper):
    """Goods that travel without an invoice, or ahead of it; `estimate_id` or `invoice_id` is what it is made from."""

    deliverychallan_id: UUID | None = None
    estimate_id: UUID | None = None
    invoice_id: UUID | None = None


class DeliveryChallanChange(PaperChange):
    pass


router = Resource(
    singular="deliverychallan",
    plural="deliverychallans",
    row=DeliveryChallanInFull,
    tag="Invoices",
    names=OWN_NAMES,
)


@router.rows("/deliverychallans", scope="invoice.read", can="sales.read", row=DeliveryChallan)
def list_deliverychallans(request: BookCall, asked: Query[PapersWanted]) -> Page:
    """Delivery challans, the newest first."""
    return papers.page_of(request, asked, kind=KIND, name=NAME)


@router.one("/deliverychallans/{uuid:deliverychallan_id}", scope="invoice.read", can="sales.read")
def get_deliverychallan(request: BookCall, deliverychallan_id: UUID) -> Row:
    """One delivery challan with its lines."""
    return papers.said_of(request, deliverychallan_id, kind=KIND, name=NAME)


@router.create("/deliverychallans", scope="invoice.write", can="sales.write")
def create_deliverychallan(request: BookCall, asked: NewDeliveryChallan) -> Row:
    """Write a draft: it has sums, no number, and posts nothing."""
    return papers.create(
        request,
        asked,
        kind=KIND,
        name=NAME,
        paper_id=asked.deliverychallan_id,
        source=made_from(estimate_id=asked.estimate_id, invoice_id=asked.invoice_id),
    )


@router.change("/deliverychallans/{uuid:deliverychallan_id}", scope="invoice.write", can="sales.write")
def change_deliverychallan(request: BookCall, deliverychallan_id: UUID, asked: DeliveryChallanChange) -> Row:
    """Change a draft; one that is approved keeps its number."""
    return papers.change(request, deliverychallan_id, asked, kind=KIND, name=NAME)


@router.remove("/deliverychallans/{uuid:deliverychallan_id}", scope="invoice.write", can="sales.write")
def delete_deliverychallan(request: BookCall, deliverychallan_id: UUID) -> Row:
    """Throw a draft away."""
    return papers.remove(request, deliverychallan_id, kind=KIND, name=NAME)


@router.act(
    "/deliverychallans/{uuid:deliverychallan_id}/approve",
    scope="invoice.write",
    can="sales.write",
    revised=True,
)
def approve_deliverychallan(request: BookCall, deliverychallan_id: UUID, asked: Approval) -> Row:
    """Approve a draft: it gets its number. It posts nothing and no goods leave by it."""
    return paper_acts.approve(request, deliverychallan_id, asked, kind=KIND, name=NAME)


@router.act(
    "/deliverychallans/{uuid:deliverychallan_id}/status/sent", scope="invoice.write", can="sales.write"
)
def mark_deliverychallan_sent(request: BookCall, deliverychallan_id: UUID) -> Row:
    """The customer has it."""
    return paper_acts.send(request, deliverychallan_id, kind=KIND, name=NAME)


@router.act(
    "/deliverychallans/{uuid:deliverychallan_id}/status/void",
    scope="invoice.write",
    can="sales.edit",
    revised=True,
)
def void_deliverychallan(request: BookCall, deliverychallan_id: UUID, asked: TakingOut) -> Row:
    """Take it out: the number is kept."""
    return paper_acts.void(request, deliverychallan_id, asked, kind=KIND, name=NAME)


@router.act(
    "/deliverychallans/{uuid:deliverychallan_id}/status/cancelled",
    scope="invoice.write",
    can="sales.edit",
    revised=True,
)
def cancel_deliverychallan(request: BookCall, deliverychallan_id: UUID, asked: TakingOut) -> Row:
    """Call it off: as void, told apart from a mistake."""
    return paper_acts.cancel(request, deliverychallan_id, asked, kind=KIND, name=NAME)


@router.file(
    "/deliverychallans/{uuid:deliverychallan_id}/pdf", scope="invoice.read", can="sales.read", types=(PDF,)
)
def get_deliverychallan_pdf(
    request: BookCall, deliverychallan_id: UUID, asked: Query[PdfWanted]
) -> HttpResponse:
    """The delivery challan as PDF, a draft too."""
    return paper_files.pdf_of(request, deliverychallan_id, asked, kind=KIND)


@router.file(
    "/deliverychallans/{uuid:deliverychallan_id}/ewaybill",
    scope="invoice.read",
    can="sales.read",
    types=(JSON,),
)
def get_deliverychallan_ewaybill(
    request: BookCall, deliverychallan_id: UUID, asked: Query[TransportSaid]
) -> HttpResponse:
    """The e-way bill as its portal takes it. Refused with each field that is wrong."""
    return paper_files.e_way_bill_of(request, deliverychallan_id, asked, kind=KIND)
