"""The description of the API: it lints clean, by the standard and by rules of our own, and clients come out of it."""

import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ninja.responses import NinjaJSONEncoder
from openapi_spec_validator import OpenAPIV31SpecValidator

from api.kit.schemas import REFERENCE
from api.urls import api

METHODS = {"get", "post", "put", "patch", "delete"}
PROBLEM = "application/problem+json"
USE = """import type { paths } from "./client";
export type Ledgers = paths["/api/v1/ledgers"]["get"]["responses"][200]["content"]["application/json"]["ledgers"];
"""


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    return json.loads(json.dumps(api.get_openapi_schema(), cls=NinjaJSONEncoder))


def operations(described: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in described["paths"].items():
        for method, said in methods.items():
            assert method in METHODS
            yield f"{method.upper()} {path}", said


def test_it_is_valid(described):
    assert described["openapi"].startswith("3.1")
    assert [
        f"{list(error.path)}: {error.message}" for error in OpenAPIV31SpecValidator(described).iter_errors()
    ] == []


def test_every_operation_has_words_and_a_name_of_its_own(described):
    names = Counter(said["operationId"] for _name, said in operations(described))
    assert [name for name, count in names.items() if count > 1] == []
    tags = {tag["name"] for tag in described["tags"]}
    faults = [
        name
        for name, said in operations(described)
        if not said.get("summary")
        or said["summary"].endswith(".")
        or not said.get("tags")
        or not set(said["tags"]) <= tags
        or not re.fullmatch(r"[a-z][a-z_]+", said["operationId"])
    ]
    assert faults == []


def test_every_parameter_is_explained_and_bounded(described):
    faults = []
    for name, said in operations(described):
        places = Counter((one["in"], one["name"]) for one in said.get("parameters", ()))
        faults += [f"{name}: {place} twice" for place, count in places.items() if count > 1]
        for one in said.get("parameters", ()):
            if not one.get("description") and one["in"] != "path":
                faults.append(f"{name}: {one['name']} is not explained")
    assert faults == []


def test_every_operation_describes_its_answers_and_its_errors(described):
    faults = []
    for name, said in operations(described):
        statuses = set(said["responses"])
        if not any(status.startswith("2") for status in statuses):
            faults.append(f"{name}: nothing good comes of it")
        wanted = {"400", "404", "405", "413", "422", "503"} | (
            {"401", "403", "429"} if said["security"] else set()
        )
        if wanted - statuses:
            faults.append(f"{name}: {sorted(wanted - statuses)} are not described")
        for status, answer in said["responses"].items():
            if status >= "400" and PROBLEM not in answer["content"]:
                faults.append(f"{name}: {status} is no problem")
            if not answer.get("description"):
                faults.append(f"{name}: {status} is not explained")
    assert faults == []


def test_every_operation_shows_an_example(described):
    faults = []
    for name, said in operations(described):
        kinds = [("request", said["requestBody"]["content"])] if "requestBody" in said else []
        kinds += [
            (status, answer["content"]) for status, answer in said["responses"].items() if "content" in answer
        ]
        for where, content in kinds:
            for kind, shown in content.items():
                if kind in ("application/json", PROBLEM) and not ({"example", "examples"} & set(shown)):
                    faults.append(f"{name} {where}")
    assert faults == []


def test_nothing_is_described_that_no_operation_uses(described):
    text = json.dumps(described)
    used = set(re.findall(rf'"\$ref": "{REFERENCE}(\w+)"', text))
    assert used == set(described["components"]["schemas"])


def run(*command: str, at: Path) -> None:
    done = subprocess.run(command, cwd=at, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout[-3000:]}{done.stderr[-3000:]}"


@pytest.fixture
def folder(described, scale, tmp_path) -> Path:
    """Where the description lies, in a full run alone: the generators come from the network."""
    if scale(50) == 1:
        pytest.skip("clients are made under bin/soak")
    (tmp_path / "openapi.json").write_text(json.dumps(described), encoding="utf-8")
    return tmp_path


def test_a_typescript_client_compiles(folder, figure):
    if not shutil.which("npm"):
        pytest.skip("npm is not installed")
    run(
        "npm",
        "install",
        "--silent",
        "--no-audit",
        "--no-fund",
        "openapi-typescript@7",
        "typescript@5",
        at=folder,
    )
    run("npx", "openapi-typescript", "openapi.json", "-o", "client.ts", at=folder)
    (folder / "use.ts").write_text(USE)
    run("npx", "tsc", "--strict", "--noEmit", "use.ts", "client.ts", at=folder)
    figure(
        "TypeScript client", (folder / "client.ts").read_text().count("\n"), "lines, compile under --strict"
    )


def test_a_python_client_compiles(folder, figure):
    run(sys.executable, "-m", "venv", "tools", at=folder)
    tools = folder / "tools" / "bin"
    run(str(tools / "pip"), "install", "--quiet", "openapi-python-client", at=folder)
    run(
        str(tools / "openapi-python-client"),
        "generate",
        "--path",
        "openapi.json",
        "--output-path",
        "client",
        at=folder,
    )
    run(str(tools / "python"), "-m", "compileall", "-q", "client", at=folder)
    run(
        str(tools / "python"),
        "-c",
        "from halkhata_client.api.ledgers import list_ledgers",
        at=folder / "client",
    )
    made = list((folder / "client").rglob("*.py"))
    figure("Python client", len(made), "modules, compile and import")
