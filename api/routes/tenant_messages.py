"""Messages of tenants and problems they report on their own page, with what the landlord answers."""

import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Schema
from pydantic import Field

from api.kit.answers import Answer, Page, Paging, Row, page_of
from api.kit.caller import BookCall
from api.kit.cursors import uuid_after
from api.kit.resource import Resource
from api.routes.properties import READ, WRITE
from api.routes.rent_claims import photo_answer
from ledger.queries.pages import cursor_of
from rentals.models import TenantWord
from rentals.operations.portal import answer_word
from rentals.queries.said import word_of, word_page

Kind = Literal["message", "problem"]
State = Literal["sent", "under_way", "done"]


class TenantMessage(Answer):
    """`status`: sent until it is answered, under_way while it is seen to, done once it is closed."""

    tenant_message_id: UUID
    lease_id: UUID
    ledger_id: UUID
    party_name: str
    property_id: UUID
    property_name: str
    unit_name: str
    kind: Kind
    text: str
    has_photo: bool
    status: State
    answer: str
    created_time: datetime.datetime
    answered_time: datetime.datetime | None


class MessageAnswer(Schema):
    """`done` closes it. It may be answered again."""

    status: Literal["under_way", "done"]
    answer: Annotated[str, Field(max_length=1000, examples=["The plumber comes on Monday"])] = ""


class MessagesWanted(Paging):
    lease_id: Annotated[UUID | None, Field(description="Only of this lease.")] = None
    status: Annotated[State | None, Field(description="Only those in this state.")] = None
    kind: Annotated[Kind | None, Field(description="Only messages, or only problems.")] = None


router = Resource(singular="tenant_message", plural="tenant_messages", row=TenantMessage, tag="Tenants")
ONE = "/tenant-messages/{uuid:tenant_message_id}"


@router.rows("/tenant-messages", **READ)
def list_tenant_messages(request: BookCall, asked: Query[MessagesWanted]) -> Page:
    """Messages and problems, in the order they were written."""
    found = word_page(
        request.business.pk, state=asked.status or "", kind=asked.kind or "", lease_id=asked.lease_id,
        after=uuid_after(asked.cursor) if asked.cursor else None, limit=asked.per_page + 1,
    )  # fmt: skip
    return page_of(
        [said_of(one) for one in found],
        paging=asked,
        cursor=lambda row: cursor_of(row["tenant_message_id"].hex),
    )


@router.one(ONE, **READ)
def get_tenant_message(request: BookCall, tenant_message_id: UUID) -> Row:
    """One message or problem."""
    return said_of(word_of(request.business.pk, tenant_message_id))


@router.file(ONE + "/photo", **READ, types=("image/jpeg",))
def get_tenant_message_photo(request: BookCall, tenant_message_id: UUID) -> HttpResponse:
    """The photo the tenant sent with it."""
    return photo_answer(word_of(request.business.pk, tenant_message_id).photo)


@router.act(ONE + "/answer", **WRITE)
def answer_tenant_message(request: BookCall, tenant_message_id: UUID, asked: MessageAnswer) -> Row:
    """Say what is done about it, or close it; the tenant reads it."""
    answer_word(
        business_id=request.business.pk, actor=request.actor, word_id=tenant_message_id, state=asked.status,
        answer=asked.answer, now=timezone.now(),
    )  # fmt: skip
    return said_of(word_of(request.business.pk, tenant_message_id))


def said_of(one: TenantWord) -> Row:
    unit = one.lease.unit
    return {
        "tenant_message_id": one.pk, "lease_id": one.lease_id, "ledger_id": one.lease.party_id,
        "party_name": one.lease.party.name, "property_id": unit.branch_id, "property_name": unit.branch.name,
        "unit_name": unit.name, "kind": one.kind, "text": one.text, "has_photo": bool(one.photo),
        "status": one.state, "answer": one.answer, "created_time": one.made_at, "answered_time": one.answered_at,
    }  # fmt: skip
