"""Rows of tests/tenancy/test_bodies.py for branches, registrations and taxes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID


def _registration(book: Any) -> UUID:
    return book.registration


def _rate(book: Any) -> UUID:
    return book.own_rate


def standing(row: Callable[..., Any]) -> dict[tuple[str, str], list[Any]]:
    """Places that name what stands; `row` is Row of tests/tenancy/test_bodies.py."""
    return {
        ("create_branch", "registration_id"): [
            row(
                _registration, "404 not_found", "201",
                lambda _book, value: {"branch_name": "হাওড়া গুদাম", "kind": "godown", "registration_id": str(value)},
            )
        ],
        ("change_branch", "registration_id"): [
            row(
                _registration, "404 not_found", "200", lambda _book, value: {"registration_id": str(value)},
                rev=lambda _book: 1,
            )
        ],
        ("calculate_taxes", "line_items[].tax_id"): [
            row(
                _rate, "404 not_found", "200",
                lambda _book, value: {
                    "source_of_supply": "19", "line_items": [{"rate": 100, "tax_id": str(value)}],
                },
            )
        ],
    }  # fmt: skip


def chosen(row: Callable[..., Any]) -> dict[tuple[str, str], Any]:
    """Places that name what is to be made."""
    return {
        ("create_tax", "tax_id"): row(
            _rate, "409 id_taken", "201",
            lambda _book, value: {"tax_name": "GST 5%", "tax_percentage": 5, "tax_id": str(value)},
        ),
    }  # fmt: skip
