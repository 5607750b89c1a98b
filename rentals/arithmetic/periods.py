"""The periods of a lease: one rent falls due for each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from core.periods import add_months, month_end, month_start
from rentals.arithmetic.terms import PeriodRule, Terms

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class RentPeriod:
    """From `start` to `end`, both days included, of a whole that has `whole_days`. `number` counts from 0."""

    number: int
    start: date
    end: date
    whole_days: int
    due_on: date

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    @property
    def is_whole(self) -> bool:
        return self.days == self.whole_days


def periods(terms: Terms, *, until: date) -> Iterator[RentPeriod]:
    """The periods that are asked for by `until`: those begun, and those asked for in advance, oldest first.

    A period that is asked for ahead of its first day belongs to the months of advance.
    """
    number = 0
    first, last = _whole(terms, number)
    while terms.end is None or first <= terms.end:
        asked_on = terms.start if number < terms.advance_months else max(first, terms.start)
        if asked_on > until:
            return
        yield _period(terms, number=number, first=first, last=last)
        number += 1
        first, last = _whole(terms, number)


def _whole(terms: Terms, number: int) -> tuple[date, date]:
    """First and last day of the whole period, also where the lease has only a part of it."""
    if terms.period_rule is PeriodRule.MONTH:
        first = add_months(month_start(terms.start), number)
        return first, month_end(first)
    return add_months(terms.start, number), add_months(terms.start, number + 1) - ONE_DAY


def _period(terms: Terms, *, number: int, first: date, last: date) -> RentPeriod:
    start = max(first, terms.start)
    end = last if terms.end is None else min(last, terms.end)
    due_on = max(start, min(first + timedelta(days=terms.due_day - 1), end))
    return RentPeriod(
        number=number,
        start=start,
        end=end,
        whole_days=(last - first).days + 1,
        due_on=terms.start if number < terms.advance_months else due_on,
    )
