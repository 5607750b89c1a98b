"""What the long tests counted, and the report of a full run: docs/soak.md."""

import json
import os
import platform
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
REPORT = ROOT / "docs" / "soak.md"
# One line a figure. bin/soak runs twice, once on each engine, and both runs are one report. Not in test-results:
# the browser's plugin empties that folder whenever a run begins.
KEPT = ROOT / "soak-results" / "soak.jsonl"
KEY = "figure"
HEAD = """# Soak report

Written by `bin/soak`: the long tests at their full figures, on the date and machine below.

"""


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Callable[..., None]:
    """`figure("posts acknowledged", 8_000, "each there once")` puts one line into the report of a full run."""

    def note(what: str, count: int, found: str) -> None:
        request.node.user_properties.append((KEY, (what, count, found)))

    return note


def engine_of(report: pytest.TestReport) -> str:
    on_postgres = "HALKHATA_TEST_POSTGRES" in os.environ or "[postgres" in report.nodeid
    return "PostgreSQL" if on_postgres else "SQLite"


class Report:
    def __init__(self, *, kept: Path, path: Path) -> None:
        self.kept = kept
        self.path = path

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        noted = [value for key, value in report.user_properties if key == KEY]
        if report.failed and not noted:
            noted = [("nothing, it failed before", 0, report.when)]
        if report.when != "call" and not report.failed:
            return
        self.kept.parent.mkdir(exist_ok=True)
        with self.kept.open("a", encoding="utf-8") as file:
            for what, count, found in noted:
                row = {"what": what, "engine": engine_of(report), "count": count, "found": found}
                row |= {"test": report.nodeid.removeprefix("tests/"), "passed": report.passed}
                row |= {"seconds": round(report.duration)}
                file.write(json.dumps(row, ensure_ascii=False) + "\n")

    def pytest_sessionfinish(self) -> None:
        if self.kept.exists():
            rows = [json.loads(line) for line in self.kept.read_text(encoding="utf-8").splitlines()]
            self.path.write_text(written(rows), encoding="utf-8")


def written(rows: list[dict]) -> str:
    """The report as Markdown: failures first."""
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}"
    lines = [HEAD, f"- Date: {datetime.now(UTC):%Y-%m-%d %H:%M} UTC\n"]
    lines += [f"- Machine: {machine}, Python {platform.python_version()}\n"]
    lines += [f"- Failed: {sum(not row['passed'] for row in rows)} of {len(rows)}\n\n"]
    lines += ["| What | Engine | Figure | Found | Outcome | Test |\n|---|---|---:|---|---|---|\n"]
    for row in sorted(rows, key=lambda row: (row["passed"], row["test"], row["what"])):
        outcome = f"{'passed' if row['passed'] else '**failed**'}, {row['seconds']} s"
        cells = [row["what"], row["engine"], f"{row['count']:,}", row["found"], outcome, f"`{row['test']}`"]
        lines.append("| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |\n")
    return "".join(lines)


def pytest_configure(config: pytest.Config) -> None:
    is_worker = hasattr(config, "workerinput")
    if os.environ.get("HALKHATA_FULL") == "1" and not is_worker:
        config.pluginmanager.register(Report(kept=KEPT, path=REPORT), "soak-report")
