"""What a person says of a payment, before it is settled. Money in minor units."""

import datetime
import hashlib
import uuid
from dataclasses import dataclass
from typing import Any

from audit.trail import canonical
from ledger.operations.allocations import Share

UNKNOWN_PLACE = "?"


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvanceSaid:
    """The service that money came ahead for. Its tax is `tax_id`, or the plain one at `rate` (1/1,000,000), or what
    `hsn` leads to; with none of them the rate is not known yet. `place`: the state of supply, "" for the one the law's
    rules give, UNKNOWN_PLACE where it is not known yet."""

    tax_id: uuid.UUID | None = None
    rate: int | None = None
    hsn: str = ""
    place: str = ""
    description: str = ""
    reverse_charge: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentContent:
    """`amount` changed hands. `shares`: what it is set against by hand, each with the tax kept back in it; None for
    the oldest first, with `withheld` kept back in all. What is left over stays as an advance only where
    `keep_advance`. `cheque_on`: the day on the cheque; one later than today waits for it. `advance`: it came ahead for
    a service, so it settles nothing yet.
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
    advance: AdvanceSaid | None = None

    @property
    def kept_back(self) -> int:
        if self.shares is None or self.advance is not None:
            return self.withheld
        return sum(share.withheld for share in self.shares)

    @property
    def total(self) -> int:
        return self.amount + self.kept_back + self.written_off


def digest(content: PaymentContent) -> bytes:
    """What tells a repeated request from another under the same id."""
    told = {
        name: str(getattr(content, name))
        for name in content.__slots__
        if name not in ("shares", "keep_advance", "advance")
    }
    if content.advance is not None:
        told["advance"] = canonical(plain_advance(content.advance))
    shares = None if content.shares is None else plain(content.shares)
    return hashlib.sha256(canonical({**told, "shares": shares}).encode()).digest()


def plain(shares: tuple[Share, ...]) -> list[list[object]]:
    return [[str(share.document_id), share.amount, share.withheld] for share in shares]


def shares_from(wanted: list[list[object]] | None) -> tuple[Share, ...] | None:
    if wanted is None:
        return None
    return tuple(Share(uuid.UUID(str(one[0])), int(str(one[1])), int(str(one[2]))) for one in wanted)


def plain_advance(said: AdvanceSaid) -> dict[str, object]:
    return {name: getattr(said, name) for name in said.__slots__} | {
        "tax_id": str(said.tax_id) if said.tax_id else None
    }


def advance_from(kept: dict[str, Any] | None) -> AdvanceSaid | None:
    if kept is None:
        return None
    return AdvanceSaid(**{**kept, "tax_id": uuid.UUID(kept["tax_id"]) if kept["tax_id"] else None})
