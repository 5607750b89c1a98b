"""Add, change, stop and remove the addresses a book's news goes to, and their secrets."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from api.webhooks import bell
from api.webhooks.addresses import AddressRefused, Guard
from api.webhooks.events import EVENTS
from api.webhooks.models import Endpoint, EndpointSecret, StopReason
from api.webhooks.refusals import (
    ENDPOINTS_MAX,
    TooManyWebhooks,
    WebhookAddressRefused,
    WebhookChanged,
    WebhookEventUnknown,
    WebhookIdTaken,
    WebhookRoleMissing,
    WebhookUnknown,
)
from api.webhooks.signing import new_secret
from audit import trail
from businesses.actors import Actor
from businesses.books import lock
from businesses.roles import is_granted
from core.encryption import encrypt
from core.ids import uuid7
from core.taken_ids import refused_when_taken
from core.text import clean_line

DESCRIPTION_LENGTH_MAX = 120
OVERLAP = datetime.timedelta(hours=24)
"""How long the older secret goes on signing beside a new one."""


@dataclass(frozen=True, slots=True)
class EndpointResult:
    """`secret` stands only in the result that made it; a repeated call does not show it again."""

    endpoint_id: uuid.UUID
    rev: int
    secret: str = ""
    replayed: bool = False


def add_endpoint(
    *, business_id: uuid.UUID, actor: Actor, endpoint_id: uuid.UUID, url: str, description: str = "",
    events: Sequence[str] = (), guard: Guard, now: datetime.datetime,
) -> EndpointResult:  # fmt: skip
    """Have a book's news sent to `url` from now on; `events` empty means every kind.

    `endpoint_id` is the client's; the same one sent twice is added once. Raises WebhookAddressRefused,
    WebhookEventUnknown, TooManyWebhooks, WebhookIdTaken, WebhookRoleMissing, TextError.
    """
    said = _checked(url=url, description=description, events=events, guard=guard)
    with transaction.atomic():
        book = lock(business_id)
        _check_role(actor)
        standing = Endpoint.objects.filter(id=endpoint_id).first()
        if standing is not None:
            transaction.set_rollback(True)
            if standing.business_id != business_id or _said_by(standing) != said or standing.removed_at:
                raise WebhookIdTaken
            return EndpointResult(standing.id, standing.rev, replayed=True)
        if Endpoint.objects.filter(business_id=business_id, removed_at=None).count() >= ENDPOINTS_MAX:
            raise TooManyWebhooks
        with refused_when_taken(WebhookIdTaken):
            endpoint = Endpoint.objects.create(
                id=endpoint_id, business_id=business_id, created_by_id=actor.user_id, created_at=now,
                position=book.first_seq, **said,
            )  # fmt: skip
        secret = _add_secret(endpoint, now=now)
        _tell(endpoint, verb="webhook.created", seq=book.first_seq, actor=actor, now=now)
    bell.wake(business_id)
    return EndpointResult(endpoint.id, endpoint.rev, secret=secret)


def edit_endpoint(
    *, business_id: uuid.UUID, actor: Actor, endpoint_id: uuid.UUID, base_rev: int, url: str, description: str,
    events: Sequence[str], guard: Guard, now: datetime.datetime, is_enabled: bool | None = None,
) -> EndpointResult:  # fmt: skip
    """Change where news goes and which; turn it on or off too with `is_enabled`.

    Raises WebhookUnknown, WebhookChanged and what add_endpoint raises.
    """
    said = _checked(url=url, description=description, events=events, guard=guard)
    with transaction.atomic():
        seq = lock(business_id).first_seq
        endpoint = _standing(business_id=business_id, endpoint_id=endpoint_id, actor=actor)
        if is_enabled is not None and is_enabled != endpoint.is_enabled:
            said |= _turned(is_on=is_enabled, now=now)
        elif _said_by(endpoint) == said:
            transaction.set_rollback(True)
            return EndpointResult(endpoint.id, endpoint.rev, replayed=True)
        if endpoint.rev != base_rev:
            raise WebhookChanged
        _change(endpoint, verb="webhook.updated", seq=seq, actor=actor, now=now, **said)
    bell.wake(business_id)
    return EndpointResult(endpoint.id, endpoint.rev)


def start_endpoint(
    *, business_id: uuid.UUID, actor: Actor, endpoint_id: uuid.UUID, now: datetime.datetime
) -> EndpointResult:
    """Turn a webhook on again. It catches up with what it missed, 30 days at most. Raises WebhookUnknown."""
    with transaction.atomic():
        seq = lock(business_id).first_seq
        endpoint = _standing(business_id=business_id, endpoint_id=endpoint_id, actor=actor)
        if endpoint.is_enabled:
            transaction.set_rollback(True)
            return EndpointResult(endpoint.id, endpoint.rev, replayed=True)
        _change(
            endpoint, verb="webhook.started", seq=seq, actor=actor, now=now, **_turned(is_on=True, now=now)
        )
    bell.wake(business_id)
    return EndpointResult(endpoint.id, endpoint.rev)


def stop_endpoint(
    *, business_id: uuid.UUID, actor: Actor, endpoint_id: uuid.UUID, now: datetime.datetime,
    reason: StopReason = StopReason.PERSON,
) -> EndpointResult:  # fmt: skip
    """Send nothing more until it is turned on again; what waits, waits. Raises WebhookUnknown."""
    with transaction.atomic():
        seq = lock(business_id).first_seq
        endpoint = _standing(business_id=business_id, endpoint_id=endpoint_id, actor=actor)
        if not endpoint.is_enabled:
            transaction.set_rollback(True)
            return EndpointResult(endpoint.id, endpoint.rev, replayed=True)
        _change(
            endpoint, verb="webhook.stopped", seq=seq, actor=actor, now=now,
            **_turned(is_on=False, now=now, reason=reason),
        )  # fmt: skip
    return EndpointResult(endpoint.id, endpoint.rev)


def remove_endpoint(
    *, business_id: uuid.UUID, actor: Actor, endpoint_id: uuid.UUID, base_rev: int | None = None,
    now: datetime.datetime,
) -> EndpointResult:  # fmt: skip
    """Take a webhook away for good; its log is cleared with the next cleaning.

    Raises WebhookUnknown, WebhookChanged.
    """
    with transaction.atomic():
        seq = lock(business_id).first_seq
        endpoint = _standing(business_id=business_id, endpoint_id=endpoint_id, actor=actor)
        if base_rev not in (None, endpoint.rev):
            raise WebhookChanged
        endpoint.secrets.all().delete()
        _change(
            endpoint, verb="webhook.deleted", seq=seq, actor=actor, now=now, is_enabled=False, removed_at=now
        )
    return EndpointResult(endpoint.id, endpoint.rev)


def rotate_secret(
    *, business_id: uuid.UUID, actor: Actor, endpoint_id: uuid.UUID, base_rev: int, now: datetime.datetime
) -> EndpointResult:
    """A new secret, shown once. The one before signs beside it for OVERLAP more; any older one ends now.

    `base_rev` keeps a form that is sent twice from ending the secret it made itself. Raises WebhookUnknown,
    WebhookChanged.
    """
    with transaction.atomic():
        seq = lock(business_id).first_seq
        endpoint = _standing(business_id=business_id, endpoint_id=endpoint_id, actor=actor)
        if endpoint.rev != base_rev:
            raise WebhookChanged
        endpoint.secrets.filter(ends_at__isnull=False).delete()
        endpoint.secrets.update(ends_at=now + OVERLAP)
        secret = _add_secret(endpoint, now=now)
        _change(endpoint, verb="webhook.secret_changed", seq=seq, actor=actor, now=now)
    return EndpointResult(endpoint.id, endpoint.rev, secret=secret)


def _checked(*, url: str, description: str, events: Sequence[str], guard: Guard) -> dict[str, object]:
    cleaned = url.strip()
    try:
        guard.target(cleaned)
    except AddressRefused as refused:
        raise WebhookAddressRefused(refused.reason) from None
    unknown = [event for event in events if event not in EVENTS]
    if unknown:
        raise WebhookEventUnknown(unknown[0])
    return {
        "url": cleaned,
        "description": clean_line(description, max_length=DESCRIPTION_LENGTH_MAX, field="description"),
        "events": [event for event in EVENTS if event in events],
    }


def _turned(
    *, is_on: bool, now: datetime.datetime, reason: StopReason = StopReason.PERSON
) -> dict[str, object]:
    if not is_on:
        return {"is_enabled": False, "stop_reason": reason, "stopped_at": now}
    on = {"is_enabled": True, "stop_reason": StopReason.NONE, "stopped_at": None}
    return {**on, "deaths": 0, "failing_since": None}


def _said_by(endpoint: Endpoint) -> dict[str, object]:
    return {"url": endpoint.url, "description": endpoint.description, "events": endpoint.events}


def _check_role(actor: Actor) -> None:
    if not is_granted(actor.role, "book.settings"):
        raise WebhookRoleMissing


def _standing(*, business_id: uuid.UUID, endpoint_id: uuid.UUID, actor: Actor) -> Endpoint:
    _check_role(actor)
    found = Endpoint.objects.filter(business_id=business_id, id=endpoint_id, removed_at=None).first()
    if found is None:
        raise WebhookUnknown
    return found


def _add_secret(endpoint: Endpoint, *, now: datetime.datetime) -> str:
    secret, secret_id = new_secret(), uuid7()
    EndpointSecret.objects.create(
        id=secret_id, business_id=endpoint.business_id, endpoint=endpoint,
        encrypted=encrypt(secret, about=str(secret_id)), created_at=now,
    )  # fmt: skip
    return secret


def _change(
    endpoint: Endpoint, *, verb: str, seq: int, actor: Actor, now: datetime.datetime, **fields: object
) -> None:
    fields["rev"] = endpoint.rev + 1
    for field, value in fields.items():
        setattr(endpoint, field, value)
    endpoint.save(update_fields=list(fields))
    _tell(endpoint, verb=verb, seq=seq, actor=actor, now=now)


def _tell(endpoint: Endpoint, *, verb: str, seq: int, actor: Actor, now: datetime.datetime) -> None:
    contents = {**_said_by(endpoint), "is_enabled": endpoint.is_enabled, "stop_reason": endpoint.stop_reason}
    news = trail.News(
        seq=seq, verb=verb, subject_kind="webhook", subject_id=endpoint.id, rev=endpoint.rev, amount=None,
        contents=contents,
    )  # fmt: skip
    trail.append(business_id=endpoint.business_id, at=now, actor=actor, news=[news])
