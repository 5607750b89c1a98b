"""What was worked out: each line's value and taxes, and the sums of the document. All in minor units."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from taxes.arithmetic.supplies import Tax, Treatment


class Kind(StrEnum):
    """The taxes by their names in law, each its own account and its own column of a return."""

    CGST = "cgst"
    SGST = "sgst"
    UTGST = "utgst"
    IGST = "igst"
    CESS = "cess"
    CESS_PER_UNIT = "cess_per_unit"
    DUTY = "duty"
    VAT = "vat"


class DocumentForm(StrEnum):
    """Which paper the law wants for it. PLAIN: the supplier is not registered."""

    TAX_INVOICE = "tax_invoice"
    BILL_OF_SUPPLY = "bill_of_supply"
    INVOICE_CUM_BILL_OF_SUPPLY = "invoice_cum_bill_of_supply"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Component:
    """One tax on one line, or one tax of a document. `rate` is 0 for a tax by the unit, and where rates mix."""

    kind: Kind
    base: int
    rate: int
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LineSum:
    """`gross` is quantity by price, `discount` the line's own, `share` its part of the document's discount.

    `value` is what the taxes are on (the taxable value). `charged` is on the bill, `self_assessed` is what the
    buyer owes the state under reverse charge. `total` is value and charged taxes.
    """

    gross: int
    discount: int
    share: int
    value: int
    tax: Tax
    charged: tuple[Component, ...]
    self_assessed: tuple[Component, ...]
    total: int

    def of(self, kind: Kind) -> int:
        """The charged amount of one tax."""
        return sum(one.amount for one in self.charged if one.kind == kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class RateSum:
    """The lines of one treatment and rate together, as returns and the foot of a bill want them."""

    tax: Tax
    value: int
    charged: tuple[Component, ...]
    self_assessed: tuple[Component, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """`total` = `value` + charged taxes + `round_off`, and each is the sum of the lines'."""

    form: DocumentForm
    is_inter_state: bool
    lines: tuple[LineSum, ...]
    by_rate: tuple[RateSum, ...]
    gross: int
    discount: int
    value: int
    charged: tuple[Component, ...]
    self_assessed: tuple[Component, ...]
    tax: int
    round_off: int
    total: int

    def of(self, kind: Kind) -> int:
        """The charged amount of one tax."""
        return sum(one.amount for one in self.charged if one.kind == kind)

    def value_of(self, treatment: Treatment) -> int:
        return sum(line.value for line in self.lines if line.tax.treatment == treatment)


def added(components: Iterable[Component]) -> tuple[Component, ...]:
    """One component of each kind, in the order of Kind."""
    by_kind: dict[Kind, list[Component]] = {}
    for one in components:
        by_kind.setdefault(one.kind, []).append(one)
    return tuple(_total(kind, by_kind[kind]) for kind in Kind if kind in by_kind)


def _total(kind: Kind, parts: list[Component]) -> Component:
    rates = {one.rate for one in parts}
    rate = rates.pop() if len(rates) == 1 else 0
    return Component(kind, sum(one.base for one in parts), rate, sum(one.amount for one in parts))


def by_rate(lines: Iterable[LineSum]) -> tuple[RateSum, ...]:
    """In the order in which the rates come first."""
    groups: dict[Tax, list[LineSum]] = {}
    for line in lines:
        groups.setdefault(line.tax, []).append(line)
    return tuple(
        RateSum(
            tax=tax,
            value=sum(line.value for line in group),
            charged=added(one for line in group for one in line.charged),
            self_assessed=added(one for line in group for one in line.self_assessed),
        )
        for tax, group in groups.items()
    )
