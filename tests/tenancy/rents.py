"""Houses let out in a book of tests/tenancy/books.py, and the rows of their pages."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from core.ids import uuid7
from ledger import book_map
from ledger.models import Account, AccountKind, AccountRole
from tests.rentals.houses import RentBook

if TYPE_CHECKING:
    from tests.ledger.shops import Shop

_IST = datetime.timezone(datetime.timedelta(hours=5, minutes=30))
NEEDED = (
    ("8000", "Rent", AccountRole.RENT_INCOME, AccountKind.INCOME),
    ("8100", "Late fees", AccountRole.LATE_FEES, AccountKind.INCOME),
    ("8200", "Service charges", AccountRole.SERVICE_CHARGES, AccountKind.INCOME),
    ("8300", "Recovered from tenants", AccountRole.RECOVERED, AccountKind.INCOME),
    ("8400", "Deposits held", AccountRole.DEPOSITS_HELD, AccountKind.LIABILITY),
    ("8500", "Repairs", AccountRole.NONE, AccountKind.EXPENSE),
)


@dataclass
class Rents:
    """`unit` is let by `lease`, `empty` is not; `due` was asked for and stands."""

    house: UUID
    unit: UUID
    empty: UUID
    lease: UUID
    due: UUID
    deposit: UUID
    cost: UUID
    repairs: UUID


def make_rents(shop: Shop) -> Rents:
    """The book is a shop: it gets the accounts of a rent book."""
    for code, name, role, kind in NEEDED:
        Account.objects.create(
            business_id=shop.id, code=code, name=name, role=role, kind=kind, currency=shop.business.currency
        )
    book_map._read.cache_clear()
    book = RentBook(business=shop.business, asha=shop.asha, now=shop.now)
    today = shop.now.astimezone(_IST).date()
    house = book.house("শান্তি ভিলা")
    unit, empty = book.unit(house, "2A"), book.unit(house, "2B")
    lease = book.let(unit, book.tenant("Imran Ali"), 9000, today.replace(day=1))
    book.ask(today)
    deposit = book.deposit(lease, 5000, day=today)
    cost = book.spend(house, 700, day=today)
    repairs = Account.objects.get(business_id=shop.id, name="Repairs").id
    return Rents(
        house, unit, empty, lease, book.dues(lease)[0].id, deposit.movement_id, cost.expense_id, repairs
    )


def _lease(_book: Any, _role: Any) -> dict[str, Any]:
    return {
        "lease_id": uuid7(),
        "party_id": uuid7(),
        "tenant": "মিনা",
        "rent": "9000",
        "starts_on": "2026-11-01",
    }


def _received(_book: Any, _role: Any) -> dict[str, Any]:
    return {"document_id": uuid7(), "amount": "500", "mode": "cash"}


def _deposit(_book: Any, _role: Any) -> dict[str, Any]:
    return {"movement_id": uuid7(), "what": "receive", "amount": "500", "mode": "cash"}


def _cost(book: Any, _role: Any) -> dict[str, Any]:
    return {"expense_id": uuid7(), "amount": "500", "mode": "cash", "account": book.rents.repairs}


def rows(row: Any) -> dict[str, Any]:
    """`row` is Row of tests/tenancy/rows.py."""
    empty = {"unit_id": lambda book, role: book.rents.empty}
    leave = {"last_day": "2026-11-30", "cut_amount": "100", "cut_reason": "রং"}
    charge = {"kind": "utility", "label": "Water", "amount": "120"}
    return {
        "rentals:month": row(query=lambda *_: {"month": "2026-11"}),
        "rentals:raise": row("POST"),
        "rentals:houses": row(),
        "rentals:house_add": row("GET POST", body=lambda *_: {"name": "আশা ভবন"}),
        "rentals:house_edit": row("GET POST", body=lambda *_: {"name": "শান্তি", "base_rev": 1}),
        "rentals:cost": row("GET POST", body=_cost, inside={"expense_id": "expense_id", "account": "account_id",
                                                            "unit": "unit_id"}),
        "rentals:unit_add": row("GET POST", body=lambda *_: {"unit_id": uuid7(), "name": "3C"},
                                inside={"unit_id": "unit_id"}),
        "rentals:unit_edit": row("GET POST", body=lambda *_: {"name": "2C", "base_rev": 1}),
        "rentals:let": row("GET POST", ids=empty, body=_lease, inside={"lease_id": "lease_id", "party_id": "party_id"}),
        "rentals:lease": row(),
        "rentals:lease_edit": row("GET POST", body=lambda *_: {
            "rent": "9500", "base_rev": 1, "starts_on": "2026-11-01", "preview": "1"}),
        "rentals:receive": row("GET POST", body=_received, inside={"document_id": "document_id", "for_due": "due_id"}),
        "rentals:charge": row("GET POST", body=lambda *_: charge),
        "rentals:deposit": row("GET POST", body=_deposit, inside={"movement_id": "movement_id"}),
        "rentals:leave": row("GET POST", body=lambda *_: leave),
        "rentals:dues": row(),
        "rentals:fees": row("POST"),
        "rentals:due_back": row("GET POST", body=lambda *_: {"reason": "পূজা"}),
        "rentals:deposits": row(),
        "rentals:roll": row(query=lambda *_: {"year": "2026"}),
        "rentals:roll_file": row(words={"kind": "csv"}, query=lambda *_: {"year": "2026"}),
    }  # fmt: skip
