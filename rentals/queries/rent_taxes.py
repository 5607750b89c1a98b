"""Which GST falls on the rents of a book: read once for all leases of a run."""

import datetime
import uuid
from dataclasses import dataclass, field

from businesses.models import Business, Registration
from businesses.registrations import NumberRefused, settled_number
from ledger.models import Party
from rentals.arithmetic import Because, GstCase, Letting, RentTax, Use, gst_case, rent_on, tax_on
from rentals.gst import RentLaw, rent_law
from rentals.models import Lease, Property, RentRise, Unit, UnitUse
from rentals.terms import terms_of
from taxes import rates as dated
from taxes.arithmetic import Scheme, Tax
from taxes.queries.rates import rates_of
from taxes.rates import Rate, tax_id_of

NOTHING = RentTax(0, 0, 0, 0)
ANYWHERE = "27"
"""A state, where only the sum of the taxes is asked for."""


@dataclass(frozen=True, slots=True)
class RentGst:
    """The case of a lease on a day, and what follows for a sum: `tax` on top of it."""

    case: GstCase = GstCase.UNSAID
    because: Because = Because.UNSAID
    tax: RentTax = NOTHING


@dataclass(slots=True)
class RentTaxes:
    """Reads what it needs when first asked, and keeps it: made anew for every run."""

    business_id: uuid.UUID
    _country: str | None = None
    _rates: list[Rate] | None = None
    _places: dict[uuid.UUID, str] = field(default_factory=dict)
    _registrations: dict[uuid.UUID, Registration] | None = None

    @property
    def law(self) -> RentLaw | None:
        if self._country is None:
            self._country = str(Business.objects.values_list("country", flat=True).get(pk=self.business_id))
        return rent_law(self._country)

    def of_due(self, lease: Lease, *, kind: str, net: int, day: datetime.date) -> RentGst:
        """The tax on a due of `net` minor units that is asked for on `day`."""
        if not lease.use or self.law is None or kind not in self.law.taxed:
            return RentGst()
        case, because = self.case(
            use=lease.use, unit=lease.unit, number=number_of(lease.party), composition=lease.tenant_composition,
            day=day,
        )  # fmt: skip
        if case is not GstCase.FORWARD:
            return RentGst(case, because)
        tax = self._tax_on(lease.unit, net=net, day=day)
        return RentGst(case, because, tax) if tax.amount else RentGst(GstCase.EXEMPT, because)

    def case(
        self, *, use: str, unit: Unit, number: str, composition: bool, day: datetime.date
    ) -> tuple[GstCase, Because]:
        """By what the unit is rented for and who is registered. `number` is the tenant's."""
        if self.law is None:
            return GstCase.UNSAID, Because.UNSAID
        registration = self._registration(unit.branch_id)
        return gst_case(Letting(
            use=Use(use), is_dwelling=unit.use == UnitUse.HOME, landlord=_scheme(registration),
            tenant_registered=is_gstin(number), tenant_composition=composition,
            reverse=self.law.reverse_on(day),
        ))  # fmt: skip

    def percent(self, day: datetime.date) -> int:
        """The rate of the day, in 1/100 of a percent."""
        return self.rate(day).rate // 100

    def on_rent(self, unit: Unit, *, case: GstCase, net: int, day: datetime.date) -> RentTax:
        """On a rent, whoever pays it to the state."""
        if case is GstCase.REVERSE:
            return tax_on(net, tax=self.rate(day), landlord=ANYWHERE, place=ANYWHERE)
        return self._tax_on(unit, net=net, day=day)

    def _tax_on(self, unit: Unit, *, net: int, day: datetime.date) -> RentTax:
        registration = self._registration(unit.branch_id)
        if registration is None:
            return NOTHING
        return tax_on(
            net, tax=self.rate(day), landlord=registration.state, is_sez=registration.scheme == "sez",
            place=self._place(unit.branch_id) or registration.state,
        )  # fmt: skip

    def rate(self, day: datetime.date) -> Tax:
        """What is charged on a rent of the day, as the book or the law has it."""
        law = self.law
        if law is None or self._country is None:
            return Tax()
        if self._rates is None:
            self._rates = rates_of(self.business_id)
        chosen = dated.chosen(self._rates, hsn=law.sac, day=day)
        usual = tax_id_of(self._country, law.usual_tax)
        chosen = chosen or next(
            (one for one in self._rates if one.tax_id == usual and one.holds_on(day)), None
        )
        return chosen.tax if chosen is not None else Tax()

    def _place(self, branch_id: uuid.UUID) -> str:
        if not self._places:
            own = Property.objects.filter(business_id=self.business_id)
            self._places = dict(own.values_list("branch_id", "state"))
        return self._places.get(branch_id, "")

    def _registration(self, branch_id: uuid.UUID) -> Registration | None:
        """Under which GSTIN the house stands."""
        if self._registrations is None:
            own = Registration.objects.filter(
                business_id=self.business_id, kind="gstin", branches__isnull=False
            )
            rows = own.values_list("branches", "pk")
            by_id = own.in_bulk([pk for _branch, pk in rows])
            self._registrations = {branch: by_id[pk] for branch, pk in rows}
        return self._registrations.get(branch_id)


