"""Rows of tests/tenancy/rows.py for the pages of items and stock."""

from __future__ import annotations

from typing import Any

from core.ids import uuid7
from tests.tenancy.stock import photo


def item(_book: Any, _role: Any) -> dict[str, Any]:
    return {"item_id": uuid7(), "name": "ডাল", "sale_price": "120", "opening": "10",
            "opening_value": "950", "is_counted": "on"}  # fmt: skip


def changed(_book: Any, _role: Any) -> dict[str, Any]:
    return {"base_rev": 2, "name": "কেক", "is_counted": "on", "sale_price": "১২০"}


def moved(_book: Any, _role: Any) -> dict[str, Any]:
    return {"document_id": uuid7(), "quantity": "2", "note": "ছেঁড়া বস্তা"}


def sent(book: Any, role: Any) -> dict[str, Any]:
    stock = book.stock
    return {
        **moved(book, role), "item": stock.flour, "from_branch": stock.branch, "to_branch": stock.godown
    }  # fmt: skip


def counted(book: Any, _role: Any) -> dict[str, Any]:
    return {"document_id": uuid7(), "0-item_id": book.stock.flour, "0-counted": "৯০"}


def batch_counted(book: Any, _role: Any) -> dict[str, Any]:
    return {"0-item_id": book.stock.milk, "0-batch_id": book.stock.batch, "0-counted": "19"}


def parts(book: Any, _role: Any) -> dict[str, Any]:
    return {"0-item_id": book.stock.flour, "0-quantity": "0.75"}


def rows(row: Any) -> dict[str, Any]:
    """`row` is Row of tests/tenancy/rows.py."""
    act = {"document_id": "stock_id"}
    return {
        "inventory:items": row(query=lambda *_: {"q": "আটা"}),
        "inventory:item_add": row("GET POST", body=item, inside={"item_id": "item_id"}),
        "inventory:item": row(),
        "inventory:item_edit": row("GET POST", body=changed),
        "inventory:item_away": row("POST"),
        "inventory:photo": row(ids={"item_id": lambda book, role: book.stock.flour}),
        "inventory:photo_keep": row("POST", body=photo),
        "inventory:photo_remove": row("POST"),
        "inventory:come": row("GET POST", body=moved, inside=act),
        "inventory:go": row("GET POST", body=moved, inside=act),
        "inventory:make": row("GET POST", body=moved, inside=act),
        "inventory:send": row(
            "GET POST", body=sent, inside={**act, "item": "item_id", "from_branch": "branch_id"}
        ),
        "inventory:count": row("GET POST", body=counted, inside={**act, "0-item_id": "item_id"}),
        "inventory:parts": row("GET POST", body=parts, inside={"0-item_id": "item_id"}),
        "inventory:expiring": row(query=lambda *_: {"within": "month"}),
        "inventory:move_back": row("POST"),
    }
