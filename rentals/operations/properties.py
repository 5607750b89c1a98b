"""Houses and their units."""

import datetime
import uuid
from dataclasses import dataclass

from django.utils.translation import gettext as _

from businesses.actors import Actor
from businesses.books import lock
from businesses.models import Branch, BranchKind
from businesses.operations.branches import add_branch, change_branch
from core.ids import uuid7
from core.text import clean_line
from ledger.operations.drafts import AMOUNT_BELOW
from ledger.operations.transactions import in_transaction
from ledger.refusals import AmountOutOfReach
from rentals.models import Property, Unit, UnitUse
from rentals.operations.ground import allow, new_row, refuse_without_rent, tell, unit_in
from rentals.refusals import NameMissing, RentChanged, RentUnknown, StateUnknown, TooManyUnits, UnitTaken
from taxes.states import STATES

UNITS_MAX = 500
ADDRESS_MAX = 300
UNIT_NAME_MAX = 60


@dataclass(frozen=True, slots=True)
class PropertyResult:
    property_id: uuid.UUID
    name: str
    address: str
    worth: int | None
    rev: int
    seq: int
    replayed: bool = False
    state: str = ""


@dataclass(frozen=True, slots=True)
class UnitResult:
    unit_id: uuid.UUID
    property_id: uuid.UUID
    name: str
    use: str
    asking_rent: int | None
    is_under_repair: bool
    rev: int
    seq: int
    replayed: bool = False


def add_property(
    *, business_id: uuid.UUID, actor: Actor, name: str, address: str = "", worth: int | None = None,
    state: str = "", now: datetime.datetime, dry_run: bool = False,
) -> PropertyResult:  # fmt: skip
    """A house to let: a branch of kind house. `worth` in minor units, for the yield; `state` the two-digit code of
    where it stands, "" for that of its registration.

    Raises RoleNotAllowed, NoRentHere, StateUnknown, AmountOutOfReach, TextError and what add_branch raises.
    """
    where = clean_line(address, max_length=ADDRESS_MAX, field="address")

    def work() -> PropertyResult:
        allow(actor, "rent.write")
        _check_worth(worth)
        _check_state(state)
        branch = add_branch(
            business_id=business_id,
            actor=actor,
            name=name,
            kind=BranchKind.HOUSE,
            registration_id=None,
            now=now,
        )
        refuse_without_rent(business_id)
        Property.objects.create(
            branch=branch, business_id=business_id, address=where, worth=worth, state=state, created_at=now
        )
        return _property_told(branch, address=where, worth=worth, state=state, actor=actor, now=now)

    return in_transaction(work, dry_run=dry_run)


def change_property(
    *, business_id: uuid.UUID, actor: Actor, property_id: uuid.UUID, base_rev: int, name: str, address: str,
    worth: int | None, state: str | None = None, now: datetime.datetime, dry_run: bool = False,
) -> PropertyResult:  # fmt: skip
    """Without `state` that stays. Raises RoleNotAllowed, RentUnknown, ChangedElsewhere, StateUnknown, AmountOutOfReach
    and what change_branch raises."""
    where = clean_line(address, max_length=ADDRESS_MAX, field="address")

    def work() -> PropertyResult:
        lock(business_id, events=0)
        allow(actor, "rent.write")
        _check_worth(worth)
        own = Property.objects.filter(business_id=business_id, branch_id=property_id)
        known = own.first()
        if known is None:
            raise RentUnknown
        stands_in = known.state if state is None else state
        _check_state(stands_in)
        standing = Branch.objects.get(business_id=business_id, pk=property_id)
        branch = change_branch(
            business_id=business_id, actor=actor, branch_id=property_id, base_rev=base_rev, name=name,
            kind=standing.kind, registration_id=standing.registration_id, now=now,
        )  # fmt: skip
        own.update(address=where, worth=worth, state=stands_in)
        return _property_told(branch, address=where, worth=worth, state=stands_in, actor=actor, now=now)

    return in_transaction(work, dry_run=dry_run)


def _check_worth(worth: int | None) -> None:
    if worth is not None and not 0 < worth < AMOUNT_BELOW:
        raise AmountOutOfReach


def _check_state(state: str) -> None:
    if state and (state not in STATES or STATES[state].is_retired):
        raise StateUnknown


