"""Goods given on khata that no bill took yet, and those that one took. Money in minor units.

Without what a correction took back, and without goods that went back to a supplier: those lessen purchases.
"""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import connection

from core.sql import as_date, as_uuid, as_uuid_or_none, bind_all, marks
from ledger.book_map import book_map
from ledger.models import AccountRole, Document
from ledger.queries.khata import place_of
from ledger.queries.pages import ROWS_MAX, cursor_of
from ledger.queries.parties import family_of

ASKED_MAX = 500
BILLED_MAX = 20_000
"""Lines of khatas that are read at once for the bills of a list."""
GIVEN = (
    "SELECT d.id, d.day, d.pos, d.note, d.amount, d.branch_id, d.billed_by_id, b.note FROM ledger_document d"
    " LEFT JOIN ledger_document b ON b.id = d.billed_by_id AND b.business_id = d.business_id"
    " WHERE d.business_id = %s AND d.party_id IN {members} AND d.kind = 'khata' AND d.state = 'posted'"
    " AND d.direction = 'gave' AND d.mode = 'goods' AND NOT EXISTS (SELECT 1 FROM ledger_document k"
    " WHERE k.corrects_id = d.id AND k.kind = 'correction' AND k.state = 'posted') AND EXISTS (SELECT 1 FROM"
    " ledger_line l WHERE l.entry_id = d.entry_id AND l.account_id = %s AND l.amount = -d.amount){more}"
)


@dataclass(frozen=True, slots=True)
class GoodsGiven:
    """All of `amount` waits in "Khata sales, unbilled", or `billed_by` took it: the bill whose number is
    `billed_as`."""

    document_id: uuid.UUID
    day: datetime.date
    pos: int
    note: str
    amount: int
    branch_id: uuid.UUID
    billed_by: uuid.UUID | None
    billed_as: str


@dataclass(frozen=True, slots=True)
class UnbilledPage:
    rows: tuple[GoodsGiven, ...]
    next_cursor: str | None


def unbilled_page(
    business_id: uuid.UUID, party_id: uuid.UUID, *, before: str | None = None, limit: int = 50
) -> UnbilledPage:
    """Of one party's khata, the newest first, from a cursor on. Raises PartyUnknown, CursorUnknown."""
    limit = min(limit, ROWS_MAX)
    more, values = " AND d.billed_by_id IS NULL", []
    if before:
        day, pos = place_of(before)
        more, values = f"{more} AND d.day <= %s AND (d.day < %s OR d.pos < %s)", [day, day, pos]
    more += " ORDER BY d.day DESC, d.pos DESC LIMIT %s"
    rows = _given(business_id, party_id, more=more, values=[*values, limit + 1])
    last = rows[limit - 1] if len(rows) > limit else None
    return UnbilledPage(tuple(rows[:limit]), cursor_of(last.day.isoformat(), last.pos) if last else None)


def goods_given(
    business_id: uuid.UUID, party_id: uuid.UUID, document_ids: Collection[uuid.UUID]
) -> dict[uuid.UUID, GoodsGiven]:
    """Those of up to ASKED_MAX documents that are goods given to a party and stand. Raises PartyUnknown."""
    ids = list(document_ids)[:ASKED_MAX]
    if not ids:
        return {}
    rows = _given(business_id, party_id, more=f" AND d.id IN {marks(len(ids))}", values=ids)
    return {row.document_id: row for row in rows}


def billed_by(
    business_id: uuid.UUID, bill_ids: Collection[uuid.UUID]
) -> dict[uuid.UUID, tuple[uuid.UUID, ...]]:
    """The lines of khatas that each of some bills took; bills that took none are left out."""
    found: dict[uuid.UUID, tuple[uuid.UUID, ...]] = defaultdict(tuple)
    rows = Document.objects.filter(business_id=business_id, billed_by_id__in=bill_ids)
    for document_id, bill_id in rows.values_list("id", "billed_by_id")[:BILLED_MAX]:
        found[bill_id] += (document_id,)
    return dict(found)


def _given(business_id: uuid.UUID, party_id: uuid.UUID, *, more: str, values: list[Any]) -> list[GoodsGiven]:
    account = book_map(business_id).accounts.get(AccountRole.KHATA_SALES)
    if account is None:
        return []
    members = list(family_of(business_id, party_id).members)
    with connection.cursor() as cursor:
        cursor.execute(
            GIVEN.format(members=marks(len(members)), more=more),
            bind_all([business_id, *members, account, *values]),
        )
        return [_row(row) for row in cursor.fetchall()]


def _row(row: Any) -> GoodsGiven:
    return GoodsGiven(
        as_uuid(row[0]),
        as_date(row[1]),
        row[2],
        row[3],
        row[4],
        as_uuid(row[5]),
        as_uuid_or_none(row[6]),
        row[7] or "",
    )
