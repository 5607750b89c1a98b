"""Ids inside forms and queries: another book's are refused, and neither book changes."""

import importlib
import inspect

import pytest
from django import forms

from businesses.roles import Role
from core.ids import uuid7
from tests.tenancy.matrix import send
from tests.tenancy.routes import all_routes
from tests.tenancy.rows import IDS, NONCES, ROWS, Row, ids_of_forms, new_name_entry

FIELDS = [(name, field) for name, row in ROWS.items() for field in row.inside]
REFUSED = {404, 409, 422}


@pytest.mark.parametrize(("name", "field"), FIELDS)
@pytest.mark.parametrize("htmx", [False, True], ids=["plain", "htmx"])
def test_an_id_of_another_book_inside_a_form_is_refused(world, name, field, htmx):
    route, row = all_routes()[name], ROWS[name]
    kwargs = {**{each: fill(world.own, Role.OWNER) for each, fill in IDS.items() if each in route.ids}}
    theirs = IDS[row.inside[field]](world.foreign, Role.OWNER)
    before = world.digest()
    answer, unknown = (
        send(
            world.own.clients[Role.OWNER], row.methods.split()[-1], route, row, kwargs=kwargs, book=world.own,
            role=Role.OWNER, htmx=htmx, said={field: each}, keep=each is theirs,
        )
        for each in (theirs, uuid7())
    )  # fmt: skip
    assert answer.status in REFUSED or (row.methods == "GET" and answer.like(unknown))
    assert world.foreign.shop.business.name.encode() not in answer.body
    assert world.digest() == before


@pytest.mark.parametrize(
    "name", [name for name, row in ROWS.items() if "mutation_id" in row.inside or name == "ledger:entry_edit"]
)
def test_a_change_under_an_id_another_book_used_concerns_this_book_alone(world, name):
    route, row = all_routes()[name], ROWS[name]
    mutation = uuid7()
    for book in (world.foreign, world.own):
        kwargs = {"business_id": book.id, "document_id": book.documents[Role.OWNER]}
        before = world.foreign.digest()
        answer = send(
            book.clients[Role.OWNER], "POST", route, row, kwargs=kwargs, book=book, role=Role.OWNER,
            said={"mutation_id": mutation}, keep=True,
        )  # fmt: skip
        assert answer.status == 303
    assert world.foreign.digest() == before


def test_a_new_name_under_the_id_of_another_books_party_is_refused(world):
    row = Row("POST", body=new_name_entry)
    before = world.digest()
    answer = send(
        world.own.clients[Role.OWNER], "POST", all_routes()["ledger:record"], row,
        kwargs={"business_id": world.own.id}, book=world.own, role=Role.OWNER,
        said={"new_party_id": world.foreign.party}, keep=True,
    )  # fmt: skip
    assert answer.status == 409
    assert world.digest() == before


def test_a_match_offered_for_a_brought_name_cannot_be_another_books_party(world):
    """`same-0` takes only what the page offered."""
    before = world.digest()
    answer = send(
        world.own.clients[Role.OWNER], "POST", all_routes()["imports:check"], ROWS["imports:check"],
        kwargs={"business_id": world.own.id, "run_id": world.own.runs["checked"]}, book=world.own,
        role=Role.OWNER, said={"same-0": world.foreign.party}, keep=True,
    )  # fmt: skip
    assert answer.status == 303
    assert str(world.foreign.party) not in repr(world.own.digest())
    assert world.foreign.digest() == before[1]


FORM_MODULES = (
    "businesses.forms", "imports.forms", "ledger.forms.entries", "ledger.forms.parties", "ledger.forms.onboarding", "ledger.forms.time",
    "ledger.forms.vouchers", "ledger.forms.accounts", "ledger.forms.openings",
    "inventory.forms.items", "inventory.forms.moves",
    "rentals.forms", "api.webhooks.forms",
)  # fmt: skip


def test_every_field_that_takes_an_id_is_in_the_table():
    """A new hidden id in a form has to be tried with another book's id, or explained."""
    named = {field for row in ROWS.values() for field in row.inside} | set(NONCES)
    found = {
        field: form.__name__
        for module in map(importlib.import_module, FORM_MODULES)
        for _name, form in inspect.getmembers(module, inspect.isclass)
        if issubclass(form, forms.Form)
        for field in ids_of_forms(form)
    }
    assert {field: form for field, form in found.items() if field not in named} == {}, (
        "Say in `inside` of a Row (tests/tenancy/rows.py) what these fields name, or in NONCES why they name nothing."
    )
