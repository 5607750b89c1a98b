"""Webhooks by the API: the same operations as Settings → Webhooks. Answers change without the book's
number, so none of them carries an ETag."""

import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.utils import timezone
from ninja import Query, Schema
from pydantic import Field

from api.kit.answers import Answer, Page, Paging, Row
from api.kit.caller import BookCall
from api.kit.resource import Resource, revision_of
from api.webhooks.addresses import URL_LENGTH_MAX
from api.webhooks.events import EVENTS
from api.webhooks.operations import endpoints as operations
from api.webhooks.operations.endpoints import DESCRIPTION_LENGTH_MAX
from api.webhooks.operations.log import resend, send_test
from api.webhooks.queries import (
    DeliveryRow,
    EndpointCard,
    delivery_card,
    delivery_page,
    endpoint_card,
    endpoints,
)
from api.webhooks.refusals import ENDPOINTS_MAX
from api.webhooks.rules import site_guard
from core.ids import uuid7
from ledger.queries.pages import cursor_of, key_of

SCOPE, CAN = "webhook.manage", "book.settings"
URL = "https://example.com/halkhata"


class Webhook(Answer):
    """`events` empty is every kind. `secret` stands only in the answer that made it."""

    webhook_id: UUID
    url: Annotated[str, Field(examples=[URL])]
    description: str
    events: Annotated[list[str], Field(examples=[["entry.created"]])]
    state: Annotated[Literal["on", "failing", "off"], Field(examples=["on"])]
    stop_reason: Annotated[Literal["", "person", "dead", "gone"], Field(examples=[""])]
    stopped_at: datetime.datetime | None
    failing_since: datetime.datetime | None
    last_delivered_at: datetime.datetime | None
    older_secret_until: datetime.datetime | None
    created_at: datetime.datetime
    rev: int
    secret: str | None = None


class Try(Schema):
    """`status` is null when there was no whole answer; `error` then says why."""

    at: datetime.datetime
    milliseconds: int
    address: str
    status: int | None
    error: str
    response: str


class Delivery(Answer):
    """One message to one webhook. Its id is the `webhook-id` header."""

    delivery_id: UUID
    event: Annotated[str, Field(examples=["entry.created"])]
    seq: int | None
    subject_id: UUID
    state: Annotated[Literal["waiting", "delivered", "dead"], Field(examples=["delivered"])]
    tries: int
    last_status: int | None
    last_error: str
    created_at: datetime.datetime
    next_try_at: datetime.datetime | None
    ended_at: datetime.datetime | None


class WholeDelivery(Delivery):
    """With the body as it was signed, and the newest tries first."""

    body: str
    log: list[Try]


class NewWebhook(Schema):
    """`webhook_id` may be yours: sent twice it adds one. Leave `events` out for every kind."""

    webhook_id: UUID | None = None
    url: Annotated[str, Field(min_length=1, max_length=URL_LENGTH_MAX, examples=[URL])]
    description: Annotated[str, Field(max_length=DESCRIPTION_LENGTH_MAX)] = ""
    events: Annotated[list[str], Field(max_length=len(EVENTS), examples=[["entry.created"]])] = []


class WebhookChange(Schema):
    """What is left out stays as it is."""

    url: Annotated[str | None, Field(min_length=1, max_length=URL_LENGTH_MAX)] = None
    description: Annotated[str | None, Field(max_length=DESCRIPTION_LENGTH_MAX)] = None
    events: Annotated[list[str] | None, Field(max_length=len(EVENTS))] = None
    is_enabled: bool | None = None


class EventKind(Answer):
    event: Annotated[str, Field(examples=["entry.created"])]
    description: str


router = Resource(singular="webhook", plural="webhooks", row=Webhook, tag="Webhooks")


@router.rows("/webhooks", scope=SCOPE, can=CAN, etag=False)
def list_webhooks(request: BookCall) -> Page:
    """The webhooks of the book, oldest first."""
    rows = [_said(card) for card in endpoints(request.business.pk)]
    return Page(rows=rows, next_cursor=None, per_page=ENDPOINTS_MAX)


@router.rows("/webhooks/events", scope=SCOPE, can=CAN, etag=False, plural="events", row=EventKind)
def list_webhook_events(request: BookCall) -> Page:
    """The kinds of news a webhook may choose."""
    rows: list[Row] = [{"event": event, "description": str(words)} for event, words in EVENTS.items()]
    return Page(rows=rows, next_cursor=None, per_page=len(rows))


@router.create("/webhooks", scope=SCOPE, can=CAN, keyed=False)
def add_webhook(request: BookCall, said: NewWebhook) -> Row:
    """Add a webhook. Its secret is in this answer and in no other.

    No Idempotency-Key, because the answer that would be kept holds a secret: send your own `webhook_id` instead.
    """
    made = operations.add_endpoint(
        business_id=request.business.pk, actor=request.actor, endpoint_id=said.webhook_id or uuid7(), url=said.url,
        description=said.description, events=said.events, guard=site_guard(), now=timezone.now(),
    )  # fmt: skip
    return _one(request, made.endpoint_id, secret=made.secret)


@router.one("/webhooks/{uuid:webhook_id}", scope=SCOPE, can=CAN, etag=False)
def get_webhook(request: BookCall, webhook_id: UUID) -> Row:
    """One webhook."""
    return _said(endpoint_card(request.business.pk, webhook_id, now=timezone.now()))


