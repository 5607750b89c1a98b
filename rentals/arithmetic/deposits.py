"""What becomes of a deposit when a tenant leaves."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settlement:
    """held + paid ahead - unpaid - cuts = to_return - still_owed; one of the last two is 0. Minor units.

    `from_deposit` is what the deposit pays of what is owed.
    """

    held: int
    ahead: int
    unpaid: int
    cuts: int
    from_deposit: int
    to_return: int
    still_owed: int

    @property
    def deposit_returned(self) -> int:
        return self.held - self.from_deposit

    @property
    def ahead_returned(self) -> int:
        """Rent paid ahead that goes back with the deposit."""
        return self.to_return - self.deposit_returned


def settle_deposit(*, held: int, balance: int, cuts: Sequence[int] = ()) -> Settlement:
    """`balance` is the tenant's: above zero they owe, below they paid ahead. `cuts` are added to what is owed."""
    owed = balance + sum(cuts)
    from_deposit = min(held, max(owed, 0))
    left = held - owed
    return Settlement(
        held=held, ahead=max(-balance, 0), unpaid=max(balance, 0), cuts=sum(cuts), from_deposit=from_deposit,
        to_return=max(left, 0), still_owed=max(-left, 0),
    )  # fmt: skip
