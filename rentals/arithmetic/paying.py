"""Which dues a tenant's money paid: those it was meant for, then the oldest."""

from collections.abc import Hashable, Mapping, Sequence
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
class Came:
    """Money of a tenant: of `amount`, `meant` was received for certain dues (key, amount)."""

    key: Hashable
    amount: int
    meant: Sequence[tuple[Hashable, int]] = ()


@dataclass(frozen=True, slots=True)
class Paid:
    """`unpaid` by key, what is still to be paid; `ahead` the money that nothing is asked for yet. `parts` say of each
    money which dues it paid (key, amount), and `over` what of it is ahead; both leave out money that has none."""

    unpaid: Mapping[Hashable, int] = field(default_factory=dict)
    ahead: int = 0
    parts: Mapping[Hashable, Mapping[Hashable, int]] = field(default_factory=dict)
    over: Mapping[Hashable, int] = field(default_factory=dict)


def pay(asked: Sequence[Asked], came: Sequence[Came]) -> Paid:
    """Set the money that came, in its order, against what was asked.

    What of a money is more than the due it was meant for, or meant for one that is gone, counts for the oldest like
    the rest.
    """
    unpaid = {one.key: one.amount for one in asked}
    parts: dict[Hashable, dict[Hashable, int]] = {}
    left: dict[Hashable, int] = {}
    for money in came:
        rest = money.amount
        for key, amount in money.meant:
            part = min(amount, unpaid.get(key, 0), rest)
            if part > 0:
                unpaid[key] -= part
                rest -= part
                _note(parts, money.key, key, part)
        left[money.key] = rest
    queue = iter(sorted(asked, key=lambda each: (each.due_on, each.place)))
    due = next(queue, None)
    over: dict[Hashable, int] = {}
    for money in came:
        rest = left[money.key]
        while rest and due is not None:
            part = min(unpaid[due.key], rest)
            if part:
                unpaid[due.key] -= part
                rest -= part
                _note(parts, money.key, due.key, part)
            if not unpaid[due.key]:
                due = next(queue, None)
        if rest:
            over[money.key] = rest
    return Paid(unpaid=unpaid, ahead=sum(over.values()), parts=parts, over=over)


def _note(parts: dict[Hashable, dict[Hashable, int]], money: Hashable, due: Hashable, part: int) -> None:
    of_money = parts.setdefault(money, {})
    of_money[due] = of_money.get(due, 0) + part
