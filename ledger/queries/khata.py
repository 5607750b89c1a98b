"""A party's khata, newest first, each row with the balance after it.

A running balance is never stored. The newest page walks down from the party's stored balance; a deeper
page starts from the month totals before it and the lines of its own month.
"""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from core.sql import as_date, as_date_or_none, as_instant, as_uuid, as_uuid_or_none, bind_all, marks
from ledger.book_map import book_map
from ledger.models import Direction, DocumentKind, Mode
from ledger.models.parties import MERGED_MAX
from ledger.queries.pages import ROWS_MAX, CursorUnknown, cursor_of, key_of
from ledger.queries.parties import Family, family_of

COLUMNS = (
    "d.id, d.day, d.pos, d.direction, d.mode, d.kind, d.amount, d.note, d.due_on, d.has_attachment, d.rev,"
    " d.made_at, d.created_by_id, d.created_at, v.at, d.branch_id, d.billed_by_id"
)
SOURCE = (
    "ledger_document d LEFT JOIN audit_event v ON v.business_id = d.business_id AND v.seq = d.changed_seq"
)


@dataclass(frozen=True, slots=True)
class KhataRow:
    """Money in minor units; `running_balance` is the party's after this entry, above zero when they owe us."""

    document_id: uuid.UUID
    day: datetime.date
    pos: int
    direction: str
    mode: str
    kind: str
    amount: int
    note: str
    due_on: datetime.date | None
    has_attachment: bool
    rev: int
    made_at: datetime.datetime
    created_by: uuid.UUID
    created_at: datetime.datetime
    changed_at: datetime.datetime
    branch_id: uuid.UUID
    billed_by: uuid.UUID | None
    running_balance: int

    @property
    def effect(self) -> int:
        return self.amount if self.direction == Direction.GAVE else -self.amount

    @property
    def is_to_bill(self) -> bool:
        """Goods given that no bill took yet."""
        is_goods = (self.kind, self.mode, self.direction) == (DocumentKind.KHATA, Mode.GOODS, Direction.GAVE)
        return is_goods and self.billed_by is None


@dataclass(frozen=True, slots=True)
class KhataPage:
    """`party_id` and `party_name` are the head's when the party asked for was joined to another."""

    party_id: uuid.UUID
    party_name: str
    rows: tuple[KhataRow, ...]
    next_cursor: str | None
    balance: int


def khata_page(
    business_id: uuid.UUID, party_id: uuid.UUID, *, before: str | None = None, limit: int = 50,
    branch_id: uuid.UUID | None = None,
) -> KhataPage:  # fmt: skip
    """The rows before a cursor, or the newest; with `branch_id` those of one branch alone, whose balances are then
    that branch's. Raises PartyUnknown, CursorUnknown."""
    limit = min(limit, ROWS_MAX)
    family = family_of(business_id, party_id)
    place = place_of(before) if before else None
    balance = family.balance if branch_id is None else _balance_in(family, branch_id=branch_id)
    running = balance
    if place is not None:
        running = balance_before(business_id, family=family, place=place, branch_id=branch_id)
    found = _documents(family, place=place, limit=limit + 1, branch_id=branch_id)
    if len(found) > limit and found[limit][1:3] == found[limit - 1][1:3]:
        found = _documents(family, place=place, limit=limit + 1 + MERGED_MAX, branch_id=branch_id)
        limit = _whole_places(found, limit=limit)
    rows: list[KhataRow] = []
    for row in found[:limit]:
        rows.append(_row(row, running_balance=running))
        running -= rows[-1].effect
    more = len(found) > limit
    return KhataPage(
        party_id=family.head,
        party_name=family.name,
        rows=tuple(rows),
        next_cursor=cursor_of(rows[-1].day.isoformat(), rows[-1].pos) if more else None,
        balance=balance,
    )


def _whole_places(found: Sequence[Any], *, limit: int) -> int:
    """How many rows make a page that ends between two places: a voucher of two parties that were joined later
    stands twice in one."""
    while limit < len(found) and found[limit][1:3] == found[limit - 1][1:3]:
        limit += 1
    return limit


def _balance_in(family: Family, *, branch_id: uuid.UUID) -> int:
    """What the khata's entries of one branch come to."""
    members = list(family.members)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COALESCE(SUM(amount), 0) FROM ledger_partymonth"
            f" WHERE party_id IN {marks(len(members))} AND branch_id = %s",
            bind_all([*members, branch_id]),
        )
        return int(cursor.fetchone()[0])


def balance_before(
    business_id: uuid.UUID, *, family: Family, place: tuple[datetime.date, int], branch_id: uuid.UUID | None = None
) -> int:  # fmt: skip
    """The khata's balance just before a (day, pos), or one branch's part of it: whole months from their totals,
    the rest from lines."""
    of_branch, named = ("", []) if branch_id is None else (" AND branch_id = %s", [branch_id])
    day, pos = place
    month = day.replace(day=1)
    members, accounts = list(family.members), list(book_map(business_id).khata_accounts)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COALESCE(SUM(amount), 0) FROM ledger_partymonth"
            f" WHERE party_id IN {marks(len(members))} AND month < %s{of_branch}",
            bind_all([*members, month, *named]),
        )
        (months,) = cursor.fetchone()
        cursor.execute(
            f"SELECT COALESCE(SUM(amount), 0) FROM ledger_line WHERE party_id IN {marks(len(members))}"
            f" AND account_id IN {marks(len(accounts))} AND day >= %s AND day <= %s AND (day < %s OR pos < %s)"
            f"{of_branch}",
            bind_all([*members, *accounts, month, day, day, pos, *named]),
        )
        (lines,) = cursor.fetchone()
    return int(months) + int(lines)


def _documents(
    family: Family, *, place: tuple[datetime.date, int] | None, limit: int, branch_id: uuid.UUID | None = None
) -> Sequence[Any]:
    members = list(family.members)
    twice = ", d.id DESC" if len(members) > 1 else ""  # a voucher's lines, in khatas that were joined later
    past, values = (
        ("", []) if place is None else (" AND d.day <= %s AND (d.day < %s OR d.pos < %s)", [place[0], *place])
    )
    if branch_id is not None:
        past, values = f"{past} AND d.branch_id = %s", [*values, branch_id]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {COLUMNS} FROM {SOURCE} WHERE d.party_id IN {marks(len(members))}"
            f" AND d.state = 'posted'{past} ORDER BY d.day DESC, d.pos DESC{twice} LIMIT %s",
            bind_all([*members, *values, limit]),
        )
        return cursor.fetchall()


def _row(row: Any, *, running_balance: int) -> KhataRow:
    return KhataRow(
        document_id=as_uuid(row[0]), day=as_date(row[1]), pos=row[2], direction=row[3], mode=row[4], kind=row[5],
        amount=row[6], note=row[7], due_on=as_date_or_none(row[8]), has_attachment=bool(row[9]), rev=row[10],
        made_at=as_instant(row[11]), created_by=as_uuid(row[12]), created_at=as_instant(row[13]),
        changed_at=as_instant(row[14] or row[13]), branch_id=as_uuid(row[15]),
        billed_by=as_uuid_or_none(row[16]), running_balance=running_balance,
    )  # fmt: skip


def place_of(cursor: str) -> tuple[datetime.date, int]:
    """The (day, pos) a cursor names. Raises CursorUnknown."""
    day, pos = key_of(cursor, shape=(str, int))
    try:
        return datetime.date.fromisoformat(day), pos
    except ValueError as error:
        raise CursorUnknown from error
