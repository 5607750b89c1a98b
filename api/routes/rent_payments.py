"""Rent received: in parts, ahead, for the dues that are named, by a cheque with a day on it; and undone."""

import datetime
import uuid
from typing import Annotated, Any, Literal
from uuid import UUID

from django.utils import timezone
from ninja import Query, Schema
from pydantic import Field

from api.kit.amounts import Amount, AmountOrZero, Money, balance_number, number, side
from api.kit.answers import Answer, Page, Paging, Row, page_of
from api.kit.caller import BookCall
from api.kit.problems import said_of as problem_of
from api.kit.resource import Resource, revision_of
from api.kit.spans import Span
from api.refusals import TooManyDocuments
from api.routes.ledgers import today_of
from api.routes.properties import ONE, READ, BalanceSide
from core.ids import uuid7
from core.refusals import Refusal
from ledger.models import DocumentKind
from ledger.operations.entry_changes import delete_entry
from ledger.operations.many_rows import each_row
from ledger.queries.khata import place_of
from ledger.queries.pages import cursor_of
from rentals.operations import payments
from rentals.operations.tax_kept import take_back_kept_back
from rentals.queries.houses import house
from rentals.queries.payment_pages import PaymentRow, payment_of, payment_page

BULK_MAX, SHARES_MAX = 50, 60
Mode = Literal["cash", "upi", "bank"]
Section = Annotated[str, Field(max_length=20, examples=["194I"])]
Note = Annotated[str, Field(max_length=1000)]


class AppliedDue(Answer):
    due_id: UUID
    amount_applied: Money


class RentPayment(Answer):
    """`payment_id` is the id of its entry in the tenant's khata. `dues` are those it was received for; the rest of it
    counts for the oldest. `amount` of money came; `tax_amount_withheld` the tenant kept back as tax besides, under
    `tds_section`, and it pays dues like the money. `balance` is the tenant's now: below zero they owe, above zero they
    paid ahead."""

    payment_id: UUID
    property_id: UUID
    property_name: str
    lease_id: UUID | None
    ledger_id: UUID
    party_name: str
    date: datetime.date
    amount: Money
    tax_amount_withheld: Money
    tds_section: str
    mode: Literal["cash", "upi", "bank", "unsorted"]
    note: str
    dues: list[AppliedDue]
    state: Literal["posted", "trashed"]
    balance: Money
    balance_side: BalanceSide
    rev: int
    created_time: datetime.datetime


class NewApplied(Schema):
    due_id: UUID
    amount_applied: Amount


class NewRentPayment(Schema):
    """`payment_id` may be yours: sent again it is received once. Without `date` it is today. Without `dues` it counts
    for the oldest; what is more than all of them is paid ahead. `tax_amount_withheld` is what the tenant kept back as
    tax, on top of `amount`; `tds_section` then says under which section, such as 194I or 194IB."""

    payment_id: UUID | None = None
    amount: Amount
    tax_amount_withheld: AmountOrZero = 0
    tds_section: Section = ""
    mode: Mode = "cash"
    date: datetime.date | None = None
    note: Note = ""
    dues: Annotated[list[NewApplied], Field(max_length=SHARES_MAX)] = []


class RentPaymentOf(NewRentPayment):
    lease_id: UUID


class RentPaymentBulk(Schema):
    """Up to 50 payments, of one or many leases."""

    payments: Annotated[list[RentPaymentOf], Field(min_length=1)]


class RentPaymentResult(Schema):
    """`status` is what the payment alone would have been answered; `payment` or `problem` follows from it."""

    status: int
    payment: dict[str, Any] | None
    problem: dict[str, Any] | None


class RentPaymentsWanted(Paging, Span):
    pass


router = Resource(
    singular="payment",
    plural="payments",
    row=RentPayment,
    tag="Rent",
    names={"for_dues": "dues", "withheld": "tax_amount_withheld", "section": "tds_section"},
)
RECEIVE: dict[str, Any] = {"scope": "property.write", "can": "khata.write"}


