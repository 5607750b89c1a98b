"""What an accountant keeps in a book of tests/tenancy/books.py, and how its ids are tried."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from core.ids import uuid7
from ledger.models import Account
from ledger.operations.accounts import add_account
from ledger.vouchers import VoucherContent, VoucherLine
from tests.ledger import desks

if TYPE_CHECKING:
    from tests.ledger.shops import Shop

_IST = datetime.timezone(datetime.timedelta(hours=5, minutes=30))


@dataclass
class Desk:
    """`voucher` stands in a khata; `account` holds nothing and can be closed."""

    voucher: UUID
    account: UUID


def make_desk(shop: Shop) -> Desk:
    party = shop.party(f"Desk of {shop.business.name}")
    lines = (("1100", 1_000, party), ("4900", -1_000))
    voucher = desks.record(shop, *lines, day=_today(shop), note=f"Interest, {shop.business.name}")
    account = add_account(
        business_id=shop.id, actor=shop.asha, account_id=uuid7(), code="5991", name=f"Tea, {shop.business.name}",
        kind="expense", now=shop.now,
    )  # fmt: skip
    return Desk(voucher.document_id, account.account_id)


def _today(shop: Shop) -> datetime.date:
    return shop.now.astimezone(_IST).date()


def _account(book: Any, code: str) -> str:
    return str(Account.objects.get(business_id=book.id, code=code).id)


def _lines(book: Any) -> dict[str, Any]:
    return {
        "day": _today(book.shop), "0-account": _account(book, "5900"), "0-debit": "5",
        "1-account": _account(book, "1000"), "1-credit": "5",
    }  # fmt: skip


def rows(Row: Any) -> dict[str, Any]:  # noqa: N803  the class of the table
    """Rows of tests/tenancy/rows.py."""
    voucher = {"document_id": lambda book, role: book.desk.voucher}
    paper = {"words": {"kind": "csv"}}
    both = {"0-account": "account_id", "1-account": "account_id"}
    return {
        "ledger:all_books": Row(),
        "ledger:accounts": Row(),
        "ledger:account_add": Row(
            "GET POST", body=lambda *_: {"kind": "expense", "code": "5992", "name": "চা"},
            inside={"account_id": "account_id", "parent": "account_id"},
        ),
        "ledger:account": Row(),
        "ledger:account_file": Row(**paper),
        "ledger:account_name": Row("POST", body=lambda *_: {"base_rev": 1, "name": "চা-জলখাবার"}),
        "ledger:account_state": Row("POST", body=lambda *_: {"do": "close", "rev": 1}),
        "ledger:trial": Row(),
        "ledger:trial_file": Row(**paper),
        "ledger:day_book": Row(),
        "ledger:day_book_file": Row(**paper),
        "ledger:openings": Row(
            "GET POST", inside={"document_id": "document_id"},
            body=lambda book, role: {"day": _today(book.shop), "1000-debit": "5", "rest_accepted": "on"},
        ),
        "ledger:voucher_new": Row(
            "GET POST", body=lambda book, role: _lines(book), inside={"document_id": "document_id", **both}
        ),
        "ledger:contra": Row(
            "GET POST", inside={"document_id": "document_id", "source": "account_id", "target": "account_id"},
            body=lambda book, role: {
                "day": _today(book.shop), "amount": "5", "source": _account(book, "1000"),
                "target": _account(book, "1010"),
            },
        ),
        "ledger:voucher": Row(ids=voucher),
        "ledger:voucher_edit": Row(
            "GET POST", ids=voucher, body=lambda book, role: {**_lines(book), "base_rev": 1}, inside=both
        ),
        "ledger:voucher_delete": Row("POST", ids=voucher, body=lambda *_: {"rev": 1}),
        "ledger:voucher_undo": Row("POST", ids=voucher, query=lambda *_: {"do": "delete", "rev": 1}),
    }  # fmt: skip


NONCES = {
    "account": "stands in the rows of a voucher as 0-account, where it is tried",
    "party": "is a name in the rows of a voucher, looked for in the book alone",
}


def _content(book: Any, account: UUID) -> VoucherContent:
    lines = (VoucherLine(account, 5), VoucherLine(UUID(_account(book, "1000")), -5))
    return VoucherContent("journal", _today(book.shop), "", lines)


def _said(world: Any) -> dict[str, Any]:
    own = world.own.shop
    return {"actor": own.asha, "made_at": own.now, "now": own.now}


def _change(world: Any) -> dict[str, Any]:
    return {**_said(world), "document_id": world.foreign.desk.voucher, "mutation_id": uuid7(), "base_rev": 1}


def _of_account(world: Any) -> dict[str, Any]:
    own = world.own.shop
    return {"actor": own.asha, "account_id": world.foreign.desk.account, "base_rev": 1, "now": own.now}


def _of_voucher(world: Any) -> dict[str, Any]:
    return {"document_id": world.foreign.desk.voucher}


def _span(world: Any) -> dict[str, Any]:
    return {"start": datetime.date(2026, 1, 1), "end": _today(world.own.shop)}


def _new_account(world: Any) -> dict[str, Any]:
    said = _of_account(world)
    del said["base_rev"]
    return {**said, "code": "5993", "name": "X", "kind": "expense"}


VOUCHERS, ACCOUNTS = "ledger.operations.vouchers.", "ledger.operations.accounts."
REFUSES: dict[str, Callable[[Any], dict[str, Any]]] = {
    VOUCHERS + "record_voucher": lambda world: {
        **_said(world), "document_id": uuid7(), "content": _content(world.own, world.foreign.desk.account),
    },
    VOUCHERS + "edit_voucher": lambda world: {
        **_change(world), "content": _content(world.own, UUID(_account(world.own, "5900"))),
    },
    VOUCHERS + "delete_voucher": _change,
    VOUCHERS + "restore_voucher": _change,
    VOUCHERS + "undo_voucher": _change,
    ACCOUNTS + "add_account": _new_account,
    ACCOUNTS + "rename_account": lambda world: {**_of_account(world), "name": "X"},
    ACCOUNTS + "close_account": _of_account,
    ACCOUNTS + "open_account": _of_account,
    "ledger.operations.openings.write_openings": lambda world: {
        **_change(world), "document_id": uuid7(), "base_rev": 0, "day": _today(world.own.shop),
        "amounts": {world.foreign.desk.account: 5}, "rest_accepted": True,
    },
    "ledger.queries.vouchers.voucher_card": _of_voucher,
    "ledger.queries.general_ledger.account_ledger": lambda world: {
        "account_id": world.foreign.desk.account, **_span(world),
    },
}  # fmt: skip
EMPTY: dict[str, Callable[[Any], dict[str, Any]]] = {
    "ledger.queries.general_ledger.booked": _of_voucher,
    "ledger.queries.entries.history_of": lambda world: {"subject_id": world.foreign.desk.voucher},
    "ledger.queries.party_names.labels": lambda world: {"ids": [world.foreign.party]},
    "ledger.operations.voucher_checks.read_parties": lambda world: {"ids": {world.foreign.party}},
    "ledger.operations.voucher_writing.read_voucher": _of_voucher,
    "ledger.operations.voucher_writing.read_parts": _of_voucher,
}
OWN_ALONE: dict[str, Callable[[Any], dict[str, Any]]] = {
    "ledger.queries.general_ledger.day_book": _span,
    "ledger.queries.chart.chart_of": lambda world: {},
    "ledger.queries.vouchers.opening_sheet_of": lambda world: {},
    "ledger.queries.openings.opening_sheet": lambda world: {},
    "ledger.queries.openings.parties_opening": lambda world: {},
    "ledger.queries.openings.first_opening_day": lambda world: {},
    "ledger.queries.party_names.offered": lambda world: {},
    "ledger.queries.party_names.parties_named": lambda world: {"text": "রহিম স্টোর"},
}

BODIES = {
    "PATCH vouchers/<>": {"notes": "X"},
    "PATCH accounts/<>": {"account_name": "X"},
    "POST opening-balances": {"date": "2026-11-20", "line_items": []},
}


def _item(account: str, side: str, **more: Any) -> dict[str, Any]:
    return {"account_id": account, "debit_or_credit": side, "amount": 5, **more}


def _items(book: Any, *, debit: str = "", **more: Any) -> dict[str, Any]:
    first = _item(debit or _account(book, "5900"), "debit", **more)
    return {"line_items": [first, _item(_account(book, "1000"), "credit")]}


def voucher(book: Any) -> dict[str, Any]:
    return _items(book)


def openings(book: Any) -> dict[str, Any]:
    return {"date": str(_today(book.shop)), "accept_difference": True,
            "line_items": [_item(_account(book, "1000"), "debit")]}  # fmt: skip


def edited(book: Any) -> None:
    shop, voucher_id = book.shop, book.desk.voucher
    done = desks.record(shop, ("5900", 5), ("1000", -5), day=_today(shop))
    assert done.document_id != voucher_id
    book.desk.voucher = desks.edit(shop, done, ("5900", 6), ("1000", -6), day=_today(shop)).document_id


def deleted(book: Any) -> None:
    shop = book.shop
    done = desks.record(shop, ("5900", 5), ("1000", -5), day=_today(shop))
    book.desk.voucher = desks.change(shop, "delete_voucher", done).document_id


def _own_account(book: Any) -> UUID:
    return book.desk.account


def _party(book: Any) -> UUID:
    return book.party


def _branch(book: Any) -> UUID:
    return book.branch


def standing(Row: Any) -> dict[tuple[str, str], list[Any]]:  # noqa: N803
    """Ids in the bodies of vouchers and accounts that name what stands."""
    of_account = lambda book, value: _items(book, debit=str(value))  # noqa: E731
    of_party = lambda book, value: _items(book, debit=_account(book, "1100"), ledger_id=str(value))  # noqa: E731
    of_branch = lambda book, value: {**voucher(book), "branch_id": str(value)}  # noqa: E731
    branch_of_openings = lambda book, value: {**openings(book), "branch_id": str(value)}  # noqa: E731
    rev = {"rev": lambda _book: 1}
    nowhere = "404 not_found"
    return {
        ("create_voucher", "branch_id"): [Row(_branch, nowhere, "201", of_branch)],
        ("change_voucher", "branch_id"): [Row(_branch, nowhere, "200", of_branch, **rev)],
        ("set_opening_balances", "branch_id"): [
            Row(_branch, nowhere, "200", branch_of_openings, rev=lambda _book: 0)
        ],
        ("create_voucher", "line_items[].account_id"): [Row(_own_account, nowhere, "201", of_account)],
        ("create_voucher", "line_items[].ledger_id"): [Row(_party, nowhere, "201", of_party)],
        ("change_voucher", "line_items[].account_id"): [Row(_own_account, nowhere, "200", of_account, **rev)],
        ("change_voucher", "line_items[].ledger_id"): [Row(_party, nowhere, "200", of_party, **rev)],
        ("set_opening_balances", "line_items[].account_id"): [
            Row(
                _own_account, nowhere, "200",
                lambda book, value: {
                    "date": str(_today(book.shop)), "accept_difference": True,
                    "line_items": [_item(str(value), "debit")],
                },
                rev=lambda _book: 0,
            )
        ],
        ("create_account", "parent_account_id"): [
            Row(
                _own_account, nowhere, "201",
                lambda _book, value: {
                    "account_code": "5994", "account_name": "X", "account_type": "expense",
                    "parent_account_id": str(value),
                },
            )
        ],
    }  # fmt: skip


def chosen(Row: Any) -> dict[tuple[str, str], Any]:  # noqa: N803
    taken = "409 id_taken"
    return {
        ("create_voucher", "voucher_id"): Row(
            lambda book: book.desk.voucher, taken, "201",
            lambda book, value: {**voucher(book), "voucher_id": str(value)},
        ),
        ("create_account", "account_id"): Row(
            _own_account, taken, "201",
            lambda _book, value: {
                "account_code": "5995", "account_name": "X", "account_type": "expense", "account_id": str(value),
            },
        ),
    }  # fmt: skip
