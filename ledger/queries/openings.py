"""What a book opened with: the parties' openings together, and the sheet of the accounts."""

import datetime
import uuid
from dataclasses import dataclass

from django.db import connection

from core.sql import as_date_or_none, bind_all
from ledger.book_map import book_map
from ledger.models import AccountRole
from ledger.queries.chart import ChartAccount, chart_of
from ledger.queries.vouchers import opening_sheet_of, voucher_card


@dataclass(frozen=True, slots=True)
class OpeningSheet:
    """`amounts` by account, debit positive, minor units; `parties` is what all openings of khatas come to.
    `branch_id` is the sheet's, once it is written."""

    document_id: uuid.UUID | None
    rev: int
    day: datetime.date | None
    accounts: tuple[ChartAccount, ...]
    amounts: dict[uuid.UUID, int]
    parties: int
    branch_id: uuid.UUID | None

    @property
    def difference(self) -> int:
        return sum(self.amounts.values()) + self.parties


def parties_opening(business_id: uuid.UUID) -> int:
    """The openings of all khatas together, with what corrected them; debit positive."""
    opening = book_map(business_id).accounts[AccountRole.OPENING]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COALESCE(SUM(l.amount), 0) FROM ledger_line l JOIN ledger_entry e ON e.posted_as = l.entry_id"
            " JOIN ledger_document d ON d.id = e.document_id AND d.party_id IS NOT NULL"
            " WHERE l.business_id = %s AND l.account_id = %s",
            bind_all([business_id, opening]),
        )
        return -int(cursor.fetchone()[0])


def opening_sheet(business_id: uuid.UUID) -> OpeningSheet:
    """The accounts an opening can be written for, with what stands."""
    chart = chart_of(business_id)
    document_id = opening_sheet_of(business_id)
    card = voucher_card(business_id, document_id) if document_id else None
    lines = card.content.lines if card else ()
    amounts = {
        line.account_id: line.amount for line in lines if chart[line.account_id].role != AccountRole.OPENING
    }
    return OpeningSheet(
        document_id=document_id, rev=card.rev if card else 0, day=card.content.day if card else None,
        accounts=tuple(
            one for one in chart.values()
            if not one.keeps_khatas and one.role != AccountRole.OPENING and (one.is_active or one.id in amounts)
        ),
        amounts=amounts, parties=parties_opening(business_id), branch_id=card.content.branch_id if card else None,
    )  # fmt: skip


def first_opening_day(business_id: uuid.UUID) -> datetime.date | None:
    """The day of the earliest opening of a khata."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT MIN(d.day) FROM ledger_party p JOIN ledger_document d ON d.party_id = p.id"
            " AND d.kind = 'opening' AND d.state = 'posted' WHERE p.business_id = %s",
            bind_all([business_id]),
        )
        return as_date_or_none(cursor.fetchone()[0])
