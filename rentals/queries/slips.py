"""A deposit told from its first day to its last: what came, what was cut and why, what went back."""

import datetime
import uuid
from dataclasses import dataclass

from rentals.models import DepositKind, DepositMovement, Due, DueKind
from rentals.queries.deposits import LISTED_MAX
from rentals.queries.houses import LeaseCard, lease_card
from rentals.refusals import RentUnknown

CUT_LABEL = 32
"""A cut's due is labelled by an id of so many signs, a charge for damage by words."""


@dataclass(frozen=True, slots=True)
class SlipLine:
    """`mode` says how money came or went, "" where none did."""

    day: datetime.date
    amount: int
    reason: str = ""
    mode: str = ""


@dataclass(frozen=True, slots=True)
class Slip:
    """Minor units: came - cuts - for_rent + uncovered - went = held.

    `cuts` are what was asked for damage, each with its reason; `for_rent` is what the deposit paid besides them, and
    `uncovered` what of the cuts it did not reach.
    """

    received: tuple[SlipLine, ...]
    cuts: tuple[SlipLine, ...]
    returned: tuple[SlipLine, ...]
    used: int

    @property
    def came(self) -> int:
        return sum(one.amount for one in self.received)

    @property
    def cut(self) -> int:
        return sum(one.amount for one in self.cuts)

    @property
    def for_rent(self) -> int:
        return max(self.used - self.cut, 0)

    @property
    def uncovered(self) -> int:
        return max(self.cut - self.used, 0)

    @property
    def went(self) -> int:
        return sum(one.amount for one in self.returned)

    @property
    def held(self) -> int:
        return self.came - self.used - self.went

    @property
    def day(self) -> datetime.date:
        """The last day something happened to it."""
        return max(one.day for one in (*self.received, *self.cuts, *self.returned))


def deposit_slip(business_id: uuid.UUID, lease_id: uuid.UUID) -> tuple[LeaseCard, Slip]:
    """The lease, and its deposit told in full. Raises RentUnknown, also where none was ever held."""
    card, slip = lease_card(business_id, lease_id), slip_of(business_id, lease_id)
    if slip is None:
        raise RentUnknown
    return card, slip


def slip_of(business_id: uuid.UUID, lease_id: uuid.UUID) -> Slip | None:
    """None where no deposit was ever held."""
    own = DepositMovement.objects.filter(business_id=business_id, lease_id=lease_id, taken_back_at=None)
    moved = list(own.select_related("document").order_by("day", "created_at", "id")[:LISTED_MAX])
    if not moved:
        return None
    cuts = Due.objects.filter(
        business_id=business_id, lease_id=lease_id, kind=DueKind.DAMAGE, taken_back_at=None
    )
    return Slip(
        received=_lines(moved, DepositKind.RECEIVED), returned=_lines(moved, DepositKind.RETURNED),
        cuts=tuple(
            SlipLine(one.due_on, one.amount, one.note)
            for one in cuts.order_by("due_on", "created_at", "id")[:LISTED_MAX]
            if len(one.label) == CUT_LABEL
        ),
        used=sum(one.amount for one in moved if one.kind == DepositKind.USED),
    )  # fmt: skip


def _lines(moved: list[DepositMovement], kind: DepositKind) -> tuple[SlipLine, ...]:
    return tuple(
        SlipLine(one.day, one.amount, one.reason, one.document.mode) for one in moved if one.kind == kind
    )
