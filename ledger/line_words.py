"""What people call a line of a khata: by what made it, else by what changed hands."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ledger.models import DocumentKind, Mode

TRADE_WORDS: Mapping[str, str | Promise] = MappingProxyType(
    {
        DocumentKind.INVOICE: _("Bill"),
        DocumentKind.CREDIT_NOTE: _("Credit note"),
        DocumentKind.DEBIT_NOTE: _("Debit note"),
        DocumentKind.BILL: _("Purchase"),
        DocumentKind.VENDOR_CREDIT: _("Goods sent back"),
        DocumentKind.PAYMENT: _("Payment"),
        DocumentKind.EXPENSE: _("Expense"),
        DocumentKind.TAX_PAID: _("Tax paid"),
        DocumentKind.ADVANCE_USED: _("Advance set against a bill"),
    }
)
KIND_WORDS: Mapping[str, str | Promise] = MappingProxyType(
    {
        **TRADE_WORDS,
        DocumentKind.OPENING: _("Opening balance"),
        DocumentKind.CORRECTION: _("Correction"),
        DocumentKind.VOUCHER_LINE: _("Journal"),
        DocumentKind.RENT_DUE: _("Rent and charges"),
        DocumentKind.RENT_PAID: _("Rent, tax kept back"),
        DocumentKind.DEPOSIT_USE: _("From the deposit"),
    }
)
MODE_WORDS: Mapping[str, str | Promise] = MappingProxyType(
    {Mode.GOODS: _("Goods"), Mode.CASH: _("Cash"), Mode.UPI: _("UPI"), Mode.BANK: _("Bank")}
)


def trade_words(kind: str) -> str:
    """ "" for what a khata's own pages write."""
    return str(TRADE_WORDS.get(kind, ""))


def line_words(kind: str, *, mode: str) -> str:
    """ "" where it was not said what changed hands."""
    return str(KIND_WORDS.get(kind) or MODE_WORDS.get(mode, ""))
