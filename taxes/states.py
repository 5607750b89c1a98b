"""The states of India by their GST codes: data, read once."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class State:
    """`is_union_territory`: it has no legislature, so UTGST is charged for SGST. `is_retired`: on old papers only."""

    code: str
    name: str
    is_union_territory: bool = False
    is_retired: bool = False


def _states() -> dict[str, State]:
    rows = tomllib.loads((DATA / "states-in.toml").read_text(encoding="utf-8"))["state"]
    found = {row["code"]: State(**row) for row in rows}
    if len(found) != len(rows):
        raise ValueError("A state code stands twice in states-in.toml.")
    return found


STATES: Mapping[str, State] = MappingProxyType(_states())
