"""Programs as staff see them: tokens, sign-ins on devices and apps of partners, with their limits and calls."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from api.kit.caller import LIMITS
from api.models import DeviceSession, Token, TokenKind
from api.oauth.models import App, Consent
from api.operations.tokens import alive
from api.queries.usage import calls_this_month
from businesses.models import User
from businesses.queries.browsers import browser_words

LOOKED_AT, BUSY_MAX = 1_000, 100


@dataclass(frozen=True, slots=True)
class Program:
    """`shown` is a token's beginning and end, a device's or an app's name. `limit` and `usual` are calls a minute (of
    an app: for each of its people), `calls` those of this month."""

    id: UUID
    kind: TokenKind
    shown: str
    person: str
    limit: int | None
    usual: int
    calls: int = 0


def busy_programs(*, who: str, now: datetime.datetime) -> list[Program]:
    """Programs that may call, busiest first, BUSY_MAX at most.

    `who` is a person's e-mail or number (E.164), a token as it is shown, or an app's name or client id; "" is all.
    """
    person = Q(user__email=who.lower()) | Q(user__phone=who)
    apps_named = Q(name__iexact=who) | Q(client_id=who) | Q(owner__email=who.lower()) | Q(owner__phone=who)
    tokens = alive(now=now).filter(person | Q(shown=who) if who else Q())
    sessions = _sessions().filter(person if who else Q())
    apps = _apps().filter(apps_named if who else Q())
    found = [
        *map(_token, tokens.select_related("user").order_by("-used_at", "-pk")[:LOOKED_AT]),
        *map(_session, sessions.order_by("-seen_at", "-pk")[:LOOKED_AT]),
        *map(_app, apps.order_by("-pk")[:LOOKED_AT]),
    ]
    return sorted(_counted(found, now=now), key=lambda one: -one.calls)[:BUSY_MAX]


def busy_program(*, program_id: UUID, now: datetime.datetime) -> Program | None:
    """One of them, by its id, whatever it is."""
    found = [
        *map(_token, alive(now=now).select_related("user").filter(pk=program_id)),
        *map(_session, _sessions().filter(pk=program_id)),
        *map(_app, _apps().filter(pk=program_id)),
    ]
    return next(iter(_counted(found, now=now)), None)


def _sessions() -> "QuerySet[DeviceSession]":
    return DeviceSession.objects.select_related("user", "device").filter(revoked_at=None)


def _apps() -> "QuerySet[App]":
    return App.objects.select_related("owner").filter(removed_at=None)


def _token(token: Token) -> Program:
    return _program(token, TokenKind.PERSONAL, shown=token.shown, person=token.user)


def _session(session: DeviceSession) -> Program:
    return _program(session, TokenKind.DEVICE, shown=browser_words(session.device.label), person=session.user)


def _app(app: App) -> Program:
    return _program(app, TokenKind.OAUTH, shown=app.name, person=app.owner)


def _program(found: Any, kind: TokenKind, *, shown: str, person: User) -> Program:
    return Program(found.pk, kind, shown, person.email or person.phone or "", found.limit, LIMITS[kind])


def _counted(found: Sequence[Program], *, now: datetime.datetime) -> list[Program]:
    """With their calls. An app calls as each of its consents, of which the last used LOOKED_AT count."""
    apps = [one.id for one in found if one.kind == TokenKind.OAUTH]
    consents = Consent.objects.filter(app_id__in=apps, used_at__isnull=False).order_by("-used_at", "-pk")
    app_of = dict(consents.values_list("pk", "app_id")[:LOOKED_AT])
    calls: dict[UUID, int] = defaultdict(int)
    for caller_id, count in calls_this_month([*(one.id for one in found), *app_of], now=now).items():
        calls[app_of.get(caller_id, caller_id)] += count
    return [
        Program(one.id, one.kind, one.shown, one.person, one.limit, one.usual, calls[one.id]) for one in found
    ]
