"""Documents of a shop that are given numbers, and rates that it keeps."""

import datetime
from uuid import UUID

from django.db import transaction

from audit import trail
from businesses.books import lock
from core.ids import uuid7
from taxes.arithmetic import Tax
from taxes.operations.rates import RateContent, RateResult, add_rate
from taxes.operations.series import Number, SeriesResult, add_series, claim_number, draw_number
from tests.ledger.shops import TODAY, Shop

GSTIN = "19AAPFU0939F1ZM"


def numbered(shop: Shop, give, *, document_id: UUID | None = None, **asked) -> Number:
    """What an operation does that approves a document: lock, number, trail, in one transaction."""
    said = {
        "registration": GSTIN,
        "kind": "invoice",
        "day": TODAY,
        "document_id": document_id or uuid7(),
        **asked,
    }
    with transaction.atomic():
        book = lock(shop.id)
        number = give(book=book, **said)
        news = trail.News(
            seq=book.first_seq, verb="invoice.approved", subject_kind="invoice", subject_id=said["document_id"],
            rev=book.first_seq, amount=None, contents={"number": number.number},
        )  # fmt: skip
        trail.append(business_id=shop.id, at=shop.now, actor=shop.asha, news=[news])
    return number


def draw(shop: Shop, **asked) -> Number:
    return numbered(shop, draw_number, now=shop.now, **asked)


def claim(shop: Shop, number: str, **asked) -> Number:
    return numbered(shop, claim_number, number=number, **asked)


def series(shop: Shop, prefix: str, **asked) -> SeriesResult:
    said = {"registration": GSTIN, "kind": "invoice", "day": TODAY, "actor": shop.asha, "now": shop.now}
    return add_series(business_id=shop.id, prefix=prefix, **{**said, **asked})


def own_rate(shop: Shop, name: str, tax: Tax, **asked) -> RateResult:
    said = {"actor": shop.asha, "rate_id": uuid7(), "now": shop.now}
    taken = {key: asked.pop(key) for key in list(asked) if key in said}
    return add_rate(
        business_id=shop.id, content=RateContent(name=name, tax=tax, **asked), **{**said, **taken}
    )


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)
