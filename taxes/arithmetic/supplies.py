"""What a sum is worked out from: lines, who supplies, who takes, and where.

Money is whole minor units (paisa). A quantity is in 1/10,000 of its unit; a rate in 1/1,000,000, so 18 % is
180,000; a price, and a tax by the unit, in 1/1,000,000 of the currency's unit, so ₹12.50 is 12,500,000.
"""

from dataclasses import dataclass, field
from enum import StrEnum

RATE_ONE = 1_000_000
PRICE_ONE = 1_000_000
MINOR_ONE = 100
ABROAD = "96"
"""The place of supply, or the supplier's state, outside India."""


def price_of(minor: int) -> int:
    """The unit price of so many minor units."""
    return minor * PRICE_ONE // MINOR_ONE


class Treatment(StrEnum):
    """What the law makes of a thing: taxed, at nothing, exempt, or outside the tax."""

    TAXABLE = "taxable"
    NIL = "nil"
    EXEMPT = "exempt"
    NON_GST = "non_gst"


class Scheme(StrEnum):
    """How the supplier pays. COMPOSITION pays on turnover and collects nothing (turnover tax in Bangladesh)."""

    REGULAR = "regular"
    COMPOSITION = "composition"
    UNREGISTERED = "unregistered"


class Buyer(StrEnum):
    """What the tax law calls the one who takes. The first four are spelt as other programs' contacts have them."""

    REGISTERED = "business_gst"
    UNREGISTERED = "business_none"
    CONSUMER = "consumer"
    OVERSEAS = "overseas"
    COMPOSITION = "business_composition"
    SEZ = "business_sez"
    DEEMED_EXPORT = "deemed_export"
    UIN = "uin"


WITHOUT_NUMBER = frozenset({Buyer.UNREGISTERED, Buyer.CONSUMER, Buyer.OVERSEAS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Tax:
    """What is due on a line. `cess` and the per-unit amounts come on top of `rate`, each or both.

    India: `rate` is the whole of GST (both halves), `cess` of the value, `cess_per_unit` a price.
    Bangladesh: `duty` is the supplementary duty of the price, `rate` VAT on price and duty, `vat_per_unit` a
    specific amount of VAT.
    """

    treatment: Treatment = Treatment.TAXABLE
    rate: int = 0
    cess: int = 0
    cess_per_unit: int = 0
    duty: int = 0
    vat_per_unit: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Discount:
    """An amount in minor units, or a rate; never both. Before tax, in the terms the price is in."""

    amount: int = 0
    rate: int = 0


NONE = Discount()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`inclusive`: the price has its taxes in it. Where none are charged, nothing is taken out of the price."""

    quantity: int
    unit_price: int
    tax: Tax
    inclusive: bool = False
    discount: Discount = NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplier:
    """`state` is a code of taxes.states, ABROAD for an import, "" where the country has no such thing."""

    state: str = ""
    scheme: Scheme = Scheme.REGULAR
    is_sez: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    """One document. `place` is the place of supply: see taxes.arithmetic.places.

    `with_tax`: a zero-rated supply on which tax is charged all the same, to be refunded; else it goes out under
    a bond or letter of undertaking without tax. `reverse_charge`: the buyer owes the tax to the state.
    `discount` is off the whole document, `round_off` makes its total whole rupees.
    """

    lines: tuple[Line, ...]
    supplier: Supplier
    country: str = "IN"
    buyer: Buyer = Buyer.CONSUMER
    place: str = ""
    with_tax: bool = False
    reverse_charge: bool = False
    discount: Discount = field(default=NONE)
    round_off: bool = True
