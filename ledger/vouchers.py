"""What an accountant writes: a day, a narration, and lines that balance."""

import datetime
import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from audit.trail import canonical
from ledger.models import AccountRole

LINES_MAX = 100
MONEY_ROLES = (AccountRole.CASH, AccountRole.BANK, AccountRole.UPI)
"""Accounts of these roles, and those under them, hold money: a contra stands on nothing else."""
KHATA_ROLES = (AccountRole.RECEIVABLE, AccountRole.PAYABLE)
"""A line on an account of these roles has a party, and counts in its khata; no other line has one."""


@dataclass(frozen=True, slots=True)
class VoucherLine:
    """`amount` in minor units, debit positive."""

    account_id: uuid.UUID
    amount: int
    party_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class VoucherContent:
    """`kind`: journal, contra or openings. `branch_id` None names no branch: a new voucher goes to the book's first
    one, a changed one stays where it is."""

    kind: str
    day: datetime.date
    note: str
    lines: tuple[VoucherLine, ...]
    branch_id: uuid.UUID | None = None

    @property
    def amount(self) -> int:
        """The sum of the debit side, minor units."""
        return sum(line.amount for line in self.lines if line.amount > 0)

    @property
    def opposite(self) -> "VoucherContent":
        """What takes it back: the same lines turned round."""
        return replace(self, lines=tuple(replace(line, amount=-line.amount) for line in self.lines))

    @property
    def difference(self) -> int:
        """Debits less credits: zero once it balances."""
        return sum(line.amount for line in self.lines)

    def moves_like(self, other: "VoucherContent") -> bool:
        """Whether it would be posted alike, so that only its words changed."""
        return (self.day, self.lines) == (other.day, other.lines) and self.is_placed_like(other)

    def is_placed_like(self, other: "VoucherContent") -> bool:
        return None in (self.branch_id, other.branch_id) or self.branch_id == other.branch_id

    def by_party(self) -> dict[uuid.UUID, int]:
        """What it does to each party's balance, in the order of the lines."""
        return by_party(self.lines)

    def said(self) -> dict[str, Any]:
        return {
            "kind": str(self.kind),
            "day": self.day.isoformat(),
            "note": self.note,
            "lines": [
                {
                    "account": str(line.account_id),
                    "party": str(line.party_id) if line.party_id else None,
                    "amount": line.amount,
                }
                for line in self.lines
            ],
            **({} if self.branch_id is None else {"branch": str(self.branch_id)}),
        }

    def digest(self) -> bytes:
        """What tells a repeated create from another one under the same id."""
        return hashlib.sha256(canonical(self.said()).encode()).digest()


def by_party(lines: Sequence[VoucherLine]) -> dict[uuid.UUID, int]:
    found: dict[uuid.UUID, int] = {}
    for line in lines:
        if line.party_id is not None:
            found[line.party_id] = found.get(line.party_id, 0) + line.amount
    return found


def content_from(said: dict[str, Any]) -> VoucherContent:
    """The content as the trail kept it."""
    return VoucherContent(
        kind=str(said["kind"]),
        day=datetime.date.fromisoformat(str(said["day"])),
        note=str(said["note"]),
        lines=tuple(
            VoucherLine(
                uuid.UUID(line["account"]),
                int(line["amount"]),
                uuid.UUID(line["party"]) if line["party"] else None,
            )
            for line in said["lines"]
        ),
        branch_id=uuid.UUID(said["branch"]) if said.get("branch") else None,
    )
