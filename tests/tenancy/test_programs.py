"""The same question for programs: every address of the API × every role's token × own, foreign and unknown ids."""

import json
import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from businesses.actors import Actor
from businesses.roles import Role, is_granted
from core.ids import uuid7
from tests.api.programs import ROOT, Program, program_of
from tests.tenancy import desk, papers, rent_calls
from tests.tenancy.books import Book, World
from tests.tenancy.routes import Route, all_routes
from tests.tenancy.test_queries import account_of, journal_of
from tests.tenancy.times import LAST_YEAR

OWN_MARKS = re.compile(rb"[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
THINGS: dict[str, Any] = {
    "ledger_id": lambda book: book.party,
    "contact_id": lambda book: book.party,
    "entry_id": lambda book: book.documents[Role.OWNER],
    "photo_id": lambda book: book.photos[Role.OWNER],
    "job_id": lambda book: book.jobs["due"][Role.OWNER],
    "account_id": lambda book: account_of(book),
    "journal_id": lambda book: journal_of(book),
    "voucher_id": lambda book: book.desk.voucher,
    "webhook_id": lambda book: book.endpoint,
    "delivery_id": lambda book: book.delivery,
    "pending_id": lambda book: book.pending,
    "member_id": lambda book: book.member(Role.STAFF),
    "invitation_id": lambda book: book.invitation,
    "import_id": lambda book: book.runs["checked"],
    "tax_id": lambda book: book.own_rate,
    "number_series_id": lambda book: book.series,
    "branch_id": lambda book: book.branch,
    "registration_id": lambda book: book.registration,
    "business_id": lambda book: book.id,
    "item_id": lambda book: book.stock.cake,
    "payment_id": lambda book: book.papers.payment,
    "inventory_document_id": lambda book: book.stock.act,
    **papers.THINGS,
    **rent_calls.THINGS,
}
"""What an id in an address of the API names."""
OWN_TO_A_PERSON = {"app_id", "token_id", "device_id", "deleted_id", "export_id"}
"""Ids of a person's own things: tried with another person's in tests/api."""
API = "api/v1/"
WORDS = {"kind": "csv", "year": LAST_YEAR}
ENTRY = {"amount": 5, "direction": "gave", "mode": "cash"}
ADDRESS = {"url": "https://93.184.216.34/news"}
BODIES: dict[str, Any] = {
    **desk.BODIES,
    **rent_calls.BODIES,
    "POST ledgers/<>/entries": ENTRY,
    "POST ledgers/<>/opening-balance": {"amount": 5, "direction": "gave", "date": "2026-11-20"},
    "POST ledgers/<>/statement-jobs": {"from": "2026-01-01", "to": "2026-11-20"},
    "POST ledgers/<>/erase": {"party_name": "রহিম স্টোর"},
    "POST ledgers/<>/merge": {"into_ledger_id": "019a0000-0000-7000-8000-000000000000"},
    "POST sync/pending/<>/decide": {"decision": "theirs"},
    "POST imports/<>/sheet": {"sheet": ""},
    "PATCH businesses/<>/members/<>": {"role": "manager"},
    "POST businesses/<>/branches": {"branch_name": "X"},
    "POST businesses/<>/registrations": {"kind": "gstin", "number": "24AANFA2641L1ZF"},
    "PATCH entries/<>": ENTRY,
    "POST entries/<>/correct": {"amount": 5},
    "POST trash/settings": {"days": 20},
    "POST periods/close": {"until": "2020-06-30"},
    "POST periods/open": {"period": "tax", "reason": "X"},
    "POST years/<>/open": {"reason": "X"},
    "PATCH ledgers/<>": {"party_name": "X"},
    "POST items/<>/bill-of-materials": {"components": []},
    "PATCH items/<>": {"name": "X"},
    "PATCH contacts/<>": {"contact_name": "X"},
    "POST taxes": {"tax_name": "X"},
    "POST taxes/<>/end": {"last_day": "2030-01-01"},
    "PATCH customerpayments/<>": {"payment_mode": "cash", "amount": 5},
    "POST customerpayments/<>/refunds": {"amount": 5, "refund_mode": "cash"},
    "POST invoices/<>/advances": {"payment_id": "019a0000-0000-7000-8000-000000000000"},
    "PATCH vendorpayments/<>": {"payment_mode": "cash", "amount": 5},
    "POST taxes/calculate": {"line_items": []},
    "PATCH webhooks/<>": ADDRESS,
}
"""Bodies that reach the book, by method and path; an empty object elsewhere."""
REFUSED_FIRST = {
    "POST entries/<>/photos": 422, "POST bills/<>/attachment": 422, "POST meter-readings/<>/photo": 422,
    "POST leases/<>/papers": 422, "POST property-expenses/<>/papers": 422,
    "POST expenses/<>/receipt": 422,
    "POST items/<>/image": 422, "POST entries/<>/undo": 409,
}  # fmt: skip
"""Calls whose body or revision is looked at before the entry: refused alike whatever the id names."""
HOW_TO = (
    "Tell tests/tenancy/test_programs.py what the id names (THINGS, or OWN_TO_A_PERSON with a test in tests/api),"
    " and give the call a body that is read (BODIES)."
)


def programs() -> dict[str, Route]:
    """Addresses of the API that ask for a token, each path once."""
    found = {
        route.path: route for route in all_routes().values() if route.access and route.access.kind == "token"
    }
    return dict(sorted(found.items()))


def methods(route: Route) -> list[str]:
    return sorted(route.access.grants)


def program(book: Book, role: Role) -> Program:
    return program_of(Actor(book.people[role].id, role, None, "test"), books=[book.id])


def ask(caller: Program, method: str, route: Route, kwargs: dict[str, Any], book: Book) -> tuple[int, bytes]:
    url = reverse(route.name, kwargs={**kwargs, **{name: WORDS[name] for name in route.words}})
    path = re.sub(r"<[^>]*>", "<>", route.path).removeprefix("api/v1/")
    body = None if method in ("GET", "DELETE") else BODIES.get(f"{method} {path}", {})
    headers = {"If-Match": "1", "X-Business-Id": str(book.id)}
    response = caller.call(
        method, url.removeprefix(ROOT), body, **{k.replace("-", "_"): v for k, v in headers.items()}
    )
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return response.status_code, OWN_MARKS.sub(b"", content)


def test_every_id_in_an_address_of_the_api_is_in_the_table():
    named = {name for route in programs().values() for name in route.ids}
    assert sorted(named - set(THINGS) - OWN_TO_A_PERSON) == [], HOW_TO
    assert sorted({name for route in programs().values() for name in route.words} - set(WORDS)) == [], HOW_TO


def test_an_address_of_the_api_that_asks_for_no_token_names_nothing_of_a_book():
    open_ones = [
        one for one in all_routes().values() if one.path.startswith(API) and one.access.kind != "token"
    ]
    assert [route.path for route in open_ones if route.access.kind != "public" or route.ids] == []


def test_every_call_without_a_token_is_refused(world):
    for route in programs().values():
        kwargs = {name: uuid4() for name in route.ids}
        for method in methods(route):
            caller = Program("hk_pat_" + "x" * 43, Client())
            assert (method, route.path, ask(caller, method, route, kwargs, world.own)[0]) == (
                method,
                route.path,
                401,
            )


@pytest.mark.parametrize("path", sorted(programs()))
def test_a_call_answers_its_people_and_nobody_else(world, path):
    assert list(faults(programs()[path], world)) == [], HOW_TO


def faults(route: Route, world: World):
    own = {name: THINGS.get(name, lambda _book: uuid4())(world.own) for name in route.ids}
    callers = {role: program(world.own, role) for role in Role}
    stranger = program(world.foreign, Role.OWNER)
    before = world.digest()
    for method in methods(route):
        can = route.access.grants[method]
        if not can:
            continue
        for role, caller in callers.items():
            if not is_granted(role, can):
                status, _body = ask(caller, method, route, own, world.own)
                if status != 403:
                    yield f"{method} by {role}, who lacks {can}: {status}"
                continue
            yield from foreign(route, world, method=method, role=role, caller=caller, own=own)
        status, _body = ask(stranger, method, route, own, world.own)
        if status != 404:
            yield f"{method} by a stranger: {status}"
    if world.digest() != before:
        yield "something was written"


def foreign(route: Route, world: World, *, method: str, role: Role, caller: Program, own: dict[str, Any]):
    for name in route.ids:
        theirs, nothing = THINGS[name](world.foreign), uuid7()
        answers = [ask(caller, method, route, {**own, name: each}, world.own) for each in (theirs, nothing)]
        path = re.sub(r"<[^>]*>", "<>", route.path).removeprefix(API)
        refused = {404, REFUSED_FIRST.get(f"{method} {path}", 404)}
        if answers[0][0] not in refused or answers[0] != answers[1]:
            shown = json.dumps(answers[0][1][:200].decode(errors="replace"), ensure_ascii=False)
            yield f"{method} by {role} with another's {name}: {answers[0][0]} {shown}, with nothing's {answers[1][0]}"
