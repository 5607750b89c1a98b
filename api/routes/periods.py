"""Closing the books up to a day, and opening them again; the years of a book."""

import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.utils import timezone
from ninja import Query, Schema
from pydantic import Field

from api.kit.amounts import Money, number
from api.kit.answers import Answer, Page, Paging, Row
from api.kit.caller import BookCall
from api.kit.refusals import NotFound
from api.kit.resource import Resource
from api.routes.ledgers import today_of
from ledger.operations import periods as operations
from ledger.operations.years import close_year, reopen_year
from ledger.queries.pages import cursor_of, key_of
from ledger.queries.periods import period_state
from ledger.queries.years import YearRow, year_figures, years

Lock = Literal["books", "tax"]
Reason = Annotated[str, Field(max_length=300, examples=["A bill was found."])]


class Periods(Answer):
    """The last closed days; null: every day is open. `held` changes wait for a closed day."""

    books_closed_until: datetime.date | None
    tax_closed_until: datetime.date | None
    held: int


class ClosePeriod(Schema):
    """`books` closes everything up to a day, `tax` the documents with tax."""

    period: Lock = "books"
    until: datetime.date


class OpenPeriod(Schema):
    """`until` null opens every day."""

    period: Lock = "books"
    until: datetime.date | None = None
    reason: Reason


class Year(Answer):
    """`year` is the calendar year it begins in."""

    year: int
    label: str
    first_day: datetime.date
    last_day: datetime.date
    is_over: bool
    is_closed: bool
    closed_time: datetime.datetime | None
    closed_by: str


class YearAccount(Answer):
    account_code: str
    account_name: str
    kind: Literal["income", "expense"]
    amount: Money


class YearInFull(Year):
    """`result` above zero is a profit. The two khata sums are of the year's last day."""

    income: Money
    expense: Money
    result: Money
    will_get: Money
    will_give: Money
    entries: int
    accounts: list[YearAccount]


class YearReason(Schema):
    reason: Reason


router = Resource(singular="period", plural="years", row=Periods, tag="Periods and years")


@router.one("/periods", scope="ledger.read", can="khata.read")
def get_periods(request: BookCall) -> Row:
    """What of the book is closed."""
    return _periods(request)


@router.act("/periods/close", scope="ledger.write", can="book.close")
def close_period(request: BookCall, asked: ClosePeriod) -> Row:
    """Close the book up to a day."""
    operations.close_period(
        business_id=request.business.pk, actor=request.actor, period=asked.period, until=asked.until,
        now=timezone.now(),
    )  # fmt: skip
    return _periods(request)


@router.act("/periods/open", scope="ledger.write", can="book.close")
def open_period(request: BookCall, asked: OpenPeriod) -> Row:
    """Open days again, with the reason."""
    operations.open_period(
        business_id=request.business.pk, actor=request.actor, period=asked.period, until=asked.until,
        reason=asked.reason, now=timezone.now(),
    )  # fmt: skip
    return _periods(request)


@router.rows("/years", scope="report.read", can="totals.read", row=Year)
def list_years(request: BookCall, paging: Query[Paging]) -> Page:
    """The years of the book, newest first."""
    found = years(request.business.pk, today=today_of(request))
    if paging.cursor:
        (before,) = key_of(paging.cursor, shape=(int,))
        found = tuple(row for row in found if row.first_day.year < before)
    rows = [_year(row) for row in found[: paging.per_page]]
    more = len(found) > paging.per_page
    return Page(rows, cursor_of(rows[-1]["year"]) if more else None, paging.per_page)


@router.one("/years/{int:year}", scope="report.read", can="totals.read", row=YearInFull, singular="year")
def get_year(request: BookCall, year: int) -> Row:
    """The figures of a year: what was earned and spent, and what stood in the khatas."""
    return _figures(request, year)


@router.act(
    "/years/{int:year}/close", scope="ledger.write", can="book.close", row=YearInFull, singular="year"
)
def close_the_year(request: BookCall, year: int) -> Row:
    """Close a year: its result goes to the owner's equity, its days are closed, the khatas go on."""
    first_day = datetime.date.fromisoformat(str(_figures(request, year)["first_day"]))
    close_year(business_id=request.business.pk, actor=request.actor, first_day=first_day, now=timezone.now())
    return _figures(request, year)


@router.act("/years/{int:year}/open", scope="ledger.write", can="book.close", row=YearInFull, singular="year")
def open_the_year(request: BookCall, year: int, asked: YearReason) -> Row:
    """Take the closing of the last closed year back."""
    found = next(
        (row for row in years(request.business.pk, today=today_of(request)) if row.first_day.year == year),
        None,
    )
    end: UUID | None = found.year_end_id if found is not None else None
    if end is None:
        raise NotFound
    reopen_year(
        business_id=request.business.pk, actor=request.actor, year_end_id=end, reason=asked.reason,
        now=timezone.now(),
    )  # fmt: skip
    return _figures(request, year)


def _periods(request: BookCall) -> Row:
    state = period_state(request.business.pk)
    return {
        "books_closed_until": state.books_until, "tax_closed_until": state.tax_until, "held": state.held,
    }  # fmt: skip


def _year(row: YearRow) -> Row:
    return {
        "year": row.first_day.year, "label": row.label, "first_day": row.first_day, "last_day": row.last_day,
        "is_over": row.is_over, "is_closed": row.year_end_id is not None, "closed_time": row.closed_at,
        "closed_by": row.closed_by,
    }  # fmt: skip


def _figures(request: BookCall, year: int) -> Row:
    """Raises NotFound for a year the book has none of."""
    if not 1 <= year <= 9998:
        raise NotFound
    first_day = datetime.date(year, request.business.year_starts_month, 1)
    found = year_figures(request.business.pk, first_day=first_day, today=today_of(request))
    if found is None:
        raise NotFound
    return {
        **_year(found.year),
        "income": number(found.income),
        "expense": number(found.expense),
        "result": number(found.result),
        "will_get": number(found.will_get),
        "will_give": number(found.will_give),
        "entries": found.entries,
        "accounts": [
            {
                "account_code": line.code,
                "account_name": line.name,
                "kind": line.kind,
                "amount": number(line.amount),
            }
            for line in found.lines
        ],
    }