def _property_told(
    branch: Branch, *, address: str, worth: int | None, state: str, actor: Actor, now: datetime.datetime
) -> PropertyResult:
    seq = tell(
        branch.business_id, actor=actor, now=now, verb="property.changed", subject_kind="property",
        subject_id=uuid7(),
        contents={"property": str(branch.pk), "name": branch.name, "address": address, "worth": worth, "state": state},
    )  # fmt: skip
    return PropertyResult(branch.pk, branch.name, address, worth, branch.rev, seq, state=state)


def add_unit(
    *, business_id: uuid.UUID, actor: Actor, unit_id: uuid.UUID, property_id: uuid.UUID, name: str,
    use: str = UnitUse.HOME, asking_rent: int | None = None, now: datetime.datetime, dry_run: bool = False,
) -> UnitResult:  # fmt: skip
    """Sent again with the same content it answers the first result.

    Raises RoleNotAllowed, RentUnknown, NameMissing, UnitTaken, TooManyUnits, AmountOutOfReach, TextError.
    """
    said = _unit_name(name)

    def work() -> UnitResult:
        lock(business_id, events=0)
        allow(actor, "rent.write")
        standing = Unit.objects.filter(business_id=business_id, id=unit_id, name=said).first()
        if standing is not None:
            return _unit_result(standing, seq=0, replayed=True)
        if not Property.objects.filter(business_id=business_id, branch_id=property_id).exists():
            raise RentUnknown
        if Unit.objects.filter(business_id=business_id).count() >= UNITS_MAX:
            raise TooManyUnits
        unit = Unit(id=unit_id, business_id=business_id, branch_id=property_id)
        return _unit_kept(
            unit, name=said, use=use, asking_rent=asking_rent, is_under_repair=False, actor=actor, now=now
        )

    return in_transaction(work, dry_run=dry_run)


def change_unit(
    *, business_id: uuid.UUID, actor: Actor, unit_id: uuid.UUID, base_rev: int, name: str, use: str,
    asking_rent: int | None, is_under_repair: bool, now: datetime.datetime, dry_run: bool = False,
) -> UnitResult:  # fmt: skip
    """Raises RoleNotAllowed, RentUnknown, RentChanged, NameMissing, UnitTaken, AmountOutOfReach, TextError."""
    said = _unit_name(name)

    def work() -> UnitResult:
        lock(business_id, events=0)
        allow(actor, "rent.write")
        unit = unit_in(business_id, unit_id)
        if unit.rev != base_rev:
            raise RentChanged
        unit.rev += 1
        return _unit_kept(
            unit, name=said, use=use, asking_rent=asking_rent, is_under_repair=is_under_repair, actor=actor,
            now=now,
        )  # fmt: skip

    return in_transaction(work, dry_run=dry_run)


def _unit_name(name: str) -> str:
    said = clean_line(name, max_length=UNIT_NAME_MAX, field="name")
    if not said:
        raise NameMissing(_("Give the unit a name, for example 2A."))
    return said


def _unit_kept(
    unit: Unit, *, name: str, use: str, asking_rent: int | None, is_under_repair: bool, actor: Actor,
    now: datetime.datetime,
) -> UnitResult:  # fmt: skip
    _check_worth(asking_rent)
    same = Unit.objects.filter(business_id=unit.business_id, branch_id=unit.branch_id, name__iexact=name)
    if same.exclude(id=unit.id).exists():
        raise UnitTaken(name=name)
    unit.name, unit.asking_rent, unit.is_under_repair = name, asking_rent, is_under_repair
    unit.use = use if use in UnitUse.values else UnitUse.HOME
    if unit._state.adding:  # noqa: SLF001  Django's documented interface
        with new_row(Unit, unit.id):
            unit.save(force_insert=True)
    else:
        unit.save()
    seq = tell(
        unit.business_id, actor=actor, now=now, verb="unit.changed", subject_kind="unit", subject_id=unit.id,
        rev=unit.rev,
        contents={
            "property": str(unit.branch_id), "name": name, "use": unit.use, "asking_rent": asking_rent,
            "is_under_repair": is_under_repair,
        },
    )  # fmt: skip
    return _unit_result(unit, seq=seq)


def _unit_result(unit: Unit, *, seq: int, replayed: bool = False) -> UnitResult:
    return UnitResult(
        unit_id=unit.id, property_id=unit.branch_id, name=unit.name, use=unit.use, asking_rent=unit.asking_rent,
        is_under_repair=unit.is_under_repair, rev=unit.rev, seq=seq, replayed=replayed,
    )  # fmt: skip
