"""Rows of tests/tenancy/test_queries.py for payments and what they settle."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils import timezone

from core.ids import uuid7
from invoicing.operations.payments import record_payment
from invoicing.payments import PaymentContent
from ledger.operations.allocations import Share

if TYPE_CHECKING:
    from tests.ledger.shops import Shop

Given = Callable[[Any], dict[str, Any]]


def take_money(shop: Shop, *, party: UUID, bill: UUID) -> UUID:
    """Ten rupees for a bill."""
    return record_payment(
        business_id=shop.id, actor=shop.asha, payment_id=uuid7(), made_at=shop.now, now=shop.now,
        content=money(shop, party, shares=(Share(bill, 10_00),)),
    ).payment_id  # fmt: skip


def make_purchase(shop: Shop, *, party: UUID) -> tuple[UUID, UUID]:
    """What is owed to the same party, more than they owe, and a payment of ten rupees for it."""
    bill = shop.record(party, "got", 500_00, day=shop.now.date(), mode="goods").document_id
    paid = record_payment(
        business_id=shop.id, actor=shop.asha, payment_id=uuid7(), made_at=shop.now, now=shop.now,
        content=money(shop, party, side="vendor", shares=(Share(bill, 10_00),)),
    ).payment_id  # fmt: skip
    return bill, paid


def money(shop: Shop, party: UUID, **fields: Any) -> PaymentContent:
    usual = {"side": "customer", "mode": "cash", "amount": 10_00, "keep_advance": True, "note": "नकद"}
    return PaymentContent(party_id=party, day=shop.now.date(), **{**usual, **fields})


def _asked(world: Any) -> dict[str, Any]:
    return {"actor": world.own.shop.asha, "now": world.own.shop.now}


def _theirs(world: Any) -> dict[str, Any]:
    return {"payment_id": world.foreign.papers.payment}


def _new(world: Any, **fields: Any) -> dict[str, Any]:
    return {**_asked(world), "payment_id": uuid7(), "made_at": world.own.shop.now, **fields}


def _said(world: Any, *, party: UUID, **fields: Any) -> dict[str, Any]:
    return {"content": money(world.own.shop, party, **fields)}


REFUSES: dict[str, Given] = {
    "invoicing.operations.payments.record_payment": lambda world: _new(
        world, **_said(world, party=world.foreign.papers.party)
    ),
    "invoicing.operations.payments.edit_payment": lambda world: {
        **_asked(world), **_theirs(world), **_said(world, party=world.own.papers.party), "base_rev": 1,
    },
    "invoicing.operations.payments.delete_payment": lambda world: {
        **_asked(world), **_theirs(world), "base_rev": 1,
    },
    "invoicing.operations.payments.count_cheque": lambda world: {**_asked(world), **_theirs(world)},
    "invoicing.operations.payments.payment_of": _theirs,
    "invoicing.queries.payments.payment_card": _theirs,
    "ledger.operations.allocations.allocate": lambda world: {
        "payment_id": world.own.papers.payment, "shares": [Share(world.foreign.papers.invoice, 0)],
        "members": [world.own.papers.party, world.foreign.papers.party],
    },
}  # fmt: skip
EMPTY: dict[str, Given] = {
    "ledger.operations.allocations.release": _theirs,
    "ledger.operations.allocations.loosen": lambda world: {"document_ids": [world.foreign.papers.invoice]},
    "ledger.operations.allocations.part": lambda world: {"party_id": world.foreign.papers.party},
    "ledger.queries.open_documents.allocated_to": lambda world: {
        "document_ids": [world.foreign.papers.invoice, world.foreign.papers.payment],
    },
    "invoicing.queries.payments.settled_by": lambda world: {"payment_ids": [world.foreign.papers.payment]},
    "invoicing.queries.payments.payments_of": lambda world: {"document_id": world.foreign.papers.invoice},
    "invoicing.queries.payments.waiting_cheques": lambda world: {"party_id": world.foreign.papers.party},
    "invoicing.queries.purchases.bills_of_number": lambda world: {
        "kind": "bill", "party_id": world.foreign.papers.party, "number": "B-1",
    },
    "invoicing.queries.purchases.self_invoice_number": lambda world: {
        "paper_id": world.foreign.papers.invoice,
    },
}  # fmt: skip
OWN_ALONE: dict[str, Given] = {
    "invoicing.queries.payments.payment_page": lambda world: {"side": "customer", "limit": 500},
}
SEEN_ELSEWHERE = {
    "ledger.queries.open_documents.open_documents": "takes a family, which family_of finds in one book",
    "invoicing.operations.cheques.count_due_cheques": "names nothing but the book",
    "invoicing.operations.many_papers.approve_many": "asks approve_paper for each",
    "invoicing.operations.many_papers.post_many": "asks approve_new for each",
}


def received(book: Any) -> dict[str, Any]:
    """A body of the API."""
    return {"customer_id": str(book.party), "payment_mode": "upi", "amount": 12.5}


def paid(book: Any) -> dict[str, Any]:
    return {"vendor_id": str(book.party), "payment_mode": "banktransfer", "amount": 12.5}


OF_VENDOR = {"payment_id": lambda book: book.papers.paid}


def owes(book: Any) -> None:
    """The party owes again, whatever its bills and notes come to together."""
    book.shop.record(book.papers.party, "gave", 1_000_00, day=timezone.localdate())


def standing(Row: Any) -> dict[tuple[str, str], list[Any]]:  # noqa: N803
    """Ids in the bodies of payments that name what stands."""
    nowhere = "404 not_found"
    of_invoice = lambda book, value: {  # noqa: E731
        **received(book), "customer_id": str(book.papers.party), "amount": 1,
        "invoices": [{"invoice_id": str(value), "amount_applied": 1}],
    }  # fmt: skip
    invoice = lambda book: book.papers.unpaid  # noqa: E731
    party = lambda book: book.party  # noqa: E731
    change = lambda book, value: {  # noqa: E731
        "payment_mode": "cash", "amount": 1, "invoices": [{"invoice_id": str(value), "amount_applied": 1}],
    }  # fmt: skip
    return {
        ("list_customer_payments", "?customer_id"): [
            Row(lambda book: book.papers.party, "200", "200", query="customer_id")
        ],
        ("list_vendor_payments", "?vendor_id"): [
            Row(lambda book: book.papers.party, "200", "200", query="vendor_id")
        ],
        ("create_customer_payment", "customer_id"): [
            Row(party, nowhere, "201", lambda book, value: {**received(book), "customer_id": str(value)})
        ],
        ("create_vendor_payment", "vendor_id"): [
            Row(party, nowhere, "201", lambda book, value: {**paid(book), "vendor_id": str(value)})
        ],
        ("create_customer_payment", "invoices[].invoice_id"): [Row(invoice, nowhere, "201", of_invoice, before=owes)],
        ("change_customer_payment", "invoices[].invoice_id"): [
            Row(invoice, nowhere, "200", change, rev=lambda _book: 1, before=owes)
        ],
        ("create_vendor_payment", "bills[].bill_id"): [
            Row(
                lambda book: book.papers.bill, nowhere, "201",
                lambda book, value: {
                    **paid(book), "vendor_id": str(book.papers.party), "amount": 1,
                    "bills": [{"bill_id": str(value), "amount_applied": 1}],
                },
            )
        ],
        ("change_vendor_payment", "bills[].bill_id"): [
            Row(
                lambda book: book.papers.bill, nowhere, "200",
                lambda _book, value: {
                    "payment_mode": "cash", "amount": 1, "bills": [{"bill_id": str(value), "amount_applied": 1}],
                },
                rev=lambda _book: 1,
            )
        ],
    }  # fmt: skip


def chosen(Row: Any) -> dict[tuple[str, str], Any]:  # noqa: N803
    taken = "409 id_taken"
    own = lambda book: book.papers.payment  # noqa: E731
    return {
        ("create_customer_payment", "payment_id"): Row(
            own, taken, "201", lambda book, value: {**received(book), "payment_id": str(value)}
        ),
        ("create_vendor_payment", "payment_id"): Row(
            own, taken, "201", lambda book, value: {**paid(book), "payment_id": str(value)}
        ),
    }


def fill(shop: Shop) -> None:
    """One payment more."""
    party = shop.party("केवल दूसरी बही, नकद")
    record_payment(
        business_id=shop.id, actor=shop.asha, payment_id=uuid7(), made_at=shop.now, now=shop.now,
        content=money(shop, party),
    )  # fmt: skip
