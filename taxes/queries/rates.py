"""Which rates a book has, of the law and of its own, and which of them holds on a day."""

import datetime
import uuid

from businesses.models import Business
from taxes import rates as dated
from taxes.arithmetic import Tax, Treatment
from taxes.models import DatedRate, LawRate, OwnRate
from taxes.rates import Rate
from taxes.refusals import RateMissing, RateNotInForce, RateUnknown

RATES_MAX = 1_000
"""Of the law and of a book, each."""


def rates_of(business_id: uuid.UUID) -> list[Rate]:
    """Every rate there is for the book, past and coming ones too: its own first, then the law's by tax and day."""
    own = OwnRate.objects.filter(business_id=business_id).order_by("name", "id")[:RATES_MAX]
    country = Business.objects.filter(id=business_id).values("country")
    law = LawRate.objects.filter(country__in=country).order_by("treatment", "rate", "key", "id")
    order = {treatment: at for at, treatment in enumerate(Treatment)}
    found = sorted(law[:RATES_MAX], key=lambda row: order[Treatment(row.treatment)])
    return [_own(row) for row in own] + [_law(row) for row in found]


def rates_on(business_id: uuid.UUID, *, day: datetime.date) -> list[Rate]:
    """What holds on the day."""
    return [rate for rate in rates_of(business_id) if rate.holds_on(day)]


def rate_for(business_id: uuid.UUID, *, hsn: str, day: datetime.date) -> Rate | None:
    """The rate of an HSN or SAC code on a day; None where no row names the code, and a person must say it."""
    return dated.chosen(rates_of(business_id), hsn=hsn, day=day) if hsn else None


def rate_on(business_id: uuid.UUID, *, tax_id: uuid.UUID, day: datetime.date) -> Rate:
    """The rate of a tax on a day. Raises RateUnknown, and RateNotInForce where it ended or has not begun."""
    return _of_day([rate for rate in rates_of(business_id) if rate.tax_id == tax_id], day=day)


class RateFinder:
    """The rates of a book on a day, read once for all lines of a document."""

    def __init__(self, business_id: uuid.UUID, *, day: datetime.date) -> None:
        self._rates = rates_of(business_id)
        self._day = day

    def by_id(self, tax_id: uuid.UUID) -> Rate:
        """Raises RateUnknown, and RateNotInForce where it ended or has not begun."""
        return _of_day([rate for rate in self._rates if rate.tax_id == tax_id], day=self._day)

    def by_rate(self, rate: int) -> Rate | None:
        """The plain tax at so much (1/1,000,000); None where the book knows none such, on any day. Raises
        RateNotInForce where it ended or has not begun."""
        plain = Tax(rate=rate)
        # The slab itself before what came to it later, as bidis to 18 %.
        rows = sorted(
            (one for one in self._rates if one.tax == plain),
            key=lambda one: (bool(one.prefixes), one.valid_from or datetime.date.min),
        )
        return _of_day(rows, day=self._day) if rows else None

    def by_code(self, hsn: str) -> Rate:
        """Raises RateMissing where no row names the code, and a person must say the rate."""
        found = dated.chosen(self._rates, hsn=hsn, day=self._day) if hsn else None
        if found is None:
            raise RateMissing(hsn)
        return found


def _of_day(rows: list[Rate], *, day: datetime.date) -> Rate:
    if not rows:
        raise RateUnknown
    holding = [rate for rate in rows if rate.holds_on(day)]
    if not holding:
        raise RateNotInForce(name=rows[0].name, day=day)
    return holding[0]


def _tax(row: DatedRate) -> Tax:
    return Tax(
        treatment=Treatment(row.treatment), rate=row.rate, cess=row.cess, cess_per_unit=row.cess_per_unit,
        duty=row.duty, vat_per_unit=row.vat_per_unit,
    )  # fmt: skip


def _own(row: OwnRate) -> Rate:
    return Rate(
        tax_id=row.id, key="", name=row.name, tax=_tax(row), valid_from=row.valid_from, valid_to=row.valid_to,
        prefixes=tuple(row.prefixes.split()), is_own=True, rev=row.rev,
    )  # fmt: skip


def _law(row: LawRate) -> Rate:
    return Rate(
        tax_id=row.tax_id, key=row.key, name=row.name, tax=_tax(row), valid_from=row.valid_from,
        valid_to=row.valid_to, prefixes=tuple(row.prefixes.split()), condition=row.condition, source=row.source,
        is_confirmed=row.is_confirmed,
    )  # fmt: skip
