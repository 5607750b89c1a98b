"""The person's own tokens. They are made on the page, where their secret is shown once."""

import datetime
from uuid import UUID

from django.utils import timezone
from ninja import Query

from api.kit.answers import Answer, Page, Paging, Row, page_of
from api.kit.caller import CallerRequest
from api.kit.cursors import uuid_after
from api.kit.resource import Resource
from api.models import Token as Found
from api.operations.tokens import revoke_token, standing
from api.queries.usage import calls_of
from api.refusals import TokenUnknown
from ledger.queries.pages import cursor_of


class Token(Answer):
    """`shown` is enough of the token to tell it from others; `calls_30_days` is metered."""

    token_id: UUID
    name: str
    shown: str
    scopes: list[str]
    all_books: bool
    business_ids: list[UUID]
    calls_30_days: int
    created_time: datetime.datetime
    expires_time: datetime.datetime | None
    last_used_time: datetime.datetime | None


router = Resource(singular="token", plural="tokens", row=Token, tag="Tokens and devices")


@router.rows("/tokens", scope="token.manage")
def list_tokens(request: CallerRequest, paging: Query[Paging]) -> Page:
    """Personal access tokens that still work."""
    mine = standing(user_id=request.caller.user_id, now=timezone.now())
    if paging.cursor:
        mine = mine.filter(pk__lt=uuid_after(paging.cursor))
    found = list(mine.order_by("-pk").prefetch_related("books")[: paging.per_page + 1])
    calls = calls_of([token.pk for token in found], now=timezone.now())
    rows = [said_of(token, calls=calls.get(token.pk, 0)) for token in found]
    return page_of(rows, paging=paging, cursor=lambda row: cursor_of(row["token_id"].hex))


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
        "calls_30_days": calls,
        "created_time": token.created_at,
        "expires_time": token.expires_at,
        "last_used_time": token.used_at,
    }
