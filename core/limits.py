"""The size of a request, looked at before anything opens it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from core.errors import too_large


class BodyLimitMiddleware:
    """Refuses a body over BODY_MAX_BYTES by its stated length; a body without a length is read as empty.

    Stands last, so that the page it answers with knows the person and the language: middleware before it
    looks at headers alone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _is_too_large(request.META.get("CONTENT_LENGTH", "")):
            return self.get_response(request)
        megabytes = settings.BODY_MAX_BYTES // (1024 * 1024)
        return _own_answer(request, megabytes=megabytes) or too_large(request, megabytes=megabytes)


def _is_too_large(length: str) -> bool:
    return length.isdecimal() and int(length) > settings.BODY_MAX_BYTES


def _own_answer(request: HttpRequest, *, megabytes: int) -> HttpResponse | None:
    """What a view says itself, by its attribute `too_large`: programs read no page."""
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return None
    answer = getattr(view, "too_large", None)
    return answer(request, megabytes=megabytes) if answer else None
