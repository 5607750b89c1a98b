"""The person's own tokens as the pages show them."""

import datetime
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from api.models import Token
from api.operations.tokens import TOKENS_MAX, alive, standing
from api.queries.usage import calls_this_month
from api.scopes import SCOPES

LOOKED_AT, BUSY_MAX = 1_000, 100


@dataclass(frozen=True, slots=True)
class TokenCard:
    """`shown` is the beginning of the token; `books` are names, empty when it opens all; `calls` of this month."""

    id: UUID
    name: str
    shown: str
    sentences: list[str]
    all_books: bool
    books: list[str]
    origins: list[str]
    limit: int | None
    calls: int
    created_at: datetime.datetime
    expires_at: datetime.datetime | None
    used_at: datetime.datetime | None


def token_cards(*, user_id: UUID, now: datetime.datetime) -> list[TokenCard]:
    """The tokens that still work, newest first, TOKENS_MAX at most."""
    mine = standing(user_id=user_id, now=now).order_by("-pk")
    return _cards(list(mine.prefetch_related("books", "origins")[:TOKENS_MAX]), now=now)


def token_card(*, user_id: UUID, token_id: UUID, now: datetime.datetime) -> TokenCard | None:
    """One of the person's tokens that still work."""
    mine = standing(user_id=user_id, now=now).filter(pk=token_id)
    return next(iter(_cards(list(mine.prefetch_related("books", "origins")), now=now)), None)


@dataclass(frozen=True, slots=True)
class BusyToken:
    """A token as staff see it: whose it is, its limit and its calls of this month."""

    id: UUID
    shown: str
    person: str
    limit: int | None
    calls: int


def busy_tokens(*, who: str, now: datetime.datetime) -> list[BusyToken]:
    """For staff: standing personal tokens, busiest first, BUSY_MAX at most.

    `who` is a person's e-mail or number (E.164), or a token as it is shown; "" is everybody.
    """
    found = alive(now=now)
    if who:
        found = found.filter(Q(user__email=who.lower()) | Q(user__phone=who) | Q(shown=who))
    tokens = {
        token.pk: token for token in found.select_related("user").order_by("-used_at", "-pk")[:LOOKED_AT]
    }
    calls = calls_this_month(list(tokens), now=now)
    busiest = sorted(tokens.values(), key=lambda token: -calls.get(token.pk, 0))[:BUSY_MAX]
    return [_busy(token, calls=calls.get(token.pk, 0)) for token in busiest]


def busy_token(*, token_id: UUID, now: datetime.datetime) -> BusyToken | None:
    token = alive(now=now).select_related("user").filter(pk=token_id).first()
    return _busy(token, calls=calls_this_month([token.pk], now=now).get(token.pk, 0)) if token else None


def _busy(token: Token, *, calls: int) -> BusyToken:
    person = token.user.email or token.user.phone or ""
    return BusyToken(id=token.pk, shown=token.shown, person=person, limit=token.limit, calls=calls)


def _cards(tokens: list[Token], *, now: datetime.datetime) -> list[TokenCard]:
    calls = calls_this_month([token.pk for token in tokens], now=now)
    return [
        TokenCard(
            id=token.pk, name=token.name, shown=token.shown, all_books=token.all_books, limit=token.limit,
            sentences=[str(SCOPES[scope]) for scope in token.scopes if scope in SCOPES],
            books=sorted(book.name for book in token.books.all()),
            origins=sorted(site.origin for site in token.origins.all()),
            calls=calls.get(token.pk, 0), created_at=token.created_at, expires_at=token.expires_at,
            used_at=token.used_at,
        )
        for token in tokens
    ]  # fmt: skip
