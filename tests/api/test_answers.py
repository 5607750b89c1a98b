"""The form of answers: instants, problems, and the names in the description."""

import pytest

from api.urls import api
from api.v1 import Description
from tests.api.programs import new_ledger


def test_an_instant_says_that_it_is_utc(asha):
    ledger = asha.get(f"/ledgers/{new_ledger(asha)}").json()["ledger"]
    assert [
        name for name, value in ledger.items() if name.endswith("_time") and not value.endswith("Z")
    ] == []


@pytest.mark.parametrize("path", ["/jobs/a%0Ab/file", "/nothing%0A", "/ledgers/%0A/entries", "/%E0%A4%95"])
def test_an_address_that_nobody_has_is_a_problem_too(asha, path):
    answer = asha.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_two_schemas_of_one_name_are_refused():
    description = Description(api, "api/v1/")
    taken = next(iter(description.schemas))
    with pytest.raises(ValueError, match=taken):
        description.add_schema_definitions({taken: {"type": "string"}})


@pytest.mark.parametrize("query", ["dry_run=yes", "dry_run=", "fields=" + "a" * 501])
def test_a_query_that_cannot_be_followed_writes_nothing(shop, asha, query):
    answer = asha.post(f"/ledgers?{query}", {"party_name": "মীনা"})
    assert (answer.status_code, answer.json()["error"]) == (422, "fields_refused")
    assert asha.get("/ledgers").json()["ledgers"] == []
