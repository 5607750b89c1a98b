"""What the long tests counted, and the report of a full run: docs/soak.md."""

import os
import platform
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

REPORT = Path(__file__).resolve().parent.parent / "docs" / "soak.md"
KEY = "figure"
HEAD = """# Soak report

Written by `bin/soak`: the long tests at their full figures, on the date and machine below.

"""


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Callable[..., None]:
    """`figure("posts acknowledged", 8_000, "each there once")` puts one line into the report of a full run."""

    def note(what: str, count: int | str, found: str) -> None:
        request.node.user_properties.append((KEY, (what, str(count), found)))

    return note


class Report:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.rows: list[tuple[str, str, str, str, str]] = []
        self.failed = 0

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed += 1
        if report.when != "call":
            return
        name = report.nodeid.removeprefix("tests/").replace("|", "\\|")
        outcome = "passed" if report.passed else "FAILED"
        for key, value in report.user_properties:
            if key == KEY:
                what, count, found = value
                self.rows.append((what, count, found, f"`{name}`", f"{outcome}, {report.duration:.0f} s"))

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if not self.rows:
            return
        machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}"
        machine += f", Python {platform.python_version()}"
        lines = [HEAD, f"- Date: {datetime.now(UTC):%Y-%m-%d %H:%M} UTC\n- Machine: {machine}\n"]
        lines += [f"- Tests that failed: {self.failed}\n\n"]
        lines += ["| What | Figure | Found | Test | Outcome |\n|---|---|---|---|---|\n"]
        lines += [f"| {' | '.join(row)} |\n" for row in sorted(self.rows)]
        self.path.write_text("".join(lines), encoding="utf-8")


def pytest_configure(config: pytest.Config) -> None:
    is_worker = hasattr(config, "workerinput")
    if os.environ.get("HALKHATA_FULL") == "1" and not is_worker:
        config.pluginmanager.register(Report(REPORT), "soak-report")
