"""The sums of renting out. Whole numbers and days only: no framework, no clock and no database."""

from rentals.arithmetic.deposits import Settlement, settle_deposit
from rentals.arithmetic.late_fees import Fee, FeeKind, FeeRule, fee_now, fee_starts
from rentals.arithmetic.meters import ReadingBelow, metered, used
from rentals.arithmetic.paying import Asked, Came, Paid, pay
from rentals.arithmetic.periods import RentPeriod, periods
from rentals.arithmetic.rents import RentPart, RentSum, rent_of, rent_on
from rentals.arithmetic.taxes import (
    Because,
    GstCase,
    Letting,
    RentTax,
    Use,
    gst_case,
    tax_kept,
    tax_on,
    without_tax,
)
from rentals.arithmetic.terms import PartRule, PeriodRule, Rise, Terms

__all__ = [
    "Asked",
    "Because",
    "Came",
    "Fee",
    "FeeKind",
    "FeeRule",
    "GstCase",
    "Letting",
    "Paid",
    "PartRule",
    "PeriodRule",
    "ReadingBelow",
    "RentPart",
    "RentPeriod",
    "RentSum",
    "RentTax",
    "Rise",
    "Settlement",
    "Terms",
    "Use",
    "fee_now",
    "fee_starts",
    "gst_case",
    "metered",
    "pay",
    "periods",
    "rent_of",
    "rent_on",
    "settle_deposit",
    "tax_kept",
    "tax_on",
    "used",
    "without_tax",
]
