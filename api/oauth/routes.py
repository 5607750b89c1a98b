"""Apps that a person registered, and apps they let in. Programs of the person's own see both; apps see neither."""

import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.utils import timezone
from ninja import Query, Schema
from pydantic import Field

from api.kit.answers import Answer, Page, Paging, Row, page_of
from api.kit.caller import CallerRequest
from api.kit.cursors import uuid_after
from api.kit.resource import Resource, revision_of
from api.models import TokenKind
from api.oauth.addresses import LENGTH_MAX, REDIRECTS_MAX
from api.oauth.operations import apps as operations
from api.oauth.operations.consents import withdraw
from api.oauth.queries import AccessCard, AppCard, app_card, app_cards, apps_with_access
from api.oauth.refusals import AppChangedElsewhere, AppUnknown
from api.refusals import DeviceNeeded
from core.ids import uuid7
from ledger.queries.pages import cursor_of

Line = Annotated[str, Field(min_length=1, max_length=LENGTH_MAX)]


class App(Answer):
    """`rev` goes into If-Match; `people` is how many allow it now."""

    app_id: UUID
    name: str
    home_page: str
    client_id: str
    client_type: Literal["confidential", "public"]
    redirect_uris: list[str]
    scopes: list[str]
    origins: list[str]
    is_stopped: bool
    people: int
    rev: int
    created_time: datetime.datetime


class AppMade(App):
    """`client_secret` stands in this answer only; it is empty for a public app and in a dry run."""

    client_secret: str


class AppWanted(Schema):
    """What an app is. `origins` are sites (https://host) whose pages call with its tokens from a browser."""

    name: Annotated[str, Field(min_length=1, max_length=operations.NAME_LENGTH_MAX, examples=["ধার Loans"])]
    home_page: Annotated[
        str, Field(min_length=1, max_length=operations.HOME_PAGE_LENGTH_MAX, examples=["https://lender.example.com"])
    ]  # fmt: skip
    redirect_uris: Annotated[list[Line], Field(min_length=1, max_length=REDIRECTS_MAX)]
    scopes: Annotated[list[Annotated[str, Field(max_length=40)]], Field(min_length=1, max_length=20)]
    origins: Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=10)] = []


class NewApp(AppWanted):
    client_type: Literal["confidential", "public"] = "confidential"


class Allowed(Answer):
    """One consent to the app."""

    scopes: list[str]
    business_ids: list[UUID]
    given_time: datetime.datetime
    ends_time: datetime.datetime
    last_used_time: datetime.datetime | None


class AppAccess(Answer):
    """An app of somebody's that the person let in, with each time they did."""

    app_id: UUID
    name: str
    home_page: str
    consents: list[Allowed]


router = Resource(singular="app", plural="apps", row=App, tag="Apps")


@router.rows("/apps", scope="token.manage")
def list_apps(request: CallerRequest, paging: Query[Paging]) -> Page:
    """Apps the person registered, the latest first."""
    before = uuid_after(paging.cursor) if paging.cursor else None
    mine = app_cards(
        user_id=request.caller.user_id, now=timezone.now(), before=before, limit=paging.per_page + 1
    )
    rows = [app_said(card) for card in mine]
    return page_of(rows, paging=paging, cursor=lambda row: cursor_of(row["app_id"].hex))


@router.create("/apps", scope="token.manage", keyed=False, row=AppMade)
def register_app(request: CallerRequest, asked: NewApp) -> Row:
    """Register an app. Only a device's own token may: a personal token makes nothing that outlives it."""
    _of_device(request)
    made = operations.register_app(
        actor=request.actor, app_id=uuid7(), content=_content(asked),
        is_confidential=asked.client_type == "confidential", now=timezone.now(),
    )  # fmt: skip
    return _with_secret(request, made)


@router.one("/apps/{uuid:app_id}", scope="token.manage")
def get_app(request: CallerRequest, app_id: UUID) -> Row:
    """One app the person registered."""
    return app_said(_card(request, app_id))


