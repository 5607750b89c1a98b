"""The Postman collection holds every operation of the description, in the format it names."""

import json
import re

import jsonschema_rs
from django.core.management import call_command

from api.guide.postman import FORMAT, collection
from api.urls import api
from tests.api.guide.recorder import operations

TEXT = {"type": "string"}
PAIR = {
    "type": "object", "required": ["key"],
    "properties": {"key": TEXT, "value": TEXT, "description": TEXT, "disabled": {"type": "boolean"}},
}  # fmt: skip
PAIRS = {"type": "array", "items": PAIR}
REQUEST = {
    "type": "object", "required": ["method", "header", "url"], "additionalProperties": False,
    "properties": {
        "method": {"enum": ["GET", "POST", "PATCH", "DELETE"]}, "header": PAIRS, "description": TEXT,
        "auth": {"type": "object", "required": ["type"], "properties": {"type": {"enum": ["noauth"]}}},
        "url": {
            "type": "object", "required": ["raw", "host", "path"], "additionalProperties": False,
            "properties": {"raw": TEXT, "host": {"type": "array", "items": TEXT}, "query": PAIRS, "variable": PAIRS,
                           "path": {"type": "array", "items": TEXT}},
        },
        "body": {"type": "object", "required": ["mode"],
                 "properties": {"mode": {"enum": ["raw", "formdata", "urlencoded"]}, "raw": TEXT}},
    },
}  # fmt: skip
ITEM = {
    "type": "object", "required": ["id", "name", "request", "response"],
    "properties": {
        "id": TEXT, "name": {"type": "string", "minLength": 3}, "request": REQUEST,
        "response": {"type": "array", "items": {
            "type": "object", "required": ["name", "originalRequest", "code", "status", "header", "body"],
            "properties": {"code": {"type": "integer"}, "body": TEXT, "originalRequest": REQUEST, "header": PAIRS},
        }},
        "event": {"type": "array", "items": {"type": "object", "required": ["listen", "script"]}},
    },
}  # fmt: skip
WHOLE = {
    "type": "object", "required": ["info", "item", "variable", "auth"],
    "properties": {
        "info": {"type": "object", "required": ["name", "schema"], "properties": {"schema": {"const": FORMAT}}},
        "variable": PAIRS,
        "item": {"type": "array", "items": {
            "type": "object", "required": ["name", "item"], "properties": {"item": {"type": "array", "items": ITEM}},
        }},
    },
}  # fmt: skip
"""What format 2.1 asks of the parts we use."""


def items(found):
    return [item for folder in found["item"] for item in folder["item"]]


def test_the_collection_is_served_and_keeps_its_format(client, db):
    answer = client.get("/api/v1/postman.json")
    found = json.loads(answer.content)
    assert answer["Content-Type"] == "application/json"
    assert [error.message for error in jsonschema_rs.validator_for(WHOLE).iter_errors(found)] == []


def test_every_operation_has_its_request():
    found = {
        item["id"]: item["request"] for item in items(collection(api.described, site="http://localhost:8000"))
    }
    assert set(found) == set(operations())
    for name, operation in operations().items():
        request = found[name]
        parts = "/" + "/".join(request["url"]["path"])
        assert (
            re.sub(r":(\w+)", r"{\1}", parts).replace("{{", "{").replace("}}", "}") == operation["x-path"]
        ), name
        assert request["method"] == operation["x-method"].upper()
        assert ("body" in request) == ("requestBody" in operation), name


def test_the_command_prints_the_collection_for_a_site(capsys):
    call_command("postman", "--site", "https://khata.example")
    found = json.loads(capsys.readouterr().out)
    assert {"key": "site", "value": "https://khata.example"} in found["variable"]
