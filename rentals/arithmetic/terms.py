"""What a lease says about its rent."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class PeriodRule(StrEnum):
    """What one rent is for."""

    MONTH = "month"
    """A month of the calendar; the first and the last may be parts of one."""
    LEASE = "lease"
    """A month counted from the day the lease began: only the last may be a part."""


class PartRule(StrEnum):
    """What a part of a period costs."""

    DAYS = "days"
    """Its days among the days of the whole."""
    THIRTY = "thirty"
    """Its days among thirty, and never more than the whole."""
    FULL = "full"
    """As much as the whole."""


@dataclass(frozen=True, slots=True)
class Rise:
    """From `day` on the rent is `amount` (minor units), or `percent` (1/100 of a percent) more than it was.

    A rise by percent may come again every so many months after `day`.
    """

    day: date
    amount: int | None = None
    percent: int = 0
    every_months: int = 0


@dataclass(frozen=True, slots=True)
class Terms:
    """`rent` in minor units for a whole period; `end` is the last day, None while nobody has said.

    `due_day` counts from 1, the first day of the period; past its end it is the last one. The rents of the first
    `advance_months` periods are asked for on the first day. Rents are rounded half up to whole `round_to`.
    """

    start: date
    end: date | None
    rent: int
    due_day: int = 1
    period_rule: PeriodRule = PeriodRule.MONTH
    part_rule: PartRule = PartRule.DAYS
    advance_months: int = 0
    rises: tuple[Rise, ...] = ()
    round_to: int = 1
