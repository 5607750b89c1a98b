"""What is asked of apps and consents: by their owners, by people who allowed them, by the rest of the API."""

import datetime
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from api.models import TokenKind
from api.oauth.models import App, AppOrigin, Consent
from api.scopes import SCOPES

APPS_MAX = 100
CONSENTS_MAX = 500
"""The most that a page shows; older ones are reached once newer ones were ended."""


@dataclass(frozen=True)
class AppCard:
    """An app as its owner sees it. `people` is how many allow it now."""

    id: UUID
    name: str
    home_page: str
    client_id: str
    is_confidential: bool
    redirect_uris: list[str]
    origins: list[str]
    scopes: list[str]
    rev: int
    created_at: datetime.datetime
    older_secret_until: datetime.datetime | None
    is_stopped: bool
    people: int


@dataclass(frozen=True)
class ConsentCard:
    """One consent to an app: what, where, from when until when."""

    scopes: list[str]
    sentences: list[str]
    business_ids: list[UUID]
    books: list[str]
    given_at: datetime.datetime
    ends_at: datetime.datetime
    used_at: datetime.datetime | None


@dataclass(frozen=True)
class AccessCard:
    """An app somebody allowed, with each time they did, newest first."""

    app_id: UUID
    name: str
    home_page: str
    consents: list[ConsentCard]


def apps_of(*, user_id: UUID) -> list[App]:
    """The person's apps, the highest id first."""
    return list(App.objects.filter(owner_id=user_id, removed_at=None).order_by("-pk")[:APPS_MAX])


def app_cards(
    *, user_id: UUID, now: datetime.datetime, before: UUID | None = None, limit: int = APPS_MAX
) -> list[AppCard]:
    """The person's apps, the highest id first, those before an id. Two queries."""
    mine = App.objects.filter(owner_id=user_id, removed_at=None)
    return _cards((mine.filter(pk__lt=before) if before else mine).order_by("-pk"), now=now, limit=limit)


def app_card(*, user_id: UUID, app_id: UUID, now: datetime.datetime) -> AppCard | None:
    """None for an app of another person's, and for one that is gone."""
    found = _cards(App.objects.filter(pk=app_id, owner_id=user_id, removed_at=None), now=now, limit=1)
    return found[0] if found else None


def _cards(apps: QuerySet[App], *, now: datetime.datetime, limit: int) -> list[AppCard]:
    standing = Q(consents__ended_at=None, consents__ends_at__gt=now, consents__begun_at__isnull=False)
    people = Count("consents__user", filter=standing, distinct=True)
    return [_card(app, now=now) for app in apps.annotate(people=people).prefetch_related("origins")[:limit]]


def _card(app: Any, *, now: datetime.datetime) -> AppCard:
    """`app` carries its count of people."""
    until = app.older_secret_until
    return AppCard(
        id=app.pk, name=app.name, home_page=app.home_page, client_id=app.client_id,
        is_confidential=app.is_confidential, redirect_uris=app.redirect_uris,
        origins=[one.origin for one in sorted(app.origins.all(), key=lambda one: one.pk)], scopes=app.scopes,
        rev=app.rev, created_at=app.created_at, older_secret_until=until if until and until > now else None,
        is_stopped=app.stopped_at is not None, people=app.people,
    )  # fmt: skip


def apps_with_access(*, user_id: UUID, now: datetime.datetime) -> list[AccessCard]:
    """The apps a person allows now, the last allowed first. What no app took up within its minute is left out."""
    standing = Consent.objects.filter(
        user_id=user_id, ended_at=None, ends_at__gt=now, begun_at__isnull=False, app__removed_at=None
    )
    found = standing.select_related("app").prefetch_related("books").order_by("-given_at", "-pk")
    cards: dict[UUID, AccessCard] = {}
    for consent in found[:CONSENTS_MAX]:
        app = consent.app
        card = cards.setdefault(app.pk, AccessCard(app.pk, app.name, app.home_page, []))
        card.consents.append(
            ConsentCard(
                scopes=consent.scopes, business_ids=sorted(book.pk for book in consent.books.all()),
                sentences=[str(SCOPES[scope]) for scope in consent.scopes if scope in SCOPES],
                books=sorted(book.name for book in consent.books.all()), given_at=consent.given_at,
                ends_at=consent.ends_at, used_at=consent.used_at,
            )
        )  # fmt: skip
    return list(cards.values())


def consent_names(*, user_id: UUID) -> dict[UUID, tuple[str, int | None]]:
    """The person's consents, the app of each and its limit, newest first; ended ones too: they called."""
    mine = Consent.objects.filter(user_id=user_id).order_by("-pk")
    rows = mine.values_list("pk", "app__name", "app__limit")[:CONSENTS_MAX]
    return {pk: (name, limit) for pk, name, limit in rows}


def is_origin_of_app(origin: str, caller: Any) -> bool:
    """Whether an app that runs has registered the origin; the caller's own app, when there is a caller."""
    found = AppOrigin.objects.filter(origin=origin, app__stopped_at=None, app__removed_at=None)
    if caller is None:
        return found.exists()
    return caller.kind == TokenKind.OAUTH and found.filter(app__consents=caller.id).exists()
