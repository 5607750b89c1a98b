"""Every text field of every form, found by introspection, × hostile words: a sentence or a clean write, never a 500."""

import importlib
import inspect
from typing import Any

import pytest
from django import forms
from django.db import transaction

from businesses.models import Business
from businesses.roles import Role
from ledger.models import Document, Party
from tests.hostile.words import HOSTILE, running
from tests.tenancy.matrix import ids_of, send
from tests.tenancy.routes import all_routes
from tests.tenancy.rows import ROWS, Row, new_name_entry
from tests.tenancy.test_fields import FORM_MODULES

SENT_TO: dict[str, tuple[str, ...]] = {
    "PhoneForm": ("businesses:sign_in",),
    "PasswordForm": ("businesses:password",),
    "MeForm": ("businesses:me",),
    "RoleForm": ("businesses:member",),
    "MemberForm": ("businesses:member_add",),
    "EntryForm": ("ledger:record_for",),
    "QuickEntryForm": ("ledger:record",),
    "EditEntryForm": ("ledger:entry_edit",),
    "PhotoForm": ("ledger:photo_add",),
    "PartyForm": ("ledger:party_add", "ledger:party_edit"),
    "StartForm": ("ledger:start",),
    "FileForm": ("imports:bring",),
    "ColumnsForm": ("imports:columns",),
    "EndpointForm": ("webhooks:add", "webhooks:edit"),
    "RevisionForm": ("webhooks:secret",),
}
"""Where each form is sent."""
NOT_SENT = {
    "CodeForm": "needs a code on its way; tests/businesses tries it",
    "_MoneyForm": "stands under others",
}
MORE_FIELDS = {
    "StartForm": ("shop", "shop_name", "rent_name", "home_name"), "ColumnsForm": ("column_0", "column_9"),
}  # fmt: skip
"""Fields a form makes when it is filled."""


def all_forms() -> dict[str, type[forms.Form]]:
    return {
        name: one
        for module in map(importlib.import_module, FORM_MODULES)
        for name, one in inspect.getmembers(module, inspect.isclass)
        if issubclass(one, forms.Form) and one is not forms.Form
    }


CASES = [(name, form) for form in sorted(SENT_TO) for name in SENT_TO[form]]


def fields_of(form: str) -> tuple[str, ...]:
    return (*all_forms()[form].base_fields, *MORE_FIELDS.get(form, ()))


def test_every_form_is_sent_somewhere():
    assert sorted(set(all_forms()) - set(SENT_TO) - set(NOT_SENT)) == [], (
        "Say in SENT_TO of tests/hostile/test_forms.py which address takes this form."
    )


def counts() -> tuple[Any, ...]:
    books = tuple(Business.objects.order_by("id").values_list("id", "seq", "name"))
    return books, Party.objects.count(), Document.objects.count()


@pytest.mark.parametrize(("name", "form"), CASES)
def test_no_field_breaks_on_what_is_typed(world, settings, name, form):
    settings.CODE_CAPS = {}
    if name in ("businesses:sign_in", "businesses:password"):
        world.own.clients[Role.OWNER].logout()
    before = counts()
    for field in fields_of(form):
        for text in HOSTILE:
            status, body, after = typed(world, name, field, text)
            assert status < 500, (field, text)
            assert running(body) == [], (field, text)
            if status >= 400:
                assert after == before, (field, text)


def typed(world, name: str, field: str, text: str) -> tuple[int, str, Any]:
    """What comes of a POST with this text in this field, and what the books hold then; rolled back."""
    route = all_routes()[name]
    row = Row("POST", ROWS[name].ids, {}, new_name_entry if field == "party_name" else ROWS[name].body)
    said = {field: text.encode("utf-8", "surrogatepass") if "\ud800" in text else text}
    with transaction.atomic():
        answer = send(
            world.own.clients[Role.OWNER], "POST", route, row, kwargs=ids_of(route, row, world.own, Role.OWNER),
            book=world.own, role=Role.OWNER, said=said, keep=True,
        )  # fmt: skip
        after = counts()
        transaction.set_rollback(True)
    return answer.status, answer.body.decode(), after
