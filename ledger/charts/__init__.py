"""Charts of accounts as data: one file a kind of book, rows limited by country."""

import functools
import tomllib
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class ChartRow:
    code: str
    name: str
    kind: str
    role: str


@functools.cache
def chart(*, kind: str, country: str) -> tuple[ChartRow, ...]:
    """The rows a new book of this kind in this country starts with, by code."""
    rows = tomllib.loads((HERE / f"{kind}.toml").read_text(encoding="utf-8"))["account"]
    kept = [
        ChartRow(code=row["code"], name=row["name"], kind=row["kind"], role=row.get("role", ""))
        for row in rows
        if country in row.get("countries", [country]) and country not in row.get("except_countries", [])
    ]
    return tuple(sorted(kept, key=lambda row: row.code))
