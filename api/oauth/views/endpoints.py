"""What apps call: token, revoke, introspect, and the description of all three. No cookie is looked at here."""

import json
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from oauthlib.oauth2.rfc6749.errors import OAuth2Error

from api.kit.door import guarded
from api.oauth.protocol import core, issuer
from api.oauth.scopes import offered
from businesses.access import Access, public

FORM = "application/x-www-form-urlencoded"
Run = Callable[[HttpRequest], tuple[str, int]]
"""Gives the body of the answer and its status."""


def _endpoint(run: Run) -> Callable[..., HttpResponse]:
    """An address that takes one form by POST, with nothing in the query and no field twice."""

    @require_POST
    def view(request: HttpRequest) -> HttpResponse:
        fault = _fault(request)
        if fault:
            said = {"error": "invalid_request", "error_description": fault}
            return _answer(json.dumps(said), status=400)
        try:
            body, status = run(request)
        except OAuth2Error as error:
            body, status = error.json, error.status_code
        response = _answer(body or "{}", status=status)
        if status == 401:
            response["WWW-Authenticate"] = 'Basic realm="halkhata"'
        return response

    return guarded(view, access=Access(kind="public"))


def _fault(request: HttpRequest) -> str:
    if request.META.get("QUERY_STRING"):
        return "Send everything in the body, nothing in the address."
    if request.content_type != FORM:
        return f"Send the body as {FORM}."
    for name, values in request.POST.lists():
        if len(values) > 1:
            return (
                f"{name[:40]} is there twice."
                if name.isascii() and name.isalnum()
                else "A field is there twice."
            )
        if "\x00" in values[0]:
            return "The body holds a NUL."
    return ""


def _answer(body: str, *, status: int) -> HttpResponse:
    response = HttpResponse(body, status=status, content_type="application/json")
    response["Cache-Control"] = "no-store"
    response["Pragma"] = "no-cache"
    return response


def _token(request: HttpRequest) -> tuple[str, int]:
    _uri, _headers, body, status = core().create_token_response(request)
    return body, status


def _revoke(request: HttpRequest) -> tuple[str, int]:
    _uri, _headers, body, status = core().create_revocation_response(request)
    return body, status


def _introspect(request: HttpRequest) -> tuple[str, int]:
    backend: Any = core()
    uri, method, body, headers = backend._extract_params(request)  # noqa: SLF001 - the toolkit has no call for it
    _headers, found, status = backend.server.create_introspect_response(uri, method, body, headers)
    return found, status


token = _endpoint(_token)
revoke = _endpoint(_revoke)
introspect = _endpoint(_introspect)


@public
@require_safe
def metadata(_request: HttpRequest) -> HttpResponse:
    """What an app's library wants to know of this server (RFC 8414)."""
    ways = ["client_secret_basic", "client_secret_post", "none"]
    said = {
        "issuer": issuer(),
        "authorization_endpoint": issuer() + reverse("oauth:authorize"),
        "token_endpoint": issuer() + reverse("oauth:token"),
        "revocation_endpoint": issuer() + reverse("oauth:revoke"),
        "introspection_endpoint": issuer() + reverse("oauth:introspect"),
        "scopes_supported": offered(),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ways,
        "revocation_endpoint_auth_methods_supported": ways,
        "introspection_endpoint_auth_methods_supported": ways,
        "authorization_response_iss_parameter_supported": True,
    }
    response = HttpResponse(json.dumps(said), content_type="application/json")
    response["Cache-Control"] = "public, max-age=3600"
    response["Access-Control-Allow-Origin"] = "*"
    return response
