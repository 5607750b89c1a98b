"""Credits of suppliers, for goods that went back or a price that was taken off, under the names of Zoho Books."""

from typing import Annotated
from uuid import UUID

from ninja import Query
from pydantic import Field

from api.kit.answers import Page, Row
from api.kit.caller import BookCall
from api.kit.resource import Resource
from api.routes import paper_acts, papers, purchases
from api.routes.paper_acts import Approval, TakingOut
from api.routes.purchases import (
    Number,
    PurchaseBrief,
    PurchaseChange,
    PurchaseLineItem,
    PurchaseParts,
    PurchasesWanted,
)

KIND, NAME, NUMBER = "vendor_credit", "vendor_credit_id", "vendor_credit_number"
NAMED: dict[str, str] = {"kind": KIND, "name": NAME}


class VendorCredit(PurchaseBrief):
    vendor_credit_id: UUID
    vendor_credit_number: str


class VendorCreditInFull(VendorCredit, PurchaseParts):
    self_invoice_number: str


class VendorCreditChange(PurchaseChange):
    vendor_credit_number: Number | None = None


class NewVendorCredit(VendorCreditChange):
    """A draft. `bill_id`: the bill that goods go back of; no more goes back than came."""

    vendor_credit_id: UUID | None = None
    vendor_id: UUID
    bill_id: UUID | None = None
    line_items: Annotated[list[PurchaseLineItem], Field(max_length=200)]


router = Resource(
    singular="vendor_credit", plural="vendor_credits", row=VendorCreditInFull, tag="Vendor credits",
    names={"party": "vendor_id", "number": "vendor_credit_number", "day": "date", "source": "bill_id"},
)  # fmt: skip


@router.rows("/vendorcredits", scope="invoice.read", can="sales.read", row=VendorCredit)
def list_vendor_credits(request: BookCall, asked: Query[PurchasesWanted]) -> Page:
    """Credits of vendors, the newest first."""
    return purchases.page_of(request, asked, **NAMED, number=NUMBER)


@router.one("/vendorcredits/{uuid:vendor_credit_id}", scope="invoice.read", can="sales.read")
def get_vendor_credit(request: BookCall, vendor_credit_id: UUID) -> Row:
    """One credit of a vendor with its lines."""
    return _one(request, vendor_credit_id)


@router.create("/vendorcredits", scope="invoice.write", can="sales.write")
def create_vendor_credit(request: BookCall, asked: NewVendorCredit) -> Row:
    """Write a vendor's credit as a draft: it counts from its approval on."""
    content = papers.content_of_new(request, asked, kind=KIND, party_id=asked.vendor_id, source=asked.bill_id)
    return _one(request, papers.draft(request, content, paper_id=asked.vendor_credit_id))


@router.change("/vendorcredits/{uuid:vendor_credit_id}", scope="invoice.write", can="sales.write")
def change_vendor_credit(request: BookCall, vendor_credit_id: UUID, asked: VendorCreditChange) -> Row:
    """Change a draft, or an approved one that nothing was set against."""
    done = papers.change(request, vendor_credit_id, asked, **NAMED)
    return _one(request, vendor_credit_id, after=done)


@router.remove("/vendorcredits/{uuid:vendor_credit_id}", scope="invoice.write", can="sales.write")
def delete_vendor_credit(request: BookCall, vendor_credit_id: UUID) -> Row:
    """Throw a draft away."""
    row = _one(request, vendor_credit_id)
    papers.remove(request, vendor_credit_id, **NAMED)
    return row


@router.act(
    "/vendorcredits/{uuid:vendor_credit_id}/approve", scope="invoice.write", can="sales.write", revised=True
)
def approve_vendor_credit(request: BookCall, vendor_credit_id: UUID) -> Row:
    """Approve a draft: less is owed, its goods leave, its tax is not set off any more."""
    done = paper_acts.approve(request, vendor_credit_id, Approval(), **NAMED)
    return _one(request, vendor_credit_id, after=done)


@router.act(
    "/vendorcredits/{uuid:vendor_credit_id}/status/void",
    scope="invoice.write",
    can="sales.write",
    revised=True,
)
def void_vendor_credit(request: BookCall, vendor_credit_id: UUID, asked: TakingOut) -> Row:
    """Take an approved credit of a vendor out."""
    done = paper_acts.void(request, vendor_credit_id, asked, **NAMED)
    return _one(request, vendor_credit_id, after=done)


def _one(request: BookCall, vendor_credit_id: UUID, *, after: Row | None = None) -> Row:
    return purchases.said_of(request, vendor_credit_id, **NAMED, number=NUMBER, after=after)
