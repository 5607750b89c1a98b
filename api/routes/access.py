"""Who called the API about this book: every read and write, for its owner."""

import datetime
from typing import Annotated
from uuid import UUID

from ninja import Query
from pydantic import Field

from api.kit.answers import Answer, Page, Paging, page_of
from api.kit.caller import BookCall
from api.kit.resource import Resource
from api.models import AccessRow
from ledger.queries.pages import cursor_of, key_of

FIELDS = (
    "id", "at", "user_id", "caller_id", "kind", "scope", "method", "path", "status", "error", "records", "trace_id",
    "milliseconds",
)  # fmt: skip


class Access(Answer):
    """`caller_id` is a token's id or, of a device, its sign-in's."""

    id: int
    at: datetime.datetime
    user_id: UUID
    caller_id: UUID
    kind: str
    scope: str
    method: str
    path: str
    status: int
    error: str
    records: int
    trace_id: str
    milliseconds: int


class AccessesWanted(Paging):
    caller_id: UUID | None = None
    trace_id: Annotated[str, Field(max_length=32)] = ""


router = Resource(singular="access", plural="accesses", row=Access, tag="History")


@router.rows("/access-log", scope="book.manage", can="book.members", etag=False)
def list_accesses(request: BookCall, asked: Query[AccessesWanted]) -> Page:
    """Calls about this book, newest first; kept 12 months."""
    rows = AccessRow.objects.filter(business_id=request.business.pk)
    if asked.cursor:
        rows = rows.filter(id__lt=key_of(asked.cursor, shape=(int,))[0])
    if asked.caller_id:
        rows = rows.filter(caller_id=asked.caller_id)
    if asked.trace_id:
        rows = rows.filter(trace_id=asked.trace_id)
    found = list(rows.order_by("-id").values(*FIELDS)[: asked.per_page + 1])
    return page_of(found, paging=asked, cursor=lambda row: cursor_of(row["id"]))
