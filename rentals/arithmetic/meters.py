"""What a meter counted, and what it costs."""

from core.money import half_up

QUANTITY = 10_000
RATE = 1_000_000


class ReadingBelow(ValueError):
    """A meter that does not turn over cannot show less than it did."""


def used(*, previous: int, current: int, turns_at: int = 0) -> int:
    """What went through between two readings, in 1/10,000 of the meter's unit. A meter that `turns_at` a figure
    begins at 0 again there. Raises ReadingBelow."""
    if current >= previous:
        return current - previous
    if not turns_at or previous > turns_at:
        raise ReadingBelow
    return turns_at - previous + current


def metered(*, quantity: int, rate: int) -> int:
    """Minor units for a quantity (1/10,000) at a rate (1/1,000,000 of the currency for one unit), half up."""
    return half_up(quantity * rate * 100, QUANTITY * RATE)
