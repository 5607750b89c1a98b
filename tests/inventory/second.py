"""The stock worked out a second time, another way: every piece by its own price, in fractions.

FIFO is a line of lots; the average is a pool. Nothing here is taken from the program but what moved, when, and for
how much.
"""

from dataclasses import dataclass
from fractions import Fraction


def paisa(value: Fraction) -> int:
    """Half up, away from zero."""
    size = int(abs(value) + Fraction(1, 2))
    return size if value >= 0 else -size


@dataclass
class Lot:
    came: int
    cost: int
    gone: int = 0

    def given(self, upto: int) -> int:
        """What the first pieces of the lot cost together, in whole paisa."""
        return paisa(Fraction(self.cost) * upto / self.came)


def worth(moves: list[tuple[int, int]], *, average: bool) -> tuple[int, int]:
    """(quantity, paisa) at the end of moves (quantity, cost of what came or price of what went), oldest first."""
    lots: list[Lot] = []
    debt, owed, price = 0, 0, None
    for quantity, money in moves:
        if quantity > 0:
            lot, price = Lot(quantity, money), Fraction(money, quantity)
            paid = min(debt, quantity)
            if debt:
                owed -= paisa(Fraction(owed) * paid / debt)
                debt -= paid
            lot.gone = paid
            if average and lots and lot.gone < lot.came:
                old = lots.pop()
                lot = Lot(old.came - old.gone + lot.came, old.cost - old.given(old.gone) + lot.cost)
            if lot.gone < lot.came:
                lots.append(lot)
            continue
        wanted = -quantity
        for lot in lots:
            part = min(wanted, lot.came - lot.gone)
            lot.gone += part
            wanted -= part
        lots = [lot for lot in lots if lot.gone < lot.came]
        if wanted:
            each = price if price is not None else Fraction(money, -quantity)
            debt += wanted
            owed += paisa(each * wanted)
    quantity = sum(lot.came - lot.gone for lot in lots) - debt
    return quantity, sum(lot.cost - lot.given(lot.gone) for lot in lots) - owed
