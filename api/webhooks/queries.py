"""What the pages and the API show of webhooks. Everything starts from a book."""

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import Q

from api.webhooks.models import Delivery, DeliveryState, DeliveryTry, Endpoint, EndpointSecret
from api.webhooks.refusals import ENDPOINTS_MAX, WebhookUnknown
from api.webhooks.words import reason

DELIVERIES_A_PAGE = 25
TRIES_SHOWN = 40


@dataclass(frozen=True, slots=True)
class EndpointCard:
    """`older_secret_until` stands while two secrets sign."""

    id: uuid.UUID
    url: str
    description: str
    events: list[str]
    rev: int
    is_enabled: bool
    stop_reason: str
    stopped_at: datetime.datetime | None
    failing_since: datetime.datetime | None
    delivered_at: datetime.datetime | None
    created_at: datetime.datetime
    older_secret_until: datetime.datetime | None = None

    @property
    def state(self) -> str:
        if not self.is_enabled:
            return "off"
        return "failing" if self.failing_since else "on"


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    id: uuid.UUID
    verb: str
    seq: int | None
    subject_id: uuid.UUID
    state: str
    tries: int
    status: int | None
    error: str
    created_at: datetime.datetime
    due_at: datetime.datetime
    ended_at: datetime.datetime | None

    @property
    def trouble(self) -> str:
        """Why the last try failed, as a sentence; "" when there was an answer or no try."""
        return reason(self.error) if self.error else ""


@dataclass(frozen=True, slots=True)
class DeliveryPage:
    """Newest first. `next_cursor` is the id to go on after, None at the end."""

    rows: list[DeliveryRow]
    next_cursor: uuid.UUID | None

    @property
    def is_moving(self) -> bool:
        return any(row.state == DeliveryState.WAITING for row in self.rows)


@dataclass(frozen=True, slots=True)
class TryRow:
    at: datetime.datetime
    milliseconds: int
    address: str
    status: int | None
    error: str
    response: str

    @property
    def trouble(self) -> str:
        return reason(self.error) if self.error else ""


@dataclass(frozen=True, slots=True)
class DeliveryCard:
    row: DeliveryRow
    body: str
    tries: list[TryRow]


_CARD = (
    "id", "url", "description", "events", "rev", "is_enabled", "stop_reason", "stopped_at", "failing_since",
    "delivered_at", "created_at",
)  # fmt: skip
_ROW = (
    "id", "verb", "seq", "subject_id", "state", "tries", "status", "error", "created_at", "due_at", "ended_at",
)  # fmt: skip


def endpoints(business_id: uuid.UUID) -> list[EndpointCard]:
    """All webhooks of a book, oldest first: ENDPOINTS_MAX at most."""
    found = Endpoint.objects.filter(business_id=business_id, removed_at=None).order_by("created_at", "id")
    return [EndpointCard(**row) for row in found.values(*_CARD)[:ENDPOINTS_MAX]]


def endpoint_card(business_id: uuid.UUID, endpoint_id: uuid.UUID, *, now: datetime.datetime) -> EndpointCard:
    """Raises WebhookUnknown."""
    found = Endpoint.objects.filter(business_id=business_id, id=endpoint_id, removed_at=None)
    row = found.values(*_CARD).first()
    if row is None:
        raise WebhookUnknown
    ending = EndpointSecret.objects.filter(endpoint_id=endpoint_id, ends_at__gt=now).order_by("-ends_at")
    return EndpointCard(**row, older_secret_until=ending.values_list("ends_at", flat=True).first())


def delivery_page(
    business_id: uuid.UUID,
    endpoint_id: uuid.UUID,
    *,
    after: uuid.UUID | None = None,
    limit: int = DELIVERIES_A_PAGE,
) -> DeliveryPage:
    """What was sent to an endpoint, newest first. An `after` that is not in its log starts from the top."""
    found = Delivery.objects.filter(business_id=business_id, endpoint_id=endpoint_id)
    last = found.filter(id=after).values_list("created_at", "id").first() if after else None
    page = found
    if last is not None:
        page = found.filter(Q(created_at__lt=last[0]) | Q(created_at=last[0], id__lt=last[1]))
    rows = [DeliveryRow(**row) for row in page.order_by("-created_at", "-id").values(*_ROW)[: limit + 1]]
    return DeliveryPage(rows[:limit], rows[limit - 1].id if len(rows) > limit else None)


def delivery_card(business_id: uuid.UUID, endpoint_id: uuid.UUID, delivery_id: uuid.UUID) -> DeliveryCard:
    """One message with its body and its newest TRIES_SHOWN tries. Raises WebhookUnknown."""
    found = Delivery.objects.filter(
        business_id=business_id, endpoint_id=endpoint_id, id=delivery_id, endpoint__removed_at=None
    )
    row = found.values(*_ROW, "body").first()
    if row is None:
        raise WebhookUnknown
    body = row.pop("body")
    log = DeliveryTry.objects.filter(business_id=business_id, delivery_id=delivery_id).order_by("-id")
    tries = [
        TryRow(
            at=one.at, milliseconds=one.milliseconds, address=one.address, status=one.status,
            error=one.error, response=one.response,
        )
        for one in log[:TRIES_SHOWN]
    ]  # fmt: skip
    return DeliveryCard(DeliveryRow(**row), body, tries)
