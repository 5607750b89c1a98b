"""The examples of the description are what the API answers: every call is made, and its answer compared.

After a change that is meant, HALKHATA_RECORD=1 writes them anew (see docs/develop.md).
"""

import json
import os
import re
from contextlib import redirect_stdout
from io import StringIO
from unittest.mock import patch

import jsonschema_rs
import pytest
import time_machine
from django.conf import settings
from django.test import override_settings

from api.guide.examples import FOLDER, recorded_operations, recorded_problems
from api.kit.catalogue import CATALOGUE
from api.urls import api
from tests import engines
from tests.api.guide.recorder import Recorder, operations, settled, shape
from tests.api.guide.story import Day, Refusals
from tests.ledger.shops import NOW, open_shop

RECORD = os.environ.get("HALKHATA_RECORD") == "1"
HOW_TO = "Give it a call in tests/api/guide/story.py, then record with HALKHATA_RECORD=1."


@pytest.fixture(scope="module")
def told(template_file, django_db_blocker, tmp_path_factory) -> Recorder:
    """What the API answers today, to a day of calls in a database of its own."""
    folder, out = tmp_path_factory.mktemp("day"), StringIO()
    database = engines.default_database(f"sqlite:///{engines.sqlite_copy(template_file, folder)}")
    silent = patch("audit.jobs.queue.ring", lambda _job_id: True)
    still = time_machine.travel(NOW, tick=False)
    own_files = override_settings(MEDIA_ROOT=folder)
    with django_db_blocker.unblock(), database, silent, own_files, redirect_stdout(out), still as clock:
        recorder = Recorder(lambda: clock.shift(1))
        day = Day(open_shop(), recorder, lambda: re.findall(r"\b\d{6}\b", out.getvalue())[-1])
        day.run()
        Refusals(day).run(settings)
    recorder.add_unmet()
    return recorder


@pytest.fixture(scope="module", autouse=True)
def recorded(told):
    if RECORD:
        for name, found in (("operations", told.operations), ("problems", told.problems)):
            text = json.dumps(settled(found), ensure_ascii=False, indent=1) + "\n"
            (FOLDER / f"{name}.json").write_text(text, encoding="utf-8")
        recorded_operations.cache_clear()
        recorded_problems.cache_clear()


def test_every_operation_has_its_example():
    missing = sorted(set(operations()) - set(recorded_operations()))
    assert missing == [], HOW_TO
    assert sorted(set(recorded_operations()) - set(operations())) == [], "These are gone: record anew."


def test_every_error_has_its_example():
    assert sorted(set(CATALOGUE) - set(recorded_problems())) == [], HOW_TO
    assert sorted(set(recorded_problems()) - set(CATALOGUE)) == [], "These are gone: record anew."


def test_the_examples_are_what_the_api_answers(told):
    found = {name: (one["status"], shape(one["answer"])) for name, one in told.operations.items()}
    shown = {name: (one["status"], shape(one["answer"])) for name, one in recorded_operations().items()}
    assert found == shown, "The answers changed. If that is meant, record with HALKHATA_RECORD=1."


def test_the_errors_are_what_the_api_answers(told):
    def known(one):
        return {**{name: one["answer"][name] for name in ("status", "code", "title", "type")}, "at": sorted(one["operations"])}  # fmt: skip

    found = {slug: known(one) for slug, one in told.problems.items()}
    assert found == {slug: known(one) for slug, one in recorded_problems().items()}, (
        "Record with HALKHATA_RECORD=1."
    )


def test_every_example_is_as_the_description_says():
    """Bodies and answers shown are valid under the schema they stand beside."""
    components, faults = api.described["components"], []
    for name, operation in operations().items():
        one = recorded_operations()[name]
        asked = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
        said = (
            operation["responses"]
            .get(one["status"], {})
            .get("content", {})
            .get("application/json", {})
            .get("schema")
        )
        for schema, value in ((asked, one["body"]), (said, one["answer"])):
            if schema and value is not None:
                whole = json.loads(json.dumps({**schema, "components": components}, default=str))
                faults += [
                    f"{name}: {error.message[:200]}"
                    for error in jsonschema_rs.validator_for(whole).iter_errors(value)
                ]
    assert faults == []


def test_every_status_of_every_operation_is_shown():
    untold = [
        f"{name} {status}"
        for name, operation in operations().items()
        for status, answer in operation["responses"].items()
        for kind, content in answer.get("content", {}).items()
        if kind in ("application/json", "application/problem+json")
        and not ({"example", "examples"} & set(content))
    ]
    assert untold == []
