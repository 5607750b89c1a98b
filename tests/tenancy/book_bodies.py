"""Rows of tests/tenancy/test_bodies.py for branches, registrations and taxes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from businesses.models import Branch
from businesses.roles import Role
from tests.api.calls import closed


def _registration(book: Any) -> UUID:
    return book.registration


def _branch(book: Any) -> UUID:
    return book.branch


def _main_branch(book: Any) -> UUID:
    return Branch.objects.filter(business_id=book.id).earliest("pk").pk


def _series(book: Any) -> UUID:
    return book.series


def _counter(_book: Any, **said: Any) -> dict[str, Any]:
    return {"kind": "invoice", "prefix": "CTR/", **said}


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
        ("create_number_series", "branch_id"): [
            row(
                _branch, "404 not_found", "201",
                lambda book, value: _counter(book, kind="estimate", branch_id=str(value)),
            )
        ],
        ("change_number_series", "branch_id"): [
            row(
                _branch, "404 not_found", "422 series_refused", lambda _book, value: {"branch_id": str(value)},
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
        ("create_number_series", "number_series_id"): row(
            _series, "409 id_taken", "201",
            lambda book, value: _counter(book, number_series_id=str(value)),
        ),
        ("create_tax", "tax_id"): row(
            _rate, "409 id_taken", "201",
            lambda _book, value: {"tax_name": "GST 5%", "tax_percentage": 5, "tax_id": str(value)},
        ),
    }  # fmt: skip


def entries_of_a_branch(
    row: Callable[..., Any], *, entry: Callable[[Any], Any], pushed: Callable[..., Any]
) -> dict[tuple[str, str], list[Any]]:
    """Places that say where an entry stands, or of which branch entries are asked for."""

    def said(book: Any, value: UUID) -> dict[str, Any]:
        return {**entry(book), "branch_id": str(value)}

    def moved(_book: Any, value: UUID) -> dict[str, Any]:
        return {"amount": 7, "branch_id": str(value)}

    def in_bulk(book: Any, value: UUID) -> dict[str, Any]:
        return {"entries": [{**said(book, value), "ledger_id": str(book.party)}]}

    def rev(book: Any) -> int:
        return book.rev(Role.OWNER)

    def asked(name: str) -> dict[tuple[str, str], list[Any]]:
        return {(name, "?branch_id"): [row(_main_branch, "200", "200", query="branch_id")]}

    return {
        ("create_entry", "branch_id"): [row(_branch, "404 not_found", "201", said)],
        ("create_entries", "entries[].branch_id"): [row(_branch, "404 not_found", "201", in_bulk)],
        ("change_entry", "branch_id"): [row(_branch, "404 not_found", "200", moved, rev=rev)],
        ("correct_closed_entry", "branch_id"): [
            row(_branch, "404 not_found", "200", moved, rev=rev, before=closed)
        ],
        ("push_changes", "mutations[].PushedNewEntry.branch_id"): [
            row(_branch, "rejected not_found", "applied", pushed("entry", "create", "branch_id"))
        ],
        ("push_changes", "mutations[].PushedEdit.branch_id"): [
            row(_branch, "rejected not_found", "applied", pushed("entry", "edit", "branch_id"))
        ],
        **asked("list_entries"),
        **asked("list_transactions"),
        **asked("list_ledger"),
    }
