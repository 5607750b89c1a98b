"""How an advance for a service is taxed while its rate or its place of supply is not known: data, read once."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from taxes.arithmetic import Tax

FILE = Path(__file__).parent / "data" / "advances-in.toml"


@dataclass(frozen=True, slots=True)
class Unknown:
    """`tax` where the rate is not known; `is_inter_state` where the place is not."""

    tax: Tax
    is_inter_state: bool


def _unknown() -> Unknown:
    words = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return Unknown(Tax(rate=words["rate_unknown"]), words["place_unknown"] == "inter_state")


UNKNOWN = _unknown()
