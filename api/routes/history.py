"""The trail: every change of the book, in the order it was made. Its verbs are the names of webhooks."""

import datetime
from typing import Annotated
from uuid import UUID

from ninja import Query
from pydantic import Field

from api.kit.amounts import Money, number
from api.kit.answers import Answer, Page, Paging, page_of
from api.kit.caller import BookCall
from api.kit.resource import Resource
from audit.models import Event as Found
from ledger.queries.pages import cursor_of, key_of

FIELDS = (
    "seq",
    "at",
    "verb",
    "subject_kind",
    "subject_id",
    "rev",
    "amount",
    "actor_id",
    "device_id",
    "trace_id",
)


class Event(Answer):
    """`amount` is the change of the party's balance, credits less debits."""

    seq: int
    at: datetime.datetime
    verb: Annotated[str, Field(examples=["entry.created"])]
    subject_kind: str
    subject_id: UUID
    rev: int
    amount: Money | None
    actor_id: UUID | None
    device_id: UUID | None
    trace_id: str


class HistoryWanted(Paging):
    """`subject_id` narrows to one thing, `trace_id` to one call, `verb` to one kind."""

    subject_id: UUID | None = None
    trace_id: Annotated[str, Field(max_length=32)] = ""
    verb: Annotated[str, Field(max_length=40)] = ""


router = Resource(singular="event", plural="history", row=Event, tag="History")


@router.rows("/history", scope="ledger.read", can="totals.read")
def list_history(request: BookCall, asked: Query[HistoryWanted]) -> Page:
    """Every change of the book, newest first."""
    events = Found.objects.filter(business_id=request.business.pk)
    if asked.cursor:
        events = events.filter(seq__lt=key_of(asked.cursor, shape=(int,))[0])
    for name in ("subject_id", "trace_id", "verb"):
        if value := getattr(asked, name):
            events = events.filter(**{name: value})
    found = events.order_by("-seq").values(*FIELDS)[: asked.per_page + 1]
    rows = [{**row, "amount": None if row["amount"] is None else number(-row["amount"])} for row in found]
    return page_of(rows, paging=asked, cursor=lambda row: cursor_of(row["seq"]))
