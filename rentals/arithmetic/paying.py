"""Which dues a tenant's money paid: those it was meant for, then the oldest."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Asked:
    """Something a tenant owes: `amount` in minor units, above zero. What falls due first is paid first; of one day,
    what was written first (`place`)."""

    key: Hashable
    due_on: date
    place: int
    amount: int


@dataclass(frozen=True, slots=True)
class Paid:
    """`unpaid` by key, what is still to be paid; `ahead` the money that nothing is asked for yet."""

    unpaid: Mapping[Hashable, int] = field(default_factory=dict)
    ahead: int = 0


def pay(asked: Sequence[Asked], *, received: int, meant: Iterable[tuple[Hashable, int]] = ()) -> Paid:
    """Set `received` (minor units) against what was asked.

    `meant`: (key, amount) of money that was received for a certain due, part of `received`. What is more than the
    due, or meant for one that is gone, counts for the oldest like the rest.
    """
    unpaid = {one.key: one.amount for one in asked}
    left = received
    for key, amount in meant:
        part = min(amount, unpaid.get(key, 0), left)
        if part > 0:
            unpaid[key] -= part
            left -= part
    for one in sorted(asked, key=lambda each: (each.due_on, each.place)):
        part = min(unpaid[one.key], left)
        unpaid[one.key] -= part
        left -= part
    return Paid(unpaid=unpaid, ahead=left)
