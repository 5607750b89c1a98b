"""The person's own tokens: listed, ended, and made by a program that signed in on a device."""

import datetime
from typing import Annotated
from uuid import UUID

from django.utils import timezone
from ninja import Query, Schema
from pydantic import Field

from api.kit.answers import Answer, Page, Paging, Row, page_of
from api.kit.caller import CallerRequest
from api.kit.cursors import uuid_after
from api.kit.resource import Resource
from api.models import Token as Found
from api.models import TokenKind
from api.operations.tokens import make_token, revoke_token, standing
from api.queries.usage import calls_of
from api.refusals import DeviceNeeded, TokenUnknown
from ledger.queries.pages import cursor_of


class Token(Answer):
    """`shown` is enough of the token to tell it from others; `calls_30_days` is metered."""

    token_id: UUID
    name: str
    shown: str
    scopes: list[str]
    all_books: bool
    business_ids: list[UUID]
    origins: list[str]
    limit: int | None
    calls_30_days: int
    created_time: datetime.datetime
    expires_time: datetime.datetime | None
    last_used_time: datetime.datetime | None


class TokenMade(Token):
    """`token` is the token itself, shown in this answer only; empty in a dry run."""

    token: str


class NewToken(Schema):
    """Without `business_ids` it opens every book of the person, later ones too; without `expires_time` it never ends.

    `origins` are sites (https://host) whose pages may call with it from a browser.
    """

    name: Annotated[str, Field(min_length=1, max_length=80, examples=["রাতের হিসাব"])]
    scopes: Annotated[list[Annotated[str, Field(max_length=40)]], Field(min_length=1, max_length=20)]
    business_ids: Annotated[list[UUID] | None, Field(min_length=1, max_length=50)] = None
    expires_time: datetime.datetime | None = None
    origins: Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=10)] = []


router = Resource(singular="token", plural="tokens", row=Token, tag="Tokens and devices")


@router.rows("/tokens", scope="token.manage")
def list_tokens(request: CallerRequest, paging: Query[Paging]) -> Page:
    """Personal access tokens that still work."""
    mine = standing(user_id=request.caller.user_id, now=timezone.now())
    if paging.cursor:
        mine = mine.filter(pk__lt=uuid_after(paging.cursor))
    found = list(mine.order_by("-pk").prefetch_related("books", "origins")[: paging.per_page + 1])
    calls = calls_of([token.pk for token in found], now=timezone.now())
    rows = [said_of(token, calls=calls.get(token.pk, 0)) for token in found]
    return page_of(rows, paging=paging, cursor=lambda row: cursor_of(row["token_id"].hex))


@router.create("/tokens", scope="token.manage", keyed=False, row=TokenMade)
def create_token(request: CallerRequest, asked: NewToken) -> Row:
    """Make a personal access token. Only a device's own token may: one personal token never makes another."""
    if request.caller.kind != TokenKind.DEVICE:
        raise DeviceNeeded
    now, ends = timezone.now(), asked.expires_time
    made = make_token(
        user_id=request.caller.user_id, actor=request.actor, name=asked.name, scopes=asked.scopes,
        business_ids=asked.business_ids, origins=asked.origins, now=now,
        expires_at=ends if ends is None or ends.tzinfo else ends.replace(tzinfo=datetime.UTC),
    )  # fmt: skip
    row = said_of(Found.objects.get(pk=made.token_id), calls=0)
    return {**row, "token": "" if request.dry_run else made.secret}


@router.remove("/tokens/{uuid:token_id}", scope="token.manage", revised=False)
def end_token(request: CallerRequest, token_id: UUID) -> Row:
    """End a token at once."""
    now = timezone.now()
    token = standing(user_id=request.caller.user_id, now=now).filter(pk=token_id).first()
    if token is None:
        raise TokenUnknown
    row = said_of(token, calls=calls_of([token.pk], now=now).get(token.pk, 0))
    revoke_token(user_id=request.caller.user_id, actor=request.actor, token_id=token_id, now=now)
    return row


def said_of(token: Found, *, calls: int) -> Row:
    return {
        "token_id": token.pk,
        "name": token.name,
        "shown": token.shown,
        "scopes": token.scopes,
        "all_books": token.all_books,
        "business_ids": [book.pk for book in token.books.all()],
        "origins": [site.origin for site in token.origins.all()],
        "limit": token.limit,
        "calls_30_days": calls,
        "created_time": token.created_at,
        "expires_time": token.expires_at,
        "last_used_time": token.used_at,
    }
