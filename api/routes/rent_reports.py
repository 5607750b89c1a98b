"""Rent reports: a month, arrears, the roll of a year, what houses brought and cost."""

import datetime
from collections import defaultdict
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Query
from pydantic import Field

from api.kit.amounts import Money, number
from api.kit.answers import Answer, Page, Paging, Row, page_of
from api.kit.caller import BookCall
from api.kit.cursors import uuid_after
from api.kit.decimals import Number, exact
from api.kit.resource import Resource
from api.routes.ledgers import today_of
from api.routes.properties import READ
from core.periods import Period, fiscal_year
from ledger.queries.pages import cursor_of, key_of
from rentals.queries.months import HouseYear, RollRow, TenantMonth, house_years, month, rent_roll
from rentals.queries.occupancy import Occupancy, occupancies
from rentals.queries.owed import DueRow, open_dues

BUCKETS = (30, 60, 90)
"""Days late an amount of arrears is counted up to."""


class RentOfMonth(Answer):
    """`asked` is of the month, `unpaid` what of it is open; `open` and `overdue` are of any month."""

    lease_id: UUID
    ledger_id: UUID
    party_name: str
    property_id: UUID
    property_name: str
    unit_name: str
    asked: Money
    unpaid: Money
    open: Money
    overdue: Money
    oldest_due_date: datetime.date | None
    status: Literal["", "paid", "part", "due", "overdue"]


class Arrears(Answer):
    """What a tenant owes of one lease, by how many days it is late."""

    lease_id: UUID
    ledger_id: UUID
    party_name: str
    property_id: UUID
    property_name: str
    unit_name: str
    due_count: int
    unpaid: Money
    not_due_yet: Money
    late_1_to_30: Money
    late_31_to_60: Money
    late_61_to_90: Money
    late_over_90: Money
    oldest_due_date: datetime.date


class RollCell(Answer):
    """`letter` is P paid, H part paid, D due, O overdue, "" where nothing was asked for."""

    month: datetime.date
    amount: Money
    unpaid: Money
    status: Literal["", "paid", "part", "due", "overdue"]
    letter: str


class RentRollRow(Answer):
    """`asked` and `unpaid` are the months and the late fees together. Late fees stand apart from the months, so that a
    rent that was paid is paid; they count in the year they were added."""

    property_id: UUID
    property_name: str
    unit_id: UUID
    unit_name: str
    tenants: str
    asked: Money
    unpaid: Money
    late_fees: Money
    late_fees_unpaid: Money
    months: list[RollCell]


class PropertyYear(Answer):
    """`asked` is what tenants were asked for without the GST on it, which is `gst`; `received` the money that came.
    `yield_percent` is what was asked less costs, a year, of what the house is worth; `occupancy_percent` the days its
    units were let up to today."""

    property_id: UUID
    property_name: str
    asked: Money
    gst: Money
    received: Money
    costs: Money
    net: Money
    yield_percent: Number | None
    occupancy_percent: Number | None
    let_days: int
    unit_days: int


class MonthWanted(Paging):
    month: Annotated[
        datetime.date | None, Field(description="Any day of the month; without it this month.")
    ] = None


class OneHouse(Paging):
    property_id: Annotated[UUID | None, Field(description="Only this house.")] = None


class YearWanted(OneHouse):
    year: Annotated[
        int | None,
        Field(ge=1950, le=2199, description="The book's year that begins in it; without it this year."),
    ] = None


TOTALS: dict[str, Any] = {"scope": "property.read", "can": "totals.read"}
router = Resource(singular="month", plural="tenants", row=RentOfMonth, tag="Rent reports")


@router.rows("/rent-month", **READ)
def list_rent_of_month(request: BookCall, asked: Query[MonthWanted]) -> Page:
    """Rent of a month by lease: who owes most overdue first."""
    today = today_of(request)
    known = list(month(request.business.pk, month=asked.month or today, today=today).rows)
    known.sort(key=_urgency)
    after = key_of(asked.cursor, shape=(int, int, str)) if asked.cursor else None
    found = [one for one in known if after is None or _urgency(one) > after][: asked.per_page + 1]
    page = page_of(found, paging=asked, cursor=lambda one: cursor_of(*_urgency(one)))
    return Page([_of_month(one) for one in page.rows], page.next_cursor, page.per_page)


@router.rows("/arrears", **TOTALS, plural="arrears", row=Arrears, extra={"total": (Money, ...)})
def list_arrears(request: BookCall, asked: Query[OneHouse]) -> Page:
    """Who owes what, by how late it is."""
    by_lease: dict[UUID, list[DueRow]] = defaultdict(list)
    for due in open_dues(request.business.pk):
        if asked.property_id in {None, due.house_id}:
            by_lease[due.lease_id].append(due)
    after = uuid_after(asked.cursor) if asked.cursor else None
    keys = [key for key in sorted(by_lease) if after is None or key > after][: asked.per_page + 1]
    page = page_of(keys, paging=asked, cursor=lambda key: cursor_of(key.hex))
    today, total = today_of(request), sum(due.unpaid for dues in by_lease.values() for due in dues)
    rows = [_arrears(by_lease[key], today=today) for key in page.rows]
    return Page(rows, page.next_cursor, page.per_page, extra={"total": number(total)})


