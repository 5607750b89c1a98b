"""One bill of a house, asked for of everybody who lives there."""

import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.utils import timezone
from ninja import Schema
from pydantic import Field

from api.kit.amounts import Amount, Money, number
from api.kit.answers import Answer, Row
from api.kit.caller import BookCall
from api.kit.resource import Resource
from api.routes.ledgers import today_of
from api.routes.properties import ONE, WRITE
from rentals.operations.splitting import split_bill


class BillPart(Answer):
    due_id: UUID
    lease_id: UUID
    amount: Money


class SplitBill(Answer):
    """The `parts` come to `amount`, to the paisa; each is a due of its lease."""

    amount: Money
    parts: list[BillPart]


class BillToSplit(Schema):
    """Each unit that is let pays the same, or by its rent; without `due_date` it is due today."""

    label: Annotated[str, Field(max_length=24, examples=["Water"])]
    amount: Amount
    way: Literal["equally", "by_rent"] = "equally"
    due_date: datetime.date | None = None
    note: Annotated[str, Field(max_length=300)] = ""


router = Resource(
    singular="split_bill", plural="split_bills", row=SplitBill, tag="Rent",
    names={"due_on": "due_date", "name": "label", "day": "due_date"},
)  # fmt: skip


@router.create(ONE + "/split-bills", **WRITE)
def create_split_bill(request: BookCall, property_id: UUID, asked: BillToSplit) -> Row:
    """Split the bill of a house among its tenants."""
    done = split_bill(
        business_id=request.business.pk, actor=request.actor, property_id=property_id, label=asked.label,
        amount=asked.amount, way=asked.way, due_on=asked.due_date or today_of(request), note=asked.note,
        now=timezone.now(),
    )  # fmt: skip
    parts = [
        {"due_id": one.due_id, "lease_id": one.lease_id, "amount": number(one.amount)} for one in done.dues
    ]
    return {"amount": number(done.amount), "parts": parts}
