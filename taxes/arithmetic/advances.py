"""Money received before a supply: GST falls on it for services, on a receipt voucher, and not for goods.

The bill charges its whole tax. What was paid on advances that it uses is taken off what is due then.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.money import half_up
from core.quantities import ONE
from taxes.arithmetic.faults import TaxFault
from taxes.arithmetic.gst import work_out
from taxes.arithmetic.sums import Component, Kind, Sum, added
from taxes.arithmetic.supplies import NONE, Line, Supply, Tax, price_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Advance:
    """`amount` was received, `value` of it is the taxable value, the rest is tax that the supplier owes at once."""

    amount: int
    value: int
    tax: Tax
    components: tuple[Component, ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """A bill less the advances it uses: what is left to be paid, and what of each tax is not paid to the state yet.

    A tax may come out a paisa below zero: an advance is taxed from its whole, a bill from its value.
    """

    due: int
    tax_due: tuple[Component, ...]


def advance_of(amount: int, *, tax: Tax, is_service: bool, supply: Supply) -> Advance:
    """An advance with its taxes in it. `supply` says who, where and how; its lines do not count.

    Raises TaxFault.
    """
    line = Line(quantity=ONE, unit_price=price_of(amount), tax=tax, inclusive=True)
    if tax.cess_per_unit:
        raise TaxFault("advance_by_unit")
    if amount <= 0:
        raise TaxFault("price_refused", line=1)
    (found,) = work_out(replace(supply, lines=(line,), discount=NONE, round_off=False)).lines
    if not is_service:
        return Advance(amount=amount, value=amount, tax=tax, components=())
    return Advance(amount=amount, value=found.value, tax=tax, components=found.charged)


def use(advance: Advance, amount: int, *, before: Sequence[Advance] = ()) -> tuple[Advance, Advance]:
    """(the part of an advance that a bill uses, what is left of it after `before` and this part); together with
    `before` the two add up to it exactly.

    Each tax of all the parts together is what the rate gives of them together, so that no part is a paisa further
    than one from its own. Raises TaxFault advance_used_up.
    """
    taken = sum(one.amount for one in before)
    rest = advance.amount - taken
    if not 0 < amount <= rest:
        raise TaxFault("advance_used_up")
    gone = {one.kind: one.amount for one in added(part for one in before for part in one.components)}
    used, left = [], []
    for one in advance.components:
        owed = one.amount - gone.get(one.kind, 0)
        reached = half_up(one.amount * (taken + amount), advance.amount) - gone.get(one.kind, 0)
        part = owed if amount == rest else min(max(reached, 0), owed)
        used.append(replace(one, amount=part))
        left.append(replace(one, amount=owed - part))
    return _advance(amount, tuple(used), tax=advance.tax), _advance(
        rest - amount, tuple(left), tax=advance.tax
    )


def settled(bill: Sum, used: Sequence[Advance]) -> Settled:
    """Raises TaxFault: advance_above_bill, advance_of_another_rate where a rate has less on the bill, and
    advance_of_another_place where the advance bore a tax that the bill has not."""
    amount = sum(one.amount for one in used)
    if amount > bill.total:
        raise TaxFault("advance_above_bill")
    for tax in {one.tax for one in used if one.components}:
        on_bill = sum(line.total for line in bill.lines if line.tax == tax)
        if sum(one.amount for one in used if one.tax == tax) > on_bill + max(bill.round_off, 0):
            raise TaxFault("advance_of_another_rate")
    paid = dict.fromkeys(Kind, 0)
    for one in added(part for advance in used for part in advance.components):
        paid[one.kind] = one.amount
    if any(paid[kind] and not bill.of(kind) for kind in Kind):
        raise TaxFault("advance_of_another_place")
    due = tuple(replace(one, amount=one.amount - paid[one.kind]) for one in bill.charged)
    return Settled(due=bill.total - amount, tax_due=due)


def _advance(amount: int, components: tuple[Component, ...], *, tax: Tax) -> Advance:
    value = amount - sum(one.amount for one in components)
    return Advance(
        amount=amount, value=value, tax=tax, components=tuple(replace(one, base=value) for one in components)
    )
