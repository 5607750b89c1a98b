"""What people call the lines of a khata that bills and payments made."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ledger.models import DocumentKind

WORDS: Mapping[str, str | Promise] = MappingProxyType(
    {
        DocumentKind.INVOICE: _("Bill"),
        DocumentKind.CREDIT_NOTE: _("Credit note"),
        DocumentKind.DEBIT_NOTE: _("Debit note"),
        DocumentKind.BILL: _("Purchase"),
        DocumentKind.VENDOR_CREDIT: _("Goods sent back"),
        DocumentKind.PAYMENT: _("Payment"),
        DocumentKind.EXPENSE: _("Expense"),
    }
)


def trade_words(kind: str) -> str:
    """ "" for what a khata's own pages write."""
    return str(WORDS.get(kind, ""))
