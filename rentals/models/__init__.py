from rentals.models.dues import Due, DueKind, DueTax, PaymentShare, TaxKept
from rentals.models.invoices import RentInvoice
from rentals.models.leases import Lease, LeaseTenant, RentRise
from rentals.models.meters import Meter, MeterReading
from rentals.models.money import Cheque, ChequeState, DepositKind, DepositMovement, PropertyExpense
from rentals.models.papers import KeptPaper
from rentals.models.portal import ClaimState, PaymentClaim, TenantLink, TenantWord, WordKind, WordState
from rentals.models.properties import Property, Unit, UnitUse

__all__ = [
    "Cheque",
    "ChequeState",
    "ClaimState",
    "DepositKind",
    "DepositMovement",
    "Due",
    "DueKind",
    "DueTax",
    "KeptPaper",
    "Lease",
    "LeaseTenant",
    "Meter",
    "MeterReading",
    "PaymentClaim",
    "PaymentShare",
    "Property",
    "PropertyExpense",
    "RentInvoice",
    "RentRise",
    "TaxKept",
    "TenantLink",
    "TenantWord",
    "Unit",
    "UnitUse",
    "WordKind",
    "WordState",
]
