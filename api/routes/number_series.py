"""Series of numbers: what the next bill, note or estimate is numbered by."""

from typing import Annotated, Literal
from uuid import UUID

from django.utils import timezone
from ninja import Query, Schema
from pydantic import Field

from api.kit.answers import Answer, Page, Paging, Row, page_of
from api.kit.caller import BookCall
from api.kit.resource import Resource, revision_of
from api.routes.ledgers import today_of
from core.ids import uuid7
from ledger.queries.pages import cursor_of, key_of
from taxes.operations.series import add_series
from taxes.operations.series_changes import SeriesContent, change_series
from taxes.queries.series import SeriesRow, series_of
from taxes.refusals import SeriesUnknown

Kind = Literal["invoice", "credit_note", "debit_note", "estimate", "delivery_challan", "self_invoice"]
Prefix = Annotated[str, Field(max_length=20, examples=["INV/{fy}/"])]
Digits = Annotated[int, Field(ge=1, le=9)]
Position = Annotated[int, Field(ge=1, le=999_999_999)]


class NumberSeries(Answer):
    """A number is `prefix`, where `{fy}` stands for the year as 26-27, and at least `digits` digits. `next_number`
    comes next in the year of today, `next_number_formatted` is how it will look; `given` and `left_out` are counts of
    this year. `is_default`: papers take their numbers here that name no other series; those of `branch_id`, or where
    that is null of every branch without a default of its own. `is_used`: its prefix stays."""

    number_series_id: UUID
    kind: str
    registration: str
    branch_id: UUID | None
    prefix: str
    digits: int
    next_number: int
    next_number_formatted: str
    given: int
    left_out: int
    is_default: bool
    is_used: bool
    rev: int


class NewNumberSeries(Schema):
    """`registration` is the GSTIN or BIN of the branches that number by it, empty without one. `next_number`: where
    the book that was kept before ended."""

    number_series_id: UUID | None = None
    kind: Kind
    registration: Annotated[str, Field(max_length=40, examples=["19AAPFU0939F1ZM"])] = ""
    branch_id: UUID | None = None
    prefix: Prefix
    digits: Digits = 4
    next_number: Position = 1
    is_default: bool = False


class NumberSeriesChange(Schema):
    """Members left out stay as they are. A series whose numbers were given keeps its prefix; its next number moves
    forward only, and where that leaves numbers out, with `leave_out`."""

    branch_id: UUID | None = None
    prefix: Prefix | None = None
    digits: Digits | None = None
    next_number: Position | None = None
    is_default: bool | None = None
    leave_out: bool = False


SERIES = "/number-series"
ONE = SERIES + "/{uuid:number_series_id}"
router = Resource(singular="number_series", plural="number_series", row=NumberSeries, tag="Taxes")


@router.rows(SERIES, scope="ledger.read", can="sales.read", etag=False)
def list_number_series(request: BookCall, paging: Query[Paging]) -> Page:
    """The series of a book. A kind without one begins its own with its first paper."""
    rows = [said_of(row) for row in series_of(request.business.pk, day=today_of(request))]
    if paging.cursor:
        (last,) = key_of(paging.cursor, shape=(str,))
        ids = [row["number_series_id"].hex for row in rows]
        rows = rows[ids.index(last) + 1 :] if last in ids else []
    return page_of(
        rows[: paging.per_page + 1], paging=paging, cursor=lambda row: cursor_of(row["number_series_id"].hex)
    )


@router.one(ONE, scope="ledger.read", can="sales.read")
def get_number_series(request: BookCall, number_series_id: UUID) -> Row:
    """One series."""
    return said_of(_row(request, number_series_id))


@router.create(SERIES, scope="ledger.write", can="sales.edit")
def create_number_series(request: BookCall, asked: NewNumberSeries) -> Row:
    """Begin a series."""
    series_id = asked.number_series_id or uuid7()
    result = add_series(
        business_id=request.business.pk, actor=request.actor, series_id=series_id, registration=asked.registration,
        kind=asked.kind, prefix=asked.prefix, width=asked.digits, start_at=asked.next_number, is_main=asked.is_default,
        branch_id=asked.branch_id, day=today_of(request), now=timezone.now(),
    )  # fmt: skip
    return said_of(_row(request, result.series_id))


@router.change(ONE, scope="ledger.write", can="sales.edit")
def change_number_series(request: BookCall, number_series_id: UUID, asked: NumberSeriesChange) -> Row:
    """Change a series, at the revision of If-Match."""
    row, sent = _row(request, number_series_id), asked.model_fields_set
    content = SeriesContent(
        prefix=row.prefix if asked.prefix is None else asked.prefix, width=asked.digits or row.width,
        is_main=row.is_main if asked.is_default is None else asked.is_default,
        branch_id=asked.branch_id if "branch_id" in sent else row.branch_id,
        next_number=asked.next_number or row.position,
    )  # fmt: skip
    change_series(
        business_id=request.business.pk, actor=request.actor, series_id=number_series_id,
        base_rev=revision_of(request), content=content, leave_out=asked.leave_out, day=today_of(request),
        now=timezone.now(),
    )  # fmt: skip
    return said_of(_row(request, number_series_id))


def _row(request: BookCall, series_id: UUID) -> SeriesRow:
    found = series_of(request.business.pk, day=today_of(request), series_id=series_id)
    if not found:
        raise SeriesUnknown
    return found[0]


def said_of(row: SeriesRow) -> Row:
    return {
        "number_series_id": row.id, "kind": row.kind, "registration": row.registration, "branch_id": row.branch_id,
        "prefix": row.prefix, "digits": row.width, "next_number": row.position,
        "next_number_formatted": row.next_number, "given": row.given, "left_out": row.skipped,
        "is_default": row.is_main, "is_used": row.is_used, "rev": row.rev,
    }  # fmt: skip
