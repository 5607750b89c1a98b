"""The rent of a period: what it is that day, what it is after it rose, and what a part of a period costs."""

from dataclasses import dataclass
from datetime import date, timedelta

from core.money import half_up
from core.periods import add_months
from rentals.arithmetic.periods import RentPeriod
from rentals.arithmetic.terms import PartRule, Terms
from taxes.arithmetic.spreading import spread

HUNDREDTHS = 10_000
"""Percents stand in 1/100 of a percent."""
MONTH_OF_THIRTY = 30


@dataclass(frozen=True, slots=True)
class RentPart:
    """From `start` to `end` at one rent: `amount` is its part of the sum, `rent` what a whole period costs."""

    start: date
    end: date
    rent: int
    amount: int

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1


@dataclass(frozen=True, slots=True)
class RentSum:
    """`amount` is what the parts add up to; `of_days` the days a whole is counted as, 0 where a part costs the
    whole."""

    amount: int
    of_days: int
    parts: tuple[RentPart, ...]


def rent_of(period: RentPeriod, *, terms: Terms) -> RentSum:
    """What a period costs, with the sum that gives it."""
    stretches = _stretches(period, terms=terms)
    charged, of_days = _share(period, rule=terms.part_rule)
    weights = [rent * ((end - start).days + 1) for start, end, rent in stretches]
    exact = charged * sum(weights)
    amount = half_up(exact, of_days * period.days * terms.round_to) * terms.round_to
    amounts = spread(amount, weights) if sum(weights) else (0,) * len(weights)
    parts = tuple(
        RentPart(start=start, end=end, rent=rent, amount=part)
        for (start, end, rent), part in zip(stretches, amounts, strict=True)
    )
    return RentSum(amount=amount, of_days=0 if charged == of_days else of_days, parts=parts)


def rent_on(day: date, *, terms: Terms) -> int:
    """The rent of a whole period as it stands on a day, minor units."""
    rent = terms.rent
    for _day, amount, percent in _rises(terms, until=day):
        rent = amount if amount is not None else _raised(rent, percent=percent, round_to=terms.round_to)
    return rent


def _raised(rent: int, *, percent: int, round_to: int) -> int:
    return half_up(rent * (HUNDREDTHS + percent), HUNDREDTHS * round_to) * round_to


def _share(period: RentPeriod, *, rule: PartRule) -> tuple[int, int]:
    """(days charged, of so many)."""
    if period.is_whole or rule is PartRule.FULL:
        return period.days, period.days
    if rule is PartRule.DAYS:
        return period.days, period.whole_days
    return min(period.days, MONTH_OF_THIRTY), MONTH_OF_THIRTY


def _stretches(period: RentPeriod, *, terms: Terms) -> list[tuple[date, date, int]]:
    """(first day, last day, rent) of each part of the period in which the rent stays the same."""
    rose = {day for day, _amount, _percent in _rises(terms, until=period.end) if day > period.start}
    starts = [period.start, *sorted(rose)]
    ends = [*(day - timedelta(days=1) for day in starts[1:]), period.end]
    return [(start, end, rent_on(start, terms=terms)) for start, end in zip(starts, ends, strict=True)]


def _rises(terms: Terms, *, until: date) -> list[tuple[date, int | None, int]]:
    """(day, new rent or None, percent) of every rise by a day, oldest first; of one day, in the order they stand."""
    found: list[tuple[date, int | None, int]] = []
    for rise in terms.rises:
        times, day = 0, rise.day
        while day <= until:
            found.append((day, rise.amount, rise.percent))
            if not rise.every_months:
                break
            times += 1
            day = add_months(rise.day, times * rise.every_months)
    return sorted(found, key=lambda one: one[0])
