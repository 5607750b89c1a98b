"""What the lines come to before any tax: quantity by price, the line's discount, its part of the document's."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.money import UNITS_LIMIT, half_up
from core.quantities import ONE, QUANTITY_BELOW
from taxes.arithmetic.faults import TaxFault
from taxes.arithmetic.spreading import spread
from taxes.arithmetic.supplies import MINOR_ONE, PRICE_ONE, RATE_ONE, Discount, Line, Supply, Treatment

LINES_MAX = 1_000
CESS_MAX = 10 * RATE_ONE
LIMIT = UNITS_LIMIT * MINOR_ONE
PRICE_LIMIT = UNITS_LIMIT * PRICE_ONE


@dataclass(frozen=True, slots=True)
class Priced:
    """`net` is what is left of `gross`; taxes are in it where the line's price has them in it."""

    gross: int
    discount: int
    share: int
    net: int


def priced(supply: Supply) -> tuple[Priced, ...]:
    """Each line priced. The document's discount falls on the lines by what they come to after their own.

    Raises TaxFault.
    """
    _check_count(supply.lines)
    for number, line in enumerate(supply.lines, start=1):
        _check_line(line, number=number)
    found = [(of_quantity(line.quantity, line.unit_price), line.discount) for line in supply.lines]
    off = [_off(gross, discount, number) for number, (gross, discount) in enumerate(found, start=1)]
    left = [gross - less for (gross, _), less in zip(found, off, strict=True)]
    if sum(left) >= LIMIT:
        raise TaxFault("total_too_large")
    shares = spread(_off(sum(left), supply.discount, 0), left)
    return tuple(
        Priced(gross, less, share, gross - less - share)
        for (gross, _), less, share in zip(found, off, shares, strict=True)
    )


def of_quantity(quantity: int, price: int) -> int:
    """Minor units of a quantity at a price, or at a tax by the unit."""
    return half_up(quantity * price * MINOR_ONE, ONE * PRICE_ONE)


def at_rate(amount: int, rate: int) -> int:
    """Minor units of a rate of an amount."""
    return half_up(amount * rate, RATE_ONE)


def _off(amount: int, discount: Discount, line: int) -> int:
    if discount.amount < 0 or not 0 <= discount.rate <= RATE_ONE or (discount.amount and discount.rate):
        raise TaxFault("discount_refused", line=line)
    less = discount.amount or at_rate(amount, discount.rate)
    if less > amount:
        raise TaxFault("discount_above_price", line=line)
    return less


def _check_count(lines: Sequence[Line]) -> None:
    if not lines:
        raise TaxFault("lines_missing")
    if len(lines) > LINES_MAX:
        raise TaxFault("too_many_lines", most=LINES_MAX)


def _check_line(line: Line, *, number: int) -> None:
    tax = line.tax
    if not 0 < line.quantity < QUANTITY_BELOW:
        raise TaxFault("quantity_refused", line=number)
    if not 0 <= line.unit_price < PRICE_LIMIT:
        raise TaxFault("price_refused", line=number)
    rates = (tax.rate, RATE_ONE), (tax.cess, CESS_MAX), (tax.duty, CESS_MAX)
    units = (tax.cess_per_unit, PRICE_LIMIT), (tax.vat_per_unit, PRICE_LIMIT)
    if any(not 0 <= value <= most for value, most in rates + units):
        raise TaxFault("rate_refused", line=number)
    if tax.treatment != Treatment.TAXABLE and any(value for value, _ in rates + units):
        raise TaxFault("rate_on_untaxed", line=number)
