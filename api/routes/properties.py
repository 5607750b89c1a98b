"""Properties: houses let out, and who lives in them."""

import datetime
from typing import Annotated, Any, Literal
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
from ledger.queries.pages import cursor_of
from rentals.operations.archiving import archive_property as put_away
from rentals.operations.properties import add_property
from rentals.operations.properties import change_property as edit_property
from rentals.queries.deposits import held
from rentals.queries.houses import HouseRow, LeaseRow, house, houses, lease_rows
from rentals.queries.owed import open_dues

Name = Annotated[str, Field(max_length=120, examples=["শান্তি ভিলা"])]
State = Annotated[str, Field(max_length=2, examples=["19"])]
Address = Annotated[str, Field(max_length=300)]
BalanceSide = Literal["will_get", "will_give", "settled"]


class Property(Answer):
    """A house is a branch of the book: `property_id` is its `branch_id`. `state` is the two-digit code of where it
    stands, by which GST on its rents goes; "" for that of its registration. `worth` is what the yield is counted on.
    The counts leave out units that were put away."""

    property_id: UUID
    property_name: str
    address: str
    state: str
    worth: Money | None
    unit_count: int
    let_count: int
    empty_count: int
    repair_count: int
    is_archived: bool
    rev: int


class Tenant(Answer):
    """Who rents a unit. `balance` is credits less debits: below zero they owe; `overdue` is what of it is late."""

    lease_id: UUID
    ledger_id: UUID
    party_name: str
    phone: str
    unit_id: UUID
    unit_name: str
    start_date: datetime.date
    end_date: datetime.date | None
    rent: Money
    balance: Money
    balance_side: BalanceSide
    overdue: Money
    deposit_held: Money
    has_ended: bool


class NewProperty(Schema):
    property_name: Name
    address: Address = ""
    state: State = ""
    worth: AmountOrZero | None = None


class PropertyChange(Schema):
    """Members left out stay as they are; `worth` null takes it away."""

    property_name: Name | None = None
    address: Address | None = None
    state: State | None = None
    worth: AmountOrZero | None = None


class PropertiesWanted(Paging):
    status: Annotated[
        Literal["active", "archived", "all"], Field(description="Houses in use, those put away, or both.")
    ] = "active"


class TenantsWanted(Paging):
    status: Annotated[
        Literal["current", "all"], Field(description="Leases that stand, or those that have ended too.")
    ] = "current"


READ: dict[str, Any] = {"scope": "property.read", "can": "rent.read"}
WRITE: dict[str, Any] = {"scope": "property.write", "can": "rent.write"}
ONE = "/properties/{uuid:property_id}"
router = Resource(
    singular="property", plural="properties", row=Property, tag="Properties", names={"name": "property_name"}
)


@router.rows("/properties", **READ)
def list_properties(request: BookCall, asked: Query[PropertiesWanted]) -> Page:
    """The houses of the book."""
    after = uuid_after(asked.cursor) if asked.cursor else None
    known = houses(request.business.pk, today=today_of(request), with_archived=asked.status != "active")
    wanted = [one for one in known if one.is_archived or asked.status != "archived"]
    found = [one for one in wanted if after is None or one.id > after][: asked.per_page + 1]
    return page_of(
        [said_of(one) for one in found],
        paging=asked,
        cursor=lambda row: cursor_of(row["property_id"].hex),
    )


@router.one(ONE, **READ)
def get_property(request: BookCall, property_id: UUID) -> Row:
    """One house, also when it was put away."""
    return _said(request, property_id)


@router.create("/properties", **WRITE)
def create_property(request: BookCall, asked: NewProperty) -> Row:
    """Add a house; its units come next."""
    made = add_property(
        business_id=request.business.pk, actor=request.actor, name=asked.property_name, address=asked.address,
        state=asked.state, worth=asked.worth or None, now=timezone.now(),
    )  # fmt: skip
    return _said(request, made.property_id)


@router.change(ONE, **WRITE)
def change_property(request: BookCall, property_id: UUID, asked: PropertyChange) -> Row:
    """Change what is written about a house."""
    base, card = revision_of(request), _house(request, property_id)
    edit_property(
        business_id=request.business.pk, actor=request.actor, property_id=property_id, base_rev=base,
        name=card.name if asked.property_name is None else asked.property_name,
        address=card.address if asked.address is None else asked.address,
        worth=(asked.worth or None) if "worth" in asked.model_fields_set else card.worth, state=asked.state,
        now=timezone.now(),
    )  # fmt: skip
    return _said(request, property_id)


@router.act(ONE + "/archive", **WRITE, revised=True)
def archive_property(request: BookCall, property_id: UUID) -> Row:
    """Put away a house where nobody lives any more; what was written for it stays."""
    return _archived(request, property_id, is_archived=True)


@router.act(ONE + "/restore", **WRITE, revised=True)
def restore_property(request: BookCall, property_id: UUID) -> Row:
    """Bring a house back that was put away."""
    return _archived(request, property_id, is_archived=False)


@router.rows(ONE + "/tenants", **READ, plural="tenants", row=Tenant)
def list_property_tenants(request: BookCall, property_id: UUID, asked: Query[TenantsWanted]) -> Page:
    """Who rents in a house, by lease, with what each owes."""
    _house(request, property_id)
    after = uuid_after(asked.cursor) if asked.cursor else None
    rows = lease_rows(
        request.business.pk, property_id=property_id, with_ended=asked.status == "all", after=after,
        limit=asked.per_page + 1,
    )  # fmt: skip
    return page_of(_tenants(request, rows), paging=asked, cursor=lambda row: cursor_of(row["lease_id"].hex))


def _house(request: BookCall, property_id: UUID) -> HouseRow:
    return house(request.business.pk, property_id, today=today_of(request), with_archived=True)


def _said(request: BookCall, property_id: UUID) -> Row:
    return said_of(_house(request, property_id))


def _archived(request: BookCall, property_id: UUID, *, is_archived: bool) -> Row:
    put_away(
        business_id=request.business.pk, actor=request.actor, property_id=property_id,
        base_rev=revision_of(request), is_archived=is_archived, now=timezone.now(),
    )  # fmt: skip
    return _said(request, property_id)


def said_of(one: HouseRow) -> Row:
    states = [unit.state for unit in one.units if not unit.is_archived]
    return {
        "property_id": one.id, "property_name": one.name, "address": one.address, "state": one.state,
        "worth": None if one.worth is None else number(one.worth), "unit_count": len(states),
        "let_count": states.count("let"), "empty_count": states.count("empty"),
        "repair_count": states.count("repair"), "is_archived": one.is_archived, "rev": one.rev,
    }  # fmt: skip


def _tenants(request: BookCall, rows: list[LeaseRow]) -> list[Row]:
    ids, today = [one.id for one in rows], today_of(request)
    late: dict[UUID, int] = {}
    for due in open_dues(request.business.pk, lease_ids=ids):
        if due.due_on < today:
            late[due.lease_id] = late.get(due.lease_id, 0) + due.unpaid
    lying = held(request.business.pk, ids)
    return [
        {
            "lease_id": one.id, "ledger_id": one.party_id, "party_name": one.tenant, "phone": one.phone,
            "unit_id": one.unit_id, "unit_name": one.unit, "start_date": one.starts_on, "end_date": one.ends_on,
            "rent": number(one.rent), "balance": balance_number(one.balance), "balance_side": side(one.balance),
            "overdue": number(late.get(one.id, 0)), "deposit_held": number(lying[one.id]),
            "has_ended": one.has_ended,
        }
        for one in rows
    ]  # fmt: skip
