"""India: each tax of each line to the paisa, half up, CGST and SGST equal always."""

from core.money import half_up
from taxes.arithmetic.faults import TaxFault
from taxes.arithmetic.levies import Levy, Payer, form_of, levy_of
from taxes.arithmetic.pricing import Priced, at_rate, of_quantity, priced
from taxes.arithmetic.sums import Component, Kind, LineSum, Sum
from taxes.arithmetic.supplies import RATE_ONE, Line, Supply, Tax, Treatment
from taxes.arithmetic.totals import add_up


def work_out(supply: Supply) -> Sum:
    """The whole sum of one document. Raises TaxFault."""
    levy = levy_of(supply)
    lines = [
        _line(line, price, levy=levy, number=number)
        for number, (line, price) in enumerate(zip(supply.lines, priced(supply), strict=True), start=1)
    ]
    return add_up(lines, form=form_of(supply), is_inter_state=levy.is_inter_state, round_off=supply.round_off)


def _line(line: Line, price: Priced, *, levy: Levy, number: int) -> LineSum:
    value: int = price.net
    components: tuple[Component, ...] = ()
    if levy.payer != Payer.NOBODY and line.tax.treatment == Treatment.TAXABLE:
        is_inside = line.inclusive and levy.payer == Payer.SUPPLIER
        value, components = _taxed(line, price.net, heads=levy.heads, is_inside=is_inside, number=number)
    charged = components if levy.payer == Payer.SUPPLIER else ()
    return LineSum(
        gross=price.gross, discount=price.discount, share=price.share, value=value, tax=line.tax,
        charged=charged, self_assessed=() if charged else components,
        total=value + sum(one.amount for one in charged),
    )  # fmt: skip


def _taxed(
    line: Line, net: int, *, heads: tuple[Kind, ...], is_inside: bool, number: int
) -> tuple[int, tuple[Component, ...]]:
    """The taxable value of a line, and its taxes."""
    tax, per_unit = line.tax, of_quantity(line.quantity, line.tax.cess_per_unit)
    if not is_inside:
        value, head, cess = net, head_of(net, tax, heads=heads), at_rate(net, tax.cess)
    elif net < per_unit:
        raise TaxFault("price_below_cess", line=number)
    else:
        value, head, cess = taken_out(net - per_unit, tax, heads=heads)
    found = [Component(kind, value, tax.rate // len(heads), head) for kind in heads if tax.rate]
    if tax.cess:
        found.append(Component(Kind.CESS, value, tax.cess, cess))
    if tax.cess_per_unit:
        found.append(Component(Kind.CESS_PER_UNIT, value, 0, per_unit))
    return value, tuple(found)


def head_of(value: int, tax: Tax, *, heads: tuple[Kind, ...]) -> int:
    """IGST, or one of two equal halves: worked out once, so that no odd paisa can part them."""
    return half_up(value * tax.rate, RATE_ONE * len(heads))


def taken_out(gross: int, tax: Tax, *, heads: tuple[Kind, ...]) -> tuple[int, int, int]:
    """(value, each head, cess) that add back to a price with its taxes in it.

    What rounding leaves over goes to IGST; two halves must be equal and cannot take it, so the value does.
    In sums of a few paisa at high rates the parts may come to more than the whole: then the value starts lower.
    """
    start = half_up(gross * RATE_ONE, RATE_ONE + tax.rate + tax.cess)
    while True:
        cess = at_rate(start, tax.cess)
        if tax.rate and len(heads) == 1:
            value, head = start, gross - start - cess
            left = head
        else:
            head = head_of(start, tax, heads=heads)
            value = left = gross - cess - head * len(heads)
        if left >= 0:
            return value, head, cess
        start -= 1
