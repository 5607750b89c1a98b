"""GST on a rent in sentences: what holds, and why."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.translation import gettext as _

from core.templatetags.dates import date_words
from rentals.arithmetic import Because, GstCase
from rentals.gst import RentLaw
from rentals.queries.rent_taxes import AgreedGst


@dataclass(frozen=True, slots=True)
class GstWords:
    """One `sentence` for the lease, `why` under it, and the papers of the law it comes from."""

    case: str
    sentence: str
    why: str
    sources: tuple[str, ...]


_SENTENCE: Mapping[GstCase, Callable[[], str]] = MappingProxyType({
    GstCase.UNSAID: lambda: _("Say what it is rented for, and you see here whether GST is added."),
    GstCase.NONE: lambda: _("There is no GST on this rent."),
    GstCase.EXEMPT: lambda: _("This rent is exempt from GST."),
    GstCase.FORWARD: lambda: _("GST of %(percent)s %% is added to the rent, and you pay it to the state."),
    GstCase.REVERSE: lambda: _("The tenant pays the GST on this rent to the state (reverse charge): nothing is added."),
})  # fmt: skip
_WHY: Mapping[Because, Callable[[], str]] = MappingProxyType({
    Because.UNSAID: lambda: "",
    Because.LIVED_IN: lambda: _("A home rented to live in is exempt, whoever rents it."),
    Because.DWELLING_UNREGISTERED: lambda: _(
        "The unit is a home and the tenant has no GSTIN: there is no GST on such a rent."
    ),
    Because.DWELLING_REVERSE: lambda: _(
        "The unit is a home, and a tenant with a GSTIN rents it for business: the tenant pays the tax."
    ),
    Because.LANDLORD_REGISTERED: lambda: _(
        "The unit is not a home, and the house is under your GSTIN: you add GST to the rent."
    ),
    Because.LANDLORD_COMPOSITION: lambda: _(
        "Your GSTIN is under the composition scheme: it does not allow GST on top of the rent."
    ),
    Because.PREMISES_REVERSE: lambda: _(
        "The unit is not a home. The tenant has a GSTIN and the house has none: the tenant pays the tax."
    ),
    Because.TENANT_COMPOSITION: lambda: _(
        "The house has no GSTIN, and the tenant is under the composition scheme: the reverse charge leaves them out."
    ),
    Because.NOBODY_REGISTERED: lambda: _("Neither the house nor the tenant has a GSTIN."),
    Because.NOT_IN_FORCE: lambda: _("The reverse charge had not begun on this day."),
})  # fmt: skip
_REVERSE_KEY: Mapping[Because, str] = MappingProxyType({
    Because.DWELLING_REVERSE: "dwelling", Because.PREMISES_REVERSE: "premises",
    Because.TENANT_COMPOSITION: "premises_composition",
})  # fmt: skip


def gst_words(case: GstCase, because: Because, *, law: RentLaw | None, percent: int = 0) -> GstWords:
    """`percent` in 1/100 of a percent."""
    sentence = _SENTENCE[case]()
    if case is GstCase.FORWARD:
        sentence %= {"percent": f"{percent / 100:g}"}
    return GstWords(case.value, sentence, _WHY[because](), _sources(because, law=law))


def agreed_words(found: AgreedGst | None, *, money: Callable[[int], str]) -> str:
    """What a lease says of GST to landlord and tenant alike; "" where none falls due."""
    if found is None:
        return ""
    said = {
        "percent": f"{found.percent / 100:g}", "rent": money(found.rent), "tax": money(found.tax),
        "whole": money(found.whole),
    }  # fmt: skip
    if found.case is GstCase.FORWARD:
        sentence = _("GST of %(percent)s %% is added to the rent: %(rent)s + %(tax)s = %(whole)s a month.")
    else:
        sentence = _(
            "GST of %(percent)s %% on the rent of %(rent)s is not added: the tenant pays it, %(tax)s a month, to the"
            " state (reverse charge)."
        )
    return sentence % said


def _sources(because: Because, *, law: RentLaw | None) -> tuple[str, ...]:
    key = _REVERSE_KEY.get(because)
    rows = [one for one in law.reverse if one.key == key] if law is not None else []
    return tuple(
        _("%(source)s, from %(day)s") % {"source": one.source, "day": date_words(one.first)} for one in rows
    )
