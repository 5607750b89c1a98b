"""What happens around every call, whatever it is for: plain http, unreadable addresses, headers, the log."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from ipaddress import ip_address
from typing import Any
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.gzip import gzip_page

from api.kit import endings, origins
from api.kit.log import log_call
from api.kit.problems import problem
from api.kit.refusals import AddressUnreadable, BodyTooLarge, HttpsNeeded, MethodUnknown, OriginNotAllowed
from businesses.access import Access
from core.refusals import Refusal

UNCOMPRESSED = ("/auth/", "/tokens", "/oauth/", "/apps")
"""Answers that hold secrets are not compressed beside what a stranger may have chosen."""


@dataclass(frozen=True)
class TokenAccess(Access):
    """An address of the API. `grants` and `scopes` by method; `can` is one of the grants."""

    grants: dict[str, str] = field(default_factory=dict)
    scopes: dict[str, str] = field(default_factory=dict)


def guarded(view: Callable[..., HttpResponse], *, access: Access) -> Callable[..., HttpResponse]:
    """The Django view of an address of the API, with what stands around every call."""
    compressed = gzip_page(view)

    @wraps(view)
    def opened(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        started, at = time.perf_counter(), timezone.now()
        refusal = _refusal(request)
        plain = any(part in request.path for part in UNCOMPRESSED)
        if refusal is not None:
            response = problem(request, refusal)
        elif origins.is_preflight(request):
            response = origins.preflight(request) or problem(request, OriginNotAllowed())
        else:
            response = (view if plain else compressed)(request, *args, **kwargs)
        if response.status_code == 405:
            allowed = response.headers.get("Allow", "")
            response = problem(request, MethodUnknown())
            response["Allow"] = allowed
        _dress(request, response)
        log_call(request, response, at=at, milliseconds=int((time.perf_counter() - started) * 1000))
        return response

    opened.access = access  # type: ignore[attr-defined]
    opened.csrf_exempt = True  # type: ignore[attr-defined]
    opened.too_large = _too_large  # type: ignore[attr-defined]
    return opened


def _too_large(request: HttpRequest, *, megabytes: int) -> HttpResponse:
    return problem(request, BodyTooLarge(megabytes))


def _refusal(request: HttpRequest) -> Refusal | None:
    if settings.TLS and not request.is_secure() and not _is_loopback(request):
        return HttpsNeeded()
    for text in (request.path.encode(), unquote_to_bytes(request.META.get("QUERY_STRING", ""))):
        if b"\x00" in text or not _is_utf8(text):
            return AddressUnreadable()
    return None


def _is_utf8(text: bytes) -> bool:
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True


def _is_loopback(request: HttpRequest) -> bool:
    if "X-Forwarded-For" in request.headers:
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _dress(request: Any, response: HttpResponse) -> None:
    count = getattr(request, "count", None)
    if count is not None:
        for name, value in count.headers().items():
            response[name] = value
    response.headers.setdefault(
        "Cache-Control", "private, no-cache" if "ETag" in response else "private, no-store"
    )
    patch_vary_headers(response, ["Authorization", "X-Business-Id", "Accept-Language"])
    origins.dress(request, response)
    endings.dress(request, response)
