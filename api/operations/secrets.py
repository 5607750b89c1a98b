"""Making tokens: 32 random bytes behind a prefix that says what they are."""

import secrets

from api.kit.caller import hash_of

SHOWN_FIRST, SHOWN_LAST = 11, 4


def new_secret(prefix: str) -> tuple[str, str, str]:
    """(the token, its hash, as much of it as may be shown)."""
    token = prefix + secrets.token_urlsafe(32)
    return token, hash_of(token), shown_of(token)


def shown_of(token: str) -> str:
    """Enough of a token to tell one from another."""
    return f"{token[:SHOWN_FIRST]}…{token[-SHOWN_LAST:]}"
