"""A program that calls the API, for tests."""

import json
from dataclasses import dataclass
from uuid import UUID

from django.test import Client

from api.operations.tokens import make_token
from api.scopes import ALL
from businesses.actors import Actor
from businesses.roles import Role
from tests.ledger.shops import NOW, Shop

ROOT = "/api/v1"


@dataclass
class Program:
    """A token and short ways to call with it."""

    secret: str
    client: Client

    def call(self, method: str, path: str, body=None, **headers):
        sent = {"Authorization": f"Bearer {self.secret}"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items() if value is not None}
        extra = (
            {}
            if body is None
            else {
                "data": body if isinstance(body, bytes) else json.dumps(body),
                "content_type": "application/json",
            }
        )
        return self.client.generic(method, ROOT + path, headers=sent, **extra)

    def get(self, path: str, **headers):
        return self.call("GET", path, **headers)

    def post(self, path: str, body=None, **headers):
        return self.call("POST", path, body if body is not None else {}, **headers)

    def patch(self, path: str, body, **headers):
        return self.call("PATCH", path, body, **headers)

    def delete(self, path: str, **headers):
        return self.call("DELETE", path, **headers)


def program_of(actor: Actor, *, scopes=ALL, books=None, now=NOW) -> Program:
    """A program with a fresh personal token of this person."""
    made = make_token(
        user_id=actor.user_id,
        actor=actor,
        name="परीक्षा",
        scopes=scopes,
        business_ids=books,
        expires_at=None,
        now=now,
    )
    return Program(made.secret, Client())


def staff_of(shop: Shop) -> Program:
    return program_of(shop.member(Role.STAFF))


def new_ledger(program: Program, name: str = "রহিম স্টোর") -> UUID:
    answer = program.post("/ledgers", {"party_name": name})
    assert answer.status_code == 201, answer.content
    return UUID(answer.json()["ledger"]["ledger_id"])
