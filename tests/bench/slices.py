"""Fair ratios on a noisy machine: ours and the reference in alternating slices, the median of the rounds."""

import itertools
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

ROUNDS = 8
SLICE_SECONDS = 0.5


@dataclass(frozen=True)
class Rates:
    """Operations a second in each round, ours and the reference's."""

    ours: list[float]
    reference: list[float]

    @property
    def ratio(self) -> float:
        return statistics.median(a / b for a, b in zip(self.ours, self.reference, strict=True))

    @property
    def noise(self) -> float:
        """Spread of the reference: (fastest - slowest) / median."""
        return (max(self.reference) - min(self.reference)) / statistics.median(self.reference)


def rate(work: Callable[[], object], *, seconds: float = SLICE_SECONDS) -> float:
    began = time.perf_counter()
    for count in itertools.count(1):
        work()
        passed = time.perf_counter() - began
        if passed >= seconds:
            return count / passed
    raise AssertionError


def paired(ours: Callable[[], object], reference: Callable[[], object], *, rounds: int = ROUNDS) -> Rates:
    rate(ours, seconds=0.3)
    rate(reference, seconds=0.3)
    pairs = [(rate(ours), rate(reference)) for _ in range(rounds)]
    return Rates([pair[0] for pair in pairs], [pair[1] for pair in pairs])


def milliseconds(rates: list[float]) -> float:
    return 1_000 / statistics.median(rates)
