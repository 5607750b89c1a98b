"""Taxes on a rent: GST on it, and what a tenant keeps back of it."""

from dataclasses import dataclass
from enum import StrEnum

from core.money import half_up
from rentals.arithmetic.rents import HUNDREDTHS
from taxes.arithmetic import Kind, Line, Scheme, Supplier, Supply, Tax, price_of, work_out

WHOLE = 100
ONE_MONTH = 10_000
"""One, as quantities are written."""


def tax_kept(base: int, *, percent: int) -> int:
    """So many percent (1/100) of a rent without GST, in minor units, to the whole rupee."""
    return half_up(base * percent, HUNDREDTHS * WHOLE) * WHOLE


class Use(StrEnum):
    """What a tenant rents for. UNSAID: nobody said, and no GST is worked out."""

    UNSAID = ""
    HOME = "home"
    BUSINESS = "business"


class GstCase(StrEnum):
    """UNSAID: nothing is worked out. NONE: no GST falls due. EXEMPT: the law lets it off. FORWARD: it is added to the
    rent. REVERSE: the tenant pays it to the state, and nothing is added."""

    UNSAID = ""
    NONE = "none"
    EXEMPT = "exempt"
    FORWARD = "forward"
    REVERSE = "reverse"


class Because(StrEnum):
    """Which row of the law's table a case comes from."""

    UNSAID = ""
    LIVED_IN = "lived_in"
    DWELLING_UNREGISTERED = "dwelling_unregistered"
    DWELLING_REVERSE = "dwelling_reverse"
    LANDLORD_REGISTERED = "landlord_registered"
    LANDLORD_COMPOSITION = "landlord_composition"
    PREMISES_REVERSE = "premises_reverse"
    TENANT_COMPOSITION = "tenant_composition"
    NOBODY_REGISTERED = "nobody_registered"
    NOT_IN_FORCE = "not_in_force"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letting:
    """What decides. `is_dwelling`: the unit is a home, whatever it is used for. `landlord` pays regularly, as a
    composition dealer or not at all. `reverse` are the cases of reverse charge that hold on the day."""

    use: Use
    is_dwelling: bool
    landlord: Scheme
    tenant_registered: bool
    tenant_composition: bool = False
    reverse: frozenset[str] = frozenset()


def gst_case(letting: Letting) -> tuple[GstCase, Because]:
    """Rent under GST: exempt, forward charge or reverse charge, and why."""
    if letting.use is Use.UNSAID:
        return GstCase.UNSAID, Because.UNSAID
    if letting.use is Use.HOME:
        return GstCase.EXEMPT, Because.LIVED_IN
    if letting.is_dwelling:
        return _dwelling(letting)
    if letting.landlord is Scheme.REGULAR:
        return GstCase.FORWARD, Because.LANDLORD_REGISTERED
    if letting.landlord is Scheme.COMPOSITION:
        return GstCase.NONE, Because.LANDLORD_COMPOSITION
    return _premises(letting)


def _dwelling(letting: Letting) -> tuple[GstCase, Because]:
    if not letting.tenant_registered:
        return GstCase.EXEMPT, Because.DWELLING_UNREGISTERED
    if "dwelling" not in letting.reverse:
        return GstCase.EXEMPT, Because.NOT_IN_FORCE
    return GstCase.REVERSE, Because.DWELLING_REVERSE


def _premises(letting: Letting) -> tuple[GstCase, Because]:
    if not letting.tenant_registered:
        return GstCase.NONE, Because.NOBODY_REGISTERED
    if letting.tenant_composition and "premises_composition" not in letting.reverse:
        return GstCase.NONE, Because.TENANT_COMPOSITION
    if "premises" not in letting.reverse:
        return GstCase.NONE, Because.NOT_IN_FORCE
    return GstCase.REVERSE, Because.PREMISES_REVERSE


@dataclass(frozen=True, slots=True)
class RentTax:
    """The taxes on a rent, minor units; `sgst` also UTGST. `rate` in 1/1,000,000."""

    rate: int
    cgst: int
    sgst: int
    igst: int

    @property
    def amount(self) -> int:
        return self.cgst + self.sgst + self.igst


def tax_on(net: int, *, tax: Tax, landlord: str, place: str, is_sez: bool = False) -> RentTax:
    """What comes on top of a rent of `net`, by the state where the landlord is registered and the one where the
    property stands. Raises TaxFault."""
    supply = Supply(
        lines=(Line(quantity=ONE_MONTH, unit_price=price_of(net), tax=tax),), place=place, round_off=False,
        supplier=Supplier(state=landlord, is_sez=is_sez),
    )  # fmt: skip
    found = work_out(supply)
    return RentTax(
        rate=tax.rate, cgst=found.of(Kind.CGST), sgst=found.of(Kind.SGST) + found.of(Kind.UTGST),
        igst=found.of(Kind.IGST),
    )  # fmt: skip


def without_tax(part: int, *, net: int, whole: int) -> int:
    """The rent in a part of a due of `whole`, of which `net` is rent and the rest its tax; minor units, half up."""
    return part if net == whole else half_up(part * net, whole)
