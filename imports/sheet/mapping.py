"""What a person said about a table: which column is what, and how to read it. Kept as JSON in the run."""

from dataclasses import asdict, dataclass, field
from typing import Any

from imports.sheet import words

MONEY_ROLES = (words.GAVE, words.GOT, words.AMOUNT)
OPENING_ROLES = (words.OPENING, words.OPENING_GIVE)
FIXED_ROWS_MAX = 50


@dataclass(frozen=True, slots=True)
class Mapping:
    """`head` rows stand above the data. `roles` names each column's role, "" for none. `positive` says what
    an amount without a sign or word is. `fixes` are cells mended on the page: row number → column → text.
    `same_as` are doubtful parties a person called the same: key in the sheet → party id. `sure_of_days`: days far
    from today were confirmed. `branch` is where the entries go, "" for the book's first."""

    sheet: str
    head: int
    names: tuple[str, ...]
    roles: tuple[str, ...]
    day_first: bool
    positive: str = "gave"
    party: str = ""
    kind: str = "customer"
    fill_down: bool = False
    fixes: dict[str, dict[str, str]] = field(default_factory=dict)
    same_as: dict[str, str] = field(default_factory=dict)
    sure_of_days: bool = False
    branch: str = ""

    @property
    def has_entries(self) -> bool:
        """Whether the table holds dated entries, not parties alone."""
        return any(role in MONEY_ROLES for role in self.roles)

    def column(self, role: str) -> int | None:
        return self.roles.index(role) if role in self.roles else None

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def mapping_from(stored: dict[str, Any]) -> Mapping:
    return Mapping(**{**stored, "names": tuple(stored["names"]), "roles": tuple(stored["roles"])})