@router.rows(ONE + "/payments", **READ)
def list_property_payments(request: BookCall, property_id: UUID, asked: Query[RentPaymentsWanted]) -> Page:
    """Money of a house's tenants, newest first."""
    asked.check()
    house(request.business.pk, property_id, today=today_of(request), with_archived=True)
    found = payment_page(
        request.business.pk, property_id=property_id, start=asked.start, end=asked.end,
        before=place_of(asked.cursor) if asked.cursor else None, limit=asked.per_page + 1,
    )  # fmt: skip
    page = page_of(found, paging=asked, cursor=lambda row: cursor_of(row.day.isoformat(), row.pos))
    return Page([said_of(row) for row in page.rows], page.next_cursor, page.per_page)


@router.create("/leases/{uuid:lease_id}/payments", **RECEIVE)
def create_rent_payment(request: BookCall, lease_id: UUID, asked: NewRentPayment) -> Row:
    """Rent received."""
    return _receive(request, lease_id, asked)


@router.act("/rent-payments/bulk", **RECEIVE, row=list[RentPaymentResult], singular="results")
def create_rent_payments(request: BookCall, asked: RentPaymentBulk) -> list[Row]:
    """Rent of up to 50 tenants received; each has a result of its own."""
    if len(asked.payments) > BULK_MAX:
        raise TooManyDocuments(BULK_MAX)
    outcomes = each_row(asked.payments, lambda one: _receive(request, one.lease_id, one), most=BULK_MAX)
    return [_one_of_many(request, outcome) for outcome in outcomes]


@router.one("/rent-payments/{uuid:rent_payment_id}", **READ)
def get_rent_payment(request: BookCall, rent_payment_id: UUID) -> Row:
    """One payment of rent, also when it was taken out."""
    return _said(request, rent_payment_id)


@router.remove("/rent-payments/{uuid:rent_payment_id}", **RECEIVE)
def delete_rent_payment(request: BookCall, rent_payment_id: UUID) -> Row:
    """Take a payment out: what it paid is due again. It lies in the trash as an entry; one of which tax was kept back
    leaves for good, money and tax together."""
    base, now = revision_of(request), timezone.now()
    standing = payment_of(request.business.pk, rent_payment_id)
    if standing.kind == DocumentKind.RENT_PAID:
        take_back_kept_back(
            business_id=request.business.pk,
            actor=request.actor,
            document_id=rent_payment_id,
            base_rev=base,
            now=now,
        )
        return _said(request, rent_payment_id)
    delete_entry(
        business_id=request.business.pk, actor=request.actor, document_id=rent_payment_id, base_rev=base,
        mutation_id=uuid.uuid5(rent_payment_id, f"api {base} delete"), made_at=now, now=now,
    )  # fmt: skip
    return _said(request, rent_payment_id)


def _receive(request: BookCall, lease_id: UUID, asked: NewRentPayment) -> Row:
    now = timezone.now()
    done = payments.receive_rent(
        business_id=request.business.pk, actor=request.actor, document_id=asked.payment_id or uuid7(),
        lease_id=lease_id, amount=asked.amount, mode=asked.mode, day=asked.date or today_of(request),
        note=asked.note, for_dues=[(one.due_id, one.amount_applied) for one in asked.dues],
        withheld=asked.tax_amount_withheld, section=asked.tds_section, made_at=now, now=now,
    )  # fmt: skip
    return _said(request, done.document_id)


def _one_of_many(request: BookCall, outcome: Row | Refusal) -> Row:
    if isinstance(outcome, Refusal):
        said = problem_of(outcome, names=router.names) | {"trace_id": request.caller.trace_id}
        return {"status": outcome.status, "payment": None, "problem": said}
    return {"status": 201, "payment": outcome, "problem": None}


def _said(request: BookCall, payment_id: UUID) -> Row:
    return said_of(payment_of(request.business.pk, payment_id))


def said_of(one: PaymentRow) -> Row:
    return {
        "payment_id": one.id, "property_id": one.branch_id, "property_name": one.branch, "lease_id": one.lease_id,
        "ledger_id": one.party_id, "party_name": one.tenant, "date": one.day, "amount": number(one.amount),
        "tax_amount_withheld": number(one.withheld), "tds_section": one.section, "mode": one.mode, "note": one.note,
        "dues": [{"due_id": due, "amount_applied": number(amount)} for due, amount in one.shares],
        "state": "trashed" if one.is_taken_out else "posted", "balance": balance_number(one.balance),
        "balance_side": side(one.balance), "rev": one.rev, "created_time": one.created_at,
    }  # fmt: skip
