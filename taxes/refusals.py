"""What the tax sums, rates and numbers may decline, in words for the user."""

import datetime
from typing import ClassVar

from django.utils import formats
from django.utils.translation import gettext as _

from core.refusals import Refusal
from taxes.arithmetic import TaxFault


class SumRefused(Refusal):
    """A bill that cannot be worked out; `reason` is the slug of the TaxFault behind it, `line` counts from 1."""

    slug: ClassVar[str] = "sum_refused"

    def __init__(self, message: str, *, reason: str, line: int = 0) -> None:
        super().__init__(message, field=f"line_items.{line - 1}" if line else "")
        self.reason = reason
        self.line = line
        self.members = {"reason": reason}


def sum_refusal(fault: TaxFault) -> SumRefused:
    """The sentence for a TaxFault, in the active language."""
    said = _sentence(fault.slug) % fault.params
    if fault.line:
        said = _("Line %(line)s: %(what)s") % {"line": fault.line, "what": said}
    return SumRefused(said, reason=fault.slug, line=fault.line)


def _sentence(slug: str) -> str:
    return {
        "lines_missing": _("Add at least one line."),
        "too_many_lines": _("A bill has up to %(most)s lines. Make a second one."),
        "quantity_refused": _("Enter a quantity above 0."),
        "price_refused": _("Enter a price of 0 or more."),
        "rate_refused": _("This tax rate cannot be used. Enter 0 to 100 percent."),
        "rate_on_untaxed": _(
            "What is exempt, nil rated or outside the tax has no rate. Choose one of the two."
        ),
        "discount_refused": _("Enter the discount as an amount or as 0 to 100 percent."),
        "discount_above_price": _("The discount is more than the price."),
        "total_too_large": _("The total is too large. Split the bill."),
        "state_unknown": _("Choose the state: %(state)s is not one in use."),
        "place_unknown": _("Say where the supply takes place: the state of the customer is not known."),
        "not_zero_rated": _("Only exports and supplies to an economic zone go out with tax to be refunded."),
        "composition_inter_state": _("Under the composition scheme you sell within your own state only."),
        "reverse_charge_without_number": _("Reverse charge needs a customer with a GSTIN."),
        "price_below_cess": _("The price with its taxes is less than the tax by the unit."),
        "tax_of_another_country": _("This tax belongs to another country."),
        "not_in_this_country": _("This is done in India only."),
        "advance_by_unit": _("An advance has no tax by the unit. Bill it when the goods go."),
        "advance_used_up": _("This is more than what is left of the advance."),
        "advance_above_bill": _("The advances are more than the bill."),
        "advance_of_another_rate": _("The advance was taxed at another rate than the bill."),
        "advance_of_another_place": _("The advance was taxed for another state than the bill."),
    }[slug]


class RateUnknown(Refusal):
    slug: ClassVar[str] = "not_found"
    status: ClassVar[int] = 404

    def __init__(self) -> None:
        super().__init__(_("There is no such tax rate in this book."), field="tax_id")


class RateNotInForce(Refusal):
    slug: ClassVar[str] = "rate_not_in_force"

    def __init__(self, *, name: str, day: datetime.date) -> None:
        shown = formats.date_format(day, "j M Y")
        super().__init__(
            _("%(name)s does not hold on %(day)s. Choose the rate of that day.")
            % {"name": name, "day": shown},
            field="tax_id",
        )


class RateMissing(Refusal):
    slug: ClassVar[str] = "rate_missing"

    def __init__(self, hsn: str) -> None:
        said = (
            _("Choose the tax rate: no rate is kept for the code %(hsn)s.")
            if hsn
            else _("Choose the tax rate.")
        )
        super().__init__(said % {"hsn": hsn}, field="tax_id")


class RateRefused(Refusal):
    slug: ClassVar[str] = "own_rate_refused"


class SeriesUnknown(Refusal):
    slug: ClassVar[str] = "not_found"
    status: ClassVar[int] = 404

    def __init__(self) -> None:
        super().__init__(_("There is no such series of numbers in this book."), field="series_id")


class SeriesRefused(Refusal):
    slug: ClassVar[str] = "series_refused"


class SeriesGap(Refusal):
    """The numbers from `first` to `last` would be left out, and nobody said that they shall."""

    slug: ClassVar[str] = "series_gap"

    def __init__(self, *, first: str, last: str) -> None:
        said = (
            _("%(first)s would never be given, and the tax office asks about gaps. Is that meant?")
            if first == last
            else _(
                "%(first)s to %(last)s would never be given, and the tax office asks about gaps. Is that meant?"
            )
        )
        super().__init__(said % {"first": first, "last": last}, field="next_number")


class NumberRefused(Refusal):
    slug: ClassVar[str] = "number_refused"


class NumberTaken(Refusal):
    slug: ClassVar[str] = "number_taken"

    def __init__(self, number: str) -> None:
        super().__init__(
            _("%(number)s was used this year already. Give another number.") % {"number": number},
            field="number",
        )
