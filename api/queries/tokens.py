"""The person's own tokens as the pages show them."""

import datetime
from dataclasses import dataclass
from uuid import UUID

from api.models import Token
from api.operations.tokens import TOKENS_MAX, standing
from api.queries.usage import calls_this_month
from api.scopes import SCOPES


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
