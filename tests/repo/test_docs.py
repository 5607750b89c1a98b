"""The documents say what the code says."""

import ast
import re
import stat

import pytest
from django.core.management import get_commands

from tests.repo.sources import APPS, ROOT, python_files, text

# Given by the system or by the commands in bin/ to one another, not for an operator to set.
INTERNAL = {"DJANGO_SETTINGS_MODULE", "HALKHATA_BEAT"}
VARIABLE = re.compile(r"^[A-Z][A-Z0-9_]{2,}$")


def variables_in(tree: ast.AST) -> set[str]:
    """Names read by env.str("X", …), env("X"), os.environ["X"], os.environ.get("X"), os.getenv("X")."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args:
            source, first = ast.unparse(node.func), node.args[0]
            reads = source == "env" or source.startswith(("env.", "os.environ.get", "os.getenv"))
        elif isinstance(node, ast.Subscript):
            reads, first = ast.unparse(node.value) == "os.environ", node.slice
        else:
            continue
        if reads and isinstance(first, ast.Constant) and VARIABLE.match(str(first.value)):
            found.add(first.value)
    return found


def variables_read() -> set[str]:
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in python_files(*APPS)]
    return set().union(*(variables_in(tree) for tree in trees)) - INTERNAL


def variables_documented() -> set[str]:
    return set(re.findall(r"^\| `([A-Z][A-Z0-9_]+)` \|", text("docs/operate.md"), flags=re.MULTILINE))


def test_the_variables_are_found_in_every_way_of_reading_them():
    source = "env.str('ONE', ''); env('TWO'); os.environ['THREE']; os.environ.get('FOUR'); os.getenv('FIVE'); f('SIX')"
    assert variables_in(ast.parse(source)) == {"ONE", "TWO", "THREE", "FOUR", "FIVE"}


def test_every_variable_read_is_in_the_operators_table_and_no_other():
    in_scripts = {"HALKHATA_PYTHON"}
    assert variables_read() | in_scripts == variables_documented()


def test_every_refusal_to_start_is_explained_to_the_operator():
    ids = set()
    for path in python_files(*APPS):
        ids |= set(re.findall(r'id="(halkhata\.[EW]\d+)"', path.read_text(encoding="utf-8")))
    assert ids
    assert {one for one in ids if f"`{one}`" not in text("docs/operate.md")} == set()


@pytest.mark.parametrize("kind", ["requirements", "requirements-dev"])
def test_every_dependency_is_explained(kind):
    names = re.findall(r"^([a-z][a-z0-9-]*)", text(f"{kind}.in"), flags=re.MULTILINE)
    explained = re.findall(r"^\| `([a-z][a-z0-9-]*)", text("docs/dependencies.md"), flags=re.MULTILINE)
    assert names
    assert set(names) - set(explained) == set()


def test_every_explained_dependency_is_still_required():
    required = text("requirements.in") + text("requirements-dev.in")
    explained = re.findall(r"^\| `([a-z][a-z0-9-]*)", text("docs/dependencies.md"), flags=re.MULTILINE)
    assert {one for one in explained if not re.search(rf"^{one}\b", required, flags=re.MULTILINE)} == set()


def test_every_management_command_is_documented():
    ours = {command for command, app in get_commands().items() if app in APPS}
    documents = text("docs/operate.md") + text("docs/develop.md")
    assert ours
    assert {command for command in ours if f"manage.py {command}" not in documents} == set()


def test_every_script_is_executable_and_documented():
    documents = text("docs/operate.md") + text("docs/develop.md")
    scripts = sorted((ROOT / "bin").iterdir())
    assert {script.name for script in scripts if f"bin/{script.name}" not in documents} == set()
    assert {script.name for script in scripts if not script.stat().st_mode & stat.S_IXUSR} == set()
    for script in scripts:
        assert "set -euo pipefail" in script.read_text(encoding="utf-8"), script.name


def test_links_between_documents_lead_somewhere():
    broken = []
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text(encoding="utf-8"))
        ours = [target for target in targets if "://" not in target]
        broken += [f"{path.name} → {target}" for target in ours if not (path.parent / target).exists()]
    assert broken == []
