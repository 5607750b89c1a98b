"""The size of a request, looked at before anything opens it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

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
        return too_large(request, megabytes=settings.BODY_MAX_BYTES // (1024 * 1024))


def _is_too_large(length: str) -> bool:
    return length.isdecimal() and int(length) > settings.BODY_MAX_BYTES
