"""Deposits held, by lease."""

import datetime
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Case, F, Sum, When

from rentals.models import DepositKind, DepositMovement, Lease
from rentals.queries.co_tenants import others_of, together
from rentals.refusals import RentUnknown

LISTED_MAX = 500
EFFECT = Case(When(kind=DepositKind.RECEIVED, then=F("amount")), default=-F("amount"))


@dataclass(frozen=True, slots=True)
class DepositRow:
    """Minor units. `asked` is what the lease asks for, `held` what lies here."""

    lease_id: uuid.UUID
    party_id: uuid.UUID
    tenant: str
    unit: str
    house: str
    asked: int
    held: int
    is_running: bool
    others: tuple[str, ...] = ()

    @property
    def tenants(self) -> str:
        """All who rent together."""
        return together(self.tenant, self.others)


@dataclass(frozen=True, slots=True)
class MovementRow:
    id: uuid.UUID
    kind: str
    amount: int
    day: datetime.date
    reason: str
    is_taken_back: bool = False


def held_in_all(business_id: uuid.UUID) -> int:
    """What all leases' deposits come to, minor units."""
    standing = DepositMovement.objects.filter(business_id=business_id, taken_back_at=None)
    return standing.aggregate(total=Sum(EFFECT))["total"] or 0


def held(business_id: uuid.UUID, lease_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
    """What lies here for each of these leases, minor units."""
    standing = DepositMovement.objects.filter(
        business_id=business_id, lease_id__in=lease_ids, taken_back_at=None
    )
    found = dict(standing.values_list("lease_id").annotate(total=Sum(EFFECT)))
    return {lease_id: found.get(lease_id, 0) for lease_id in lease_ids}


def movements(business_id: uuid.UUID, lease_id: uuid.UUID) -> list[MovementRow]:
    """What a deposit did, oldest first."""
    own = DepositMovement.objects.filter(business_id=business_id, lease_id=lease_id, taken_back_at=None)
    return [
        MovementRow(one.id, one.kind, one.amount, one.day, one.reason)
        for one in own.order_by("day", "created_at", "id")[:LISTED_MAX]
    ]


def movement_of(business_id: uuid.UUID, movement_id: uuid.UUID) -> MovementRow:
    """One movement, also when it was taken back. Raises RentUnknown."""
    one = DepositMovement.objects.filter(business_id=business_id, id=movement_id).first()
    if one is None:
        raise RentUnknown
    return MovementRow(one.id, one.kind, one.amount, one.day, one.reason, one.taken_back_at is not None)


def deposit_rows(business_id: uuid.UUID) -> list[DepositRow]:
    """Every lease that runs or of which something is held, by house and unit."""
    leases = (
        Lease.objects.filter(business_id=business_id)
        .select_related("unit__branch", "party")
        .order_by("unit__branch_id", "unit__name", "-starts_on")[:LISTED_MAX]
    )
    ids = [one.id for one in leases]
    lying, along = held(business_id, ids), others_of(business_id, ids)
    return [
        DepositRow(
            lease_id=one.id, party_id=one.party_id, tenant=one.party.name, unit=one.unit.name,
            house=one.unit.branch.name, asked=one.deposit_asked, held=lying[one.id],
            is_running=one.ended_at is None, others=along.get(one.id, ()),
        )
        for one in leases
        if one.ended_at is None or lying[one.id]
    ]  # fmt: skip