@router.rows("/rent-roll", **TOTALS, plural="rent_roll", row=RentRollRow,
             extra={"asked": (Money, ...), "unpaid": (Money, ...)})  # fmt: skip
def list_rent_roll(request: BookCall, asked: Query[YearWanted]) -> Page:
    """The roll of a year: each unit with its twelve months. The sums are of all units."""
    found = rent_roll(
        request.business.pk, start=_year(request, asked).start, today=today_of(request),
        property_id=asked.property_id,
    )  # fmt: skip
    after = key_of(asked.cursor, shape=(str, str, str)) if asked.cursor else None
    rows = [row for row in found.rows if after is None or _place(row) > after][: asked.per_page + 1]
    page = page_of(rows, paging=asked, cursor=lambda row: cursor_of(*_place(row)))
    extra = {"asked": number(found.asked), "unpaid": number(found.unpaid)}
    return Page([_roll(row) for row in page.rows], page.next_cursor, page.per_page, extra=extra)


@router.rows("/property-years", **TOTALS, plural="property_years", row=PropertyYear)
def list_property_years(request: BookCall, asked: Query[YearWanted]) -> Page:
    """What each house brought and cost in a year, its yield, and how full it was."""
    span, book = _year(request, asked), request.business.pk
    full = occupancies(book, span, today=today_of(request))
    known = [one for one in house_years(book, span) if asked.property_id in {None, one.house_id}]
    after = uuid_after(asked.cursor) if asked.cursor else None
    found = [one for one in known if after is None or one.house_id > after][: asked.per_page + 1]
    page = page_of(found, paging=asked, cursor=lambda one: cursor_of(one.house_id.hex))
    rows = [_house_year(one, full.get(one.house_id, Occupancy())) for one in page.rows]
    return Page(rows, page.next_cursor, page.per_page)


def _year(request: BookCall, asked: YearWanted) -> Period:
    starts_month = request.business.year_starts_month
    if asked.year is None:
        return fiscal_year(today_of(request), starts_month=starts_month)
    return fiscal_year(datetime.date(asked.year, starts_month, 1), starts_month=starts_month)


def _urgency(one: TenantMonth) -> tuple[int, int, str]:
    return -one.overdue, -one.open, one.lease_id.hex


def _place(row: RollRow) -> tuple[str, str, str]:
    return row.house, row.unit, row.unit_id.hex if row.unit_id else ""


def _of_month(one: TenantMonth) -> Row:
    return {
        "lease_id": one.lease_id, "ledger_id": one.party_id, "party_name": one.tenant,
        "property_id": one.house_id, "property_name": one.house, "unit_name": one.unit,
        "asked": number(one.asked), "unpaid": number(one.unpaid), "open": number(one.open),
        "overdue": number(one.overdue), "oldest_due_date": one.oldest_due_on, "status": one.state,
    }  # fmt: skip


def _arrears(dues: list[DueRow], *, today: datetime.date) -> Row:
    first, parts = dues[0], [0] * (len(BUCKETS) + 2)
    for due in dues:
        late = (today - due.due_on).days
        parts[0 if late <= 0 else 1 + sum(late > days for days in BUCKETS)] += due.unpaid
    waiting, month_late, two, three, older = map(number, parts)
    return {
        "lease_id": first.lease_id, "ledger_id": first.party_id, "party_name": first.tenant,
        "property_id": first.house_id, "property_name": first.house, "unit_name": first.unit,
        "due_count": len(dues), "unpaid": number(sum(parts)), "not_due_yet": waiting,
        "late_1_to_30": month_late, "late_31_to_60": two, "late_61_to_90": three, "late_over_90": older,
        "oldest_due_date": min(due.due_on for due in dues),
    }  # fmt: skip


def _roll(row: RollRow) -> Row:
    return {
        "property_id": row.house_id, "property_name": row.house, "unit_id": row.unit_id, "unit_name": row.unit,
        "tenants": row.tenants, "asked": number(row.asked), "unpaid": number(row.unpaid),
        "late_fees": number(row.fees), "late_fees_unpaid": number(row.fees_unpaid),
        "months": [
            {
                "month": cell.month, "amount": number(cell.amount), "unpaid": number(cell.unpaid),
                "status": cell.state, "letter": cell.letter,
            }
            for cell in row.cells
        ],
    }  # fmt: skip


def _house_year(one: HouseYear, full: Occupancy) -> Row:
    earned = one.yield_percent
    return {
        "property_id": one.house_id, "property_name": one.house, "asked": number(one.asked),
        "gst": number(one.tax), "received": number(one.received), "costs": number(one.costs),
        "net": number(one.asked - one.costs),
        "yield_percent": None if earned is None else _percent(earned),
        "occupancy_percent": None if full.percent is None else _percent(full.percent),
        "let_days": full.let_days, "unit_days": full.unit_days,
    }  # fmt: skip


def _percent(hundredths: int) -> Any:
    """A yield may be below zero."""
    return number(hundredths) if hundredths < 0 else exact(hundredths, places=2)
