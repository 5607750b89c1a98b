"""The table of docs/performance.md."""

import os
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

PATH = Path(__file__).resolve().parent.parent.parent / "docs" / "performance.md"
HEAD = """# Performance

Written by `bin/bench` on {date}: {machine}, {cores} cores, Python {python}, {minutes:.0f} minutes.

Each figure stands beside a reference taken in alternating slices of the same run, because one machine's
speed drifts; read the ratios, not the absolute figures. "Noise" is the spread of the reference over the
rounds, (fastest - slowest) / median. What is measured, and against what, is in `tests/bench/`.

| Work | Engine | Measured | Beside the reference | Target | | Noise |
| --- | --- | --- | --- | --- | --- | --- |
"""

TAIL = """
An import on PostgreSQL spends 32% of the server's time on foreign keys and 22% on entries of indexes, measured by
sampling at 10,000 entries. On SQLite 48% of the processor's time passes in Python and 29% in SQLite with its seals.
"""


@dataclass(frozen=True)
class Row:
    work: str
    engine: str
    measured: str
    beside: str
    target: str
    is_met: bool
    noise: float | None = None


def write_report(rows: list[Row], *, seconds: float, machine: str, is_kept: bool) -> None:
    text = HEAD.format(
        date=datetime.now(UTC).date().isoformat(), machine=machine, cores=os.cpu_count(),
        python=sys.version.split()[0], minutes=seconds / 60,
    )  # fmt: skip
    for row in rows:
        noise = "" if row.noise is None else f"{row.noise:.0%}"
        met = "met" if row.is_met else "**not met**"
        text += f"| {row.work} | {row.engine} | {row.measured} | {row.beside} | {row.target} | {met} | {noise} |\n"
    text += TAIL
    print(text)
    if is_kept:
        PATH.write_text(text, encoding="utf-8")
