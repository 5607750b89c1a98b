"""What a gave or a got posts against: the one table behind the two buttons.

Goods on khata are not Sales yet. They wait on "Khata sales, unbilled" until a bill moves them there with
its tax; so a bill made later never touches the balance.
"""

import datetime
import uuid
from dataclasses import dataclass

from ledger.models import AccountRole, Direction, DocumentKind, Mode, PartyKind

MONEY: dict[str, AccountRole] = {
    Mode.CASH: AccountRole.CASH,
    Mode.UPI: AccountRole.UPI,
    Mode.BANK: AccountRole.BANK,
    Mode.UNSORTED: AccountRole.UNSORTED,
}
"""Money goes against the same account whoever the party is and whichever way it went."""

GOODS: dict[tuple[str, str], AccountRole] = {
    (PartyKind.CUSTOMER, Direction.GAVE): AccountRole.KHATA_SALES,
    (PartyKind.CUSTOMER, Direction.GOT): AccountRole.KHATA_SALES,  # the customer brought goods back
    (PartyKind.SUPPLIER, Direction.GOT): AccountRole.KHATA_PURCHASES,
    (PartyKind.SUPPLIER, Direction.GAVE): AccountRole.KHATA_PURCHASES,  # goods went back to the supplier
    (PartyKind.TENANT, Direction.GAVE): AccountRole.KHATA_SALES,
    (PartyKind.TENANT, Direction.GOT): AccountRole.KHATA_SALES,
    (PartyKind.OTHER, Direction.GAVE): AccountRole.KHATA_SALES,
    (PartyKind.OTHER, Direction.GOT): AccountRole.KHATA_PURCHASES,
}


@dataclass(frozen=True, slots=True)
class Content:
    """What a person wrote in an entry. `amount` in minor units, above zero. `branch_id` None names no branch: a new
    entry goes to the book's first one, a changed entry stays where it is."""

    direction: str
    amount: int
    mode: str
    day: datetime.date
    note: str
    due_on: datetime.date | None
    branch_id: uuid.UUID | None = None

    def moves_like(self, other: "Content") -> bool:
        """Whether the money is the same, so that only words changed."""
        return (self.direction, self.amount, self.mode, self.day) == (
            other.direction, other.amount, other.mode, other.day,
        ) and self.is_placed_like(other)  # fmt: skip

    def is_placed_like(self, other: "Content") -> bool:
        """Whether the branch is the same, or one of the two names none."""
        return None in (self.branch_id, other.branch_id) or self.branch_id == other.branch_id

    @property
    def effect(self) -> int:
        """On the party's balance, debit positive: gave raises what they owe us."""
        return self.amount if self.direction == Direction.GAVE else -self.amount


def party_role(party_kind: str) -> AccountRole:
    """Suppliers stand among payables, everyone else among receivables; one balance nets the two."""
    return AccountRole.PAYABLE if party_kind == PartyKind.SUPPLIER else AccountRole.RECEIVABLE


def counter_role(*, document_kind: str, party_kind: str, content: Content) -> AccountRole:
    if document_kind == DocumentKind.OPENING:
        return AccountRole.OPENING
    if content.mode == Mode.GOODS:
        return GOODS[(party_kind, content.direction)]
    return MONEY[content.mode]
