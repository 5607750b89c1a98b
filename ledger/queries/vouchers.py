"""One voucher with its history."""

import uuid
from dataclasses import dataclass

from ledger.models import VOUCHER_KINDS, Document, DocumentKind, DocumentState
from ledger.queries.entries import HistoryRow, history_of
from ledger.queries.journals import lines_of
from ledger.voucher_refusals import VoucherUnknown
from ledger.vouchers import VoucherContent, VoucherLine


@dataclass(frozen=True, slots=True)
class VoucherCard:
    """`can_go_back`: it was changed, and what it said before is kept."""

    document: Document
    content: VoucherContent
    rev: int
    is_trashed: bool
    history: tuple[HistoryRow, ...]

    @property
    def can_go_back(self) -> bool:
        if self.is_trashed or len(self.history) < 2:
            return False
        before = self.history[1].contents
        return before is not None and before.get("state") == DocumentState.POSTED and "lines" in before


def voucher_card(business_id: uuid.UUID, document_id: uuid.UUID) -> VoucherCard:
    """Six queries. Raises VoucherUnknown."""
    document = (
        Document.objects.select_related("created_by")
        .filter(business_id=business_id, id=document_id, kind__in=VOUCHER_KINDS)
        .first()
    )
    if document is None or document.entry_id is None:
        raise VoucherUnknown
    lines = lines_of([document.entry_id])[document.entry_id]
    content = VoucherContent(
        document.kind, document.day, document.note,
        tuple(VoucherLine(line.account_id, line.amount, line.party_id) for line in lines), document.branch_id,
    )  # fmt: skip
    return VoucherCard(
        document=document, content=content, rev=document.rev,
        is_trashed=document.state == DocumentState.TRASHED, history=history_of(business_id, document_id),
    )  # fmt: skip


def opening_sheet_of(business_id: uuid.UUID) -> uuid.UUID | None:
    """The book's opening balances of accounts, while they stand."""
    return (
        Document.objects.filter(
            business_id=business_id, kind=DocumentKind.OPENINGS, state=DocumentState.POSTED
        )
        .order_by("pos")
        .values_list("id", flat=True)
        .first()
    )
