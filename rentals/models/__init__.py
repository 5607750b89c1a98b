from rentals.models.dues import Due, DueKind, PaymentShare
from rentals.models.leases import Lease, LeaseTenant, RentRise
from rentals.models.meters import Meter, MeterReading
from rentals.models.money import Cheque, ChequeState, DepositKind, DepositMovement, PropertyExpense
from rentals.models.properties import Property, Unit, UnitUse

__all__ = [
    "Cheque",
    "ChequeState",
    "DepositKind",
    "DepositMovement",
    "Due",
    "DueKind",
    "Lease",
    "LeaseTenant",
    "Meter",
    "MeterReading",
    "PaymentShare",
    "Property",
    "PropertyExpense",
    "RentRise",
    "Unit",
    "UnitUse",
]
