"""A party's statement: what stood before a stretch of days, its entries oldest first, and what stood after.

Opening balance, rows and the book's seq come out of one SQL statement, so they belong together whatever is
written meanwhile.
"""

import datetime
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils.translation import gettext as _

from businesses.queries.branches import branch_names
from core.money import format_amount
from core.refusals import Refusal
from core.sql import as_date, as_date_or_none, as_uuid, bind_all, marks
from ledger.book_map import book_map
from ledger.models import Direction
from ledger.queries.companions import companions
from ledger.queries.parties import Family, family_of
from ledger.refusals import PartyUnknown

ROWS_MAX = 20_000


class TooManyEntries(Refusal):
    slug: ClassVar[str] = "too_many_entries"

    def __init__(self) -> None:
        most = format_amount(ROWS_MAX, decimals=0)
        super().__init__(
            _("These days have more than %(most)s entries. Choose a shorter time.") % {"most": most},
            field="start",
        )


@dataclass(frozen=True, slots=True)
class StatementHead:
    """Whose statement, in whose book, and the first and last day of the khata (None while it is empty)."""

    business_id: uuid.UUID
    family: Family
    party_name: str
    party_phone: str
    party_language: str
    book_name: str
    book_address: str
    book_phone: str
    currency: str
    timezone: str
    year_starts_month: int
    first_day: datetime.date | None
    last_day: datetime.date | None
    companions: tuple[str, ...] = ()
    """Who stands beside the party, as those who rent together with a tenant."""

    @property
    def party_id(self) -> uuid.UUID:
        return self.family.head


@dataclass(frozen=True, slots=True)
class StatementRow:
    """Minor units; `running_balance` is the party's after this entry, above zero when they owe us. `branch_name`
    is "" in a book of one branch."""

    document_id: uuid.UUID
    day: datetime.date
    pos: int
    direction: str
    mode: str
    kind: str
    amount: int
    note: str
    branch_id: uuid.UUID
    branch_name: str
    running_balance: int

    @property
    def place(self) -> tuple[datetime.date, int]:
        return self.day, self.pos


@dataclass(frozen=True, slots=True)
class Statement:
    """Minor units; `opening` and `closing` above zero when they owe us, the two totals at or above zero.

    `start` and `end` are both included. `seq` is how far the book's trail had come.
    """

    head: StatementHead
    start: datetime.date
    end: datetime.date
    made_at: datetime.datetime
    seq: int
    opening: int
    rows: tuple[StatementRow, ...]
    gave_total: int
    got_total: int

    @property
    def closing(self) -> int:
        return self.opening + self.gave_total - self.got_total

    @property
    def is_ahead(self) -> bool:
        """Whether it reaches beyond the day it was made: then it tells what is written, not what is."""
        return self.end > self.made_at.astimezone(ZoneInfo(self.head.timezone)).date()

    @property
    def with_paise(self) -> bool:
        """Whether any amount has paise, so that all are written with them."""
        return any(amount % 100 for amount in (self.opening, *(row.amount for row in self.rows)))

    def balances(self) -> list[tuple[datetime.date, int]]:
        """(day, balance at its end) for a chart: the start, each day with entries, the end."""
        days = {self.start: self.opening}
        days.update((row.day, row.running_balance) for row in self.rows)
        return [*days.items(), (self.end, self.closing)]


def statement(
    *, business_id: uuid.UUID, party_id: uuid.UUID, start: datetime.date, end: datetime.date,
    made_at: datetime.datetime,
) -> Statement:  # fmt: skip
    """The statement of a party, those merged into it included, from `start` to `end`.

    Raises PartyUnknown, TooManyEntries; ValueError when the end is before the start.
    """
    return statement_of(statement_head(business_id, party_id), start=start, end=end, made_at=made_at)


def statement_head(business_id: uuid.UUID, party_id: uuid.UUID) -> StatementHead:
    """Raises PartyUnknown."""
    family = family_of(business_id, party_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.name, p.phone, p.language, b.name, b.address, b.phone, b.currency, b.timezone,"
            f" b.year_starts_month, {_edge('MIN', family)}, {_edge('MAX', family)}, p.kind"
            " FROM ledger_party p JOIN businesses_business b ON b.id = p.business_id"
            " WHERE p.business_id = %s AND p.id = %s",
            bind_all([*family.members, *family.members, business_id, family.head]),
        )
        row = cursor.fetchone()
    if row is None:
        raise PartyUnknown
    found: list[Any] = [*row[:9], as_date_or_none(row[9]), as_date_or_none(row[10])]
    found.append(companions(business_id, family.members, kind=row[11]))
    return StatementHead(business_id, family, *found)


