from invoicing.models.contacts import TREATMENTS, Contact, ContactPerson
from invoicing.models.files import PaperFile
from invoicing.models.links import PaperLink
from invoicing.models.papers import (
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

__all__ = [
    "FORMS",
    "PURCHASE_KINDS",
    "SALES_KINDS",
    "STANDING",
    "TAKEN_OUT",
    "TREATMENTS",
    "Contact",
    "ContactPerson",
    "Paper",
    "PaperFile",
    "PaperKind",
    "PaperLine",
    "PaperLink",
    "PaperStatus",
    "Payment",
    "PaymentMode",
    "PaymentSide",
    "PaymentStatus",
    "Section",
]
