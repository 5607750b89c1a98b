"""What goods cost as they leave: first in, first out, or the weighted average. Whole numbers, no framework.

Both methods are one: goods lie in layers, each bought at once, and leave from the oldest. The average is a
pile that has a single layer, into which whatever arrives is poured.

A layer's cost is given out by what has left it in all, so that its roundings never add up to more than half a
paisa and its last piece takes exactly what is left.

More may leave than there is. What is short costs what was paid last, or what the item's own price says, until
goods arrive that cover it; what they cost more or less is the difference `arrive` gives back.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Any

from core.money import round_half_up


class Method(StrEnum):
    AVERAGE = "average"
    FIFO = "fifo"


def share(value: int, part: int, whole: int) -> int:
    """`part` of `whole` of a value, half up."""
    return round_half_up(Fraction(value * part, whole))


@dataclass(slots=True)
class Layer:
    """`quantity` that arrived for `value`; `used` of it has left."""

    quantity: int
    value: int
    used: int = 0

    @property
    def left(self) -> int:
        return self.quantity - self.used

    @property
    def worth(self) -> int:
        return self.value - share(self.value, self.used, self.quantity)

    def take(self, quantity: int) -> int:
        """The cost of `quantity` more that leaves; at most what is left."""
        before = self.worth
        self.used += quantity
        return before - self.worth


@dataclass(slots=True)
class Pile:
    """The goods of one item as they lie at one moment. Quantities in 1/10,000, values in minor units."""

    method: Method
    layers: deque[Layer] = field(default_factory=deque)
    short: int = 0
    short_value: int = 0
    last: tuple[int, int] | None = None
    """(value, quantity) of what arrived last: the price of what is short."""

    @property
    def quantity(self) -> int:
        return sum(layer.left for layer in self.layers) - self.short

    @property
    def value(self) -> int:
        return sum(layer.worth for layer in self.layers) - self.short_value

    def arrive(self, quantity: int, value: int) -> int:
        """Goods come in. Gives back what those that were short turn out to have cost more than was said."""
        self.last = (value, quantity)
        layer = Layer(quantity, value)
        difference = 0
        if self.short:
            covered = min(self.short, quantity)
            said = share(self.short_value, covered, self.short)
            difference = layer.take(covered) - said
            self.short -= covered
            self.short_value -= said
        if layer.left:
            self._lay(layer)
        return difference

    def leave(self, quantity: int, *, asked: int = 0) -> int:
        """Goods go out; what they cost. `asked`: what all of them are worth by the item's own price."""
        cost, left = 0, quantity
        while left and self.layers:
            layer = self.layers[0]
            taken = min(left, layer.left)
            cost += layer.take(taken)
            left -= taken
            if not layer.left:
                self.layers.popleft()
        if left:
            value, of = self.last or (asked, quantity)
            missing = share(value, left, of)
            self.short += left
            self.short_value += missing
            cost += missing
        return cost

    def unit_cost(self, quantity: int) -> int:
        """What `quantity` is worth at the cost of goods as they lie, or as they came last; 0 when never any came."""
        if self.quantity > 0:
            return share(self.value, quantity, self.quantity)
        return share(self.last[0], quantity, self.last[1]) if self.last else 0

    def _lay(self, layer: Layer) -> None:
        if self.method == Method.AVERAGE and self.layers:
            standing = self.layers.pop()
            layer = Layer(standing.left + layer.left, standing.worth + layer.worth)
        self.layers.append(layer)

    def spelled(self) -> dict[str, Any]:
        """The pile as JSON keeps it."""
        return {
            "layers": [[layer.quantity, layer.value, layer.used] for layer in self.layers],
            "short": [self.short, self.short_value],
            "last": list(self.last) if self.last else None,
        }

    @classmethod
    def read(cls, spelled: dict[str, Any], *, method: str) -> "Pile":
        last = spelled["last"]
        return cls(
            method=Method(method),
            layers=deque(Layer(*layer) for layer in spelled["layers"]),
            short=spelled["short"][0],
            short_value=spelled["short"][1],
            last=(last[0], last[1]) if last else None,
        )


@dataclass(frozen=True, slots=True)
class Move:
    """Goods that came (above zero, for `value`) or went (below zero; `value` is what they are worth by price)."""

    quantity: int
    value: int


@dataclass(frozen=True, slots=True)
class Replay:
    """A history worked out from its beginning: what each move did to the value, and the pile at the end.

    A move in does what it cost; what it makes others cost is in `difference`.
    """

    effects: tuple[int, ...]
    difference: int
    pile: Pile


def replay(moves: Iterable[Move], *, method: str) -> Replay:
    pile, effects, difference = Pile(Method(method)), [], 0
    for move in moves:
        if move.quantity > 0:
            difference += pile.arrive(move.quantity, move.value)
            effects.append(move.value)
        else:
            effects.append(-pile.leave(-move.quantity, asked=move.value))
    return Replay(tuple(effects), difference, pile)
