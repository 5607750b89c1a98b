"""Bangladesh: supplementary duty on the price, VAT on price and duty, each line to the poisha, half up.

The same sum without duty is the plain value added tax of other countries, at the rates a book keeps itself.
"""

from dataclasses import dataclass

from core.money import half_up
from core.quantities import ONE
from taxes.arithmetic.faults import TaxFault
from taxes.arithmetic.pricing import Priced, at_rate, of_quantity, priced
from taxes.arithmetic.sums import Component, DocumentForm, Kind, LineSum, Sum
from taxes.arithmetic.supplies import MINOR_ONE, RATE_ONE, Line, Scheme, Supply, Tax, Treatment
from taxes.arithmetic.totals import add_up

FORMS = {
    Scheme.REGULAR: DocumentForm.TAX_INVOICE,
    Scheme.COMPOSITION: DocumentForm.PLAIN,
    Scheme.UNREGISTERED: DocumentForm.PLAIN,
}


def work_out(supply: Supply) -> Sum:
    """The whole sum of one document. Raises TaxFault."""
    if supply.reverse_charge or supply.with_tax or supply.supplier.is_sez:
        raise TaxFault("not_in_this_country")
    for number, line in enumerate(supply.lines, start=1):
        if line.tax.cess or line.tax.cess_per_unit or line.tax.treatment == Treatment.NON_GST:
            raise TaxFault("tax_of_another_country", line=number)
    is_charged = supply.supplier.scheme == Scheme.REGULAR
    lines = [
        _line(line, price, is_charged=is_charged, number=number)
        for number, (line, price) in enumerate(zip(supply.lines, priced(supply), strict=True), start=1)
    ]
    form = FORMS[supply.supplier.scheme]
    return add_up(lines, form=form, is_inter_state=False, round_off=supply.round_off)


def _line(line: Line, price: Priced, *, is_charged: bool, number: int) -> LineSum:
    value: int = price.net
    charged: tuple[Component, ...] = ()
    if is_charged and line.tax.treatment == Treatment.TAXABLE:
        value, charged = _taxed(line, price.net, number=number)
    return LineSum(
        gross=price.gross, discount=price.discount, share=price.share, value=value, tax=line.tax,
        charged=charged, self_assessed=(), total=value + sum(one.amount for one in charged),
    )  # fmt: skip


def _taxed(line: Line, net: int, *, number: int) -> tuple[int, tuple[Component, ...]]:
    tax, per_unit = line.tax, of_quantity(line.quantity, line.tax.vat_per_unit)
    if not line.inclusive:
        value, duty = net, at_rate(net, tax.duty)
        vat = at_rate(value + duty, tax.rate)
    elif net < per_unit:
        raise TaxFault("price_below_cess", line=number)
    else:
        value, duty, vat = taken_out(net - per_unit, tax)
    found = [Component(Kind.DUTY, value, tax.duty, duty)] if tax.duty else []
    if tax.rate or tax.vat_per_unit:
        found.append(Component(Kind.VAT, value + duty, tax.rate, vat + per_unit))
    return value, tuple(found)


def taken_out(gross: int, tax: Tax) -> tuple[int, int, int]:
    """(value, duty, VAT) that add back to a price with its taxes in it; what rounding leaves over goes to VAT, or to
    duty where there is no VAT at a rate."""
    if not (tax.rate or tax.duty):
        return gross, 0, 0
    value = half_up(gross * RATE_ONE**2, (RATE_ONE + tax.duty) * (RATE_ONE + tax.rate))
    while (left := gross - value - at_rate(value, tax.duty)) < 0:
        value -= 1
    if not tax.rate:
        return value, gross - value, 0
    return value, at_rate(value, tax.duty), left


@dataclass(frozen=True, slots=True)
class MushakRow:
    """One line of a tax invoice on form Mushak 6.3; the unit price, too, is without taxes. Minor units."""

    serial: int
    quantity: int
    unit_price: int
    price: int
    duty_rate: int
    duty: int
    vat_rate: int
    vat_per_unit: int
    vat: int
    total: int


@dataclass(frozen=True, slots=True)
class Mushak:
    """The numbers of form Mushak 6.3: its rows, and the sums at their foot."""

    rows: tuple[MushakRow, ...]
    price: int
    duty: int
    vat: int
    total: int


def mushak_6_3(supply: Supply, found: Sum) -> Mushak:
    """`found` is what work_out gave for the supply."""
    rows = tuple(
        MushakRow(
            serial=serial, quantity=line.quantity,
            unit_price=half_up(sum_.value * ONE, line.quantity), price=sum_.value,
            duty_rate=line.tax.duty, duty=sum_.of(Kind.DUTY), vat_rate=line.tax.rate,
            vat_per_unit=half_up(line.tax.vat_per_unit * MINOR_ONE, RATE_ONE), vat=sum_.of(Kind.VAT), total=sum_.total,
        )
        for serial, (line, sum_) in enumerate(zip(supply.lines, found.lines, strict=True), start=1)
    )  # fmt: skip
    return Mushak(
        rows=rows, price=found.value, duty=found.of(Kind.DUTY), vat=found.of(Kind.VAT),
        total=sum(row.total for row in rows),
    )  # fmt: skip
