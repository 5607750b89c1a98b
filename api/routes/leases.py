"""Leases: a unit let to a tenant, what both agreed on, and moving out."""

import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Schema
from pydantic import Field

from api.kit.amounts import Amount, Money, balance_number, number, side
from api.kit.answers import Answer, Page, Paging, Row, page_of
from api.kit.caller import BookCall
from api.kit.cursors import uuid_after
from api.kit.quantities import QuantityOrZero
from api.kit.refusals import FieldsRefused
from api.kit.resource import Resource, revision_of
from api.routes.lease_terms import (
    GstSaid,
    LateFeeSaid,
    NewTerms,
    PartRule,
    PeriodRule,
    RentRiseSaid,
    Rounding,
    TermsChange,
    Use,
    changed_from,
    content_from,
    fee_said,
    gst_said,
    rise_said,
)
from api.routes.ledgers import today_of
from api.routes.properties import READ, WRITE, BalanceSide
from businesses.registrations import settled_number
from core.ids import uuid7
from core.money import format_money
from ledger.models import PartyKind
from ledger.operations.parties import add_party
from ledger.operations.transactions import in_transaction
from ledger.queries.pages import cursor_of
from rentals.operations.dues import raise_dues
from rentals.operations.leases import LeaseResult, add_lease
from rentals.operations.leases import change_lease as edit_lease
from rentals.operations.moving import move_out
from rentals.queries.deposits import held
from rentals.queries.houses import LeaseCard, LeaseRow, lease_card, lease_rows
from rentals.queries.rent_taxes import lease_gst, number_of
from rentals.terms import content_of
from rentals.words import lease_sentence

OTHERS_MAX, CUTS_MAX = 10, 20
Mode = Literal["cash", "upi", "bank"]
Reason = Annotated[str, Field(max_length=300)]


class NewTenant(Schema):
    """`ledger_id` may be yours."""

    ledger_id: UUID | None = None
    party_name: Annotated[str, Field(min_length=1, max_length=120)]
    phone: Annotated[str, Field(max_length=40)] = ""
    gstin: Annotated[str, Field(max_length=20)] = ""


class NewLease(NewTerms):
    """`ledger_id` names a standing khata, `tenant` makes one: send one of them. `lease_id` may be yours.

    `period_rule`: a rent is for a month of the calendar, or for a month from the day the lease began. `part_rule`:
    a part of it costs by its days, by days out of thirty, or as much as the whole. `asks_from`: where the tenant
    lived there before this book, the first day to ask rent for. `use`: what the tenant rents for, by which GST on the
    rent is worked out; left out, none is. `tenant_composition`: they pay GST as a composition dealer.
    """

    lease_id: UUID | None = None
    unit_id: UUID
    ledger_id: UUID | None = None
    tenant: NewTenant | None = None
    other_ledger_ids: Annotated[list[UUID], Field(max_length=OTHERS_MAX)] = []


class LeaseChange(TermsChange):
    """Members left out stay as they are; `end_date` null lets the lease run on. New terms hold for what is asked
    for from now on; the first day and the counting of months stay once rent was asked for."""

    other_ledger_ids: Annotated[list[UUID] | None, Field(max_length=OTHERS_MAX)] = None


class DepositCut(Schema):
    amount: Amount
    reason: Reason


class LastReading(Schema):
    meter_id: UUID
    reading: QuantityOrZero


class MovingOut(Schema):
    """`date` is the last day, on which meters of the unit may be read a last time. What goes back is paid by `mode`."""

    date: datetime.date
    readings: Annotated[list[LastReading], Field(max_length=20)] = []
    cuts: Annotated[list[DepositCut], Field(max_length=CUTS_MAX)] = []
    mode: Mode = "cash"


class LeasesWanted(Paging):
    property_id: Annotated[UUID | None, Field(description="Only leases of this house.")] = None
    unit_id: Annotated[UUID | None, Field(description="Only leases of this unit.")] = None
    ledger_id: Annotated[UUID | None, Field(description="Only leases of this tenant.")] = None
    status: Annotated[
        Literal["current", "all"], Field(description="Leases that stand, or those that have ended too.")
    ] = "current"


