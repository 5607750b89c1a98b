"""Calls as a program makes them, kept as the examples of the API's description."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from api.kit.catalogue import CATALOGUE
from api.kit.problems import said_of
from api.urls import api
from core.refusals import Refusal
from tests.api.programs import ROOT, Program
from tests.api.test_catalogue import refusals

UUID_MARK = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
TRACE_MARK = re.compile(r'("trace_id": ")[0-9a-f]{32}')
SECRET_MARK = re.compile(r"\b(hk_[a-z]+_|whsec_)[A-Za-z0-9_+/=-]{20,}")
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
SIGNED_MARK = re.compile(r"\beyJ[\w-]{20,}:[\w-]{4,8}:[\w-]{20,}")
SIGNED = "eyJ1c2VyIjoiMDFhMWZjY2YifQ:1xUeez:00000000000000000000000000000000000000000"
SHOWN_ROWS = 3


@dataclass
class Recorder:
    """What was called so far. `operations` and `problems` are as api.guide.examples reads them.

    `tick` moves the clock after each call, so that what is listed by age has one order.
    """

    tick: Callable[[], None]
    operations: dict[str, dict[str, Any]] = field(default_factory=dict)
    problems: dict[str, dict[str, Any]] = field(default_factory=dict)

    def by(self, program: Program) -> "Recorded":
        return Recorded(program.secret, program.client, self)

    def note(self, method: str, path: str, body: Any, response: Any) -> None:
        self.tick()
        operation_id = operation_of(method, response)
        said = answer_of(response)
        if response.status_code >= 400:
            self._note_problem(said, operation_id)
        elif operation_id and operation_id not in self.operations:
            where = urlsplit(path)
            self.operations[operation_id] = {
                "method": method, "path": ROOT + where.path, "query": dict(parse_qsl(where.query)), "body": body,
                "status": response.status_code, "answer": short(said),
            }  # fmt: skip

    def _note_problem(self, said: Any, operation_id: str) -> None:
        known = self.problems.setdefault(said["error"], {"answer": said, "operations": []})
        if operation_id and operation_id not in known["operations"]:
            known["operations"].append(operation_id)

    def add_unmet(self) -> None:
        """The problems no call of one program alone meets, from their classes."""
        for kind in refusals():
            if kind.slug in CATALOGUE and kind.slug not in self.problems:
                refusal = made(kind)
                self.problems[kind.slug] = {
                    "answer": {**said_of(refusal), "trace_id": TRACE}, "operations": [],
                }  # fmt: skip


@dataclass
class Recorded(Program):
    recorder: Recorder

    def call(self, method, path, body=None, **headers):
        response = super().call(method, path, body, **headers)
        self.recorder.note(method, path, None if isinstance(body, bytes) else body, response)
        return response

    def upload(self, path, **files):
        response = self.client.post(ROOT + path, files, headers={"Authorization": f"Bearer {self.secret}"})
        self.recorder.note("POST", path, None, response)
        return response


def made(kind: type[Refusal]) -> Refusal:
    """A refusal of this class with plain arguments."""
    for arguments in ((), (50,)):
        try:
            return kind(*arguments)
        except (TypeError, AttributeError, KeyError):
            continue
    refusal = kind.__new__(kind)
    Refusal.__init__(refusal, CATALOGUE[kind.slug].about)
    return refusal


def operation_of(method: str, response: Any) -> str:
    match = response.resolver_match
    path = "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", match.route) if match else ""
    return api.described["paths"].get(path, {}).get(method.lower(), {}).get("operationId", "")


def operations() -> dict[str, dict[str, Any]]:
    """Every operation of the description by its id, with where it stands."""
    return {
        operation["operationId"]: {**operation, "x-method": method, "x-path": path}
        for path, methods in api.described["paths"].items()
        for method, operation in methods.items()
    }


def answer_of(response: Any) -> Any:
    if "json" not in response.headers.get("Content-Type", ""):
        return None
    return json.loads(b"".join(response.streaming_content) if response.streaming else response.content)


def short(said: Any) -> Any:
    """Lists cut to their first rows: an example shows what a row is."""
    if isinstance(said, dict):
        return {name: short(value) for name, value in said.items()}
    return [short(one) for one in said[:SHOWN_ROWS]] if isinstance(said, list) else said


def settled(found: dict[str, Any]) -> dict[str, Any]:
    """The same with ids in the order they are met, and without secrets: alike from run to run."""
    text = json.dumps(dict(sorted(found.items())), ensure_ascii=False, indent=1)
    ids: dict[str, str] = {}
    text = UUID_MARK.sub(
        lambda mark: ids.setdefault(mark[0], f"01a1fc81-5eaa-7000-8000-{len(ids) + 1:012x}"), text
    )
    text = TRACE_MARK.sub(rf"\g<1>{TRACE}", text)
    text = SIGNED_MARK.sub(SIGNED, text)
    return json.loads(SECRET_MARK.sub(r"\g<1>0000000000000000000000000000", text))


def shape(said: Any) -> Any:
    """What a program relies on: names and kinds of values, not the values."""
    if isinstance(said, dict):
        return {name: shape(value) for name, value in said.items()}
    if isinstance(said, list):
        return [shape(said[0])] if said else []
    return "number" if isinstance(said, int | float) and not isinstance(said, bool) else type(said).__name__
