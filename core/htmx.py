"""Answers that serve a browser with and without HTMX alike."""

import json

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

TOAST_EVENT = "toast"


def is_htmx(request: HttpRequest) -> bool:
    """Whether a part of a page was asked for. A restored history entry needs the whole page."""
    headers = request.headers
    return headers.get("HX-Request") == "true" and headers.get("HX-History-Restore-Request") != "true"


def redirect(request: HttpRequest, url: str) -> HttpResponse:
    """Go to `url`: by HX-Redirect when HTMX asked, else by a 303 that turns the POST into a GET."""
    if request.headers.get("HX-Request") == "true":
        return hx_redirect(url)
    response = HttpResponseRedirect(url)
    response.status_code = 303
    return response


def hx_redirect(url: str) -> HttpResponse:
    """Tell HTMX to load the whole page at `url`."""
    response = HttpResponse(status=200)
    response["HX-Redirect"] = url
    return response


def with_toast(response: HttpResponse, message: str, *, undo_url: str = "") -> HttpResponse:
    """Have the page show `message` for a moment, with an Undo button when `undo_url` is given.

    Adds to the events the response already triggers.
    """
    events = json.loads(response.get("HX-Trigger", "{}"))
    events[TOAST_EVENT] = {"message": message, "undo": undo_url}
    # Headers are Latin-1: escapes carry any script safely.
    response["HX-Trigger"] = json.dumps(events, ensure_ascii=True)
    return response
