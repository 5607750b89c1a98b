"""Bills of suppliers, under the names of Zoho Books; several approved or written at once."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from django.utils import timezone
from ninja import Query, Schema
from pydantic import Field

from api.kit.answers import Page, Row
from api.kit.caller import BookCall
from api.kit.problems import said_of as problem_of
from api.kit.resource import Resource
from api.refusals import TooManyDocuments
from api.routes import paper_acts, papers, purchases
from api.routes.entries import BULK_MAX
from api.routes.paper_acts import Approval, TakingOut
from api.routes.paper_warnings import warnings_of
from api.routes.purchases import (
    Number,
    PurchaseBrief,
    PurchaseChange,
    PurchaseLineItem,
    PurchaseParts,
    PurchasesWanted,
)
from core.ids import uuid7
from invoicing.operations.many_papers import OneOfMany, approve_many, post_many

KIND, NAME, NUMBER = "bill", "bill_id", "bill_number"
NAMED: dict[str, str] = {"kind": KIND, "name": NAME}


class Bill(PurchaseBrief):
    bill_id: UUID
    bill_number: str


class BillInFull(Bill, PurchaseParts):
    """`self_invoice_number`: of our own invoice, for a bill on reverse charge of a vendor without a number."""

    self_invoice_number: str


class BillChange(PurchaseChange):
    bill_number: Number | None = None


class NewBill(BillChange):
    """A draft. `bill_number` is the vendor's own; it is needed to approve. Without `due_date` the vendor's terms of
    payment say it."""

    bill_id: UUID | None = None
    vendor_id: UUID
    line_items: Annotated[list[PurchaseLineItem], Field(max_length=200)]


class NewBills(Schema):
    """Up to 50 bills."""

    bills: Annotated[list[NewBill], Field(min_length=1)]


class OneApproval(Schema):
    """`rev` is the revision you saw."""

    bill_id: UUID
    rev: Annotated[int, Field(ge=1)]


class Approvals(Schema):
    """Up to 50 drafts."""

    bills: Annotated[list[OneApproval], Field(min_length=1)]


class BulkBillResult(Schema):
    """`status` is what the bill alone would have been answered; `bill` or `problem` follows from it."""

    status: int
    bill: dict[str, Any] | None
    problem: dict[str, Any] | None


router = Resource(
    singular="bill", plural="bills", row=BillInFull, tag="Bills",
    names={"party": "vendor_id", "number": "bill_number", "day": "date", "place": "place_of_supply"},
)  # fmt: skip


@router.rows("/bills", scope="invoice.read", can="sales.read", row=Bill)
def list_bills(request: BookCall, asked: Query[PurchasesWanted]) -> Page:
    """Bills of vendors, the newest first."""
    return purchases.page_of(request, asked, **NAMED, number=NUMBER)


@router.one("/bills/{uuid:bill_id}", scope="invoice.read", can="sales.read")
def get_bill(request: BookCall, bill_id: UUID) -> Row:
    """One bill with its lines."""
    return _one(request, bill_id)


@router.create("/bills", scope="invoice.write", can="sales.write")
def create_bill(request: BookCall, asked: NewBill) -> Row:
    """Write a bill as a draft: it is owed from its approval on."""
    content = papers.content_of_new(request, asked, kind=KIND, party_id=asked.vendor_id, source=None)
    return _one(request, papers.draft(request, content, paper_id=asked.bill_id))


@router.change("/bills/{uuid:bill_id}", scope="invoice.write", can="sales.write")
def change_bill(request: BookCall, bill_id: UUID, asked: BillChange) -> Row:
    """Change a draft, or an approved one that nothing was paid of: its posting is taken back and made anew."""
    done = papers.change(request, bill_id, asked, **NAMED)
    return _one(request, bill_id, after=done)


@router.remove("/bills/{uuid:bill_id}", scope="invoice.write", can="sales.write")
def delete_bill(request: BookCall, bill_id: UUID) -> Row:
    """Throw a draft away."""
    row = _one(request, bill_id)
    papers.remove(request, bill_id, **NAMED)
    return row


@router.act("/bills/{uuid:bill_id}/approve", scope="invoice.write", can="sales.write", revised=True)
def approve_bill(request: BookCall, bill_id: UUID) -> Row:
    """Approve a draft: it is owed, its goods come in, its tax is set off or goes to the cost."""
    done = paper_acts.approve(request, bill_id, Approval(), **NAMED)
    return _one(request, bill_id, after=done)


@router.act("/bills/{uuid:bill_id}/status/void", scope="invoice.write", can="sales.write", revised=True)
def void_bill(request: BookCall, bill_id: UUID, asked: TakingOut) -> Row:
    """Take an approved bill out: its posting is taken back and its goods leave."""
    done = paper_acts.void(request, bill_id, asked, **NAMED)
    return _one(request, bill_id, after=done)


@router.act(
    "/bills/bulk/approve",
    scope="invoice.write",
    can="sales.write",
    row=list[BulkBillResult],
    singular="results",
)
def approve_bills(request: BookCall, asked: Approvals) -> list[Row]:
    """Approve up to 50 drafts; each has a result of its own."""
    _check(asked.bills)
    done = approve_many(
        business_id=request.business.pk, actor=request.actor, papers=[(one.bill_id, one.rev) for one in asked.bills],
        now=timezone.now(),
    )  # fmt: skip
    return [_result(request, one, status=200) for one in done]


@router.act(
    "/bills/bulk/post", scope="invoice.write", can="sales.write", row=list[BulkBillResult], singular="results"
)
def post_bills(request: BookCall, asked: NewBills) -> list[Row]:
    """Write and approve up to 50 bills; each has a result of its own."""
    _check(asked.bills)
    now = timezone.now()
    said = [
        (
            one.bill_id or uuid7(),
            papers.content_of_new(request, one, kind=KIND, party_id=one.vendor_id, source=None),
        )
        for one in asked.bills
    ]
    done = post_many(business_id=request.business.pk, actor=request.actor, papers=said, made_at=now, now=now)
    return [_result(request, one, status=201) for one in done]


def _one(request: BookCall, bill_id: UUID, *, after: Row | None = None) -> Row:
    return purchases.said_of(request, bill_id, **NAMED, number=NUMBER, after=after)


def _check(asked: Sequence[Any]) -> None:
    if len(asked) > BULK_MAX:
        raise TooManyDocuments(BULK_MAX)


def _result(request: BookCall, one: OneOfMany, *, status: int) -> Row:
    if one.refusal is not None:
        said = problem_of(one.refusal, names=router.names) | {"trace_id": request.caller.trace_id}
        return {"status": one.refusal.status, "bill": None, "problem": said}
    after = {"warnings": warnings_of(one.done)}
    return {"status": status, "bill": _one(request, one.paper_id, after=after), "problem": None}
