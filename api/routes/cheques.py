"""Cheques with a day on them: no money until the bank has paid."""

import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.utils import timezone
from ninja import Query, Schema
from pydantic import Field

from api.kit.amounts import Amount, AmountOrZero, Money, number
from api.kit.answers import Answer, Page, Paging, Row, page_of
from api.kit.caller import BookCall
from api.kit.cursors import uuid_after
from api.kit.resource import Resource
from api.routes.ledgers import today_of
from api.routes.properties import READ
from api.routes.rent_payments import Section
from core.ids import uuid7
from ledger.queries.pages import cursor_of
from rentals.operations import payments
from rentals.queries.cheques import ChequeRow, cheque_of, cheque_page

State = Literal["waiting", "cleared", "bounced", "given_back"]


class Cheque(Answer):
    """`payment_id` is the rent it became when it was cleared."""

    cheque_id: UUID
    lease_id: UUID
    ledger_id: UUID
    party_name: str
    property_id: UUID
    property_name: str
    unit_name: str
    cheque_number: str
    bank: str
    date: datetime.date
    amount: Money
    status: State
    payment_id: UUID | None
    rev: int


class NewCheque(Schema):
    """`cheque_id` may be yours; `date` is the day on the cheque."""

    cheque_id: UUID | None = None
    cheque_number: Annotated[str, Field(max_length=20)]
    bank: Annotated[str, Field(max_length=60)] = ""
    date: datetime.date
    amount: Amount


class ChequeEnding(Schema):
    """`date` is the day the bank paid, without it today. A bounced cheque may still clear, or be given back.
    `tax_amount_withheld` is what the tenant kept back as tax besides a cheque that cleared, under `tds_section`."""

    status: Literal["cleared", "bounced", "given_back"]
    date: datetime.date | None = None
    tax_amount_withheld: AmountOrZero = 0
    tds_section: Section = ""


class ChequesWanted(Paging):
    lease_id: Annotated[UUID | None, Field(description="Only cheques of this lease.")] = None
    status: Annotated[State | None, Field(description="Only cheques in this state.")] = None


router = Resource(
    singular="cheque",
    plural="cheques",
    row=Cheque,
    tag="Rent",
    names={"number": "cheque_number", "withheld": "tax_amount_withheld", "section": "tds_section"},
)
TAKE: dict[str, Any] = {"scope": "property.write", "can": "khata.write"}


@router.rows("/cheques", **READ)
def list_cheques(request: BookCall, asked: Query[ChequesWanted]) -> Page:
    """Cheques of tenants, as they were taken."""
    found = cheque_page(
        request.business.pk, state=asked.status or "", lease_id=asked.lease_id,
        after=uuid_after(asked.cursor) if asked.cursor else None, limit=asked.per_page + 1,
    )  # fmt: skip
    return page_of(
        [said_of(one) for one in found], paging=asked, cursor=lambda row: cursor_of(row["cheque_id"].hex)
    )


@router.one("/cheques/{uuid:cheque_id}", **READ)
def get_cheque(request: BookCall, cheque_id: UUID) -> Row:
    """One cheque."""
    return said_of(cheque_of(request.business.pk, cheque_id))


@router.create("/leases/{uuid:lease_id}/cheques", **TAKE)
def create_cheque(request: BookCall, lease_id: UUID, asked: NewCheque) -> Row:
    """Take a cheque of a tenant: it waits for its day."""
    done = payments.take_cheque(
        business_id=request.business.pk, actor=request.actor, cheque_id=asked.cheque_id or uuid7(),
        lease_id=lease_id, number=asked.cheque_number, bank=asked.bank, day=asked.date, amount=asked.amount,
        now=timezone.now(),
    )  # fmt: skip
    return said_of(cheque_of(request.business.pk, done.cheque_id))


@router.act("/cheques/{uuid:cheque_id}/end", scope="property.write", can="khata.edit")
def end_cheque(request: BookCall, cheque_id: UUID, asked: ChequeEnding) -> Row:
    """The bank paid it, and the rent is received; or it bounced, or went back."""
    payments.end_cheque(
        business_id=request.business.pk, actor=request.actor, cheque_id=cheque_id, state=asked.status,
        day=asked.date or today_of(request), withheld=asked.tax_amount_withheld, section=asked.tds_section,
        now=timezone.now(),
    )  # fmt: skip
    return said_of(cheque_of(request.business.pk, cheque_id))


def said_of(one: ChequeRow) -> Row:
    return {
        "cheque_id": one.id, "lease_id": one.lease_id, "ledger_id": one.party_id, "party_name": one.tenant,
        "property_id": one.house_id, "property_name": one.house, "unit_name": one.unit,
        "cheque_number": one.number, "bank": one.bank, "date": one.day, "amount": number(one.amount),
        "status": one.state, "payment_id": one.document_id, "rev": one.rev,
    }  # fmt: skip
