"""A ratchet: what is short stays short. Raising a figure is a visible line in a diff."""

import ast
from pathlib import Path

from tests.repo.sources import APPS, name, python_files, templates

FUNCTION_LINES_MAX = 70
FILE_LINES_MAX = 600
TEMPLATE_LINES_MAX = 200
# Tables, not code.
DATA = {"businesses/countries.py"}


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def functions_of(path: Path) -> list[tuple[str, int]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    found = [node for node in ast.walk(tree) if isinstance(node, kinds)]
    return [(node.name, node.end_lineno - node.lineno + 1) for node in found]


def test_no_function_is_longer_than_a_screen():
    long = [
        f"{name(path)}: {function} has {lines} lines"
        for path in python_files(*APPS, "tests")
        for function, lines in functions_of(path)
        if lines > FUNCTION_LINES_MAX
    ]
    assert long == []


def test_no_module_holds_more_than_one_subject():
    long = [name(path) for path in python_files(*APPS, "tests") if lines_of(path) > FILE_LINES_MAX]
    assert set(long) - DATA == set()


def test_no_template_is_endless():
    assert [name(path) for path in templates() if lines_of(path) > TEMPLATE_LINES_MAX] == []
