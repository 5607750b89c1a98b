"""Which series a book has and how far they came, and the numbers given in a year: table 13 of GSTR-1 counts them."""

import datetime
import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.db.models import Exists, OuterRef

from businesses.models import Branch, Business
from businesses.queries.branches import LISTED_MAX
from core.periods import Period
from taxes import numbers
from taxes.models import DrawnNumber, NumberedKind, Series, SeriesYear

SERIES_MAX = 200
WIDTH = 4
TAX_NUMBERS = ("gstin", "bin", "tax")
MAIN_PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        NumberedKind.INVOICE: "INV/{fy}/",
        NumberedKind.SELF_INVOICE: "SI/{fy}/",
        NumberedKind.REVISED_INVOICE: "RI/{fy}/",
        NumberedKind.DEBIT_NOTE: "DN/{fy}/",
        NumberedKind.CREDIT_NOTE: "CN/{fy}/",
        NumberedKind.RECEIPT_VOUCHER: "RV/{fy}/",
        NumberedKind.PAYMENT_VOUCHER: "PV/{fy}/",
        NumberedKind.REFUND_VOUCHER: "FV/{fy}/",
        NumberedKind.DELIVERY_CHALLAN: "DC/{fy}/",
        NumberedKind.ESTIMATE: "EST/{fy}/",
        NumberedKind.PAYMENT: "PAY/{fy}/",
    }
)
"""What a kind is numbered by before the book says otherwise."""


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """`next_number` is the one that comes next in the year of the day asked for, at `position`; `given` and `skipped`
    how many were given and left out, that year. `is_used`: a number of it was given, in any year. `id` is None where
    the series begins by itself with the first document."""

    id: uuid.UUID | None
    registration: str
    kind: str
    prefix: str
    is_main: bool
    given: int
    next_number: str
    width: int = 4
    branch_id: uuid.UUID | None = None
    position: int = 1
    skipped: int = 0
    is_used: bool = False
    rev: int = 0


def series_of(
    business_id: uuid.UUID, *, day: datetime.date, series_id: uuid.UUID | None = None
) -> list[SeriesRow]:
    """All of a book, or the one."""
    year = year_on(business_id, day=day)
    own = Series.objects.filter(business_id=business_id)
    if series_id is not None:
        own = own.filter(id=series_id)
    drawn = DrawnNumber.objects.filter(business_id=business_id, series=OuterRef("pk"))
    rows = own.annotate(is_used=Exists(drawn)).order_by("registration", "kind", "id")[:SERIES_MAX]
    years = SeriesYear.objects.filter(business_id=business_id, year=year.start)
    reached = {row.series_id: row for row in years}
    return [_row(row, reached.get(row.id), year=year, is_used=row.is_used) for row in rows]


def rival_series(business_id: uuid.UUID, *, kind: str, day: datetime.date) -> list[SeriesRow]:
    """Those of a kind that somebody can choose among: a registration's only series is no choice."""
    own = Series.objects.filter(business_id=business_id, kind=kind).values_list("registration", flat=True)
    counted = Counter(own[:SERIES_MAX])
    if not any(count > 1 for count in counted.values()):
        return []
    rows = series_of(business_id, day=day)
    return [row for row in rows if row.kind == kind and counted[row.registration] > 1]


def usual_series(business_id: uuid.UUID, *, registration: str, kind: str, day: datetime.date) -> SeriesRow:
    """The one that begins by itself where a book has none for the kind."""
    prefix = MAIN_PREFIXES[kind]
    following = numbers.written(prefix, width=WIDTH, position=1, year=year_on(business_id, day=day))
    return SeriesRow(None, registration, kind, prefix, True, 0, following)


def numbered_under(business_id: uuid.UUID) -> list[str]:
    """The registrations that documents are numbered under, that of the main branch first; "" is without one."""
    rows = (
        Branch.objects.filter(business_id=business_id)
        .order_by("pk")
        .values_list("registration__kind", "registration__number")[:LISTED_MAX]
    )
    return list(dict.fromkeys(number if kind in TAX_NUMBERS else "" for kind, number in rows))


def year_on(business_id: uuid.UUID, *, day: datetime.date) -> Period:
    country, month = Business.objects.values_list("country", "year_starts_month").get(id=business_id)
    return numbers.law_year(day, country=country, starts_month=month)


def _row(row: Series, counted: SeriesYear | None, *, year: Period, is_used: bool) -> SeriesRow:
    first, last, skipped = (counted.first, counted.last, counted.skipped) if counted else (1, 0, 0)
    return SeriesRow(
        row.id, row.registration, row.kind, row.prefix, row.is_main, last - first + 1 - skipped,
        numbers.written(row.prefix, width=row.width, position=last + 1, year=year), row.width, row.branch_id, last + 1,
        skipped, is_used, row.rev,
    )  # fmt: skip


def number_of(business_id: uuid.UUID, *, document_id: uuid.UUID) -> str:
    """The number a document was given, "" before it has one."""
    drawn = DrawnNumber.objects.filter(business_id=business_id, document_id=document_id)
    return drawn.values_list("number", flat=True).first() or ""
