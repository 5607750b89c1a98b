"""A member nobody knows is refused by its name, wherever it stands; and a problem names the members of its own call."""

import re
from typing import Any

import pytest

from api.urls import api
from core.ids import uuid7
from ledger.models import Document, Party
from tests.api.programs import new_ledger

pytestmark = pytest.mark.both_engines
PASSED_OVER = {"Push", "PushedNewEntry", "PushedEdit", "PushedRemoval", "PushedParty"}
"""A phone may be newer than its server."""


def named_in(said: Any) -> set[str]:
    return set(re.findall(r"#/components/schemas/(\w+)", repr(said)))


def test_every_body_says_that_it_takes_nothing_else():
    said = api.get_openapi_schema()
    schemas, found = said["components"]["schemas"], set()
    operations = [operation for path in said["paths"].values() for operation in path.values()]
    waiting = named_in([operation.get("requestBody") for operation in operations])
    while waiting:
        name = waiting.pop()
        found.add(name)
        waiting |= named_in(schemas[name]) - found
    loose = {
        name
        for name in found
        if schemas[name].get("type") == "object" and schemas[name].get("additionalProperties") is not False
    }
    assert loose == PASSED_OVER
    assert len(found) > 30


def test_a_misspelt_member_is_refused_and_not_passed_over(asha):
    ledger_id = new_ledger(asha)
    entry = {"direction": "gave", "amount": 500}
    refused = asha.post(f"/ledgers/{ledger_id}/entries", {**entry, "day": "2026-01-05"})
    assert (refused.status_code, refused.json()["error"]) == (422, "fields_refused")
    assert refused.json()["errors"] == {"day": ["A call of this kind has no member of this name."]}
    assert not Document.objects.exists()
    inner = asha.post("/ledgers", {"party_name": "X", "opening_balance": {"amount": 5, "direction": "gave", "on": "x"}})  # fmt: skip
    assert list(inner.json()["errors"]) == ["opening_balance.on"]
    bulk = asha.post(
        "/entries/bulk", {"entries": [{**entry, "ledger_id": str(ledger_id), "day": "2026-01-05"}]}
    )
    assert bulk.status_code == 422, bulk.content
    assert asha.client.post("/api/v1/auth/otp/request", {"mobile": "9830012345", "x": 1}, "application/json").json()["errors"]  # fmt: skip


def test_a_push_passes_over_what_it_does_not_know(asha):
    item = {
        "kind": "party", "verb": "create", "mutation_id": str(uuid7()), "made_at": "2026-11-21T06:00:00Z",
        "ledger_id": str(uuid7()), "party_name": "रहिम", "type": "customer", "mood": "of a later version",
    }  # fmt: skip
    answer = asha.post("/sync/push", {"mutations": [item]})
    assert answer.status_code == 200, answer.content
    assert "mood" not in str(answer.json()["results"][0]["errors"])


@pytest.mark.parametrize(
    ("path", "body", "member"),
    [
        ("/ledgers", {"party_name": " "}, "party_name"),
        ("/contacts", {"contact_name": " "}, "contact_name"),
        ("/contacts", {"contact_name": "X", "mobile": "12"}, "mobile"),
    ],
)
def test_a_problem_names_the_member_that_was_sent(asha, path, body, member):
    refused = asha.post(path, body)
    assert refused.status_code == 422, refused.content
    assert list(refused.json()["errors"]) == [member]
    assert not Party.objects.exists()


def test_a_name_that_stands_is_asked_about_in_many_as_on_the_sheet(asha):
    rows = [{"party_name": "রহিম স্টোর"}, {"party_name": "রহিম  স্টোর"}, {"party_name": "মীনা", "address": "হাট"}]
    first = asha.post("/ledgers/bulk", {"ledgers": rows}).json()["results"]
    assert [one["status"] for one in first] == [201, 409, 201]
    assert (first[1]["problem"]["error"], first[2]["ledger"]["address"]) == ("name_stands", "হাট")
    again = asha.post("/ledgers/bulk", {"ledgers": [{**rows[0], "is_another_party": True}]}).json()["results"]
    assert [one["status"] for one in again] == [201]
    change = {"ledger_id": first[2]["ledger"]["ledger_id"], "rev": 1, "credit_limit": 500, "address": None}
    (changed,) = asha.post("/ledgers/bulk-change", {"ledgers": [change]}).json()["results"]
    assert (changed["ledger"]["credit_limit"], changed["ledger"]["address"]) == (500, "হাট")


def test_one_of_many_is_named_alike(asha):
    (one,) = asha.post("/ledgers/bulk", {"ledgers": [{"party_name": " "}]}).json()["results"]
    assert list(one["problem"]["errors"]) == ["party_name"]
