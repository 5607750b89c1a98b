from invoicing.models.contacts import TREATMENTS, Contact, ContactPerson
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
    "PaperKind",
    "PaperLine",
    "PaperStatus",
]
