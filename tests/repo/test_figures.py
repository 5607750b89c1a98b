import json
from pathlib import Path

from tests.figures import KEPT, Report, written

ROW = {
    "what": "kills",
    "engine": "SQLite",
    "count": 200,
    "found": "0 lost",
    "test": "a.py::b",
    "passed": True,
    "seconds": 4,
}


def test_the_report_names_failures_first():
    text = written([ROW, ROW | {"what": "posts | all", "passed": False, "count": 16_000}])
    lines = text.splitlines()
    assert "- Failed: 1 of 2" in lines
    assert lines[-2].startswith("| posts \\| all | SQLite | 16,000 | 0 lost | **failed**, 4 s |")
    assert lines[-1].startswith("| kills | SQLite | 200 | 0 lost | passed, 4 s |")


def test_a_long_test_runs_at_a_fiftieth_or_whole(scale, figure):
    assert scale(1) == 1
    assert scale(20_000) in {400, 20_000}
    figure("nothing", 1, "the figure fixture takes it")


class Done:
    def __init__(self, when="call", failed=False, figures=()):
        self.when, self.failed, self.passed, self.duration = when, failed, not failed, 1.6
        self.nodeid = "tests/ledger/test_kills.py::test_all[postgres]"
        self.user_properties = [("figure", one) for one in figures]


def test_a_run_adds_its_figures_to_the_run_before(tmp_path):
    report = Report(kept=tmp_path / "kept" / "soak.jsonl", path=tmp_path / "soak.md")
    report.pytest_runtest_logreport(Done(figures=[("kills", 200, "0 lost")]))
    report.pytest_runtest_logreport(Done(when="teardown", figures=[("kills", 200, "0 lost")]))
    report.pytest_runtest_logreport(Done(when="setup", failed=True))
    report.pytest_sessionfinish()
    rows = [json.loads(line) for line in report.kept.read_text().splitlines()]
    assert [(row["what"], row["engine"], row["passed"]) for row in rows] == [
        ("kills", "PostgreSQL", True),
        ("nothing, it failed before", "PostgreSQL", False),
    ]
    assert "- Failed: 1 of 2" in report.path.read_text()


def test_the_figures_of_a_run_are_kept_where_the_next_run_empties_nothing(request):
    emptied = Path(request.config.getoption("--output")).absolute()
    assert emptied not in KEPT.parents
