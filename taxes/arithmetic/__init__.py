"""The sums of a bill with its taxes. Whole numbers only, no framework, no clock and no database.

`work_out` takes a Supply and gives a Sum; the rates come with the lines, see taxes.rates.
"""

from taxes.arithmetic.faults import TaxFault
from taxes.arithmetic.sums import Component, DocumentForm, Kind, LineSum, RateSum, Sum
from taxes.arithmetic.supplies import (
    Buyer,
    Discount,
    Line,
    Scheme,
    Supplier,
    Supply,
    Tax,
    Treatment,
    price_of,
)
from taxes.arithmetic.working import work_out

__all__ = [
    "Buyer",
    "Component",
    "Discount",
    "DocumentForm",
    "Kind",
    "Line",
    "LineSum",
    "RateSum",
    "Scheme",
    "Sum",
    "Supplier",
    "Supply",
    "Tax",
    "TaxFault",
    "Treatment",
    "price_of",
    "work_out",
]
