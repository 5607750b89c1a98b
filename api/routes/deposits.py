"""Deposits: tenants' money that lies here until it is cut, used or returned."""

import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Schema
from pydantic import Field

from api.kit.amounts import Amount, Money, number
from api.kit.answers import Answer, Page, Paging, Row, page_of
from api.kit.caller import BookCall
from api.kit.cursors import uuid_after
from api.kit.resource import Resource
from api.routes.ledgers import today_of
from api.routes.properties import READ, WRITE
from core.ids import uuid7
from ledger.queries.pages import cursor_of
from rentals.operations import deposits as operations
from rentals.papers import slip_pdf, slip_words
from rentals.queries.deposits import MovementRow, deposit_rows, held, held_in_all, movement_of, movements
from rentals.queries.houses import lease_card
from rentals.queries.slips import SlipLine, deposit_slip


class DepositMovement(Answer):
    """`type` used is what paid for what the tenant owed, or for damage. `deposit_held` is what lies here now."""

    movement_id: UUID
    lease_id: UUID
    type: Literal["received", "used", "returned"]
    amount: Money
    date: datetime.date
    reason: str
    is_taken_back: bool
    deposit_held: Money


class Deposit(Answer):
    """`deposit` is what the lease asks for."""

    lease_id: UUID
    ledger_id: UUID
    party_name: str
    property_name: str
    unit_name: str
    deposit: Money
    deposit_held: Money
    has_ended: bool


class DepositInFull(Deposit):
    movements: list[DepositMovement]


class DepositLine(Answer):
    """`mode` says how the money came or went, empty for a cut."""

    date: datetime.date
    amount: Money
    reason: str
    mode: str


class DepositSlip(Answer):
    """total_received - total_cut - used_for_rent + not_covered - total_returned = deposit_held. `others` rent along;
    `returned_in_words` is in the language of Accept-Language, empty while nothing went back."""

    lease_id: UUID
    party_name: str
    others: list[str]
    property_name: str
    unit_name: str
    date: datetime.date
    received: list[DepositLine]
    cuts: list[DepositLine]
    returned: list[DepositLine]
    total_received: Money
    total_cut: Money
    used_for_rent: Money
    not_covered: Money
    total_returned: Money
    deposit_held: Money
    returned_in_words: str


class NewDepositMovement(Schema):
    """`action`: money is received or returned by `mode`; a cut asks for damage and pays it from the deposit, with its
    reason; use pays what the tenant owes. `movement_id` may be yours; without `date` it is today."""

    movement_id: UUID | None = None
    action: Literal["receive", "return", "cut", "use"]
    amount: Amount
    mode: Literal["cash", "upi", "bank"] = "cash"
    date: datetime.date | None = None
    reason: Annotated[str, Field(max_length=300)] = ""


router = Resource(singular="deposit", plural="deposits", row=DepositInFull, tag="Deposits")
SLIP = "/leases/{uuid:lease_id}/deposit-slip"


@router.rows("/deposits", scope="property.read", can="totals.read", row=Deposit,
             extra={"total_held": (Money, ...)})  # fmt: skip
def list_deposits(request: BookCall, asked: Query[Paging]) -> Page:
    """What is held of every lease that runs, or of which something lies here still."""
    after = uuid_after(asked.cursor) if asked.cursor else None
    known = sorted(deposit_rows(request.business.pk), key=lambda one: one.lease_id)
    found = [one for one in known if after is None or one.lease_id > after][: asked.per_page + 1]
    rows = [
        {
            "lease_id": one.lease_id, "ledger_id": one.party_id, "party_name": one.tenant,
            "property_name": one.house, "unit_name": one.unit, "deposit": number(one.asked),
            "deposit_held": number(one.held), "has_ended": not one.is_running,
        }
        for one in found
    ]  # fmt: skip
    page = page_of(rows, paging=asked, cursor=lambda row: cursor_of(row["lease_id"].hex))
    total = number(held_in_all(request.business.pk))
    return Page(page.rows, page.next_cursor, page.per_page, extra={"total_held": total})


