"""One flat feed of everything with money, and the same as income and outgo of a stretch of days."""

import datetime
from typing import Literal
from uuid import UUID

from ninja import Query

from api.kit.amounts import Money, balance_number, number, side
from api.kit.answers import Answer, Page, Paging, Row, page_of
from api.kit.caller import BookCall
from api.kit.resource import Resource
from api.kit.spans import Span
from api.routes.ledgers import Direction
from businesses.models import BookKind
from ledger.models import TRADE_KINDS, DocumentKind
from ledger.queries.feed import FeedRow, feed_page
from ledger.queries.khata import place_of
from ledger.queries.pages import cursor_of
from rentals.models import DueKind
from rentals.queries.sub_ledger import rent_ledger

FROM_MODE = {"goods": "khata", "cash": "payment", "upi": "payment", "bank": "payment", "unsorted": "khata"}

FROM_KIND: dict[str, str] = {
    **{str(kind): str(kind) for kind in ("opening", *TRADE_KINDS)}, "rent_due": "rent", "rent_paid": "payment",
    "deposit_use": "payment",
}  # fmt: skip


class Transaction(Answer):
    """`type` tells what it is: khata (goods on account), payment (money changed hands), opening, rent (asked for), or
    the document that a bill or a note is."""

    transaction_id: UUID
    type: Literal[
        "khata", "payment", "opening", "rent", "invoice", "credit_note", "debit_note", "bill", "vendor_credit"
    ]  # fmt: skip
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
    wing: Literal["shop", "rent", "home"]
    kind: Literal["income", "expense", "debt_payment", "credit"]
    amount: Money
    counterparty: str
    source: str
    currency: str
    date: datetime.date
    ts: int
    note: str


class RentIncome(Answer):
    """What tenants were asked for in the days, by what it is."""

    total: Money
    rent: Money
    service: Money
    utility: Money
    late_fee: Money
    damage: Money
    other: Money


class TenantBalance(Answer):
    """Credits less debits: below zero they owe."""

    ledger_id: UUID
    party_name: str
    balance: Money
    balance_side: Literal["will_get", "will_give", "settled"]


class CostOfProperty(Answer):
    property_id: UUID
    property_name: str
    amount: Money


class RentLedger(Answer):
    """Rent apart from everything else: income without the GST on it, and property expenses of the days, tenants as they
    stand now."""

    income: RentIncome
    gst: Money
    tenant_balances: list[TenantBalance]
    tenant_balance_total: Money
    property_expenses: list[CostOfProperty]
    property_expense_total: Money


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
             extra={"currency": (str, ...), "rent": (RentLedger | None, ...)})  # fmt: skip
def list_ledger(request: BookCall, asked: Query[TransactionsWanted]) -> Page:
    """The entries of a stretch of days as income, expense and debt payments.

    `rent` is null but in a rent book, and there for tokens that may read it (`property.read`).
    """
    page = _page(request, asked)
    rows = [_ledger_entry(row, request=request) for row in page.rows]
    extra = {"currency": request.business.currency, "rent": _rent(request, asked)}
    return Page(rows, page.next_cursor, page.per_page, extra=extra)


def _rent(request: BookCall, asked: TransactionsWanted) -> Row | None:
    if request.business.kind != BookKind.RENT or "property.read" not in request.caller.scopes:
        return None
    found = rent_ledger(request.business.pk, start=asked.start, end=asked.end)
    income = {kind: number(found.income.get(kind, 0)) for kind in DueKind.values}
    return {
        "income": {"total": number(sum(found.income.values())), **income}, "gst": number(found.tax),
        "tenant_balances": [
            {
                "ledger_id": one.party_id, "party_name": one.name, "balance": balance_number(one.balance),
                "balance_side": side(one.balance),
            }
            for one in found.tenants
        ],
        "tenant_balance_total": balance_number(sum(one.balance for one in found.tenants)),
        "property_expenses": [
            {"property_id": one.house_id, "property_name": one.house, "amount": number(one.amount)}
            for one in found.costs
        ],
        "property_expense_total": number(sum(one.amount for one in found.costs)),
    }  # fmt: skip


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
        "type": FROM_KIND.get(row.kind) or FROM_MODE[row.mode],
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


def _ledger_entry(row: FeedRow, *, request: BookCall) -> Row:
    return {
        "id": row.document_id,
        "wing": request.business.kind,
        "kind": _kind(row),
        "amount": number(row.amount),
        "counterparty": row.party_name,
        "source": row.mode,
        "currency": request.business.currency,
        "date": row.day,
        "ts": int(row.made_at.timestamp()),
        "note": row.note,
    }


def _kind(row: FeedRow) -> str:
    """Goods that come back count against what they were: the direction tells."""
    if row.kind == DocumentKind.RENT_DUE:
        return "income"
    if row.mode in ("cash", "upi", "bank") or row.kind == DocumentKind.DEPOSIT_USE:
        return "debt_payment"
    if row.mode == "goods" and row.kind != "opening":
        return "expense" if row.party_kind == "supplier" else "income"
    return "credit"