@router.change("/webhooks/{uuid:webhook_id}", scope=SCOPE, can=CAN)
def change_webhook(request: BookCall, webhook_id: UUID, said: WebhookChange) -> Row:
    """Change a webhook, or turn it on or off with is_enabled."""
    now = timezone.now()
    card = endpoint_card(request.business.pk, webhook_id, now=now)
    operations.edit_endpoint(
        business_id=request.business.pk, actor=request.actor, endpoint_id=webhook_id,
        base_rev=revision_of(request), url=card.url if said.url is None else said.url,
        description=card.description if said.description is None else said.description,
        events=card.events if said.events is None else said.events, is_enabled=said.is_enabled, guard=site_guard(),
        now=now,
    )  # fmt: skip
    return _said(endpoint_card(request.business.pk, webhook_id, now=now))


@router.remove("/webhooks/{uuid:webhook_id}", scope=SCOPE, can=CAN)
def remove_webhook(request: BookCall, webhook_id: UUID) -> Row:
    """Take a webhook away for good."""
    was = _said(endpoint_card(request.business.pk, webhook_id, now=timezone.now()))
    operations.remove_endpoint(
        business_id=request.business.pk, actor=request.actor, endpoint_id=webhook_id,
        base_rev=revision_of(request), now=timezone.now(),
    )  # fmt: skip
    return was


@router.create("/webhooks/{uuid:webhook_id}/secrets", scope=SCOPE, can=CAN, keyed=False, revised=True)
def add_webhook_secret(request: BookCall, webhook_id: UUID) -> Row:
    """Make a new secret. The one before signs beside it for 24 hours more.

    Needs If-Match, which keeps a repeated call from making another.
    """
    made = operations.rotate_secret(
        business_id=request.business.pk, actor=request.actor, endpoint_id=webhook_id, base_rev=revision_of(request),
        now=timezone.now(),
    )  # fmt: skip
    return _one(request, webhook_id, secret=made.secret)


@router.create(
    "/webhooks/{uuid:webhook_id}/test", scope=SCOPE, can=CAN, singular="delivery", row=WholeDelivery
)
def send_webhook_test(request: BookCall, webhook_id: UUID) -> Row:
    """Send a message about nothing, the way of all others."""
    message_id = send_test(
        business_id=request.business.pk, actor=request.actor, endpoint_id=webhook_id, now=timezone.now()
    )
    return _delivery(request, webhook_id, message_id)


@router.rows(
    "/webhooks/{uuid:webhook_id}/deliveries",
    scope=SCOPE,
    can=CAN,
    etag=False,
    plural="deliveries",
    row=Delivery,
)
def list_webhook_deliveries(request: BookCall, webhook_id: UUID, paging: Query[Paging]) -> Page:
    """What was sent in the last 30 days, newest first."""
    endpoint_card(request.business.pk, webhook_id, now=timezone.now())
    after = _uuid(key_of(paging.cursor, shape=(str,))[0]) if paging.cursor else None
    found = delivery_page(request.business.pk, webhook_id, after=after, limit=paging.per_page)
    cursor = cursor_of(str(found.next_cursor)) if found.next_cursor else None
    return Page(rows=[_said_of(row) for row in found.rows], next_cursor=cursor, per_page=paging.per_page)


@router.one(
    "/webhooks/{uuid:webhook_id}/deliveries/{uuid:delivery_id}", scope=SCOPE, can=CAN, etag=False,
    singular="delivery", row=WholeDelivery,
)  # fmt: skip
def get_webhook_delivery(request: BookCall, webhook_id: UUID, delivery_id: UUID) -> Row:
    """One message with its body, its tries and what came back."""
    return _delivery(request, webhook_id, delivery_id)


@router.act(
    "/webhooks/{uuid:webhook_id}/deliveries/{uuid:delivery_id}/resend", scope=SCOPE, can=CAN,
    singular="delivery", row=WholeDelivery,
)  # fmt: skip
def resend_webhook_delivery(request: BookCall, webhook_id: UUID, delivery_id: UUID) -> Row:
    """Send a message that came to an end once more, under the same id."""
    resend(
        business_id=request.business.pk, actor=request.actor, endpoint_id=webhook_id, delivery_id=delivery_id,
        now=timezone.now(),
    )  # fmt: skip
    return _delivery(request, webhook_id, delivery_id)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _one(request: BookCall, webhook_id: UUID, *, secret: str = "") -> Row:
    shown = secret if secret and not request.dry_run else None
    return _said(endpoint_card(request.business.pk, webhook_id, now=timezone.now())) | {"secret": shown}


def _said(card: EndpointCard) -> Row:
    return {
        "webhook_id": card.id,
        "url": card.url,
        "description": card.description,
        "events": card.events,
        "state": card.state,
        "stop_reason": card.stop_reason,
        "stopped_at": card.stopped_at,
        "failing_since": card.failing_since,
        "last_delivered_at": card.delivered_at,
        "older_secret_until": card.older_secret_until,
        "created_at": card.created_at,
        "rev": card.rev,
        "secret": None,
    }


def _said_of(row: DeliveryRow) -> Row:
    return {
        "delivery_id": row.id,
        "event": row.verb,
        "seq": row.seq,
        "subject_id": row.subject_id,
        "state": row.state,
        "tries": row.tries,
        "last_status": row.status,
        "last_error": row.error,
        "created_at": row.created_at,
        "next_try_at": row.due_at if row.state == "waiting" else None,
        "ended_at": row.ended_at,
    }


def _delivery(request: BookCall, webhook_id: UUID, delivery_id: UUID) -> Row:
    card = delivery_card(request.business.pk, webhook_id, delivery_id)
    log = [
        {"at": one.at, "milliseconds": one.milliseconds, "address": one.address, "status": one.status,
         "error": one.error, "response": one.response}
        for one in card.tries
    ]  # fmt: skip
    return _said_of(card.row) | {"body": card.body, "log": log}
