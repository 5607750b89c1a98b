"""Short ways to say a bill: rupees, percent and whole units in, as people would."""

from decimal import Decimal

from taxes.arithmetic import Discount, Line, Supplier, Supply, Tax, Treatment


def millionths(number: str | int) -> int:
    found = Decimal(number) * 1_000_000
    assert found == int(found), number
    return int(found)


def percent(number: str | int) -> int:
    return millionths(number) // 100


def tax(rate: str | int = 0, **more) -> Tax:
    treatment = more.pop("treatment", Treatment.TAXABLE)
    per_unit = {
        name: millionths(more.pop(name)) for name in ("cess_per_unit", "vat_per_unit") if name in more
    }
    rates = {name: percent(value) for name, value in more.items()}
    return Tax(rate=percent(rate), treatment=Treatment(treatment), **per_unit, **rates)


def off(amount: str | int = 0, rate: str | int = 0) -> Discount:
    return Discount(amount=int(Decimal(amount) * 100), rate=percent(rate))


def line(price: str | int, taxed: Tax, *, quantity: str | int = 1, **more) -> Line:
    return Line(quantity=int(Decimal(quantity) * 10_000), unit_price=millionths(price), tax=taxed, **more)


def supply(*lines: Line, state: str = "19", place: str = "19", scheme: str = "regular", **more) -> Supply:
    """West Bengal within itself, unless said otherwise."""
    supplier = Supplier(state=state, scheme=scheme, is_sez=more.pop("is_sez", False))
    return Supply(lines=lines, supplier=supplier, place=place, **more)
