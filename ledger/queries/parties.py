"""Who owes whom: the party list with its two totals, and one party's card."""

import datetime
import uuid
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection

from core.digits import to_ascii_digits
from core.names import search_terms
from core.sql import as_date_or_none, as_uuid, as_uuid_or_none, bind, bind_all
from ledger.queries.dues import due_by_entries
from ledger.queries.pages import ROWS_MAX, CursorUnknown, cursor_of, key_of
from ledger.refusals import PartyUnknown

JOINED_UNPAID_DUE = due_by_entries(
    of="{0}.party_id IN (SELECT f.id FROM ledger_party f WHERE f.id = q.id OR f.merged_into_id = q.id)",
    balance="(q.balance + m.balance)",
)
# Parties as the list knows them: those merged away are counted in their head, which says so in `merged`.
# Every id is above this literal, and both engines then find the few merged ones by their index.
KHATAS = (
    "(SELECT q.id, q.name, q.name_key, q.phone, q.kind, q.address, q.registration_number, q.language,"
    " q.credit_limit, q.changed_seq, q.rev, CAST(q.balance + COALESCE(m.balance, 0) AS bigint) AS balance,"
    f" CASE WHEN m.head IS NULL THEN q.unpaid_due_on ELSE {JOINED_UNPAID_DUE} END AS unpaid_due_on,"
    " CASE WHEN q.last_day >= m.last_day THEN q.last_day ELSE COALESCE(m.last_day, q.last_day) END AS last_day,"
    " m.head IS NOT NULL AS merged FROM ledger_party q LEFT JOIN (SELECT merged_into_id AS head,"
    " SUM(balance) AS balance, MAX(last_day) AS last_day FROM ledger_party WHERE business_id = %s"
    " AND merged_into_id > '00000000000000000000000000000000' GROUP BY merged_into_id) m ON m.head = q.id"
    " WHERE q.business_id = %s AND q.trashed_at IS NULL AND q.merged_into_id IS NULL) p"
)

CHIPS = {
    "all": "",
    "get": " AND p.balance > 0",
    "give": " AND p.balance < 0",
    "settled": " AND p.balance = 0",
    "overdue": " AND p.unpaid_due_on < %s",
}
SORTS = {
    "recent": "p.changed_seq DESC, p.id DESC",
    "amount": "p.balance DESC, p.id DESC",
    "name": "p.name_key, p.id",
}
PAST = {
    "recent": "(p.changed_seq < %s OR (p.changed_seq = %s AND p.id < %s))",
    "amount": "(p.balance < %s OR (p.balance = %s AND p.id < %s))",
    "name": "(p.name_key > %s OR (p.name_key = %s AND p.id > %s))",
}
SEARCH_LENGTH_MAX = 120
COLUMNS = (
    "p.id, p.name, p.phone, p.kind, p.balance, p.last_day, COALESCE(p.balance > p.credit_limit, FALSE),"
    " COALESCE(p.unpaid_due_on < %s, FALSE)"
)
PLACES = {"recent": "p.changed_seq", "amount": "p.balance", "name": "p.name_key"}


@dataclass(frozen=True, slots=True)
class Totals:
    """Minor units, both at or above zero. `something_waits`: a change from a phone wants a decision."""

    will_get: int
    will_give: int
    something_waits: bool = False


class PartyRow(NamedTuple):
    """`balance` in minor units, above zero when they owe us. A tuple, since a list may hold a thousand."""

    id: uuid.UUID
    name: str
    phone: str
    kind: str
    balance: int
    last_day: datetime.date | None
    over_limit: bool
    overdue: bool


