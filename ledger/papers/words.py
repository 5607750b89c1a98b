"""What the accountant's papers call things: here, and only here, debit and credit."""

from django.utils.translation import gettext as _

from ledger.line_words import trade_words
from ledger.models import Direction, DocumentKind, Mode
from ledger.queries.general_ledger import BookedEntry


def kind_words(kind: str, *, direction: str = "", mode: str = "") -> str:
    """Which kind of voucher an entry is."""
    named = {
        DocumentKind.OPENING: _("Opening balance"), DocumentKind.CORRECTION: _("Correction"),
        DocumentKind.YEAR_END: _("End of the year"), DocumentKind.JOURNAL: _("Journal"),
        DocumentKind.CONTRA: _("Contra"), DocumentKind.OPENINGS: _("Opening balances"),
        DocumentKind.VOUCHER_LINE: _("Journal"), DocumentKind.RENT_DUE: _("Rent and charges"),
        DocumentKind.RENT_PAID: _("Receipt"), DocumentKind.DEPOSIT_USE: _("From the deposit"),
        DocumentKind.DEPOSIT: _("Deposit"),
        DocumentKind.HOUSE_COST: _("House cost"), DocumentKind.KHATA_BILL: _("Bill from khata"),
    }.get(DocumentKind(kind))  # fmt: skip
    return named or trade_words(kind) or _khata_words(gave=direction == Direction.GAVE, mode=mode)


def _khata_words(*, gave: bool, mode: str) -> str:
    if mode == Mode.GOODS:
        return _("Goods given on khata") if gave else _("Goods got on khata")
    if mode == Mode.UNSORTED:
        return _("Khata entry")
    return _("Payment") if gave else _("Receipt")


def entry_words(entry: BookedEntry) -> str:
    return kind_words(entry.kind, direction=entry.direction, mode=entry.mode)


def side_word(balance: int) -> str:
    """Dr or Cr, as accountants write it; "" for nothing."""
    if balance == 0:
        return ""
    return _("Dr") if balance > 0 else _("Cr")


def account_kind_words() -> dict[str, str]:
    """The kinds of account in the order of a balance sheet, each as people read it above a list."""
    return {
        "asset": _("What the book owns"), "liability": _("What the book owes"), "equity": _("Owner's money"),
        "income": _("Income"), "expense": _("Spending"),
    }  # fmt: skip