def statement_of(
    head: StatementHead, *, start: datetime.date, end: datetime.date, made_at: datetime.datetime
) -> Statement:
    """The statement under a head that is read already. Raises TooManyEntries."""
    if end < start:
        raise ValueError("A statement ends on or after the day it starts.")
    found = _read(head, start=start, end=end)
    if len(found) > ROWS_MAX:
        raise TooManyEntries
    seq, opening = found[0][0], int(found[0][1]) + int(found[0][2])
    rows = tuple(_running(found, opening=opening, branches=_names(head))) if found[0][3] is not None else ()
    gave = sum(row.amount for row in rows if row.direction == Direction.GAVE)
    got = sum(row.amount for row in rows if row.direction == Direction.GOT)
    return Statement(
        head=head, start=start, end=end, made_at=made_at, seq=seq, opening=opening, rows=rows,
        gave_total=gave, got_total=got,
    )  # fmt: skip


def nearest_day(head: StatementHead, *, start: datetime.date, end: datetime.date) -> datetime.date | None:
    """The day of an entry that lies nearest to a stretch of days without one; None for an empty khata."""
    members = marks(len(head.family.members))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT (SELECT MAX(d.day) FROM ledger_document d WHERE d.party_id IN {members}"
            f" AND d.state = 'posted' AND d.day < %s), (SELECT MIN(d.day) FROM ledger_document d"
            f" WHERE d.party_id IN {members} AND d.state = 'posted' AND d.day > %s)",
            bind_all([*head.family.members, start, *head.family.members, end]),
        )
        before, after = (as_date_or_none(day) for day in cursor.fetchone())
    if before is None or after is None:
        return before or after
    return before if start - before <= after - end else after


def _edge(which: str, family: Family) -> str:
    return (
        f"(SELECT {which}(d.day) FROM ledger_document d WHERE d.party_id IN {marks(len(family.members))}"
        " AND d.state = 'posted')"
    )


def _read(head: StatementHead, *, start: datetime.date, end: datetime.date) -> list[Any]:
    """(seq, whole months before, lines of the start's month before, document …) rows; one row without a
    document when the days are empty."""
    members, accounts = list(head.family.members), list(book_map(head.business_id).khata_accounts)
    month, of_party = start.replace(day=1), f"party_id IN {marks(len(members))}"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT b.seq,"
            f" (SELECT COALESCE(SUM(m.amount), 0) FROM ledger_partymonth m WHERE m.{of_party}"
            " AND m.month < %s),"
            f" (SELECT COALESCE(SUM(l.amount), 0) FROM ledger_line l WHERE l.{of_party}"
            f" AND l.account_id IN {marks(len(accounts))} AND l.day >= %s AND l.day < %s),"
            " d.id, d.day, d.pos, d.direction, d.mode, d.kind, d.amount, d.note, d.branch_id"
            f" FROM businesses_business b LEFT JOIN ledger_document d ON d.{of_party}"
            " AND d.state = 'posted' AND d.day >= %s AND d.day <= %s"
            f" WHERE b.id = %s ORDER BY d.day, d.pos{', d.id' if len(members) > 1 else ''} LIMIT %s",
            bind_all(
                [
                    *members, month, *members, *accounts, month, start, *members, start, end,
                    head.business_id, ROWS_MAX + 1,
                ]
            ),
        )  # fmt: skip
        return cursor.fetchall()


def _names(head: StatementHead) -> dict[uuid.UUID, str]:
    """The branches by name, where there are several."""
    found = branch_names(head.business_id)
    return {one.id: one.name for one in found} if len(found) > 1 else {}


def _running(found: list[Any], *, opening: int, branches: dict[uuid.UUID, str]) -> Iterator[StatementRow]:
    balance = opening
    for row in found:
        direction, amount, branch_id = row[6], row[9], as_uuid(row[11])
        balance += amount if direction == Direction.GAVE else -amount
        yield StatementRow(
            document_id=as_uuid(row[3]), day=as_date(row[4]), pos=row[5], direction=direction, mode=row[7],
            kind=row[8], amount=amount, note=row[10], branch_id=branch_id,
            branch_name=branches.get(branch_id, ""), running_balance=balance,
        )  # fmt: skip
