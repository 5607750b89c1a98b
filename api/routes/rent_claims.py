"""What tenants say they have paid on their own page: money once the landlord confirms it."""

import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.utils import timezone
from ninja import Query, Schema
from pydantic import Field

from api.kit.amounts import Money, number
from api.kit.answers import Answer, Page, Paging, Row, page_of
from api.kit.caller import BookCall
from api.kit.cursors import uuid_after
from api.kit.resource import Resource
from api.routes.properties import READ
from ledger.queries.pages import cursor_of
from rentals.models import PaymentClaim
from rentals.operations import portal
from rentals.queries.said import claim_of, claim_page

State = Literal["waiting", "confirmed", "refused"]


class RentClaim(Answer):
    """`due_id` is what the tenant says it is for, null for the oldest first; `payment_id` the rent it became once it
    was confirmed; `tax_amount_withheld` what they kept back as tax besides; `answer` what the tenant reads where it was
    refused."""

    rent_claim_id: UUID
    lease_id: UUID
    ledger_id: UUID
    party_name: str
    property_id: UUID
    property_name: str
    unit_name: str
    amount: Money
    tax_amount_withheld: Money
    tds_section: str
    mode: str
    date: datetime.date
    reference: str
    due_id: UUID | None
    has_photo: bool
    status: State
    answer: str
    payment_id: UUID | None
    created_time: datetime.datetime
    answered_time: datetime.datetime | None


class ClaimRefusal(Schema):
    """`reason` is for the tenant to read."""

    reason: Annotated[str, Field(max_length=300, examples=["Nothing came on that day"])]


class ClaimsWanted(Paging):
    lease_id: Annotated[UUID | None, Field(description="Only of this lease.")] = None
    status: Annotated[State | None, Field(description="Only claims in this state.")] = None


router = Resource(
    singular="rent_claim", plural="rent_claims", row=RentClaim, tag="Tenants", names={"answer": "reason"}
)
RECEIVE: dict[str, Any] = {"scope": "property.write", "can": "khata.write"}
ONE = "/rent-claims/{uuid:rent_claim_id}"


@router.rows("/rent-claims", **READ)
def list_rent_claims(request: BookCall, asked: Query[ClaimsWanted]) -> Page:
    """What tenants say they have paid, in the order it was told."""
    found = claim_page(
        request.business.pk, state=asked.status or "", lease_id=asked.lease_id,
        after=uuid_after(asked.cursor) if asked.cursor else None, limit=asked.per_page + 1,
    )  # fmt: skip
    return page_of(
        [said_of(one) for one in found], paging=asked, cursor=lambda row: cursor_of(row["rent_claim_id"].hex)
    )


@router.one(ONE, **READ)
def get_rent_claim(request: BookCall, rent_claim_id: UUID) -> Row:
    """One claim, also when it was answered."""
    return said_of(claim_of(request.business.pk, rent_claim_id))


@router.file(ONE + "/photo", **READ, types=("image/jpeg",))
def get_rent_claim_photo(request: BookCall, rent_claim_id: UUID) -> HttpResponse:
    """The photo of the payment that the tenant sent."""
    return photo_answer(claim_of(request.business.pk, rent_claim_id).photo)


@router.act(ONE + "/confirm", **RECEIVE)
def confirm_rent_claim(request: BookCall, rent_claim_id: UUID) -> Row:
    """It came: the rent is received as the tenant said, with their photo."""
    portal.confirm_claim(
        business_id=request.business.pk,
        actor=request.actor,
        claim_id=rent_claim_id,
        now=timezone.now(),
        is_tried=request.dry_run,
    )
    return said_of(claim_of(request.business.pk, rent_claim_id))


@router.act(ONE + "/refuse", **RECEIVE)
def refuse_rent_claim(request: BookCall, rent_claim_id: UUID, asked: ClaimRefusal) -> Row:
    """It did not come; the tenant reads why."""
    portal.refuse_claim(
        business_id=request.business.pk, actor=request.actor, claim_id=rent_claim_id, answer=asked.reason,
        now=timezone.now(),
    )  # fmt: skip
    return said_of(claim_of(request.business.pk, rent_claim_id))


def photo_answer(name: str) -> HttpResponse:
    """Raises Http404."""
    if not name or not default_storage.exists(name):
        raise Http404
    return HttpResponse(default_storage.open(name).read(), content_type="image/jpeg")


def said_of(one: PaymentClaim) -> Row:
    unit = one.lease.unit
    return {
        "rent_claim_id": one.pk, "lease_id": one.lease_id, "ledger_id": one.lease.party_id,
        "party_name": one.lease.party.name, "property_id": unit.branch_id, "property_name": unit.branch.name,
        "unit_name": unit.name, "amount": number(one.amount), "tax_amount_withheld": number(one.tax_kept),
        "tds_section": one.section, "mode": one.mode, "date": one.day,
        "reference": one.reference, "due_id": one.due_id, "has_photo": bool(one.photo), "status": one.state,
        "answer": one.answer, "payment_id": one.document_id, "created_time": one.made_at,
        "answered_time": one.answered_at,
    }  # fmt: skip
