"""Random documents: every country, scheme, buyer and way of pricing, from a few paisa to lakhs."""

from random import Random

from taxes.arithmetic import Buyer, Discount, Line, Scheme, Supplier, Supply, Tax, Treatment
from taxes.states import STATES

RATES = [0, 2_500, 15_000, 30_000, 50_000, 60_000, 120_000, 180_000, 280_000, 400_000, 1_000]
VAT_RATES = [0, 50_000, 75_000, 100_000, 150_000]
CURRENT = [code for code, state in STATES.items() if not state.is_retired]


def random_supply(chance: Random) -> Supply:
    if chance.random() < 0.2:
        return _bangladeshi(chance)
    state = chance.choice(CURRENT)
    buyer = chance.choice(list(Buyer))
    scheme = chance.choices(list(Scheme), [8, 1, 1])[0]
    place = "96" if buyer == Buyer.OVERSEAS else chance.choice([state, state, chance.choice(CURRENT)])
    if scheme == Scheme.COMPOSITION:
        place, buyer = state, Buyer.CONSUMER
    is_zero_rated = buyer == Buyer.SEZ or place == "96"
    has_number = buyer not in {Buyer.CONSUMER, Buyer.UNREGISTERED, Buyer.OVERSEAS}
    return Supply(
        lines=tuple(_line(chance, _gst(chance)) for _ in range(_count(chance))),
        supplier=Supplier(
            state=state, scheme=scheme, is_sez=scheme == Scheme.REGULAR and chance.random() < 0.05
        ),
        buyer=buyer, place=place, with_tax=is_zero_rated and chance.random() < 0.5,
        reverse_charge=has_number and chance.random() < 0.15, discount=_discount(chance),
        round_off=chance.random() < 0.7,
    )  # fmt: skip


def _bangladeshi(chance: Random) -> Supply:
    return Supply(
        country="BD", lines=tuple(_line(chance, _vat(chance)) for _ in range(_count(chance))),
        supplier=Supplier(scheme=chance.choices(list(Scheme), [8, 1, 1])[0]), discount=_discount(chance),
        round_off=chance.random() < 0.5,
    )  # fmt: skip


def _count(chance: Random) -> int:
    return chance.choice([1, 1, 2, 3, 4, 8])


def _gst(chance: Random) -> Tax:
    treatment = chance.choices(list(Treatment), [12, 1, 1, 1])[0]
    if treatment != Treatment.TAXABLE:
        return Tax(treatment=treatment)
    rate = chance.choice(RATES) if chance.random() < 0.9 else chance.randrange(1_000_001)
    cess = chance.choice([0, 0, 0, 0, 10_000, 120_000, 600_000, 2_900_000])
    per_unit = chance.choice([0, 0, 0, 0, 400_000, 4_170_000, chance.randrange(10**6)])
    return Tax(rate=rate, cess=cess, cess_per_unit=per_unit)


def _vat(chance: Random) -> Tax:
    if chance.random() < 0.1:
        return Tax(treatment=Treatment.EXEMPT)
    return Tax(
        rate=chance.choice(VAT_RATES), duty=chance.choice([0, 0, 0, 50_000, 200_000, 4_500_000]),
        vat_per_unit=chance.choice([0, 0, 0, 2_000_000]),
    )  # fmt: skip


def _line(chance: Random, tax: Tax) -> Line:
    quantity = chance.choice([10_000, 10_000 * chance.randint(1, 50), chance.randint(1, 10**6)])
    price = chance.choice(
        [10_000 * chance.randint(1, 500), 1_000_000 * chance.randint(1, 5_000), chance.randint(0, 10**11)]
    )
    inclusive = chance.random() < 0.5
    if inclusive and (tax.cess_per_unit or tax.vat_per_unit):
        price += 2 * (tax.cess_per_unit + tax.vat_per_unit) + 100_000_000
        quantity = max(quantity, 10_000)
        return Line(quantity=quantity, unit_price=price, tax=tax, inclusive=True)
    return Line(
        quantity=quantity, unit_price=price, tax=tax, inclusive=inclusive, discount=_line_discount(chance)
    )


def _line_discount(chance: Random) -> Discount:
    return Discount(rate=chance.choice([0, 0, 0, 50_000, 125_000, 333_333, 1_000_000]))


def _discount(chance: Random) -> Discount:
    """At most half: an inclusive price must still hold its taxes by the unit."""
    return Discount(rate=chance.choice([0, 0, 0, 20_000, 75_000, 333_333, 500_000]))
