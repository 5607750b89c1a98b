"""What the page of health is made of: one reading of a part, how it is, and what to do."""

from dataclasses import dataclass, field
from typing import Any, Literal

Level = Literal["good", "look", "bad"]
ORDER: tuple[Level, ...] = ("good", "look", "bad")


@dataclass(frozen=True, slots=True)
class Reading:
    """`says` is for people, `todo` what to do when it is not good; `facts` (JSON values) are for programs."""

    name: str
    title: str
    level: Level
    says: str
    todo: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


def worst(readings: list[Reading]) -> Level:
    return max((each.level for each in readings), key=ORDER.index, default="good")
