"""One flat feed of everything with money, and the same as income and outgo of a stretch of days."""

import datetime
from typing import Literal
from uuid import UUID

from ninja import Query

from api.kit.amounts import Money, number
from api.kit.answers import Answer, Page, Paging, page_of
from api.kit.caller import BookCall
from api.kit.resource import Resource
from api.kit.spans import Span
from api.routes.ledgers import Direction
from ledger.models import TRADE_KINDS
from ledger.queries.feed import FeedRow, feed_page
from ledger.queries.khata import place_of
from ledger.queries.pages import cursor_of

FROM_MODE = {"goods": "khata", "cash": "payment", "upi": "payment", "bank": "payment", "unsorted": "khata"}

SAID_BY_KIND = frozenset({"opening", *TRADE_KINDS})


class Transaction(Answer):
    """`type` tells what it is: khata (goods on account), payment (money changed hands), opening, or the document that
    a bill or a note is."""

    transaction_id: UUID
    type: Literal[
        "khata", "payment", "opening", "invoice", "credit_note", "debit_note", "bill", "vendor_credit"
    ]
    wing: Literal["shop", "rent", "home"]
    direction: Direction
    mode: str
    amount: Money
    currency: str
    date: datetime.date
    due_date: datetime.date | None
    ledger_id: UUID
    party_name: str
    party_type: str
    branch_id: UUID
    note: str
    rev: int
    ts: int
    created_time: datetime.datetime
    updated_time: datetime.datetime
    updated_at: int


class LedgerEntry(Answer):
    """Goods given are income and goods taken expense; money settles a debt; the rest is credit brought along."""

    id: UUID
    kind: Literal["income", "expense", "debt_payment", "credit"]
    amount: Money
    counterparty: str
    source: str
    currency: str
    date: datetime.date
    ts: int
    note: str


class TransactionsWanted(Paging, Span):
    direction: Direction | None = None
    mode: Literal["goods", "cash", "upi", "bank", "unsorted"] | None = None
    branch_id: UUID | None = None


router = Resource(singular="transaction", plural="transactions", row=Transaction, tag="Transactions")


@router.rows("/transactions", scope="ledger.read", can="totals.read")
def list_transactions(request: BookCall, asked: Query[TransactionsWanted]) -> Page:
    """Everything with money in the book, newest day first."""
    page = _page(request, asked)
    return Page([_transaction(row, request=request) for row in page.rows], page.next_cursor, page.per_page)


@router.rows("/ledger", scope="ledger.read", can="totals.read", plural="entries", row=LedgerEntry,
             extra={"currency": (str, ...)})  # fmt: skip
def list_ledger(request: BookCall, asked: Query[TransactionsWanted]) -> Page:
    """The entries of a stretch of days as income, expense and debt payments."""
    page = _page(request, asked)
    currency = request.business.currency
    rows = [_ledger_entry(row, currency=currency) for row in page.rows]
    return Page(rows, page.next_cursor, page.per_page, extra={"currency": currency})


def _page(request: BookCall, asked: TransactionsWanted) -> Page:
    asked.check()
    before = place_of(asked.cursor) if asked.cursor else None
    found = feed_page(
        request.business.pk, start=asked.start, end=asked.end, direction=asked.direction or "",
        mode=asked.mode or "", branch_id=asked.branch_id, before=before, limit=asked.per_page + 1,
    )  # fmt: skip
    return page_of(found, paging=asked, cursor=lambda row: cursor_of(row.day.isoformat(), row.pos))


def _transaction(row: FeedRow, *, request: BookCall) -> dict[str, object]:
    return {
        "transaction_id": row.document_id,
        "type": row.kind if row.kind in SAID_BY_KIND else FROM_MODE[row.mode],
        "wing": request.business.kind,
        "direction": row.direction,
        "mode": row.mode,
        "amount": number(row.amount),
        "currency": request.business.currency,
        "date": row.day,
        "due_date": row.due_on,
        "ledger_id": row.party_id,
        "party_name": row.party_name,
        "party_type": row.party_kind,
        "branch_id": row.branch_id,
        "note": row.note,
        "rev": row.rev,
        "ts": int(row.made_at.timestamp()),
        "created_time": row.created_at,
        "updated_time": row.updated_at,
        "updated_at": int(row.updated_at.timestamp()),
    }


def _ledger_entry(row: FeedRow, *, currency: str) -> dict[str, object]:
    return {
        "id": row.document_id,
        "kind": _kind(row),
        "amount": number(row.amount),
        "counterparty": row.party_name,
        "source": row.mode,
        "currency": currency,
        "date": row.day,
        "ts": int(row.made_at.timestamp()),
        "note": row.note,
    }


def _kind(row: FeedRow) -> str:
    """Goods that come back count against what they were: the direction tells."""
    if row.mode in ("cash", "upi", "bank"):
        return "debt_payment"
    if row.mode == "goods" and row.kind != "opening":
        return "expense" if row.party_kind == "supplier" else "income"
    return "credit"
