"""Rows of tests/tenancy/rows.py for the pages of bills, and of test_queries.py for what these pages ask."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from core.ids import uuid7
from tests.tenancy import advances, purchases

Given = Callable[[Any], dict[str, Any]]
_IST = datetime.timezone(datetime.timedelta(hours=5, minutes=30))


def _day(shop: Any) -> datetime.date:
    return shop.now.astimezone(_IST).date()


def bill(book: Any, _role: Any) -> dict[str, Any]:
    return {
        "kind": "invoice", "paper_id": uuid7(), "party": book.papers.party, "day": _day(book.shop).isoformat(),
        "act": "draft", "0-item": "ডাল", "0-quantity": "2", "0-price": "60",
    }  # fmt: skip


def changed(book: Any, role: Any) -> dict[str, Any]:
    return {**bill(book, role), "paper_id": book.papers.draft, "base_rev": 1, "0-was": "0"}


def _rhythm(book: Any, _role: Any) -> dict[str, Any]:
    start = _day(book.shop) + datetime.timedelta(days=30)
    return {
        "recurring_id": uuid7(), "name": "মাসিক চা", "every": "1", "frequency": "months", "starts_on": start.isoformat(),
    }  # fmt: skip


def _rhythm_again(book: Any, role: Any) -> dict[str, Any]:
    return {**_rhythm(book, role), "base_rev": 1}


def rows(row: Any) -> dict[str, Any]:
    """`row` is Row of tests/tenancy/rows.py."""
    draft = {"paper_id": lambda book, role: book.papers.draft}
    invoice = {"paper_id": lambda book, role: book.papers.invoice}
    unpaid = {"paper_id": lambda book, role: book.papers.unpaid}
    estimate = {"paper_id": lambda book, role: book.papers.estimate}
    repeated = {"recurring_id": lambda book, role: book.papers.repeated}
    return {
        "invoicing:contact": row(
            "GET POST",
            ids={"party_id": lambda book, role: book.papers.party},
            body=lambda *_: {"base_rev": 2, "legal_name": "শর্মা", "person0_name": "মিতা"},
        ),
        "invoicing:papers": row(query=lambda *_: {"kind": "invoice", "q": "চা", "show": "unpaid"}),
        "invoicing:new": row("GET POST", body=bill, inside={"party": "party_id"}),
        "invoicing:from_khata": row(
            ids={"party_id": lambda book, role: book.papers.party}, query=lambda *_: {"tax": "exempt"}
        ),
        "invoicing:link": row("GET POST", ids=invoice),
        "invoicing:repeated": row(),
        "invoicing:recurring": row(ids=repeated),
        "invoicing:recurring_new": row("GET POST", ids=draft, body=_rhythm),
        "invoicing:recurring_edit": row("GET POST", ids=repeated, body=_rhythm_again),
        "invoicing:recurring_move": row(
            "POST", ids=repeated, body=lambda *_: {"act": "pause", "base_rev": 1}
        ),
        "invoicing:share": row("POST", ids=invoice, body=lambda *_: {"by": "whatsapp"}),
        "invoicing:mail": row(
            "GET POST",
            ids=invoice,
            body=lambda *_: {"other": "sharma@example.com", "subject": "বিল", "body": "বিল"},
        ),
        "shared:bill": row(words={"token": "a-link-nobody-made"}),
        "shared:pdf": row(words={"token": "a-link-nobody-made"}),
        "invoicing:items": row(query=lambda *_: {"0-item": "আটা"}),
        "invoicing:paper": row(ids=invoice),
        "invoicing:edit": row("GET POST", ids=draft, body=changed),
        "invoicing:approve": row("POST", ids=draft),
        "invoicing:sent": row("POST", ids=invoice),
        "invoicing:answer": row("POST", ids=estimate, body=lambda *_: {"answer": "accepted"}),
        "invoicing:take_out": row("GET POST", ids=unpaid, body=lambda *_: {"base_rev": 1, "reason": "ভুল"}),
        "invoicing:drop": row("POST", ids=draft),
        "invoicing:pdf": row(ids=invoice, query=lambda *_: {"size": "58mm"}),
        "invoicing:e_invoice": row(ids=invoice),
        "invoicing:e_way_bill": row(ids=invoice),
        **purchases.rows(row),
        **advances.rows(row),
    }


EMPTY: dict[str, Given] = {
    "invoicing.queries.choices.items_by_id": lambda world: {"ids": [world.foreign.stock.cake]},
    "invoicing.queries.choices.party_named": lambda world: {"party_id": world.foreign.papers.party},
}
EMPTY["invoicing.queries.mails.mails_of"] = lambda world: {"paper_id": world.foreign.papers.invoice}
EMPTY["invoicing.queries.mails.addresses_of"] = lambda world: {"party_id": world.foreign.papers.party}
EMPTY["invoicing.queries.links.standing_link"] = lambda world: {
    "paper_id": world.foreign.papers.invoice, "now": world.own.shop.now,
}  # fmt: skip
OWN_ALONE: dict[str, Given] = {
    "invoicing.queries.choices.items_said": lambda world: {"texts": {"केवल दूसरी बही"}},
    "invoicing.queries.choices.billed_last": lambda world: {},
    "invoicing.queries.recurring.recurring_rows": lambda world: {},
    "invoicing.queries.recurring.stuck_count": lambda world: {},
    "invoicing.queries.mails.mails_of_day": lambda world: {"now": world.own.shop.now},
    "invoicing.queries.sums.tab_sums": lambda world: {"kind": "invoice", "today": _day(world.own.shop)},
}
TOLD: dict[str, Given] = {"invoicing.queries.choices.taken_often": lambda world: {"party_id": None}}
