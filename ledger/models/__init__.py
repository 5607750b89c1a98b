"""The journal's own rows (Entry, Line, AccountMonth, PartyMonth) stay in ledger.models.journal:
only posting, the queries and verify_books may import them, and the import contract says so."""

from ledger.models import journal as journal
from ledger.models.accounts import Account, AccountKind, AccountRole
from ledger.models.allocations import Allocation
from ledger.models.documents import (
    KHATA_KINDS,
    RENT_KINDS,
    TRADE_KINDS,
    VOUCHER_KINDS,
    Attachment,
    Direction,
    Document,
    DocumentKind,
    DocumentState,
    Mode,
    MutationReceipt,
)
from ledger.models.parties import Party, PartyKind
from ledger.models.pending import Pending, PendingDecision, PendingReason
from ledger.models.time import KhataSettings, LastLook, Look, Period, PeriodChange, YearEnd

__all__ = [
    "KHATA_KINDS",
    "RENT_KINDS",
    "TRADE_KINDS",
    "VOUCHER_KINDS",
    "Account",
    "AccountKind",
    "AccountRole",
    "Allocation",
    "Attachment",
    "Direction",
    "Document",
    "DocumentKind",
    "DocumentState",
    "KhataSettings",
    "LastLook",
    "Look",
    "Mode",
    "MutationReceipt",
    "Party",
    "PartyKind",
    "Pending",
    "PendingDecision",
    "PendingReason",
    "Period",
    "PeriodChange",
    "YearEnd",
]
