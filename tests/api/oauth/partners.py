"""A partner's app: registered, let in by people, and calling as its own program would."""

import base64
import hashlib
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from uuid import UUID

from django.test import Client
from django.utils import timezone

from api.oauth.models import App
from api.oauth.operations.apps import AppContent, AppResult, register_app
from api.oauth.operations.consents import Answer, give_consent
from api.oauth.operations.tokens import Pair, code_of, exchange, new_access_token, new_refresh_token
from api.oauth.scopes import offered
from businesses.actors import Actor
from businesses.models import User
from core.ids import uuid7

BACK = "https://lender.example.com/back"
VERIFIER = "v" * 64
STATE = "s-হাল/+&="
FORM = "application/x-www-form-urlencoded"


def challenge_of(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def register(
    actor: Actor, *, now=None, redirects: Sequence[str] = (BACK,), scopes=None, confidential=True,
    origins: Sequence[str] = (), name: str = "ধার Loans",
) -> AppResult:  # fmt: skip
    content = AppContent(
        name=name, home_page="https://lender.example.com", redirect_uris=redirects, scopes=scopes or offered(),
        origins=origins,
    )  # fmt: skip
    return register_app(
        actor=actor, app_id=uuid7(), content=content, is_confidential=confidential, now=now or timezone.now()
    )


def let_in(
    app_id: UUID | str, actor: Actor, *, books: Sequence[UUID], scopes=("ledger.read",), now=None
) -> Pair:
    """Past the pages: consent given and taken up, with the tokens the app got."""
    now, app, code = now or timezone.now(), App.objects.get(pk=app_id), uuid7().hex
    answer = Answer(actor=actor, scopes=tuple(scopes), business_ids=tuple(books), days=30)
    give_consent(
        app=app, answer=answer, code=code, redirect_uri=app.redirect_uris[0], challenge=challenge_of(VERIFIER), now=now
    )  # fmt: skip
    pair = Pair(new_access_token(), new_refresh_token(), tuple(scopes))
    exchange(held=code_of(app, code, trace_id="test", now=now), pair=pair, trace_id="test", now=now)
    return pair


def asked(client_id: str, **changes: Any) -> dict[str, str]:
    """The query an app sends people with; a change to None leaves a parameter out."""
    said = {
        "response_type": "code", "client_id": client_id, "redirect_uri": BACK, "scope": "ledger.read report.read",
        "state": STATE, "code_challenge": challenge_of(VERIFIER), "code_challenge_method": "S256",
    } | changes  # fmt: skip
    return {name: value for name, value in said.items() if value is not None}


def browser(actor: Actor, **how: Any) -> Client:
    """A browser in which the person is signed in."""
    client = Client(**how)
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def address(client_id: str, **changes: Any) -> str:
    return "/oauth/authorize?" + urlencode(asked(client_id, **changes))


def allow(
    client: Client, client_id: str, *, books: Sequence[UUID], scopes=("ledger.read",), days=30, **changes: Any
):
    """Press Allow on the page of consent."""
    said = {"decision": "allow", "books": [str(book) for book in books], "scopes": list(scopes), "days": days}
    return client.post(address(client_id, **changes), said)


def told(response) -> dict[str, str]:
    """What the app is told in the query of its own address."""
    assert response.status_code == 302, response.content
    found = parse_qs(urlsplit(response["Location"]).query)
    return {name: values[0] for name, values in found.items()}


def code_for(actor: Actor, made: AppResult, *, books: Sequence[UUID], **more: Any) -> str:
    return told(allow(browser(actor), made.client_id, books=books, **more))["code"]


def call(path: str, said: Any, *, made: AppResult | None = None, **headers: str):
    """A call of the app's server; with `made`, it says who it is by Basic."""
    if made is not None and made.secret:
        word = base64.b64encode(f"{made.client_id}:{made.secret}".encode()).decode()
        headers["Authorization"] = f"Basic {word}"
    elif made is not None:
        said = {"client_id": made.client_id, **said}
    body = said if isinstance(said, str) else urlencode(said)
    return Client().post(path, body, content_type=headers.pop("content_type", FORM), headers=headers)


def exchange_code(made: AppResult, code: str, **changes: Any):
    said = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK, "code_verifier": VERIFIER}
    said = {name: value for name, value in (said | changes).items() if value is not None}
    return call("/oauth/token", said, made=made)


def refreshed(made: AppResult, token: str, **more: str):
    return call("/oauth/token", {"grant_type": "refresh_token", "refresh_token": token, **more}, made=made)


def ledgers(token: str, **more: str) -> int:
    """The status of the app's call for the khatas."""
    return Client().get("/api/v1/ledgers", headers={"Authorization": f"Bearer {token}", **more}).status_code
