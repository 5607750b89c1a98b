"""Calls from pages of other sites: a browser lets them through only for origins a token or an app registered."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from api.models import TokenOrigin

METHODS = "GET, POST, PATCH, DELETE"
HEADERS = (
    "Authorization, Content-Type, Accept, Accept-Language, Idempotency-Key, If-Match, If-None-Match, X-Business-Id,"
    " traceparent"
)
EXPOSED = (
    "ETag, Idempotent-Replayed, Dry-Run, RateLimit-Policy, RateLimit, X-RateLimit-Limit, X-RateLimit-Remaining,"
    " X-RateLimit-Reset, Retry-After, X-Trace-Id, Deprecation, Sunset, Link, Content-Disposition"
)
SECONDS = 600
ORIGIN_LENGTH_MAX = 200

Source = Callable[[str, Any], bool]


def _of_tokens(origin: str, caller: Any) -> bool:
    """The caller's own token names it; before a caller is known, any standing token does."""
    found = TokenOrigin.objects.filter(origin=origin)
    if caller is not None:
        return found.filter(token_id=caller.token_id).exists()
    alive = Q(token__expires_at=None) | Q(token__expires_at__gt=timezone.now())
    return found.filter(alive, token__revoked_at=None).exists()


SOURCES: list[Source] = [_of_tokens]
"""Each says whether an origin is registered, for a caller or (None) for anybody."""


def preflight(request: HttpRequest) -> HttpResponse | None:
    """The answer to a browser that asks first; None when this is no such question or the site is unknown."""
    if not is_preflight(request) or not _is_known(request, caller=None):
        return None
    response = HttpResponse(status=204)
    response["Access-Control-Allow-Methods"] = METHODS
    response["Access-Control-Allow-Headers"] = HEADERS
    response["Access-Control-Max-Age"] = str(SECONDS)
    return response


def is_preflight(request: HttpRequest) -> bool:
    asked = request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers
    return asked and bool(request.headers.get("Origin"))


def dress(request: Any, response: HttpResponse) -> None:
    """Let the page that asked read the answer, when its site may."""
    origin = request.headers.get("Origin", "")
    if not origin:
        return
    patch_vary_headers(response, ["Origin"])
    if _is_known(request, caller=getattr(request, "caller", None)):
        response["Access-Control-Allow-Origin"] = origin
        response["Access-Control-Expose-Headers"] = EXPOSED


def _is_known(request: HttpRequest, *, caller: Any) -> bool:
    origin = request.headers["Origin"]
    if len(origin) > ORIGIN_LENGTH_MAX or not origin.isascii() or not origin.isprintable():
        return False
    return any(holds(origin, caller) for holds in SOURCES)
