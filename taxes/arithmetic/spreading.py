"""Whole amounts in parts: what divides badly goes to the largest remainders, the first line before the second."""

from collections.abc import Sequence


def spread(amount: int, weights: Sequence[int]) -> tuple[int, ...]:
    """`amount` in parts by weight that add up to it exactly. None is below 0; where `amount` is not 0, some weight
    is not either."""
    whole = sum(weights)
    if amount == 0:
        return (0,) * len(weights)
    parts = [amount * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda at: (-(amount * weights[at] % whole), at))
    for at in by_remainder[: amount - sum(parts)]:
        parts[at] += 1
    return tuple(parts)
