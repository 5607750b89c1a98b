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
What W5 is made of, at 10,000 entries: to write the same rows again inside the database, into tables with the same indexes
but without seals and keys to other tables, takes 21 µs an entry on SQLite and 34 on PostgreSQL; 0.4 allows 36 and 72. The
rest is Python (checks, chain, history: half of all on SQLite), seals, and on PostgreSQL foreign keys, a third of the
server's time. Without keys, seals and six of the indexes the same import on PostgreSQL came to 0.15 to 0.20.
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
