"""Taking deliveries for a try, and writing down what came of it. Both are short transactions of many rows."""

import datetime
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from api.webhooks.models import Delivery, DeliveryState, DeliveryTry, Endpoint, EndpointSecret
from api.webhooks.schedule import Outcome, outcome_of
from api.webhooks.wire import Answer
from core.encryption import Undecipherable, decrypt

LEASE = datetime.timedelta(seconds=60)
"""Longer than a try may take: a row whose worker was killed is taken again after so long."""
AT_ONCE_MAX = 6
"""Tries under way to one endpoint; one that has been failing for FAILING_SOON gets AT_ONCE_FAILING."""
AT_ONCE_FAILING = 1
FAILING_SOON = datetime.timedelta(minutes=1)
ENDPOINTS_LOOKED_AT = 50
RESPONSE_KEPT = 4_000
DEATHS_MAX = 5
FAILING_MAX = datetime.timedelta(days=5)


@dataclass(frozen=True, slots=True)
class Claim:
    """A delivery taken for one try. `secrets` empty means that none could be read."""

    delivery_id: uuid.UUID
    endpoint_id: uuid.UUID
    business_id: uuid.UUID
    fence: int
    tries: int
    url: str
    body: str
    secrets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tried:
    claim: Claim
    answer: Answer
    at: datetime.datetime


def claim_due(*, now: datetime.datetime, most: int, business_id: uuid.UUID | None = None) -> list[Claim]:
    """Take up to `most` deliveries that may be tried now, by turns among the endpoints.

    A delivery waits while an earlier one about the same subject has no end.
    """
    claims: list[Claim] = []
    for endpoint in _endpoints_due(now=now, business_id=business_id):
        if len(claims) >= most:
            break
        claims += _claim_of(endpoint, now=now, most=most - len(claims))
    return claims


def _due(now: datetime.datetime) -> Q:
    free = Q(locked_until=None) | Q(locked_until__lte=now)
    return Q(state=DeliveryState.WAITING, due_at__lte=now) & free


def _endpoints_due(*, now: datetime.datetime, business_id: uuid.UUID | None) -> QuerySet[Endpoint]:
    due = Delivery.objects.filter(_due(now), endpoint_id=OuterRef("id"))
    first = due.order_by("due_at").values("due_at")[:1]
    found = Endpoint.objects.filter(Exists(due), is_enabled=True, removed_at=None)
    if business_id is not None:
        found = found.filter(business_id=business_id)
    return found.annotate(first_due=first).order_by("first_due", "id")[:ENDPOINTS_LOOKED_AT]


def next_due(*, now: datetime.datetime, within_seconds: int) -> datetime.datetime | None:
    """When the next waiting delivery falls due, if that is so soon."""
    soon = now + datetime.timedelta(seconds=within_seconds)
    waiting = Delivery.objects.filter(
        state=DeliveryState.WAITING, due_at__gt=now, due_at__lte=soon, endpoint__is_enabled=True,
        endpoint__removed_at=None,
    )  # fmt: skip
    return waiting.order_by("due_at").values_list("due_at", flat=True).first()


def _claim_of(endpoint: Endpoint, *, now: datetime.datetime, most: int) -> list[Claim]:
    waiting = Delivery.objects.filter(endpoint=endpoint, state=DeliveryState.WAITING)
    is_failing = endpoint.failing_since is not None and endpoint.failing_since <= now - FAILING_SOON
    allowed = AT_ONCE_FAILING if is_failing else AT_ONCE_MAX
    under_way = waiting.filter(locked_until__gt=now).count()
    most = min(most, allowed - under_way)
    if most <= 0:
        return []
    former = waiting.filter(subject_id=OuterRef("subject_id"), seq__lt=OuterRef("seq"))
    heads = waiting.filter(_due(now)).filter(~Exists(former)).order_by("due_at", "seq")
    secrets = active_secrets(endpoint.id, now=now)
    claims = []
    with transaction.atomic():
        for delivery in list(heads[:most]):
            taken = Delivery.objects.filter(_due(now), id=delivery.id, fence=delivery.fence)
            if taken.update(fence=F("fence") + 1, locked_until=now + LEASE):
                claims.append(
                    Claim(
                        delivery_id=delivery.id, endpoint_id=endpoint.id, business_id=endpoint.business_id,
                        fence=delivery.fence + 1, tries=delivery.tries + 1, url=endpoint.url,
                        body=delivery.body, secrets=secrets,
                    )
                )  # fmt: skip
    return claims


