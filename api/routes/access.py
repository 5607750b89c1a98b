"""Who called the API about this book: every read and write, for its owner."""

import datetime
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from ninja import Query
from pydantic import Field

from api.kit.answers import Answer, Page, Paging, Row, page_of
from api.kit.caller import BookCall
from api.kit.resource import Resource
from api.kit.spans import Span
from api.models import AccessRow
from api.queries.access_log import access_rows, program_names, wanted_of
from ledger.queries.pages import cursor_of, key_of


class Access(Answer):
    """`caller_id` is a token's id or, of a device, its sign-in's; `caller_name` is empty when that is gone."""

    id: int
    at: datetime.datetime
    user_id: UUID | None
    caller_id: UUID | None
    caller_name: str
    kind: str
    scope: str
    method: str
    path: str
    status: int
    error: str
    records: int
    trace_id: str
    milliseconds: int


class AccessesWanted(Paging, Span):
    """`from` and `to` are days of the book's time zone."""

    caller_id: UUID | None = None
    trace_id: Annotated[str, Field(max_length=32)] = ""


router = Resource(singular="access", plural="accesses", row=Access, tag="History")


@router.rows("/access-log", scope="book.manage", can="book.members", etag=False)
def list_accesses(request: BookCall, asked: Query[AccessesWanted]) -> Page:
    """Calls about this book, newest first; kept 12 months."""
    asked.check()
    wanted = wanted_of(
        caller_id=asked.caller_id, trace_id=asked.trace_id, start=asked.start, end=asked.end,
        zone=ZoneInfo(request.business.timezone),
    )  # fmt: skip
    before = key_of(asked.cursor, shape=(int,))[0] if asked.cursor else None
    found = access_rows(request.business.pk, wanted=wanted, before=before, limit=asked.per_page + 1)
    names = program_names({row.caller_id for row in found if row.caller_id})
    rows = [said_of(row, names=names) for row in found]
    return page_of(rows, paging=asked, cursor=lambda row: cursor_of(row["id"]))


def said_of(row: AccessRow, *, names: dict[UUID, str]) -> Row:
    return {
        "id": row.pk, "at": row.at, "user_id": row.user_id, "caller_id": row.caller_id,
        "caller_name": names.get(row.caller_id, "") if row.caller_id else "", "kind": row.kind, "scope": row.scope,
        "method": row.method, "path": row.path, "status": row.status, "error": row.error, "records": row.records,
        "trace_id": row.trace_id, "milliseconds": row.milliseconds,
    }  # fmt: skip
