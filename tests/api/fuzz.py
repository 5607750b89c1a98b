"""Calls that schemathesis makes up from the description of the API, sent to the whole application.

Half of what is sent obeys the description, half breaks it. Ids in addresses are mostly ids that exist, or
nothing behind the first look-up would be reached.

A seed and an operation give the same calls on every machine, whatever was loaded or ran before and whichever
other operations there are.
"""

import random
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch
from zlib import crc32

import hypothesis
import schemathesis
from hypothesis import HealthCheck, Phase
from hypothesis.internal.conjecture import providers
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import Failure, FailureGroup

DESCRIPTION = "/api/v1/openapi.json"
CHECKED = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
)
REAL_IDS = 0.8
SHOWN = 400
KNOWN_HEADERS = {"X-Business-Id": "business_id", "If-Match": "rev"}
WITHOUT_KEYS = SchemathesisConfig()
WITHOUT_KEYS.projects.default.generation.with_security_parameters = False
SETTINGS = {
    "database": None, "deadline": None, "phases": [Phase.generate], "suppress_health_check": list(HealthCheck),
}  # fmt: skip


@dataclass
class Told:
    """What a run saw: calls by status, and each fault once with the call that showed it."""

    statuses: Counter[int] = field(default_factory=Counter)
    faults: dict[tuple[str, str, str], str] = field(default_factory=dict)

    @property
    def calls(self) -> int:
        return sum(self.statuses.values())

    def said(self) -> str:
        return ", ".join(f"{count:,} × {status}" for status, count in sorted(self.statuses.items()))

    def note(self, case: Any, response: Any) -> None:
        self.statuses[response.status_code] += 1
        load_all_checks()
        for failure in _failures(case, response):
            name = f"{case.method} {case.operation.path}"
            key = (name, type(failure).__name__, re.sub(r"\d+", "#", failure.message.split("\n")[0])[:120])
            self.faults.setdefault(
                key, f"{_shown(case)} -> {response.status_code} {response.content[:SHOWN]!r}"
            )


def _failures(case: Any, response: Any) -> list[Failure]:
    checks = [CHECKS.get_one(name) for name in CHECKED]
    try:
        case.validate_response(response, checks=checks)
    except FailureGroup as group:
        return list(group.exceptions)
    return []


def _shown(case: Any) -> str:
    said = {
        "path": case.path_parameters,
        "query": case.query,
        "headers": dict(case.headers or {}),
        "body": case.body,
    }
    return repr({name: value for name, value in said.items() if value})[:SHOWN]


def fuzz(
    app: Any, *, secret: str, calls: int, seed: int, known: dict[str, list[str]], only: str = "", half: int = 0,
) -> Told:  # fmt: skip
    """Send about `calls` calls with this token. `known` holds, by keyword of an address or header, what exists.
    Calls too few for all make up every second one, whole or broken: those of `half` 0 or of 1."""
    schema = schemathesis.openapi.from_wsgi(DESCRIPTION, app, config=WITHOUT_KEYS)
    operations = [found.ok() for found in schema.get_all_operations()]
    if only:
        operations = [one for one in operations if only in f"{one.method.upper()} {one.path}"]
    told, pairs = Told(), list(_both(operations))
    each = -(-calls // len(pairs))
    with nothing_read_from_modules():
        for number, (operation, mode) in enumerate(pairs):
            if calls < len(pairs) and (number + number // 2 + half) % 2:
                continue
            own = crc32(f"{seed} {operation.label} {mode.value}".encode())
            _send_many(operation, mode, told, calls=each, seed=own, secret=secret, known=known)
    return told


@contextmanager
def nothing_read_from_modules() -> Iterator[None]:
    """Hypothesis takes numbers and words from our modules that happen to be loaded, so that one and the same seed
    would give other calls wherever other tests were collected beside."""
    providers.CONSTANTS_CACHE.cache.clear()
    none = providers.Constants()
    with patch.object(providers, "_get_local_constants", lambda: none):
        yield
    providers.CONSTANTS_CACHE.cache.clear()


def _both(operations: list[Any]) -> Iterator[tuple[Any, GenerationMode]]:
    for operation in operations:
        yield operation, GenerationMode.POSITIVE
        yield operation, GenerationMode.NEGATIVE


def _make_real(case: Any, *, known: dict[str, list[str]], dice: random.Random) -> None:
    """Put ids and revisions that exist in the place of most of those that were made up."""
    for name in case.path_parameters or {}:
        if name in known and dice.random() < REAL_IDS:
            case.path_parameters[name] = dice.choice(known[name])
    for name in sorted(set(case.headers or {}) & set(KNOWN_HEADERS)):
        if dice.random() < REAL_IDS:
            case.headers[name] = dice.choice(known[KNOWN_HEADERS[name]])


def _send_many(
    operation: Any, mode: GenerationMode, told: Told, *, calls: int, seed: int, secret: str,
    known: dict[str, list[str]],
) -> None:  # fmt: skip
    dice = random.Random(seed)

    @hypothesis.seed(seed)
    @hypothesis.settings(max_examples=calls, **SETTINGS)
    @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
    def send(case: Any) -> None:
        _make_real(case, known=known, dice=dice)
        told.note(
            case, case.call(headers={"Authorization": f"Bearer {secret}", "Accept-Encoding": "identity"})
        )

    try:
        send()
    except hypothesis.errors.Unsatisfiable:
        assert mode == GenerationMode.NEGATIVE, f"nothing could be made up for {operation.label}"
