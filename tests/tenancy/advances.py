"""Rows of the matrix and of tests/tenancy/test_queries.py for advances for services."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from businesses.models import Registration
from core.ids import uuid7
from core.quantities import ONE
from invoicing.content import LineContent, PaperContent
from invoicing.operations import approving
from invoicing.operations.payments import record_payment
from invoicing.payments import AdvanceSaid, PaymentContent
from tests.tenancy.purchases import NUMBER

if TYPE_CHECKING:
    from tests.ledger.shops import Shop

Given = Callable[[Any], dict[str, Any]]
_IST = datetime.timezone(datetime.timedelta(hours=5, minutes=30))


@dataclass
class Ahead:
    """An invoice of a service that the advance `used` counts on, and `open`, an advance it has room for."""

    bill: UUID
    used: UUID
    open: UUID


def make_ahead(shop: Shop, *, party: UUID) -> Ahead:
    branches, day = shop.business.branches, shop.now.astimezone(_IST).date()
    branches.update(registration=Registration.objects.get(business_id=shop.id, number=NUMBER))
    used = _taken(shop, party, 236_00)
    line = LineContent(
        name=f"কাজ {shop.business.name}", quantity=ONE, price=300_000_000, rate=180_000, hsn="998596"
    )
    bill = approving.approve_new(
        business_id=shop.id, actor=shop.asha, paper_id=uuid7(), made_at=shop.now, now=shop.now,
        content=PaperContent(kind="invoice", party_id=party, day=day, lines=(line,)),
    ).paper_id  # fmt: skip
    found = Ahead(bill, used, _taken(shop, party, 59_00))
    branches.update(registration=None)
    return found


def _taken(shop: Shop, party: UUID, amount: int) -> UUID:
    content = PaymentContent(
        side="customer", party_id=party, day=shop.now.astimezone(_IST).date(), mode="cash", amount=amount,
        advance=AdvanceSaid(description=f"কাজ {shop.business.name}"),
    )  # fmt: skip
    return record_payment(
        business_id=shop.id,
        actor=shop.asha,
        payment_id=uuid7(),
        content=content,
        made_at=shop.now,
        now=shop.now,
    ).payment_id


def fill(shop: Shop) -> None:
    make_ahead(shop, party=shop.party("केवल दूसरी बही, अग्रिम"))


def rows(row: Any) -> dict[str, Any]:
    """`row` is Row of tests/tenancy/rows.py."""
    taken = {"payment_id": lambda book, role: book.papers.ahead.open}
    return {
        "payments:voucher_pdf": row(ids=taken, query=lambda *_: {"size": "58mm"}),
        "payments:pay_back": row(
            "GET POST", ids=taken, body=lambda *_: {"payment_id": uuid7(), "amount": "5", "mode": "cash"}
        ),
        "invoicing:advance": row(
            "POST",
            ids={"paper_id": lambda book, role: book.papers.ahead.bill},
            body=lambda book, role: {"payment": book.papers.ahead.open, "act": "use"},
        ),
    }


def _asked(world: Any) -> dict[str, Any]:
    return {"actor": world.own.shop.asha, "now": world.own.shop.now}


def _theirs(world: Any) -> dict[str, Any]:
    return {"payment_id": world.foreign.papers.ahead.open}


REFUSES: dict[str, Given] = {
    "invoicing.operations.advances.adjust_advance": lambda world: {
        **_asked(world), **_theirs(world), "paper_id": world.own.papers.ahead.bill,
    },
    "invoicing.operations.advances.take_advance_off": lambda world: {
        **_asked(world), "payment_id": world.own.papers.ahead.used, "paper_id": world.foreign.papers.ahead.bill,
    },
    "invoicing.operations.advances.receipt_voucher": _theirs,
    "invoicing.queries.advances.voucher_of": _theirs,
}  # fmt: skip
EMPTY: dict[str, Given] = {
    "invoicing.queries.advances.vouchers_of": lambda world: {
        "payment_ids": [world.foreign.papers.ahead.open]
    },
    "invoicing.queries.advances.voucher_card": _theirs,
    "ledger.operations.allocations.take_off": lambda world: {
        "payment_id": world.foreign.papers.ahead.used, "document_id": world.foreign.papers.ahead.bill,
    },
    "invoicing.queries.advances.advances_on": lambda world: {"paper_id": world.foreign.papers.ahead.bill},
}  # fmt: skip
SEEN_ELSEWHERE: dict[str, str] = {}


def calls(Call: Any) -> dict[str, Any]:  # noqa: N803
    """Rows of tests/api/calls.py."""
    bill = {"invoice_id": lambda book: book.papers.ahead.bill}
    taken = {"payment_id": lambda book: book.papers.ahead.open}
    used = {"payment_id": lambda book: book.papers.ahead.used}
    return {
        "list_invoice_advances": Call(ids=bill),
        "apply_advance": Call(lambda book: {"payment_id": str(book.papers.ahead.open)}, ids=bill),
        "take_advance_off_invoice": Call(ids=bill | used),
        "get_payment_voucher": Call(ids=taken),
        "refund_customer_payment": Call(lambda _book: {"amount": 5, "refund_mode": "cash"}, ids=taken),
    }


def standing(Row: Any, *, tax: Any) -> dict[tuple[str, str], list[Any]]:  # noqa: N803
    """Ids in bodies that name what stands."""
    ahead = {"payment_mode": "cash", "amount": 5}
    return {
        ("create_customer_payment", "tax_id"): [
            Row(
                tax, "404 not_found", "201",
                lambda book, value: {
                    **ahead, "customer_id": str(book.party), "is_advance_payment": True, "tax_id": str(value),
                },
            )
        ],
        ("apply_advance", "payment_id"): [
            Row(
                lambda book: book.papers.ahead.open, "404 not_found", "201",
                lambda _book, value: {"payment_id": str(value)},
            )
        ],
    }  # fmt: skip


def chosen(Row: Any) -> dict[tuple[str, str], Any]:  # noqa: N803
    return {
        ("refund_customer_payment", "refund_id"): Row(
            lambda book: book.papers.payment, "409 id_taken", "201",
            lambda _book, value: {"amount": 5, "refund_mode": "cash", "refund_id": str(value)},
        ),
    }  # fmt: skip
