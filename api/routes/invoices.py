"""Invoices, under the names of Zoho Books."""

import datetime
from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Schema
from pydantic import Field

from api.kit.amounts import Money, number
from api.kit.answers import Answer, Page, Paging, Row
from api.kit.caller import BookCall
from api.kit.decimals import Percent
from api.kit.resource import Resource
from api.routes import paper_acts, paper_files, papers
from api.routes.ledgers import today_of
from api.routes.paper_acts import Approval, TakingOut
from api.routes.paper_files import JSON, PDF, PdfWanted, TransportSaid
from api.routes.papers import (
    OWN_NAMES,
    NewPaper,
    PaperBrief,
    PaperChange,
    PaperInFull,
    PaperLineItem,
    PapersWanted,
    made_from,
)
from api.routes.taxes import Kind
from invoicing.operations.khata_lines import LINES_MAX, content_from_khata
from ledger.queries.unbilled import unbilled_page

KIND, NAME = "invoice", "invoice_id"


class Invoice(PaperBrief):
    invoice_id: UUID


class InvoiceInFull(PaperInFull):
    invoice_id: UUID


class InvoiceLineItem(PaperLineItem):
    """The tax of a line is `tax_id`, or `tax_percentage`, or what the item or its code leads to; a `tax_treatment`
    other than taxable says that none is due. `khata_entry_id`: goods given on khata, to whose amount the line comes,
    tax included; then every line has one.
    """

    khata_entry_id: UUID | None = None


class NewInvoice(NewPaper):
    """`estimate_id` or `deliverychallan_id`: what it is made from, which is billed once."""

    invoice_id: UUID | None = None
    estimate_id: UUID | None = None
    deliverychallan_id: UUID | None = None
    line_items: Annotated[list[InvoiceLineItem], Field(max_length=200)]  # type: ignore[assignment]


class InvoiceFromKhata(Schema):
    """The tax is in the amounts of the khata: `tax_id` or `tax_percentage` for all lines, or a `tax_treatment` that
    says none is due. Without `date` it is today."""

    invoice_id: UUID | None = None
    customer_id: UUID
    entry_ids: Annotated[list[UUID], Field(min_length=1, max_length=LINES_MAX)]
    date: datetime.date | None = None
    tax_id: UUID | None = None
    tax_percentage: Percent | None = None
    tax_treatment: Kind = "taxable"


class UnbilledEntry(Answer):
    entry_id: UUID
    date: datetime.date
    note: str
    amount: Money
    branch_id: UUID


class InvoiceChange(PaperChange):
    """Members left out stay as they are; `line_items` replaces all lines."""

    line_items: Annotated[list[InvoiceLineItem] | None, Field(max_length=200)] = None  # type: ignore[assignment]


router = Resource(singular="invoice", plural="invoices", row=InvoiceInFull, tag="Invoices", names=OWN_NAMES)


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


@router.rows(
    "/ledgers/{uuid:ledger_id}/unbilled-entries",
    scope="invoice.read",
    can="sales.read",
    row=UnbilledEntry,
    plural="entries",
)
def list_unbilled_entries(request: BookCall, ledger_id: UUID, asked: Query[Paging]) -> Page:
    """Goods given on khata that are on no invoice yet, the newest first."""
    found = unbilled_page(request.business.pk, ledger_id, before=asked.cursor, limit=asked.per_page)
    rows = [
        {
            "entry_id": one.document_id, "date": one.day, "note": one.note, "amount": number(one.amount),
            "branch_id": one.branch_id,
        }
        for one in found.rows
    ]  # fmt: skip
    return Page(rows, found.next_cursor, asked.per_page)


@router.create("/invoices/from-khata", scope="invoice.write", can="sales.write")
def create_invoice_from_khata(request: BookCall, asked: InvoiceFromKhata) -> Row:
    """Write a draft of goods given on khata. Approving it moves them to sales with their tax; the customer's balance
    stays as it was, and the entries cannot be changed while it stands."""
    content = content_from_khata(
        request.business.pk, asked.customer_id, entry_ids=asked.entry_ids, day=asked.date or today_of(request)
    )
    tax: dict[str, Any] = {
        "tax_id": asked.tax_id, "rate": asked.tax_percentage,
        "treatment": "" if asked.tax_treatment == "taxable" else asked.tax_treatment,
    }  # fmt: skip
    content = replace(content, lines=tuple(replace(one, **tax) for one in content.lines))
    return papers.said_of(
        request, papers.draft(request, content, paper_id=asked.invoice_id), kind=KIND, name=NAME
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
