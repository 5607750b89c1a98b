from invoicing.models.advances import AdvanceUse, AdvanceVoucher, VoucherKind
from invoicing.models.contacts import TREATMENTS, Contact, ContactPerson
from invoicing.models.files import PaperFile
from invoicing.models.links import PaperLink
from invoicing.models.mails import MailState, PaperMail
from invoicing.models.papers import (
    BOUGHT_KINDS,
    FORMS,
    PURCHASE_KINDS,
    SALES_KINDS,
    STANDING,
    TAKEN_OUT,
    Paper,
    PaperKind,
    PaperLine,
    PaperStatus,
)
from invoicing.models.payments import Payment, PaymentMode, PaymentSide, PaymentStatus, Section
from invoicing.models.recurring import (
    FREQUENCIES,
    Makes,
    Prices,
    Recurring,
    RecurringBill,
    RecurringState,
)
from invoicing.models.tax_payments import TaxPayment

__all__ = [
    "BOUGHT_KINDS",
    "FORMS",
    "FREQUENCIES",
    "PURCHASE_KINDS",
    "SALES_KINDS",
    "STANDING",
    "TAKEN_OUT",
    "TREATMENTS",
    "AdvanceUse",
    "AdvanceVoucher",
    "Contact",
    "ContactPerson",
    "MailState",
    "Makes",
    "Paper",
    "PaperFile",
    "PaperKind",
    "PaperLine",
    "PaperLink",
    "PaperMail",
    "PaperStatus",
    "Payment",
    "PaymentMode",
    "PaymentSide",
    "PaymentStatus",
    "Prices",
    "Recurring",
    "RecurringBill",
    "RecurringState",
    "Section",
    "TaxPayment",
    "VoucherKind",
]