class Lease(Answer):
    """`balance` is the tenant's: below zero they owe."""

    lease_id: UUID
    unit_id: UUID
    unit_name: str
    property_id: UUID
    property_name: str
    ledger_id: UUID
    party_name: str
    start_date: datetime.date
    end_date: datetime.date | None
    rent: Money
    balance: Money
    balance_side: BalanceSide
    has_ended: bool
    rev: int


class OtherTenant(Answer):
    ledger_id: UUID
    party_name: str


class LeaseInFull(Lease):
    """`terms` is what was agreed in a sentence, in the language of Accept-Language."""

    phone: str
    others: list[OtherTenant]
    due_day: int
    period_rule: PeriodRule
    part_rule: PartRule
    advance_months: int
    rounding: Rounding
    deposit: Money
    deposit_held: Money
    notice_days: int
    late_fee: LateFeeSaid
    rises: list[RentRiseSaid]
    asks_from: datetime.date
    notes: str
    use: Use
    tenant_composition: bool
    tenant_gstin: str
    gst: GstSaid
    terms: str
    created_time: datetime.datetime


class Settlement(Answer):
    """deposit_held + paid_ahead - unpaid - cuts = to_return - still_owed; one of the last two is 0."""

    lease_id: UUID
    end_date: datetime.date
    deposit_held: Money
    paid_ahead: Money
    unpaid: Money
    cuts: Money
    from_deposit: Money
    to_return: Money
    still_owed: Money
    rev: int


NAMES = {
    "starts_on": "start_date", "ends_on": "end_date", "round_to": "rounding", "fee_percent": "late_fee.percent",
    "fee_amount": "late_fee.amount", "fee_grace_days": "late_fee.grace_days", "rise_day": "rises.date",
    "rise_percent": "rises.percent", "rise_every": "rises.every_months", "others": "other_ledger_ids",
    "name": "party_name", "note": "notes",
}  # fmt: skip
ONE = "/leases/{uuid:lease_id}"
router = Resource(singular="lease", plural="leases", row=LeaseInFull, tag="Leases", names=NAMES)


@router.rows("/leases", **READ, row=Lease)
def list_leases(request: BookCall, asked: Query[LeasesWanted]) -> Page:
    """Leases in the order they were added."""
    after = uuid_after(asked.cursor) if asked.cursor else None
    rows = lease_rows(
        request.business.pk, property_id=asked.property_id, unit_id=asked.unit_id, party_id=asked.ledger_id,
        with_ended=asked.status == "all", after=after, limit=asked.per_page + 1,
    )  # fmt: skip
    return page_of(
        [_brief(one) for one in rows], paging=asked, cursor=lambda row: cursor_of(row["lease_id"].hex)
    )


@router.one(ONE, **READ)
def get_lease(request: BookCall, lease_id: UUID) -> Row:
    """One lease with its terms; ended ones too."""
    return said_of(request, lease_id)


@router.create("/leases", **WRITE)
def create_lease(request: BookCall, asked: NewLease) -> Row:
    """Let a unit; the rents that are due by today are asked for at once."""
    if (asked.ledger_id is None) == (asked.tenant is None):
        raise FieldsRefused({"tenant": [_("Say who rents: name a khata, or a new tenant.")]})
    lease_id = asked.lease_id or uuid7()
    in_transaction(lambda: _let(request, asked, lease_id=lease_id))
    return said_of(request, lease_id)


@router.change(ONE, **WRITE)
def change_lease(request: BookCall, lease_id: UUID, asked: LeaseChange) -> Row:
    """New terms from now on."""
    base, card = revision_of(request), lease_card(request.business.pk, lease_id)
    others = [one for one, _name in card.others] if asked.other_ledger_ids is None else asked.other_ledger_ids
    edit_lease(
        business_id=request.business.pk, actor=request.actor, lease_id=lease_id, base_rev=base, others=others,
        content=changed_from(content_of(card.lease, rises=card.lease.rises.all()), asked), now=timezone.now(),
    )  # fmt: skip
    return said_of(request, lease_id)