@dataclass(frozen=True, slots=True)
class PartyPage:
    rows: tuple[PartyRow, ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class PartyCard:
    id: uuid.UUID
    name: str
    phone: str
    kind: str
    address: str
    registration_number: str
    language: str
    credit_limit: int | None
    balance: int
    last_day: datetime.date | None
    rev: int
    over_limit: bool
    next_due: datetime.date | None
    overdue: bool
    is_merged: bool
    """Other parties' khatas are joined to this one."""


def totals(business_id: uuid.UUID) -> Totals:
    """What the whole book will get and will give, each party netted."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COALESCE(SUM(CASE WHEN p.balance > 0 THEN p.balance ELSE 0 END), 0),"
            " COALESCE(SUM(CASE WHEN p.balance < 0 THEN -p.balance ELSE 0 END), 0),"
            " EXISTS (SELECT 1 FROM ledger_pending w WHERE w.business_id = %s AND w.decision = 'open')"
            f" FROM {KHATAS}",
            [bind(business_id)] * 3,
        )
        will_get, will_give, waits = cursor.fetchone()
    return Totals(will_get=int(will_get), will_give=int(will_give), something_waits=bool(waits))


def party_page(
    business_id: uuid.UUID, *, today: datetime.date, chip: str = "all", search: str = "", sort: str = "recent",
    after: str | None = None, limit: int = 50,
) -> PartyPage:  # fmt: skip
    """Parties of a chip, by sort (recent, amount, name), from a cursor on. Raises CursorUnknown."""
    limit = min(limit, ROWS_MAX)
    where, values = _search(search)
    where, values = f"TRUE{CHIPS[chip]}{where}", [*[today] * CHIPS[chip].count("%s"), *values]
    if after:
        value, party_id = key_of(after, shape=(str if sort == "name" else int, str))
        where, values = f"{where} AND {PAST[sort]}", [*values, value, value, _uuid(party_id)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {COLUMNS}, {PLACES[sort]} FROM {KHATAS} WHERE {where} ORDER BY {SORTS[sort]} LIMIT %s",
            bind_all([today, business_id, business_id, *values, limit + 1]),
        )
        found = cursor.fetchall()
    rows = tuple(map(_row, found[:limit]))
    if len(found) <= limit:
        return PartyPage(rows, None)
    return PartyPage(rows, cursor_of(found[limit - 1][-1], rows[-1].id.hex))


def _row(row: Any) -> PartyRow:
    party_id, name, phone, kind, balance, last_day, over_limit, overdue, _place = row
    return PartyRow(
        as_uuid(party_id),
        name,
        phone,
        kind,
        balance,
        as_date_or_none(last_day),
        bool(over_limit),
        bool(overdue),
    )


def _is_past(day: datetime.date | None, *, today: datetime.date) -> bool:
    return day is not None and day < today


def _search(search: str) -> tuple[str, list[Any]]:
    """SQL for a name in any script and spelling, or for the digits of a phone."""
    text = search.strip()[:SEARCH_LENGTH_MAX]
    if not text:
        return "", []
    digits = "".join(char for char in to_ascii_digits(text) if char.isdigit())
    if len(digits) >= 3 and not any(char.isalpha() for char in text):
        return " AND p.phone LIKE %s", [f"%{digits.lstrip('0')}%"]
    where, values = "", []
    for group in search_terms(text).groups:
        where += " AND (" + " OR ".join(["p.name_key LIKE %s"] * len(group)) + ")"
        values += [f"%{part}%" for part in group]
    return (where, values) if where else (" AND p.name = %s", [text])


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError as error:
        raise CursorUnknown from error


def party_card(business_id: uuid.UUID, party_id: uuid.UUID, *, today: datetime.date) -> PartyCard:
    """One party with its balance, those merged into it counted in. A merged party answers as its head.

    Raises PartyUnknown.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.id, p.name, p.phone, p.kind, p.address, p.registration_number, p.language, p.credit_limit,"
            f" p.balance, p.last_day, p.rev, p.unpaid_due_on, p.merged FROM {KHATAS}"
            " WHERE p.id = (SELECT COALESCE(c.merged_into_id, c.id) FROM ledger_party c WHERE c.id = %s)",
            bind_all([business_id, business_id, party_id]),
        )
        row = cursor.fetchone()
    if row is None:
        raise PartyUnknown
    balance, next_due = int(row[8]), as_date_or_none(row[11])
    return PartyCard(
        id=as_uuid(row[0]), name=row[1], phone=row[2], kind=row[3], address=row[4], registration_number=row[5],
        language=row[6], credit_limit=row[7], balance=balance, last_day=as_date_or_none(row[9]), rev=row[10],
        over_limit=row[7] is not None and balance > row[7], next_due=next_due,
        overdue=_is_past(next_due, today=today), is_merged=bool(row[12]),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Family:
    """A khata is read over its head and the parties merged into it: lines never move."""

    head: uuid.UUID
    name: str
    members: tuple[uuid.UUID, ...]
    balance: int


def family_of(business_id: uuid.UUID, party_id: uuid.UUID) -> Family:
    """Raises PartyUnknown."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.id, p.balance, p.merged_into_id, p.name FROM ledger_party p WHERE p.business_id = %s"
            " AND p.trashed_at IS NULL AND (p.id = %s OR p.merged_into_id = %s)",
            bind_all([business_id, party_id, party_id]),
        )
        rows = [(as_uuid(row[0]), row[1], as_uuid_or_none(row[2]), row[3]) for row in cursor.fetchall()]
    own = next((row for row in rows if row[0] == party_id), None)
    if own is None:
        raise PartyUnknown
    if own[2] is not None:
        return family_of(business_id, own[2])
    return Family(
        head=party_id, name=own[3], members=tuple(row[0] for row in rows), balance=sum(row[1] for row in rows)
    )
