"""Apps: registered, changed, given a new secret, removed; and switched off by the staff of the site."""

import datetime
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from django.db import transaction

from api.kit.caller import hash_of
from api.oauth.addresses import settled_redirects
from api.oauth.models import App, AppOrigin, Consent
from api.oauth.refusals import (
    AppChangedElsewhere,
    AppNameNeeded,
    AppUnknown,
    HomePageRefused,
    ScopeNotOffered,
    TooManyApps,
)
from api.oauth.scopes import offered
from api.operations.origins import settled_origins
from api.scopes import settled
from audit.trail import News, append_to_user
from businesses.actors import Actor
from businesses.books import lock_user
from core.text import clean_line

SECRET_PREFIX = "hk_app_secret_"
CLIENT_PREFIX = "hk_app_"
OLDER_SECRET = datetime.timedelta(hours=24)
NAME_LENGTH_MAX = 60
HOME_PAGE_LENGTH_MAX = 200
APPS_MAX = 20


@dataclass(frozen=True, slots=True)
class AppContent:
    """What its owner says about an app, as typed."""

    name: str
    home_page: str
    redirect_uris: Sequence[str]
    scopes: Sequence[str]
    origins: Sequence[str]


@dataclass(frozen=True, slots=True)
class AppResult:
    """`secret` is readable now and never again; empty for a public app, or when the call was a copy."""

    app_id: UUID
    client_id: str
    rev: int
    secret: str


@transaction.atomic
def register_app(
    *, actor: Actor, app_id: UUID, content: AppContent, is_confidential: bool, now: datetime.datetime
) -> AppResult:
    """A new app of the actor's. A copy of the call, by the id, makes nothing.

    Raises TextError, AppNameNeeded, HomePageRefused, RedirectNeeded, RedirectRefused, TooManyRedirects,
    ScopeUnknown, ScopeNeeded, ScopeNotOffered, OriginRefused, TooManyOrigins, TooManyApps, AppUnknown.
    """
    seq = lock_user(actor.user_id)
    before = App.objects.filter(pk=app_id).first()
    if before is not None:
        return _copy(before, actor)
    said = _settled(content)
    if App.objects.filter(owner_id=actor.user_id, removed_at=None).count() >= APPS_MAX:
        raise TooManyApps(APPS_MAX)
    secret = SECRET_PREFIX + secrets.token_urlsafe(32) if is_confidential else ""
    app = App.objects.create(
        id=app_id, owner_id=actor.user_id, name=said.name, home_page=said.home_page,
        client_id=CLIENT_PREFIX + secrets.token_hex(12), is_confidential=is_confidential,
        secret_hash=hash_of(secret) if secret else "", redirect_uris=said.redirect_uris, scopes=said.scopes,
        created_at=now,
    )  # fmt: skip
    _put_origins(app, said.origins)
    _tell(seq, "app.registered", app, actor=actor, now=now)
    return AppResult(app.pk, app.client_id, app.rev, secret)


@transaction.atomic
def change_app(
    *, actor: Actor, app_id: UUID, base_rev: int, content: AppContent, now: datetime.datetime
) -> AppResult:
    """What is allowed already stays allowed: an app asks again for what it may newly ask for.

    Raises what register_app raises, and AppChangedElsewhere.
    """
    seq, app = lock_user(actor.user_id), _own(actor, app_id)
    said = _settled(content)
    if app.rev != base_rev:
        raise AppChangedElsewhere
    app.name, app.home_page = said.name, said.home_page
    app.redirect_uris, app.scopes, app.rev = list(said.redirect_uris), list(said.scopes), base_rev + 1
    app.save(update_fields=["name", "home_page", "redirect_uris", "scopes", "rev"])
    app.origins.all().delete()
    _put_origins(app, said.origins)
    _tell(seq, "app.changed", app, actor=actor, now=now)
    return AppResult(app.pk, app.client_id, app.rev, "")


