"""What comes on top of a rent that is not paid in time."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from core.money import half_up
from core.periods import add_months
from rentals.arithmetic.rents import HUNDREDTHS


class FeeKind(StrEnum):
    NONE = ""
    FLAT = "flat"
    PERCENT = "percent"
    PER_DAY = "per_day"


@dataclass(frozen=True, slots=True)
class FeeRule:
    """`amount` in minor units (flat, per day); `percent` in 1/100 of a percent, of what is still to be paid.

    Nothing is asked for until `grace_days` after the due day have gone by. `repeats`: a flat fee or a percent comes
    again each month. `cap` is the most that one due may cost on top, 0 for no cap.
    """

    kind: FeeKind = FeeKind.NONE
    amount: int = 0
    percent: int = 0
    grace_days: int = 0
    cap: int = 0
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Fee:
    """What is to be added now, minor units. `times` is how often the fee has come so far (flat, percent) or the days
    counted (per day); `each` what one time or one day costs; `is_capped` whether the cap took something away."""

    amount: int
    each: int
    times: int
    late_days: int
    is_capped: bool


def fee_starts(rule: FeeRule, *, due_on: date) -> date:
    """The first day that costs something."""
    return due_on + timedelta(days=rule.grace_days + 1)


def fee_now(
    rule: FeeRule, *, due_on: date, unpaid: int, today: date, charged: int = 0, times_charged: int = 0
) -> Fee:
    """What a due that is `unpaid` costs on top by `today`, less what was `charged` for it before.

    `charged` counts fees that were let off too: what was let off does not come back. `times_charged` is the
    `times` of the fee that was added last.
    """
    each, times = _each(rule, unpaid=unpaid), _times(rule, due_on=due_on, today=today)
    late_days = max((today - due_on).days, 0)
    if unpaid <= 0 or each <= 0 or times <= times_charged:
        return Fee(amount=0, each=each, times=times, late_days=late_days, is_capped=False)
    wanted = each * (times - times_charged)
    allowed = max(rule.cap - charged, 0) if rule.cap else wanted
    return Fee(
        amount=min(wanted, allowed), each=each, times=times, late_days=late_days, is_capped=allowed < wanted
    )


def _each(rule: FeeRule, *, unpaid: int) -> int:
    if rule.kind is FeeKind.PERCENT:
        return half_up(unpaid * rule.percent, HUNDREDTHS)
    return rule.amount if rule.kind else 0


def _times(rule: FeeRule, *, due_on: date, today: date) -> int:
    first = fee_starts(rule, due_on=due_on)
    if today < first or not rule.kind:
        return 0
    if rule.kind is FeeKind.PER_DAY:
        return (today - first).days + 1
    if not rule.repeats:
        return 1
    times = (today.year - first.year) * 12 + today.month - first.month
    return times + (1 if add_months(first, times) <= today else 0)
