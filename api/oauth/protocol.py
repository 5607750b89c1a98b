"""The toolkit, set up: what the pages and the endpoints of OAuth ask of it."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from oauth2_provider.exceptions import FatalClientError, OAuthToolkitError
from oauth2_provider.oauth2_backends import OAuthLibCore
from oauthlib.oauth2 import WebApplicationServer

from api.oauth.models import App
from api.oauth.operations.consents import Answer
from api.oauth.operations.tokens import life_of, new_access_token, new_refresh_token
from api.oauth.validator import Validator, only_s256

STATE_LENGTH_MAX = 1_000


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for consent that is in order."""

    app: App
    scopes: tuple[str, ...]
    redirect_uri: str
    state: str


class LinkBroken(Exception):
    """The link names no app, or an address the app has not registered: nobody is sent anywhere.

    `error` and `description` are for the app's developer.
    """

    def __init__(self, error: str, description: str) -> None:
        super().__init__(error)
        self.error, self.description = error, description


class SentBack(Exception):
    """The app is told at its registered address that it asked for what it cannot have."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url


@lru_cache(maxsize=1)
def core() -> OAuthLibCore:
    """The toolkit with codes and refresh tokens alone: no other grant is known to it."""
    server = WebApplicationServer(
        Validator(),
        token_generator=lambda _request: new_access_token(),
        refresh_token_generator=lambda _request: new_refresh_token(),
        token_expires_in=lambda request: life_of(request.held.consent, now=timezone.now()),
    )
    server.auth_grant.custom_validators.post_auth.append(only_s256)
    return OAuthLibCore(server)


def read_request(request: HttpRequest) -> Asked:
    """What the app asks for, by the query. Raises LinkBroken, SentBack."""
    if len(request.GET.get("state", "")) > STATE_LENGTH_MAX:
        raise LinkBroken("invalid_request", f"state has more than {STATE_LENGTH_MAX} characters.")
    try:
        scopes, found = core().validate_authorization_request(request)
    except ValueError:  # %zz in the query
        raise LinkBroken("invalid_request", "The query cannot be read.") from None
    except FatalClientError as error:
        fault = error.oauthlib_error
        raise LinkBroken(fault.error, fault.description) from None
    except OAuthToolkitError as error:
        fault = error.oauthlib_error
        raise SentBack(_back(fault.redirect_uri, dict(fault.twotuples))) from None
    return Asked(
        app=found["request"].client, scopes=tuple(scopes), redirect_uri=found["redirect_uri"],
        state=found["state"] or "",
    )  # fmt: skip


def allowed(request: HttpRequest, asked: Asked, answer: Answer) -> str:
    """Where the person goes after Allow, with the code. Raises what give_consent raises."""
    credentials: dict[str, Any] = {
        "redirect_uri": asked.redirect_uri, "state": asked.state or None, "answer": answer,
    }  # fmt: skip
    url, _headers, _body, _status = core().create_authorization_response(
        request, list(answer.scopes), credentials, allow=True
    )
    return str(url)


def refused(asked: Asked) -> str:
    """Where the person goes after Refuse."""
    said = {"error": "access_denied", "error_description": "The person refused."}
    return _back(asked.redirect_uri, said | ({"state": asked.state} if asked.state else {}))


def issuer() -> str:
    return str(settings.SITE_URL)


def _back(redirect_uri: str, said: dict[str, str]) -> str:
    """The app's address with what it is told behind what its query held; `iss` says who tells (RFC 9207)."""
    parts = urlsplit(redirect_uri)
    query = urlencode(said | {"iss": issuer()})
    return urlunsplit(parts._replace(query=f"{parts.query}&{query}" if parts.query else query))
