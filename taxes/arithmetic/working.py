"""One way in for every country: the law is chosen by where the book is."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from taxes.arithmetic import gst, vat
from taxes.arithmetic.sums import Sum
from taxes.arithmetic.supplies import Supply

LAWS: Mapping[str, Callable[[Supply], Sum]] = MappingProxyType({"IN": gst.work_out, "BD": vat.work_out})


def work_out(supply: Supply) -> Sum:
    """The whole sum of one document, by the law of its country. Raises TaxFault."""
    return LAWS.get(supply.country, vat.work_out)(supply)
