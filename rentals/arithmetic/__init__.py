"""The sums of renting out. Whole numbers and days only: no framework, no clock and no database."""

from rentals.arithmetic.deposits import Settlement, settle_deposit
from rentals.arithmetic.late_fees import Fee, FeeKind, FeeRule, fee_now, fee_starts
from rentals.arithmetic.meters import ReadingBelow, metered, used
from rentals.arithmetic.paying import Asked, Paid, pay
from rentals.arithmetic.periods import RentPeriod, periods
from rentals.arithmetic.rents import RentPart, RentSum, rent_of, rent_on
from rentals.arithmetic.terms import PartRule, PeriodRule, Rise, Terms

__all__ = [
    "Asked",
    "Fee",
    "FeeKind",
    "FeeRule",
    "Paid",
    "PartRule",
    "PeriodRule",
    "ReadingBelow",
    "RentPart",
    "RentPeriod",
    "RentSum",
    "Rise",
    "Settlement",
    "Terms",
    "fee_now",
    "fee_starts",
    "metered",
    "pay",
    "periods",
    "rent_of",
    "rent_on",
    "settle_deposit",
    "used",
]
