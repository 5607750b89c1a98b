"""A secret that one page shows once, after the form that made it was sent: going back or loading again sends nothing.

On its way from the one to the other it lies in the browser alone, in a signed cookie for that one page.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from core.htmx import redirect

COOKIE = "shown_once"
SECONDS = 300


def to_page_of(request: HttpRequest, url: str, *, secret: str) -> HttpResponse:
    """Go to the page at `url`, which finds the secret once."""
    response = redirect(request, url)
    response.set_signed_cookie(
        COOKIE, secret, salt=url, max_age=SECONDS, path=url, secure=settings.TLS, httponly=True, samesite="Lax",
    )  # fmt: skip
    return response


def secret_for(request: HttpRequest) -> str:
    """What was sent to this page to be shown; "" when nothing was, or it was shown already."""
    return request.get_signed_cookie(COOKIE, "", salt=request.path, max_age=SECONDS) or ""


def shown(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The page that showed it; the browser forgets it."""
    response.delete_cookie(COOKIE, path=request.path, samesite="Lax")
    return response
