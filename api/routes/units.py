"""Units: what of a house is let by itself, a flat, a room, a shop."""

import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.utils import timezone
from ninja import Query, Schema
from pydantic import Field

from api.kit.amounts import AmountOrZero, Money, balance_number, number, side
from api.kit.answers import Answer, Page, Paging, Row, page_of
from api.kit.caller import BookCall
from api.kit.cursors import uuid_after
from api.kit.resource import Resource, revision_of
from api.routes.ledgers import today_of
from api.routes.properties import ONE, READ, WRITE, BalanceSide
from core.ids import uuid7
from ledger.queries.pages import cursor_of
from rentals.operations.archiving import archive_unit as put_away
from rentals.operations.properties import add_unit
from rentals.operations.properties import change_unit as edit_unit
from rentals.queries.houses import UnitRow, unit_rows
from rentals.refusals import RentUnknown

Name = Annotated[str, Field(max_length=60, examples=["2A"])]
Use = Literal["home", "shop"]


class Unit(Answer):
    """`status` is let, empty or repair. The members from `lease_id` on are of the lease that runs, or the next one;
    null while there is none. `balance` is the tenant's: below zero they owe."""

    unit_id: UUID
    property_id: UUID
    property_name: str
    unit_name: str
    use: Use
    asking_rent: Money | None
    is_under_repair: bool
    is_archived: bool
    status: Literal["let", "empty", "repair"]
    lease_id: UUID | None
    ledger_id: UUID | None
    party_name: str
    rent: Money | None
    balance: Money | None
    balance_side: BalanceSide | None
    lease_end_date: datetime.date | None
    rev: int


class NewUnit(Schema):
    """`unit_id` may be yours; the same unit sent twice is added once."""

    unit_id: UUID | None = None
    unit_name: Name
    use: Use = "home"
    asking_rent: AmountOrZero | None = None


class UnitChange(Schema):
    """Members left out stay as they are; `asking_rent` null takes it away."""

    unit_name: Name | None = None
    use: Use | None = None
    asking_rent: AmountOrZero | None = None
    is_under_repair: bool | None = None


class UnitsWanted(Paging):
    property_id: Annotated[UUID | None, Field(description="Only units of this house.")] = None
    status: Annotated[
        Literal["all", "let", "empty", "repair", "archived"],
        Field(description="Only units in this state; `all` leaves out those put away."),
    ] = "all"


router = Resource(singular="unit", plural="units", row=Unit, tag="Properties", names={"name": "unit_name"})


@router.rows("/units", **READ)
def list_units(request: BookCall, asked: Query[UnitsWanted]) -> Page:
    """Units as they were added, with who rents them."""
    after = uuid_after(asked.cursor) if asked.cursor else None
    wanted = sorted((one for one in _units(request) if _is_wanted(one, asked)), key=lambda one: one.id)
    found = [one for one in wanted if after is None or one.id > after][: asked.per_page + 1]
    return page_of(
        [said_of(one) for one in found], paging=asked, cursor=lambda row: cursor_of(row["unit_id"].hex)
    )


@router.create(ONE + "/units", **WRITE)
def create_unit(request: BookCall, property_id: UUID, asked: NewUnit) -> Row:
    """Add a unit to a house."""
    made = add_unit(
        business_id=request.business.pk, actor=request.actor, unit_id=asked.unit_id or uuid7(),
        property_id=property_id, name=asked.unit_name, use=asked.use, asking_rent=asked.asking_rent or None,
        now=timezone.now(),
    )  # fmt: skip
    return _said(request, made.unit_id)


@router.one("/units/{uuid:unit_id}", **READ)
def get_unit(request: BookCall, unit_id: UUID) -> Row:
    """One unit, also when it was put away."""
    return _said(request, unit_id)


@router.change("/units/{uuid:unit_id}", **WRITE)
def change_unit(request: BookCall, unit_id: UUID, asked: UnitChange) -> Row:
    """Change what is written about a unit."""
    base, card = revision_of(request), _unit(request, unit_id)
    rent = (asked.asking_rent or None) if "asking_rent" in asked.model_fields_set else card.asking_rent
    repair = card.is_under_repair if asked.is_under_repair is None else asked.is_under_repair
    edit_unit(
        business_id=request.business.pk, actor=request.actor, unit_id=unit_id, base_rev=base,
        name=card.name if asked.unit_name is None else asked.unit_name, use=asked.use or card.use,
        asking_rent=rent, is_under_repair=repair, now=timezone.now(),
    )  # fmt: skip
    return _said(request, unit_id)


@router.act("/units/{uuid:unit_id}/archive", **WRITE, revised=True)
def archive_unit(request: BookCall, unit_id: UUID) -> Row:
    """Put away a unit that is let no more; what was written for it stays."""
    return _archived(request, unit_id, is_archived=True)


@router.act("/units/{uuid:unit_id}/restore", **WRITE, revised=True)
def restore_unit(request: BookCall, unit_id: UUID) -> Row:
    """Bring a unit back that was put away."""
    return _archived(request, unit_id, is_archived=False)


def _archived(request: BookCall, unit_id: UUID, *, is_archived: bool) -> Row:
    put_away(
        business_id=request.business.pk, actor=request.actor, unit_id=unit_id, base_rev=revision_of(request),
        is_archived=is_archived, now=timezone.now(),
    )  # fmt: skip
    return _said(request, unit_id)


def _units(request: BookCall) -> list[UnitRow]:
    return unit_rows(request.business.pk, today=today_of(request), with_archived=True)


def _is_wanted(one: UnitRow, asked: UnitsWanted) -> bool:
    if asked.property_id is not None and one.house_id != asked.property_id:
        return False
    if asked.status == "archived" or one.is_archived:
        return one.is_archived and asked.status == "archived"
    return asked.status in ("all", one.state)


def _unit(request: BookCall, unit_id: UUID) -> UnitRow:
    found = next((one for one in _units(request) if one.id == unit_id), None)
    if found is None:
        raise RentUnknown
    return found


def _said(request: BookCall, unit_id: UUID) -> Row:
    return said_of(_unit(request, unit_id))


def said_of(one: UnitRow) -> Row:
    is_let = one.lease_id is not None
    return {
        "unit_id": one.id, "property_id": one.house_id, "property_name": one.house, "unit_name": one.name,
        "use": one.use, "asking_rent": None if one.asking_rent is None else number(one.asking_rent),
        "is_under_repair": one.is_under_repair, "is_archived": one.is_archived, "status": one.state,
        "lease_id": one.lease_id, "ledger_id": one.party_id, "party_name": one.tenant,
        "rent": number(one.rent) if is_let else None,
        "balance": balance_number(one.balance) if is_let else None,
        "balance_side": side(one.balance) if is_let else None, "lease_end_date": one.until, "rev": one.rev,
    }  # fmt: skip
