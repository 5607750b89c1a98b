"""The days of what comes back: every so many days, weeks, months or years from a first day on. No framework."""

import datetime
from enum import StrEnum

from core.periods import add_months


class Frequency(StrEnum):
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


def day_of(number: int, *, start: datetime.date, frequency: str, every: int) -> datetime.date:
    """The day of the period that counts `number` from 0.

    Months are counted from the first day, not from the bill before: from the 31st on it is the last day of short
    months and the 31st again where there is one; 29 February is 28 February in common years.
    """
    count = number * every
    if frequency == Frequency.DAYS:
        return start + datetime.timedelta(days=count)
    if frequency == Frequency.WEEKS:
        return start + datetime.timedelta(weeks=count)
    return add_months(start, count if frequency == Frequency.MONTHS else count * 12)


def first_from(day: datetime.date, *, start: datetime.date, frequency: str, every: int) -> int:
    """The number of the first period on or after a day; 0 where that is before the first."""
    number = max(0, _about(day, start=start, frequency=frequency, every=every) - 2)
    while day_of(number, start=start, frequency=frequency, every=every) < day:
        number += 1
    return number


def _about(day: datetime.date, *, start: datetime.date, frequency: str, every: int) -> int:
    lengths = {Frequency.DAYS: 1, Frequency.WEEKS: 7, Frequency.MONTHS: 31, Frequency.YEARS: 366}
    return (day - start).days // (lengths[Frequency(frequency)] * every)
