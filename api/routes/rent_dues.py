"""What tenants are asked for: rents, charges and late fees."""

import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.utils import timezone
from ninja import Query, Schema
from pydantic import Field

from api.kit.amounts import Amount, Money, number
from api.kit.answers import Answer, Page, Paging, Row, page_of
from api.kit.caller import BookCall
from api.kit.decimals import Number, exact
from api.kit.resource import Resource
from api.kit.spans import Span
from api.routes.ledgers import today_of
from api.routes.properties import READ, WRITE
from ledger.queries.pages import CursorUnknown, cursor_of, key_of
from rentals.operations import dues, late_fees
from rentals.queries.due_pages import Place, due_of, due_page
from rentals.queries.owed import DueRow
from rentals.words import due_words

DUES_MAX = 200
MONEY = {"rent", "amount", "each", "unpaid"}
"""Members of a due's working that are sums of money."""
Kind = Literal["rent", "service", "utility", "late_fee", "damage", "other"]
Reason = Annotated[str, Field(max_length=300)]


class Due(Answer):
    """`working` is the sum `net` came from, for the tenant to check. GST on it is inside `amount`; under reverse charge
    the tenant pays it to the state, and nothing is added. `entry_id` is its line in the tenant's khata, null
    where it came to nothing. Once taken back it is not asked for again."""

    due_id: UUID
    lease_id: UUID
    ledger_id: UUID
    party_name: str
    property_id: UUID
    property_name: str
    unit_id: UUID
    unit_name: str
    kind: Kind
    description: str
    label: str
    period_start: datetime.date
    period_end: datetime.date
    due_date: datetime.date
    amount: Money
    net: Money
    gst_case: Literal["", "forward", "reverse"]
    gst_percent: Number
    cgst: Money
    sgst: Money
    igst: Money
    paid: Money
    unpaid: Money
    status: Literal["paid", "part", "due", "overdue", "taken_back"]
    note: str
    working: dict[str, Any]
    about_due_id: UUID | None
    entry_id: UUID | None
    tax_invoice_number: str
    taken_back_reason: str


class Raised(Answer):
    """How many dues were asked for, and what they come to. `is_more`: another call asks for more."""

    count: int
    amount: Money
    is_more: bool
    due_ids: list[UUID]


class FeeToAdd(Answer):
    """What would be added to a late due today. `times`: how often the fee has come so far, or days counted."""

    due_id: UUID
    lease_id: UUID
    party_name: str
    unit_name: str
    description: str
    due_date: datetime.date
    unpaid: Money
    late_days: int
    times: int
    each: Money
    amount: Money
    is_capped: bool


class NewCharge(Schema):
    """`label` says what it is for, once per lease, kind and month; without `due_date` it is due today. `period` is
    a day of the month it is for."""

    kind: Literal["service", "utility", "damage", "other"]
    label: Annotated[str, Field(max_length=24, examples=["Water"])]
    amount: Amount
    period: datetime.date | None = None
    due_date: datetime.date | None = None
    note: Annotated[str, Field(max_length=300)] = ""


class Asking(Schema):
    """Without `lease_ids` every lease is asked."""

    lease_ids: Annotated[list[UUID] | None, Field(max_length=DUES_MAX)] = None


class Adding(Schema):
    """Without `due_ids` every late due gets its fee."""

    due_ids: Annotated[list[UUID] | None, Field(max_length=DUES_MAX)] = None


class TakingBack(Schema):
    """The tenant sees the reason too."""

    reason: Reason


class DuesWanted(Paging, Span):
    lease_id: Annotated[UUID | None, Field(description="Only dues of this lease.")] = None
    property_id: Annotated[UUID | None, Field(description="Only dues of this house.")] = None
    status: Annotated[
        Literal["all", "open", "overdue", "taken_back"],
        Field(description="All that stand, those not paid yet, those that are late, or those taken back."),
    ] = "all"


router = Resource(
    singular="due", plural="dues", row=Due, tag="Rent", names={"due_on": "due_date", "name": "label"}
)


@router.rows("/dues", **READ)
def list_dues(request: BookCall, asked: Query[DuesWanted]) -> Page:
    """What tenants were asked for, in the order it falls due; `from` and `to` go by the months it is for."""
    asked.check()
    today = today_of(request)
    found = due_page(
        request.business.pk, today=today, status=asked.status, lease_id=asked.lease_id,
        property_id=asked.property_id, since=asked.start, until=asked.end,
        after=place_before(asked.cursor) if asked.cursor else None, limit=asked.per_page + 1,
    )  # fmt: skip
    page = page_of(found, paging=asked, cursor=lambda row: cursor_of(row.due_on.isoformat(), row.id.hex))
    return Page([said_of(row, today=today) for row in page.rows], page.next_cursor, page.per_page)


@router.one("/dues/{uuid:due_id}", **READ)
def get_due(request: BookCall, due_id: UUID) -> Row:
    """One due with the sum it came from; also when it was taken back."""
    return _said(request, due_id)


@router.act("/dues/raise", **WRITE, row=Raised, singular="raised")
def raise_rents(request: BookCall, asked: Asking) -> Row:
    """Ask for every rent that is due by today and was not asked for; nothing is asked for twice."""
    done = dues.raise_dues(
        business_id=request.business.pk, actor=request.actor, today=today_of(request), now=timezone.now(),
        lease_ids=asked.lease_ids,
    )  # fmt: skip
    return {
        "count": done.count, "amount": number(done.amount), "is_more": done.is_more,
        "due_ids": list(done.due_ids),
    }  # fmt: skip