def active_secrets(endpoint_id: uuid.UUID, *, now: datetime.datetime) -> tuple[str, ...]:
    """Newest first. Those no key opens are left out."""
    kept = EndpointSecret.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now), endpoint_id=endpoint_id)
    opened = []
    for secret in kept.order_by("-created_at", "-id"):
        try:
            opened.append(decrypt(bytes(secret.encrypted), about=str(secret.id)))
        except Undecipherable:
            continue
    return tuple(opened)


@dataclass(frozen=True, slots=True)
class Settled:
    """Endpoints that now have to stop: gone said so themselves, dead gave up too many messages."""

    gone: frozenset[tuple[uuid.UUID, uuid.UUID]]
    dead: frozenset[tuple[uuid.UUID, uuid.UUID]]


def settle(tried: Sequence[Tried]) -> Settled:
    """Write the ends of tries, their log and the endpoints' health. The ids are (business, endpoint)."""
    gone: set[tuple[uuid.UUID, uuid.UUID]] = set()
    died: set[tuple[uuid.UUID, uuid.UUID]] = set()
    with transaction.atomic():
        for one in tried:
            outcome = outcome_of(one.answer, tries=one.claim.tries, now=one.at)
            if not _write(one, outcome):
                continue
            _note_health(one, outcome)
            key = (one.claim.business_id, one.claim.endpoint_id)
            if outcome.is_gone:
                gone.add(key)
            elif outcome.state == DeliveryState.DEAD:
                died.add(key)
        dead = _given_up({endpoint_id for _, endpoint_id in died}, now=max(one.at for one in tried))
    return Settled(frozenset(gone), frozenset(key for key in died if key[1] in dead))


def _write(one: Tried, outcome: Outcome) -> bool:
    """False when the row has passed to another try meanwhile: this one's end is not written."""
    claim, answer = one.claim, one.answer
    mine = Delivery.objects.filter(id=claim.delivery_id, fence=claim.fence, state=DeliveryState.WAITING)
    fields = {
        "state": outcome.state, "tries": claim.tries, "locked_until": None,
        "status": answer.status, "error": answer.error,
    }  # fmt: skip
    if outcome.due_at is not None:
        fields["due_at"] = outcome.due_at
    else:
        fields["ended_at"] = one.at
    if not mine.update(**fields):
        return False
    DeliveryTry.objects.create(
        business_id=claim.business_id, delivery_id=claim.delivery_id, at=one.at,
        milliseconds=answer.milliseconds, address=answer.address, status=answer.status, error=answer.error,
        response=_readable(answer.body),
    )  # fmt: skip
    return True


def _readable(body: bytes) -> str:
    return body[: RESPONSE_KEPT * 4].decode("utf-8", "replace").replace("\0", "�")[:RESPONSE_KEPT]


def _note_health(one: Tried, outcome: Outcome) -> None:
    endpoint = Endpoint.objects.filter(id=one.claim.endpoint_id)
    if outcome.state == DeliveryState.DELIVERED:
        endpoint.update(deaths=0, failing_since=None, delivered_at=one.at)
        return
    endpoint.filter(failing_since=None).update(failing_since=one.at)
    if outcome.state == DeliveryState.DEAD:
        endpoint.update(deaths=F("deaths") + 1)


def _given_up(endpoint_ids: Collection[uuid.UUID], *, now: datetime.datetime) -> set[uuid.UUID]:
    too_much = Q(deaths__gte=DEATHS_MAX) | Q(failing_since__lte=now - FAILING_MAX)
    found = Endpoint.objects.filter(too_much, id__in=endpoint_ids, is_enabled=True)
    return set(found.values_list("id", flat=True))