@transaction.atomic
def renew_secret(*, actor: Actor, app_id: UUID, base_rev: int, now: datetime.datetime) -> AppResult:
    """A new secret; the one before works for OLDER_SECRET more, so that the program need not stop.

    A copy of the call, by the revision, makes none. Raises AppUnknown.
    """
    seq, app = lock_user(actor.user_id), _own(actor, app_id)
    if app.rev != base_rev or not app.is_confidential:
        return AppResult(app.pk, app.client_id, app.rev, "")
    secret = SECRET_PREFIX + secrets.token_urlsafe(32)
    app.older_secret_hash, app.older_secret_until = app.secret_hash, now + OLDER_SECRET
    app.secret_hash, app.rev = hash_of(secret), base_rev + 1
    app.save(update_fields=["older_secret_hash", "older_secret_until", "secret_hash", "rev"])
    _tell(seq, "app.secret_renewed", app, actor=actor, now=now)
    return AppResult(app.pk, app.client_id, app.rev, secret)


@transaction.atomic
def remove_app(*, actor: Actor, app_id: UUID, now: datetime.datetime) -> None:
    """Remove the app and end what people allowed it. Raises AppUnknown."""
    seq, app = lock_user(actor.user_id), _own(actor, app_id)
    app.removed_at, app.rev = now, app.rev + 1
    app.save(update_fields=["removed_at", "rev"])
    Consent.objects.filter(app=app, ended_at=None).update(ended_at=now, ended_why="removed")
    _tell(seq, "app.removed", app, actor=actor, now=now)


@transaction.atomic
def switch_app(*, client_id: str, on: bool, trace_id: str, now: datetime.datetime) -> App:
    """Staff stop an app at once, or let it run again; told in its owner's trail. Raises AppUnknown."""
    app = App.objects.filter(client_id=client_id, removed_at=None).first()
    if app is None:
        raise AppUnknown
    seq = lock_user(app.owner_id)
    app.stopped_at, app.rev = None if on else (app.stopped_at or now), app.rev + 1
    app.save(update_fields=["stopped_at", "rev"])
    actor = Actor(app.owner_id, "", None, trace_id)
    _tell(seq, "app.switched_on" if on else "app.switched_off", app, actor=actor, now=now)
    return app


def _settled(content: AppContent) -> AppContent:
    name = clean_line(content.name, max_length=NAME_LENGTH_MAX, field="name")
    if not name:
        raise AppNameNeeded
    scopes = settled(content.scopes)
    for scope in set(scopes) - set(offered()):
        raise ScopeNotOffered(scope)
    return AppContent(
        name=name, home_page=_home_page(content.home_page), redirect_uris=settled_redirects(content.redirect_uris),
        scopes=scopes, origins=settled_origins(content.origins),
    )  # fmt: skip


def _home_page(typed: str) -> str:
    address = clean_line(typed, max_length=HOME_PAGE_LENGTH_MAX, field="home_page")
    try:
        parts = urlsplit(address)
        is_whole = parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:  # an unfinished [ of IPv6
        is_whole = False
    if not is_whole or " " in address:
        raise HomePageRefused
    return address


def _put_origins(app: App, origins: Sequence[str]) -> None:
    AppOrigin.objects.bulk_create([AppOrigin(app=app, origin=origin) for origin in origins])


def _copy(app: App, actor: Actor) -> AppResult:
    if app.owner_id != actor.user_id or app.removed_at is not None:
        raise AppUnknown
    return AppResult(app.pk, app.client_id, app.rev, "")


def _own(actor: Actor, app_id: UUID) -> App:
    app = App.objects.filter(pk=app_id, owner_id=actor.user_id, removed_at=None).first()
    if app is None:
        raise AppUnknown
    return app


def _tell(seq: int, verb: str, app: App, *, actor: Actor, now: datetime.datetime) -> None:
    contents = {
        "name": app.name, "home_page": app.home_page, "redirect_uris": app.redirect_uris, "scopes": app.scopes,
    }  # fmt: skip
    news = News(seq, verb, "app", app.pk, app.rev, None, contents)
    append_to_user(user_id=app.owner_id, at=now, actor=actor, news=news)