@router.change("/apps/{uuid:app_id}", scope="token.manage")
def change_app(request: CallerRequest, app_id: UUID, asked: AppWanted) -> Row:
    """Change an app. What people allowed it stays as it is."""
    operations.change_app(
        actor=request.actor, app_id=app_id, base_rev=revision_of(request), content=_content(asked), now=timezone.now()
    )  # fmt: skip
    return app_said(_card(request, app_id))


@router.act("/apps/{uuid:app_id}/secret", scope="token.manage", row=AppMade, revised=True, keyed=False)
def renew_app_secret(request: CallerRequest, app_id: UUID) -> Row:
    """Make a new secret; the one before works 24 hours beside it."""
    _of_device(request)
    rev = revision_of(request)
    if _card(request, app_id).rev != rev:
        raise AppChangedElsewhere
    made = operations.renew_secret(actor=request.actor, app_id=app_id, base_rev=rev, now=timezone.now())
    return _with_secret(request, made)


@router.remove("/apps/{uuid:app_id}", scope="token.manage", revised=False)
def remove_app(request: CallerRequest, app_id: UUID) -> Row:
    """Remove an app and end what people allowed it."""
    said = app_said(_card(request, app_id))
    operations.remove_app(actor=request.actor, app_id=app_id, now=timezone.now())
    return said


@router.rows("/consents", scope="token.manage", plural="consents", row=AppAccess)
def list_consents(request: CallerRequest, paging: Query[Paging]) -> Page:
    """Apps the person let in, the latest first."""
    found = apps_with_access(user_id=request.caller.user_id, now=timezone.now())
    after = uuid_after(paging.cursor) if paging.cursor else None
    places = [card.app_id for card in found]
    start = places.index(after) + 1 if after in places else 0
    rows = [access_said(card) for card in found[start : start + paging.per_page + 1]]
    return page_of(rows, paging=paging, cursor=lambda row: cursor_of(row["app_id"].hex))


@router.remove("/consents/{uuid:app_id}", scope="token.manage", revised=False, row=AppAccess)
def withdraw_consent(request: CallerRequest, app_id: UUID) -> Row:
    """Take back all the person allowed an app, at once."""
    found = apps_with_access(user_id=request.caller.user_id, now=timezone.now())
    card = next((card for card in found if card.app_id == app_id), None)
    if card is None:
        raise AppUnknown
    withdraw(actor=request.actor, app_id=app_id, now=timezone.now())
    return access_said(card)


def _of_device(request: CallerRequest) -> None:
    if request.caller.kind != TokenKind.DEVICE:
        raise DeviceNeeded


def _card(request: CallerRequest, app_id: UUID) -> AppCard:
    card = app_card(user_id=request.caller.user_id, app_id=app_id, now=timezone.now())
    if card is None:
        raise AppUnknown
    return card


def _content(asked: AppWanted) -> operations.AppContent:
    return operations.AppContent(
        name=asked.name, home_page=asked.home_page, redirect_uris=asked.redirect_uris, scopes=asked.scopes,
        origins=asked.origins,
    )  # fmt: skip


def _with_secret(request: CallerRequest, made: operations.AppResult) -> Row:
    return {
        **app_said(_card(request, made.app_id)), "client_secret": "" if request.dry_run else made.secret,
    }  # fmt: skip


def app_said(card: AppCard) -> Row:
    return {
        "app_id": card.id, "name": card.name, "home_page": card.home_page, "client_id": card.client_id,
        "client_type": "confidential" if card.is_confidential else "public", "redirect_uris": card.redirect_uris,
        "scopes": card.scopes, "origins": card.origins, "is_stopped": card.is_stopped, "people": card.people,
        "rev": card.rev, "created_time": card.created_at,
    }  # fmt: skip


def access_said(card: AccessCard) -> Row:
    return {
        "app_id": card.app_id, "name": card.name, "home_page": card.home_page,
        "consents": [
            {
                "scopes": one.scopes, "business_ids": one.business_ids, "given_time": one.given_at,
                "ends_time": one.ends_at, "last_used_time": one.used_at,
            }
            for one in card.consents
        ],
    }  # fmt: skip
