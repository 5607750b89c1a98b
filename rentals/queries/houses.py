"""Houses, their units and who lives there."""

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q

from businesses.models import Branch
from rentals.models import Lease, LeaseTenant, Property, Unit
from rentals.queries.co_tenants import others_of, together
from rentals.refusals import RentUnknown

LISTED_MAX = 500


@dataclass(frozen=True, slots=True)
class UnitRow:
    """`state`: let, empty or repair. `lease_id` is the one that runs today, or the next one."""

    id: uuid.UUID
    house_id: uuid.UUID
    house: str
    name: str
    use: str
    asking_rent: int | None
    is_under_repair: bool
    rev: int
    state: str
    lease_id: uuid.UUID | None
    party_id: uuid.UUID | None
    tenant: str
    rent: int
    balance: int
    until: datetime.date | None
    is_archived: bool = False
    others: tuple[str, ...] = ()

    @property
    def tenants(self) -> str:
        """All who rent together."""
        return together(self.tenant, self.others)


@dataclass(frozen=True, slots=True)
class HouseRow:
    id: uuid.UUID
    name: str
    address: str
    worth: int | None
    rev: int
    units: tuple[UnitRow, ...]
    is_archived: bool = False
    state: str = ""

    @property
    def let(self) -> int:
        return sum(unit.state == "let" for unit in self.units)

    @property
    def empty(self) -> int:
        return sum(unit.state == "empty" for unit in self.units)


def houses(business_id: uuid.UUID, *, today: datetime.date, with_archived: bool = False) -> list[HouseRow]:
    """Every house with its units, in the order they were added; also those put away, if asked for."""
    units = unit_rows(business_id, today=today, with_archived=with_archived)
    own = Property.objects.filter(business_id=business_id).select_related("branch")
    if not with_archived:
        own = own.filter(branch__closed_at=None)
    return [
        HouseRow(
            id=one.branch_id, name=one.branch.name, address=one.address, worth=one.worth, rev=one.branch.rev,
            units=tuple(unit for unit in units if unit.house_id == one.branch_id),
            is_archived=one.branch.closed_at is not None, state=one.state,
        )
        for one in own.order_by("branch_id")[:LISTED_MAX]
    ]  # fmt: skip


def house(
    business_id: uuid.UUID, property_id: uuid.UUID, *, today: datetime.date, with_archived: bool = False
) -> HouseRow:
    """Raises RentUnknown."""
    known = houses(business_id, today=today, with_archived=with_archived)
    found = [one for one in known if one.id == property_id]
    if not found:
        raise RentUnknown
    return found[0]


def unit_rows(business_id: uuid.UUID, *, today: datetime.date, with_archived: bool = False) -> list[UnitRow]:
    """Units by house and name; also those put away, if asked for."""
    leases: dict[uuid.UUID, Lease] = {}
    standing = Lease.objects.filter(business_id=business_id, ended_at=None).select_related("party")
    for lease in standing.order_by("-starts_on"):
        leases[lease.unit_id] = lease
    own = Unit.objects.filter(business_id=business_id).select_related("branch")
    if not with_archived:
        own = own.filter(closed_at=None)
    along = others_of(business_id, [one.id for one in leases.values()])
    return [
        _unit(one, lease=leases.get(one.id), today=today, along=along)
        for one in own.order_by("branch_id", "name")[:LISTED_MAX]
    ]


def _unit(
    one: Unit, *, lease: Lease | None, today: datetime.date, along: Mapping[uuid.UUID, tuple[str, ...]]
) -> UnitRow:
    is_let = lease is not None and lease.starts_on <= today
    state = "let" if is_let else "repair" if one.is_under_repair else "empty"
    return UnitRow(
        id=one.id, house_id=one.branch_id, house=one.branch.name, name=one.name, use=one.use,
        asking_rent=one.asking_rent, is_under_repair=one.is_under_repair, rev=one.rev, state=state,
        lease_id=lease.id if lease else None, party_id=lease.party_id if lease else None,
        tenant=lease.party.name if lease else "", rent=lease.rent if lease else 0,
        balance=lease.party.balance if lease else 0, until=lease.ends_on if lease else None,
        is_archived=one.closed_at is not None, others=along.get(lease.id, ()) if lease else (),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class LeaseCard:
    """A lease with what stands around it."""

    lease: Lease
    tenant: str
    phone: str
    balance: int
    unit: str
    house: Branch
    others: tuple[tuple[uuid.UUID, str], ...]

    @property
    def tenants(self) -> str:
        """All who rent together."""
        return together(self.tenant, [name for _id, name in self.others])


def lease_card(business_id: uuid.UUID, lease_id: uuid.UUID) -> LeaseCard:
    """Raises RentUnknown."""
    lease = (
        Lease.objects.filter(business_id=business_id, id=lease_id)
        .select_related("party", "unit__branch")
        .prefetch_related("rises")
        .first()
    )
    if lease is None:
        raise RentUnknown
    others = LeaseTenant.objects.filter(business_id=business_id, lease=lease).select_related("party")
    return LeaseCard(
        lease=lease, tenant=lease.party.name, phone=lease.party.phone, balance=lease.party.balance,
        unit=lease.unit.name, house=lease.unit.branch,
        others=tuple((one.party_id, one.party.name) for one in others.order_by("id")[:20]),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class LeaseRow:
    id: uuid.UUID
    unit_id: uuid.UUID
    unit: str
    house_id: uuid.UUID
    house: str
    party_id: uuid.UUID
    tenant: str
    starts_on: datetime.date
    ends_on: datetime.date | None
    rent: int
    balance: int
    has_ended: bool
    rev: int
    phone: str = ""
    others: tuple[str, ...] = ()


def lease_rows(
    business_id: uuid.UUID, *, property_id: uuid.UUID | None = None, unit_id: uuid.UUID | None = None,
    party_id: uuid.UUID | None = None, with_ended: bool = False, after: uuid.UUID | None = None,
    limit: int = LISTED_MAX,
) -> list[LeaseRow]:  # fmt: skip
    """Leases as they were added; those of one house, unit or tenant, and those after an id."""
    own = Lease.objects.filter(business_id=business_id)
    for name, value in (("unit__branch_id", property_id), ("unit_id", unit_id), ("party_id", party_id)):
        if value is not None:
            own = own.filter(**{name: value})
    if not with_ended:
        own = own.filter(Q(ended_at=None))
    if after is not None:
        own = own.filter(id__gt=after)
    found = list(own.select_related("unit__branch", "party").order_by("id")[:limit])
    along = others_of(business_id, [one.id for one in found])
    return [
        LeaseRow(
            id=one.id, unit_id=one.unit_id, unit=one.unit.name, house_id=one.unit.branch_id,
            house=one.unit.branch.name, party_id=one.party_id, tenant=one.party.name, starts_on=one.starts_on,
            ends_on=one.ends_on, rent=one.rent, balance=one.party.balance, has_ended=one.ended_at is not None,
            rev=one.rev, phone=one.party.phone, others=along.get(one.id, ()),
        )
        for one in found
    ]  # fmt: skip
