"""What a person says of a payment, before it is settled. Money in minor units."""

import datetime
import hashlib
import uuid
from dataclasses import dataclass

from audit.trail import canonical
from ledger.operations.allocations import Share


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentContent:
    """`amount` changed hands. `shares`: what it is set against by hand, each with the tax kept back in it; None for
    the oldest first, with `withheld` kept back in all. What is left over stays as an advance only where
    `keep_advance`. `cheque_on`: the day on the cheque; one later than today waits for it.
    """

    side: str
    party_id: uuid.UUID
    day: datetime.date
    mode: str
    amount: int
    shares: tuple[Share, ...] | None = None
    withheld: int = 0
    section: str = ""
    written_off: int = 0
    is_refund: bool = False
    keep_advance: bool = False
    cheque_on: datetime.date | None = None
    reference: str = ""
    note: str = ""
    branch_id: uuid.UUID | None = None

    @property
    def kept_back(self) -> int:
        return self.withheld if self.shares is None else sum(share.withheld for share in self.shares)

    @property
    def total(self) -> int:
        return self.amount + self.kept_back + self.written_off


def digest(content: PaymentContent) -> bytes:
    """What tells a repeated request from another under the same id."""
    said = {
        name: str(getattr(content, name))
        for name in content.__slots__
        if name not in ("shares", "keep_advance")
    }
    shares = None if content.shares is None else plain(content.shares)
    return hashlib.sha256(canonical({**said, "shares": shares}).encode()).digest()


def plain(shares: tuple[Share, ...]) -> list[list[object]]:
    return [[str(share.document_id), share.amount, share.withheld] for share in shares]


def shares_from(wanted: list[list[object]] | None) -> tuple[Share, ...] | None:
    if wanted is None:
        return None
    return tuple(Share(uuid.UUID(str(one[0])), int(str(one[1])), int(str(one[2]))) for one in wanted)
