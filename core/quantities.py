"""Quantities as whole ten-thousandths of a unit: 1.5 kg is 15,000. Nothing here is a float."""

from fractions import Fraction
from typing import Final

from core.digits import in_digits
from core.money import Grouping, group_digits, parse_amount, round_half_up

ONE: Final = 10_000
PLACES: Final = 4
QUANTITY_BELOW: Final = 10**15
"""Ten-thousandths: 10^11 units. A price times a quantity still fits 128 bits, a sum of quantities 64."""


def parse_quantity(text: str, *, zero_allowed: bool = False) -> int:
    """Ten-thousandths of a quantity as typed: "1.5", "२×12", "1,200". Raises AmountError."""
    return parse_amount(text, decimals=PLACES, zero_allowed=zero_allowed)


def format_quantity(quantity: int, *, grouping: Grouping = "lakh", digits: str = "latn") -> str:
    """The size of a quantity without needless zeros: "12", "1.5", "0.0625". The sign is left to words."""
    whole, fraction = divmod(abs(quantity), ONE)
    text = group_digits(whole, grouping=grouping)
    if fraction:
        text += f".{fraction:0{PLACES}d}".rstrip("0")
    return in_digits(text, digits)


def worth(quantity: int, *, price: int) -> int:
    """Minor units of a quantity at a price of minor units a unit, half up."""
    return round_half_up(Fraction(quantity * price, ONE))
