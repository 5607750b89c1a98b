"""A document of sales as files: a PDF on paper of four sizes, and what the portals of the Indian tax office take."""

import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import get_language
from ninja import Schema
from pydantic import Field

from api.kit.caller import BookCall
from api.routes.papers import card_of
from invoicing.paper.pdf import PaperSize, pdf
from invoicing.paper.standing import file_stem, language_for, printed
from invoicing.portals.einvoice import e_invoice
from invoicing.portals.eway_bill import DISTANCE_MAX, Transport, e_way_bill
from invoicing.portals.writing import written
from ledger.statements.names import disposition

PDF, JSON = "application/pdf", "application/json"


class PdfWanted(Schema):
    size: Annotated[
        Literal["a4", "a5", "80mm", "58mm"], Field(description="The paper: a sheet, or the roll of a till.")
    ] = "a4"
    copies: Annotated[
        int,
        Field(
            ge=1, le=3, description="The first so many of original, duplicate and triplicate. A roll has one."
        ),
    ] = 1


class TransportSaid(Schema):
    mode: Annotated[
        Literal["road", "rail", "air", "ship"], Field(description="By what the goods travel.")
    ] = "road"
    distance: Annotated[
        int, Field(ge=0, le=DISTANCE_MAX, description="In kilometres; with 0 the portal works it out.")
    ] = 0
    vehicle_number: Annotated[str, Field(max_length=20, description="Of the vehicle, like WB02AB1234.")] = ""
    transporter_name: Annotated[str, Field(max_length=100, description="Who carries them.")] = ""
    transporter_id: Annotated[
        str, Field(max_length=15, description="The GSTIN or enrolment number of who carries them.")
    ] = ""
    transport_document_number: Annotated[
        str, Field(max_length=15, description="Of the consignment note or bill of lading.")
    ] = ""
    transport_document_date: Annotated[
        datetime.date | None, Field(description="The day of that document.")
    ] = None


def pdf_of(request: BookCall, paper_id: UUID, asked: PdfWanted, *, kind: str) -> HttpResponse:
    """In the customer's language where it is known, else in that of the call. Raises PaperUnknown."""
    card = card_of(request, paper_id, kind=kind)
    language = language_for(card.paper, usual=get_language() or "en")
    drawn = pdf(
        printed(card, request.business),
        size=PaperSize(asked.size),
        language=language,
        copies_wanted=asked.copies,
    )
    return _file(drawn, content_type=PDF, name=f"{file_stem(card.paper)}.pdf")


def e_invoice_of(request: BookCall, paper_id: UUID, *, kind: str) -> HttpResponse:
    """Raises PaperUnknown, NotForPortal."""
    card = card_of(request, paper_id, kind=kind)
    body = e_invoice(printed(card, request.business))
    name = f"e-invoice-{file_stem(card.paper)}.json"
    return _file(written(body), content_type=JSON, name=name)


def e_way_bill_of(request: BookCall, paper_id: UUID, asked: TransportSaid, *, kind: str) -> HttpResponse:
    """Raises PaperUnknown, NotForPortal."""
    card = card_of(request, paper_id, kind=kind)
    transport = Transport(
        mode=asked.mode, distance=asked.distance, vehicle=asked.vehicle_number,
        transporter_name=asked.transporter_name, transporter_id=asked.transporter_id.upper(),
        paper_number=asked.transport_document_number, paper_day=asked.transport_document_date,
    )  # fmt: skip
    body = e_way_bill(printed(card, request.business), transport=transport)
    name = f"e-way-bill-{file_stem(card.paper)}.json"
    return _file(written(body), content_type=JSON, name=name)


def _file(content: bytes, *, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = disposition(name)
    return response
