"""Which series a book has and how far they came, and the numbers given in a year: table 13 of GSTR-1 counts them."""

import datetime
import uuid
from dataclasses import dataclass

from businesses.models import Business
from taxes import numbers
from taxes.models import DrawnNumber, Series, SeriesYear

SERIES_MAX = 200


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """`next_number` is the one that comes next in the year of the day asked for; `given` how many were, that year."""

    id: uuid.UUID
    registration: str
    kind: str
    prefix: str
    is_main: bool
    given: int
    next_number: str


def series_of(business_id: uuid.UUID, *, day: datetime.date) -> list[SeriesRow]:
    country, month = Business.objects.values_list("country", "year_starts_month").get(id=business_id)
    year = numbers.law_year(day, country=country, starts_month=month)
    rows = Series.objects.filter(business_id=business_id).order_by("registration", "kind", "id")[:SERIES_MAX]
    years = SeriesYear.objects.filter(business_id=business_id, year=year.start)
    reached = {row.series_id: row for row in years}
    found = []
    for row in rows:
        counted = reached.get(row.id)
        first, last = (counted.first, counted.last) if counted else (1, 0)
        following = numbers.written(row.prefix, width=row.width, position=last + 1, year=year)
        found.append(
            SeriesRow(
                row.id, row.registration, row.kind, row.prefix, row.is_main, last - first + 1, following
            )
        )
    return found


def number_of(business_id: uuid.UUID, *, document_id: uuid.UUID) -> str:
    """The number a document was given, "" before it has one."""
    drawn = DrawnNumber.objects.filter(business_id=business_id, document_id=document_id)
    return drawn.values_list("number", flat=True).first() or ""
