"""Days, months and business years. Days are dates in the book's own time zone; both ends are included."""

import calendar
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` to `end`, both days included."""

    start: date
    end: date

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1


def month_start(day: date) -> date:
    return day.replace(day=1)


def month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def add_months(day: date, months: int) -> date:
    """The same day `months` later (or earlier); the month's last day where that day does not exist."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def fiscal_year(day: date, *, starts_month: int) -> Period:
    """The business year that `day` lies in, when years begin on the first of month `starts_month` (1-12)."""
    year = day.year if day.month >= starts_month else day.year - 1
    start = date(year, starts_month, 1)
    return Period(start, add_months(start, 12) - timedelta(days=1))


def fiscal_year_label(period: Period) -> str:
    """The year's name: "2026-27" for April 2026 to March 2027, "2026" for a calendar year."""
    if period.start.year == period.end.year:
        return str(period.start.year)
    return f"{period.start.year}-{period.end.year % 100:02d}"


def this_month(today: date, *, starts_month: int = 4) -> Period:
    return Period(month_start(today), month_end(today))


def last_month(today: date, *, starts_month: int = 4) -> Period:
    end = month_start(today) - timedelta(days=1)
    return Period(month_start(end), end)


def last_three_months(today: date, *, starts_month: int = 4) -> Period:
    """This month and the two before it."""
    return Period(month_start(add_months(today, -2)), month_end(today))


def this_year(today: date, *, starts_month: int = 4) -> Period:
    return fiscal_year(today, starts_month=starts_month)


def last_year(today: date, *, starts_month: int = 4) -> Period:
    return fiscal_year(
        this_year(today, starts_month=starts_month).start - timedelta(days=1), starts_month=starts_month
    )


RANGES: Mapping[str, Callable[..., Period]] = MappingProxyType(
    {
        "this_month": this_month,
        "last_month": last_month,
        "last_three_months": last_three_months,
        "this_year": this_year,
        "last_year": last_year,
    }
)
