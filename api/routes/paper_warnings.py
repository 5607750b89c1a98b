"""What a document was written in spite of: it stands, and somebody should look."""

import datetime
from typing import Literal
from uuid import UUID

from api.kit.answers import Answer, Row
from api.kit.quantities import Count, count
from inventory.stock import Low
from invoicing.operations.results import PaperResult


class PaperWarning(Answer):
    """`stock_short`: more left than there was; `more_promised`: more is promised to customers than is left.
    `quantity` is what that leaves, below zero, and `date` the day it is so."""

    warning: Literal["stock_short", "more_promised"]
    item_id: UUID
    item_name: str
    quantity: Count
    date: datetime.date


def warnings_of(done: PaperResult | None) -> list[Row]:
    if done is None:
        return []
    return [_said("stock_short", low) for low in done.low] + [
        _said("more_promised", low) for low in done.promised
    ]


def _said(slug: str, low: Low) -> Row:
    return {
        "warning": slug, "item_id": low.item_id, "item_name": low.name, "quantity": count(low.left), "date": low.day,
    }  # fmt: skip