@router.create("/leases/{uuid:lease_id}/charges", **WRITE)
def create_charge(request: BookCall, lease_id: UUID, asked: NewCharge) -> Row:
    """Ask for something besides the rent: water, a service charge, a broken window."""
    due_on = asked.due_date or today_of(request)
    done = dues.add_charge(
        business_id=request.business.pk, actor=request.actor, lease_id=lease_id, kind=asked.kind,
        label=asked.label, amount=asked.amount, period=asked.period or due_on, due_on=due_on, note=asked.note,
        now=timezone.now(),
    )  # fmt: skip
    return _said(request, done.due_id)


@router.act("/dues/{uuid:due_id}/take-back", **WRITE)
def take_back_due(request: BookCall, due_id: UUID, asked: TakingBack) -> Row:
    """Let a late fee off, or take back what was asked for by mistake."""
    dues.take_back_due(
        business_id=request.business.pk, actor=request.actor, due_id=due_id, reason=asked.reason,
        now=timezone.now(),
    )  # fmt: skip
    return _said(request, due_id)


@router.rows("/late-fees", **READ, plural="late_fees", row=FeeToAdd)
def list_late_fees(request: BookCall, asked: Query[Paging]) -> Page:
    """What the rules of the leases would add today; nothing is written."""
    known = late_fees.late_fees(request.business.pk, today=today_of(request))
    known.sort(key=lambda one: (one.due.due_on, one.due.id))
    after = place_before(asked.cursor) if asked.cursor else None
    found = [one for one in known if after is None or (one.due.due_on, one.due.id) > after]
    page = page_of(
        found[: asked.per_page + 1], paging=asked,
        cursor=lambda one: cursor_of(one.due.due_on.isoformat(), one.due.id.hex),
    )  # fmt: skip
    return Page([_fee(one) for one in page.rows], page.next_cursor, page.per_page)


@router.act("/late-fees", **WRITE, row=Raised, singular="raised")
def apply_late_fees(request: BookCall, asked: Adding) -> Row:
    """Add the late fees, each once for what it is for."""
    done = late_fees.apply_late_fees(
        business_id=request.business.pk, actor=request.actor, today=today_of(request), now=timezone.now(),
        due_ids=asked.due_ids,
    )  # fmt: skip
    return {
        "count": len(done.fees), "amount": number(done.amount), "is_more": len(done.fees) == late_fees.AT_ONCE,
        "due_ids": [one.due_id for one in done.fees],
    }  # fmt: skip


def place_before(cursor: str) -> Place:
    """Raises CursorUnknown."""
    day, due_id = key_of(cursor, shape=(str, str))
    try:
        return datetime.date.fromisoformat(day), UUID(due_id)
    except ValueError:
        raise CursorUnknown from None


def _said(request: BookCall, due_id: UUID) -> Row:
    return said_of(due_of(request.business.pk, due_id), today=today_of(request))


def said_of(one: DueRow, *, today: datetime.date) -> Row:
    unpaid = 0 if one.is_taken_back else one.unpaid
    return {
        "due_id": one.id, "lease_id": one.lease_id, "ledger_id": one.party_id, "party_name": one.tenant,
        "property_id": one.house_id, "property_name": one.house, "unit_id": one.unit_id, "unit_name": one.unit,
        "kind": one.kind, "description": due_words(one), "label": one.label, "period_start": one.period,
        "period_end": one.period_end, "due_date": one.due_on, "amount": number(one.amount),
        "net": number(one.net), "gst_case": one.gst, "gst_percent": exact(one.tax_rate, places=4),
        "cgst": number(one.cgst), "sgst": number(one.sgst), "igst": number(one.igst),
        "paid": number(0 if one.is_taken_back else one.paid), "unpaid": number(unpaid),
        "status": "taken_back" if one.is_taken_back else one.state(today), "note": one.note,
        "working": _worked(one.working), "about_due_id": one.about_id, "entry_id": one.document_id,
        "tax_invoice_number": one.invoice, "taken_back_reason": one.taken_back_for,
    }  # fmt: skip


def _worked(sum_kept: Any, *, name: str = "") -> Any:
    """The working as it is kept, its money as numbers of two decimals."""
    if isinstance(sum_kept, dict):
        return {key: _worked(value, name=key) for key, value in sum_kept.items()}
    if isinstance(sum_kept, list):
        return [_worked(one, name=name) for one in sum_kept]
    is_money = name in MONEY and isinstance(sum_kept, int) and not isinstance(sum_kept, bool)
    return number(sum_kept) if is_money else sum_kept


def _fee(one: late_fees.FeePreview) -> Row:
    due, fee = one.due, one.fee
    return {
        "due_id": due.id, "lease_id": due.lease_id, "party_name": due.tenant, "unit_name": due.unit,
        "description": due_words(due), "due_date": due.due_on, "unpaid": number(due.unpaid),
        "late_days": fee.late_days, "times": fee.times, "each": number(fee.each), "amount": number(fee.amount),
        "is_capped": fee.is_capped,
    }  # fmt: skip
