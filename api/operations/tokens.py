"""Personal access tokens: made once, shown once, taken back at any time."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from api.kit.caller import PREFIXES
from api.models import Token, TokenKind, TokenOrigin
from api.operations.origins import settled_origins
from api.operations.secrets import new_secret
from api.refusals import EndRefused, TokenUnknown, TooManyTokens
from api.scopes import settled
from audit.trail import News, append_to_user
from businesses.actors import Actor
from businesses.books import BookUnknown, lock_user
from businesses.models import Business, Membership
from core.ids import uuid7
from core.text import clean_line

NAME_LENGTH_MAX = 80
TOKENS_MAX = 50
LIFE_MAX = datetime.timedelta(days=5 * 366)


@dataclass(frozen=True, slots=True)
class TokenMade:
    """`secret` is the token itself; nobody can read it again."""

    token_id: UUID
    secret: str


@transaction.atomic
def make_token(
    *, token_id: UUID | None = None, user_id: UUID, actor: Actor, name: str, scopes: Sequence[str],
    business_ids: Sequence[UUID] | None, expires_at: datetime.datetime | None, origins: Sequence[str] = (),
    now: datetime.datetime,
) -> TokenMade:  # fmt: skip
    """A new token for some of the person's books (None: all, later ones too), good until `expires_at` (None: for
    ever). Pages of `origins` may call with it from a browser. With the `token_id` of a token that stands, nothing new
    is made and the secret is empty.

    Raises TextError, ScopeUnknown, ScopeNeeded, BookUnknown, EndRefused, OriginRefused, TooManyOrigins,
    TooManyTokens.
    """
    seq = lock_user(user_id)
    cleaned, asked = clean_line(name, max_length=NAME_LENGTH_MAX, field="name"), settled(scopes)
    if expires_at is not None and not now < expires_at <= now + LIFE_MAX:
        raise EndRefused
    sites = settled_origins(origins)
    if token_id is not None and Token.objects.filter(pk=token_id, user_id=user_id).exists():
        return TokenMade(token_id, "")
    if token_id is not None and Token.objects.filter(pk=token_id).exists():
        raise TokenUnknown
    books = set(business_ids or ())
    if Membership.objects.filter(user_id=user_id, business_id__in=books).count() != len(books):
        raise BookUnknown
    if standing(user_id=user_id, now=now).count() >= TOKENS_MAX:
        raise TooManyTokens
    secret, secret_hash, shown = new_secret(PREFIXES[TokenKind.PERSONAL])
    token = Token.objects.create(
        id=token_id or uuid7(), user_id=user_id, kind=TokenKind.PERSONAL, name=cleaned, shown=shown,
        secret_hash=secret_hash, scopes=asked, all_books=business_ids is None, created_at=now, expires_at=expires_at,
    )  # fmt: skip
    token.books.set(Business.objects.filter(pk__in=books))
    TokenOrigin.objects.bulk_create([TokenOrigin(token=token, origin=site) for site in sites])
    contents = {
        "name": cleaned,
        "scopes": asked,
        "books": sorted(str(book) for book in books),
        "origins": sites,
    }
    news = News(seq, "token.created", "token", token.pk, 1, None, contents)
    append_to_user(user_id=user_id, at=now, actor=actor, news=news)
    return TokenMade(token.pk, secret)


@transaction.atomic
def revoke_token(*, user_id: UUID, actor: Actor, token_id: UUID, now: datetime.datetime) -> None:
    """End a token of the person's at once. Raises TokenUnknown."""
    seq = lock_user(user_id)
    mine = Token.objects.filter(pk=token_id, user_id=user_id, kind=TokenKind.PERSONAL, revoked_at=None)
    if not mine.update(revoked_at=now):
        raise TokenUnknown
    news = News(seq, "token.revoked", "token", token_id, 2, None, {})
    append_to_user(user_id=user_id, at=now, actor=actor, news=news)


def standing(*, user_id: UUID, now: datetime.datetime) -> QuerySet[Token]:
    """The person's personal tokens that still work."""
    return alive(now=now).filter(user_id=user_id)


def alive(*, now: datetime.datetime) -> QuerySet[Token]:
    """Everybody's personal tokens that still work."""
    before_end = Q(expires_at=None) | Q(expires_at__gt=now)
    return Token.objects.filter(before_end, kind=TokenKind.PERSONAL, revoked_at=None)
