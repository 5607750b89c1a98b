"""Pages whose address is a key: whoever holds the link needs no sign-in. Only the hash of the key is kept."""

import hashlib
import secrets

from allauth.core.internal.ratelimit import get_ip
from django.core.cache import cache
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.crypto import salted_hmac

GUESSES_MAX = 20
GUESSES_SECONDS = 600
TOKEN_MAX = 64


def new_token() -> str:
    """The secret of an address; nobody can be told it again."""
    return secrets.token_urlsafe(32)


def digest_of(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def must_wait(request: HttpRequest) -> bool:
    """Whether too many links that do not work were tried from there."""
    return bool(cache.get(_source(request), 0) >= GUESSES_MAX)


def note_guess(request: HttpRequest) -> None:
    source = _source(request)
    cache.add(source, 0, GUESSES_SECONDS)
    cache.incr(source)


def sealed(response: HttpResponseBase) -> HttpResponseBase:
    """The address is a key: nobody may keep the page, find it, or be told where the reader came from."""
    response.headers.setdefault("Cache-Control", "private, no-store")
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    return response


def _source(request: HttpRequest) -> str:
    """Who asks, read as the limits of signing in read it: behind a proxy each reader counts alone."""
    address = get_ip(request) or ""
    return f"secret-link-{salted_hmac('businesses.secret_links', address).hexdigest()[:32]}"