@router.one("/leases/{uuid:lease_id}/deposit", **READ)
def get_deposit(request: BookCall, lease_id: UUID) -> Row:
    """The deposit of a lease, and what it did."""
    card = lease_card(request.business.pk, lease_id)
    lies = held(request.business.pk, [lease_id])[lease_id]
    return {
        "lease_id": lease_id, "ledger_id": card.lease.party_id, "party_name": card.tenant,
        "property_name": card.house.name, "unit_name": card.unit, "deposit": number(card.lease.deposit_asked),
        "deposit_held": number(lies), "has_ended": card.lease.ended_at is not None,
        "movements": [
            _said(one, lease_id=lease_id, lies=lies) for one in movements(request.business.pk, lease_id)
        ],
    }  # fmt: skip


@router.create("/leases/{uuid:lease_id}/deposit-movements", **WRITE, row=DepositMovement, singular="movement")
def create_deposit_movement(request: BookCall, lease_id: UUID, asked: NewDepositMovement) -> Row:
    """Receive a deposit or more of it, return it, cut it with a reason, or use it."""
    common: dict[str, Any] = {
        "business_id": request.business.pk, "actor": request.actor, "movement_id": asked.movement_id or uuid7(),
        "lease_id": lease_id, "amount": asked.amount, "day": asked.date or today_of(request),
        "reason": asked.reason, "now": timezone.now(),
    }  # fmt: skip
    if asked.action == "receive":
        done = operations.receive_deposit(**common, mode=asked.mode)
    elif asked.action == "return":
        done = operations.return_deposit(**common, mode=asked.mode)
    elif asked.action == "cut":
        done = operations.cut_deposit(**common)
    else:
        done = operations.use_deposit(**common)
    return _written(request, done)


@router.act(
    "/deposit-movements/{uuid:deposit_movement_id}/take-back",
    **WRITE,
    row=DepositMovement,
    singular="movement",
)
def take_back_deposit_movement(request: BookCall, deposit_movement_id: UUID) -> Row:
    """Undo a movement that was written by mistake."""
    done = operations.take_back_deposit(
        business_id=request.business.pk, actor=request.actor, movement_id=deposit_movement_id, now=timezone.now()
    )  # fmt: skip
    return _written(request, done)


@router.one(SLIP, **READ, row=DepositSlip, singular="deposit_slip")
def get_deposit_slip(request: BookCall, lease_id: UUID) -> Row:
    """A deposit told as a sum: what came, each cut with its reason, and what went back."""
    card, slip = deposit_slip(request.business.pk, lease_id)
    return {
        "lease_id": lease_id, "party_name": card.tenant, "others": [name for _id, name in card.others],
        "property_name": card.house.name, "unit_name": card.unit, "date": slip.day,
        "received": _lines(slip.received), "cuts": _lines(slip.cuts), "returned": _lines(slip.returned),
        "total_received": number(slip.came), "total_cut": number(slip.cut), "used_for_rent": number(slip.for_rent),
        "not_covered": number(slip.uncovered), "total_returned": number(slip.went), "deposit_held": number(slip.held),
        "returned_in_words": slip_words(slip, currency=request.business.currency),
    }  # fmt: skip


@router.file(SLIP + ".pdf", **READ, types=("application/pdf",))
def get_deposit_slip_pdf(request: BookCall, lease_id: UUID) -> HttpResponse:
    """The same as a PDF to be signed by both, in the language of Accept-Language."""
    card, slip = deposit_slip(request.business.pk, lease_id)
    drawn = slip_pdf(slip, business=request.business, tenants=card.tenants, lease=card.lease)
    return HttpResponse(drawn, content_type="application/pdf")


def _lines(lines: tuple[SlipLine, ...]) -> list[Row]:
    return [
        {"date": one.day, "amount": number(one.amount), "reason": one.reason, "mode": one.mode}
        for one in lines
    ]


def _written(request: BookCall, done: operations.DepositResult) -> Row:
    row = movement_of(request.business.pk, done.movement_id)
    return _said(row, lease_id=done.lease_id, lies=done.held)


def _said(one: MovementRow, *, lease_id: UUID, lies: int) -> Row:
    return {
        "movement_id": one.id, "lease_id": lease_id, "type": one.kind, "amount": number(one.amount),
        "date": one.day, "reason": one.reason, "is_taken_back": one.is_taken_back, "deposit_held": number(lies),
    }  # fmt: skip
