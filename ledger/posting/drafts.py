"""Drafts: balanced entries to be, what they say in one spelling, and the link each adds to its khata's chain."""

import datetime
import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from core.ids import uuid7

LINES_MAX = 200
"""Legs one entry may have: a long bill has a few dozen."""


@dataclass(frozen=True, slots=True)
class Leg:
    """One line to be: minor units, debit positive. `counts` says whether it moves the party's balance
    (receivable and payable do, deposits and loans do not)."""

    account_id: uuid.UUID
    amount: int
    party_id: uuid.UUID | None = None
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Draft:
    """A balanced entry to be. `khata_id` is the party of its document, None for a voucher of several."""

    document_id: uuid.UUID
    branch_id: uuid.UUID
    seq: int
    day: datetime.date
    pos: int
    legs: tuple[Leg, ...]
    khata_id: uuid.UUID | None
    reverses: uuid.UUID | None = None
    entry_id: uuid.UUID = field(default_factory=uuid7)

    @property
    def khata_ids(self) -> tuple[uuid.UUID, ...]:
        """The parties whose chains it joins: its document's, or those of its legs, in their order."""
        if self.khata_id is not None:
            return (self.khata_id,)
        return tuple(dict.fromkeys(leg.party_id for leg in self.legs if leg.party_id is not None))

    @property
    def effects(self) -> dict[uuid.UUID, int]:
        """What it adds to the balance of each party."""
        found: dict[uuid.UUID, int] = {}
        for leg in self.legs:
            if leg.party_id is not None and leg.counts:
                found[leg.party_id] = found.get(leg.party_id, 0) + leg.amount
        return found

    def gave(self, effect: int) -> bool:
        """Whether this effect is something given, or takes something given back: it stands on the same side then."""
        return (effect > 0) is (self.reverses is None)


class Unbalanced(ValueError):
    """A fault of ours, never of the user: an operation drew up an entry that does not sum to zero."""


def check(draft: Draft) -> None:
    if not 2 <= len(draft.legs) <= LINES_MAX:
        raise Unbalanced(f"an entry has 2 to {LINES_MAX} legs, not {len(draft.legs)}")
    if any(leg.amount == 0 for leg in draft.legs):
        raise Unbalanced("a leg of zero")
    if sum(leg.amount for leg in draft.legs) != 0:
        raise Unbalanced("legs do not sum to zero")


def content_digest(draft: Draft) -> bytes:
    """What an entry says, in one spelling that both engines and every later version agree on."""
    legs = ";".join(
        f"{leg.account_id.hex}:{leg.party_id.hex if leg.party_id else ''}:{leg.amount}" for leg in draft.legs
    )
    reverses = draft.reverses.hex if draft.reverses else ""
    text = f"{draft.entry_id.hex}|{draft.document_id.hex}|{draft.day.isoformat()}|{reverses}|{legs}"
    return hashlib.sha256(text.encode()).digest()


def next_link(*, previous: bytes, draft: Draft) -> bytes:
    """sha256(previous ‖ content digest ‖ pos): the khata's next check code."""
    return hashlib.sha256(previous + content_digest(draft) + draft.pos.to_bytes(8, "big")).digest()


def reversal(
    *, of: uuid.UUID, document_id: uuid.UUID, branch_id: uuid.UUID, seq: int, day: datetime.date, pos: int,
    legs: Iterable[Leg], khata_id: uuid.UUID | None,
) -> Draft:  # fmt: skip
    """The draft that undoes a posted entry: same place, every leg turned round."""
    turned = tuple(Leg(leg.account_id, -leg.amount, leg.party_id, leg.counts) for leg in legs)
    return Draft(
        document_id=document_id, branch_id=branch_id, seq=seq, day=day, pos=pos,
        legs=turned, khata_id=khata_id, reverses=of,
    )  # fmt: skip


@dataclass(slots=True)
class Khata:
    """The moving part of a party's row: read under the lock, advanced here, written back once."""

    party_id: uuid.UUID
    chain: bytes
    changed_seq: int
    last_day: datetime.date | None
    last_pos: int
    unpaid_due_on: datetime.date | None

    def is_newest(self, *, day: datetime.date, pos: int) -> bool:
        return self.last_day is None or (day, pos) > (self.last_day, self.last_pos)

    def note(self, *, day: datetime.date, pos: int) -> None:
        """Remember the newest entry of the khata."""
        if self.is_newest(day=day, pos=pos):
            self.last_day, self.last_pos = day, pos