def is_gstin(number: str) -> bool:
    try:
        return bool(settled_number("gstin", number))
    except NumberRefused:
        return False


def _scheme(registration: Registration | None) -> Scheme:
    if registration is None:
        return Scheme.UNREGISTERED
    return Scheme.COMPOSITION if registration.scheme == "composition" else Scheme.REGULAR


def number_of(party: Party) -> str:
    """The tenant's number, of whom they were joined to if they were."""
    return (party.merged_into or party).registration_number


@dataclass(frozen=True, slots=True)
class LeaseGst:
    """The rule for a lease on a day. `percent` in 1/100 of a percent, 0 where nothing is added."""

    case: GstCase
    because: Because
    percent: int
    law: RentLaw | None


def lease_gst(unit: Unit, *, use: str, number: str, composition: bool, day: datetime.date) -> LeaseGst:
    """What a lease of a unit would have: `number` is the tenant's. A use nobody knows says nothing."""
    taxes = RentTaxes(unit.business_id)
    known = use if use in set(Use) else Use.UNSAID.value
    case, because = taxes.case(use=known, unit=unit, number=number, composition=composition, day=day)
    percent = taxes.percent(day) if case is GstCase.FORWARD else 0
    return LeaseGst(case, because, percent, taxes.law)


@dataclass(frozen=True, slots=True)
class AgreedGst:
    """GST on the rent of a lease as that rent stands on a day: forward, where it is added, or reverse, where the
    tenant pays it to the state. Minor units; `percent` in 1/100 of a percent."""

    case: GstCase
    percent: int
    rent: int
    tax: int

    @property
    def whole(self) -> int:
        return self.rent + self.tax


def agreed_gst(lease: Lease, *, today: datetime.date) -> AgreedGst | None:
    """By the rent of today, or of the lease's first or last day; None where no GST falls due."""
    if not lease.use:
        return None
    day = max(today, lease.starts_on)
    day = min(day, lease.ends_on) if lease.ends_on else day
    taxes = RentTaxes(lease.business_id)
    case, _because = taxes.case(
        use=lease.use,
        unit=lease.unit,
        number=number_of(lease.party),
        composition=lease.tenant_composition,
        day=day,
    )
    if case not in {GstCase.FORWARD, GstCase.REVERSE}:
        return None
    rises = RentRise.objects.filter(business_id=lease.business_id, lease=lease).order_by("day", "id")
    rent = rent_on(day, terms=terms_of(lease, rises=rises))
    tax = taxes.on_rent(lease.unit, case=case, net=rent, day=day)
    return AgreedGst(case, taxes.percent(day), rent, tax.amount)
