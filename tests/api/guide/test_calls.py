"""The list of every call, and the part of the description that one subject needs."""

import json
import re
from html import unescape

import pytest

from api.guide.console import part_of
from api.urls import api


@pytest.fixture(scope="module")
def described():
    return api.get_openapi_schema()


def names_in(schema, kind):
    return set(re.findall(rf'"#/components/{kind}/([^"/]+)"', json.dumps(schema)))


def test_the_list_leads_to_every_call(client, described):
    text = unescape(client.get("/api/v1/docs").content.decode())
    asked = [said for methods in described["paths"].values() for said in methods.values()]
    assert len(asked) > 300
    for said in asked:
        assert f'/{said["operationId"]}"' in text


def test_a_part_is_the_operations_of_its_subject_and_what_they_need(described):
    found = 0
    for tag in described["tags"]:
        part = part_of(described, subject=tag["name"])
        for said in (said for methods in part["paths"].values() for said in methods.values()):
            assert tag["name"] in said["tags"]
            found += 1
        for kind in ("schemas", "examples"):
            assert names_in(part, kind) == set(part["components"].get(kind, {}))
    assert found == sum(len(methods) for methods in described["paths"].values())
    assert len(described["components"]["schemas"]) > len(part["components"]["schemas"])


def test_a_subject_opens_and_an_unknown_one_shows_the_list(client):
    assert '"operationId": "list_ledgers"' in client.get("/api/v1/docs?subject=Ledgers").content.decode()
    answer = client.get("/api/v1/docs?subject=Nothing")
    assert answer.status_code == 404
    assert "Ledgers" in answer.content.decode()


def test_every_subject_says_what_it_is(described):
    assert [tag["name"] for tag in described["tags"] if not tag["description"]] == []
