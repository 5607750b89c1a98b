"""What a person sees when a page can't be given: what happened, what is safe, one way on."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from core.htmx import is_htmx


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request,
        status=HTTPStatus.NOT_FOUND,
        title=_("There is no such page"),
        text=_("The address may be old or mistyped, or it belongs to another book. Your khata is safe."),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request,
        status=HTTPStatus.FORBIDDEN,
        title=_("Ask for access"),
        text=_("Your role in this book does not open this page. Ask the owner for access."),
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request,
        status=HTTPStatus.BAD_REQUEST,
        title=_("We could not read what was sent"),
        text=_("Nothing was saved. Go back and try once more."),
    )


def too_large(request: HttpRequest, *, megabytes: int) -> HttpResponse:
    return _page(
        request,
        status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        title=_("This is too large to send"),
        text=_("The most is %(megabytes)s MB. Nothing was saved. Go back and choose a smaller file.")
        % {"megabytes": megabytes},
    )


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(
        request,
        status=HTTPStatus.FORBIDDEN,
        title=_("This page was open too long"),
        text=_(
            "Nothing was saved. Go back, load the page again and save once more. Cookies must be switched on."
        ),
    )


def broken(request: HttpRequest) -> HttpResponse:
    """The 500 page asks nothing of the database, the session or the book: any of them may be what broke."""
    texts = {
        "title": _("Something broke on our side"),
        "text": _(
            "Your khata is safe. If you were saving, look whether the entry is there before you save again."
        ),
        "trace_id": getattr(request, "trace_id", ""),
        "language": translation.get_language() or "en",
        "is_right_to_left": translation.get_language_bidi(),
    }
    name = "errors/_alert.html" if is_htmx(request) else "errors/500.html"
    return _aimed(
        request, HttpResponse(render_to_string(name, texts), status=HTTPStatus.INTERNAL_SERVER_ERROR)
    )


def _page(request: HttpRequest, *, status: HTTPStatus, title: str, text: str) -> HttpResponse:
    name = "errors/_alert.html" if is_htmx(request) else "errors/page.html"
    context = {"title": title, "text": text, "trace_id": getattr(request, "trace_id", "")}
    return _aimed(request, render(request, name, context, status=status))


def _aimed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Under HTMX a refusal goes to the alerts, and what was typed stays where it is."""
    if is_htmx(request):
        response["HX-Retarget"] = "#alerts"
        response["HX-Reswap"] = "innerHTML"
    patch_vary_headers(response, ["HX-Request"])
    return response