@router.act(ONE + "/end", **WRITE, row=Settlement, singular="settlement")
def end_lease(request: BookCall, lease_id: UUID, asked: MovingOut) -> Row:
    """Move out: last rents, cuts and the deposit as one sum; a dry run shows it beforehand."""
    done = move_out(
        business_id=request.business.pk, actor=request.actor, lease_id=lease_id, day=asked.date, mode=asked.mode,
        cuts=[(one.amount, one.reason) for one in asked.cuts],
        readings={one.meter_id: one.reading for one in asked.readings}, now=timezone.now(),
    )  # fmt: skip
    found = done.settlement
    return {
        "lease_id": done.lease_id, "end_date": done.day, "deposit_held": number(found.held),
        "paid_ahead": number(found.ahead), "unpaid": number(found.unpaid), "cuts": number(found.cuts),
        "from_deposit": number(found.from_deposit), "to_return": number(found.to_return),
        "still_owed": number(found.still_owed), "rev": done.rev,
    }  # fmt: skip


def _let(request: BookCall, asked: NewLease, *, lease_id: UUID) -> LeaseResult:
    """The tenant, the lease and its first dues, all or nothing."""
    now, book, tenant = timezone.now(), request.business, asked.tenant
    ledger_id = asked.ledger_id
    if tenant is not None:
        ledger_id = add_party(
            business_id=book.pk, actor=request.actor, party_id=tenant.ledger_id or uuid7(),
            name=tenant.party_name, phone=tenant.phone, registration_number=_gstin(tenant.gstin),
            country=book.country, kind=PartyKind.TENANT, made_at=now, now=now,
        ).party_id  # fmt: skip
    made = add_lease(
        business_id=book.pk, actor=request.actor, lease_id=lease_id, unit_id=asked.unit_id,
        party_id=ledger_id or uuid7(), content=content_from(asked), others=asked.other_ledger_ids, now=now,
    )  # fmt: skip
    raise_dues(
        business_id=book.pk, actor=request.actor, today=today_of(request), now=now, lease_ids=[lease_id]
    )
    return made


def _gstin(typed: str) -> str:
    return settled_number("gstin", typed) if typed else ""


def _brief(one: LeaseRow) -> Row:
    return {
        "lease_id": one.id, "unit_id": one.unit_id, "unit_name": one.unit, "property_id": one.house_id,
        "property_name": one.house, "ledger_id": one.party_id, "party_name": one.tenant,
        "start_date": one.starts_on, "end_date": one.ends_on, "rent": number(one.rent),
        "balance": balance_number(one.balance), "balance_side": side(one.balance), "has_ended": one.has_ended,
        "rev": one.rev,
    }  # fmt: skip


def said_of(request: BookCall, lease_id: UUID) -> Row:
    card = lease_card(request.business.pk, lease_id)
    one, content = card.lease, content_of(card.lease, rises=card.lease.rises.all())
    currency = request.business.currency
    return {
        **_standing(card), "due_day": one.due_day, "period_rule": one.period_rule, "part_rule": one.part_rule,
        "advance_months": one.advance_months, "rounding": "exact" if one.round_to == 1 else "whole",
        "deposit": number(one.deposit_asked),
        "deposit_held": number(held(request.business.pk, [one.id])[one.id]), "notice_days": one.notice_days,
        "late_fee": fee_said(content.fee), "rises": [rise_said(rise) for rise in content.rises],
        "asks_from": one.raises_from, "notes": one.note, "use": one.use,
        "tenant_composition": one.tenant_composition, "tenant_gstin": number_of(one.party),
        "gst": gst_said(lease_gst(
            one.unit, use=one.use, number=number_of(one.party), composition=one.tenant_composition,
            day=today_of(request),
        )),
        "terms": lease_sentence(content, money=lambda minor: format_money(minor, currency=currency)),
        "created_time": one.created_at,
    }  # fmt: skip


def _standing(card: LeaseCard) -> Row:
    one = card.lease
    return {
        "lease_id": one.id, "unit_id": one.unit_id, "unit_name": card.unit, "property_id": card.house.pk,
        "property_name": card.house.name, "ledger_id": one.party_id, "party_name": card.tenant,
        "phone": card.phone, "others": [{"ledger_id": key, "party_name": name} for key, name in card.others],
        "start_date": one.starts_on, "end_date": one.ends_on, "rent": number(one.rent),
        "balance": balance_number(card.balance), "balance_side": side(card.balance),
        "has_ended": one.ended_at is not None, "rev": one.rev,
    }  # fmt: skip
