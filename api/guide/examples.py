"""True calls and their answers, kept in api/guide/recorded by the tests that make them."""

import json
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "recorded"

Recorded = dict[str, Any]


@cache
def recorded_operations() -> dict[str, Recorded]:
    """By operation id: {method, path, query, body, status, answer}. `answer` is null for a file."""
    return _read("operations.json")


@cache
def recorded_problems() -> dict[str, Recorded]:
    """By slug: {answer, operations}, the operations being those that were seen to answer it."""
    return _read("problems.json")


def problem_example(slug: str) -> Recorded | None:
    found = recorded_problems().get(slug)
    return found["answer"] if found else None


def _read(name: str) -> dict[str, Recorded]:
    path = FOLDER / name
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
