"""Who owes whom: the party list with its two totals, and one party's card."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from core.digits import to_ascii_digits
from core.names import search_terms
from core.sql import as_date_or_none, as_uuid, as_uuid_or_none, bind, bind_all, marks
from ledger.queries.pages import ROWS_MAX, CursorUnknown, cursor_of, key_of
from ledger.refusals import PartyUnknown

# Parties as the list knows them: those merged away are counted in their head, which says so in `merged`.
# Every id is above this literal, and both engines then find the few merged ones by their index.
KHATAS = (
    "(SELECT q.id, q.name, q.name_key, q.phone, q.kind, q.address, q.registration_number, q.language,"
    " q.credit_limit, q.changed_seq, q.rev, CAST(q.balance + COALESCE(m.balance, 0) AS bigint) AS balance,"
    " CASE WHEN q.last_day >= m.last_day THEN q.last_day ELSE COALESCE(m.last_day, q.last_day) END AS last_day,"
    " m.head IS NOT NULL AS merged FROM ledger_party q LEFT JOIN (SELECT merged_into_id AS head,"
    " SUM(balance) AS balance, MAX(last_day) AS last_day FROM ledger_party WHERE business_id = %s"
    " AND merged_into_id > '00000000000000000000000000000000' GROUP BY merged_into_id) m ON m.head = q.id"
    " WHERE q.business_id = %s AND q.trashed_at IS NULL AND q.merged_into_id IS NULL) p"
)

# A khata's payments settle its oldest entries first, so what is unpaid is the newest gaves. Something is
# overdue when the gaves after the newest entry whose due date has passed do not make up the whole balance.
# CASE, since SQLite may add up every khata before it asks whether anything was due at all; COALESCE, since the
# newest is near the end of the khata, while an index on due dates would have all of them sorted.


def _overdue(*, of: str) -> str:
    """SQL with two days to bind. `of` chooses the documents, as {0}."""
    gave = of + " AND {0}.state = 'posted' AND {0}.direction = 'gave'"
    newest = (
        f"SELECT d.day, d.pos FROM ledger_document d WHERE {gave.format('d')}"
        " AND COALESCE(d.due_on, '9999-12-31') < %s ORDER BY d.day DESC, d.pos DESC LIMIT 1"
    )
    return (
        f"CASE WHEN p.balance > 0 AND EXISTS (SELECT 1 FROM ledger_document d WHERE {gave.format('d')}"
        f" AND d.due_on < %s) THEN p.balance > (SELECT COALESCE(SUM(n.amount), 0) FROM ({newest}) newest"
        f" JOIN ledger_document n ON {gave.format('n')} AND (n.day, n.pos) > (newest.day, newest.pos)) ELSE FALSE END"
    )


OVERDUE = (
    "CASE WHEN p.merged THEN "
    + _overdue(
        of="{0}.party_id IN (SELECT f.id FROM ledger_party f WHERE f.id = p.id OR f.merged_into_id = p.id)"
    )
    + f" ELSE {_overdue(of='{0}.party_id = p.id')} END"
)
OVERDUE_DAYS = OVERDUE.count("%s")
CHIPS = {
    "all": "",
    "get": " AND p.balance > 0",
    "give": " AND p.balance < 0",
    "settled": " AND p.balance = 0",
    "overdue": " AND p.balance > 0",
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
UNPAID_LOOKED_AT, OWING_LOOKED_AT = 2_000, 400
COLUMNS = "p.id, p.name, p.phone, p.kind, p.balance, p.last_day, p.credit_limit, p.changed_seq, p.name_key"


@dataclass(frozen=True, slots=True)
class Totals:
    """Minor units, both at or above zero. `something_waits`: a change from a phone wants a decision."""

    will_get: int
    will_give: int
    something_waits: bool = False


@dataclass(frozen=True, slots=True)
class PartyRow:
    """`balance` in minor units, above zero when they owe us."""

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
    where = f"TRUE{CHIPS[chip]}{where}"
    if after:
        value, party_id = key_of(after, shape=(str if sort == "name" else int, str))
        where, values = f"{where} AND {PAST[sort]}", [*values, value, value, _uuid(party_id)]
    asked = Asked(where, [business_id, business_id, *values], order=SORTS[sort], limit=limit + 1)
    found = _overdue_rows(asked, today=today) if chip == "overdue" else _rows(asked, today=today)
    rows = tuple(_row(row) for row in found[:limit])
    if len(found) <= limit:
        return PartyPage(rows, None)
    last = found[limit - 1]
    value = {"recent": last[7], "amount": last[4], "name": last[8]}[sort]
    return PartyPage(rows, cursor_of(value, as_uuid(last[0]).hex))


@dataclass(frozen=True, slots=True)
class Asked:
    where: str
    values: list[Any]
    order: str
    limit: int


def _rows(asked: Asked, *, today: datetime.date) -> Sequence[Any]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {COLUMNS}, {OVERDUE} FROM {KHATAS} WHERE {asked.where} ORDER BY {asked.order} LIMIT %s",
            bind_all([*[today] * OVERDUE_DAYS, *asked.values, asked.limit]),
        )
        return cursor.fetchall()


def _overdue_rows(asked: Asked, *, today: datetime.date) -> Sequence[Any]:
    """Of the first who owe, in their order, and only when these do not fill the page, of all: each asks its khata."""
    days = [today] * OVERDUE_DAYS
    first = f"(SELECT * FROM {KHATAS} WHERE {asked.where} ORDER BY {asked.order} LIMIT {OWING_LOOKED_AT}) p"
    found: Sequence[Any] = ()
    with connection.cursor() as cursor:
        for source, where, values in (
            (first, OVERDUE, [*asked.values, *days]),
            (KHATAS, f"{asked.where} AND {OVERDUE}", [*asked.values, *days]),
        ):
            if len(found) < asked.limit:
                cursor.execute(
                    f"SELECT {COLUMNS}, TRUE FROM {source} WHERE {where} ORDER BY {asked.order} LIMIT %s",
                    bind_all([*values, asked.limit]),
                )
                found = cursor.fetchall()
    return found


def _row(row: Any) -> PartyRow:
    return PartyRow(
        id=as_uuid(row[0]), name=row[1], phone=row[2], kind=row[3], balance=row[4], last_day=as_date_or_none(row[5]),
        over_limit=row[6] is not None and row[4] > row[6], overdue=bool(row[9]),
    )  # fmt: skip


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
            f" p.balance, p.last_day, p.rev, {OVERDUE}, p.merged FROM {KHATAS}"
            " WHERE p.id = (SELECT COALESCE(c.merged_into_id, c.id) FROM ledger_party c WHERE c.id = %s)",
            bind_all([*[today] * OVERDUE_DAYS, business_id, business_id, party_id]),
        )
        row = cursor.fetchone()
    if row is None:
        raise PartyUnknown
    head, balance, merged = as_uuid(row[0]), int(row[8]), bool(row[12])
    members = family_of(business_id, head).members if merged else (head,)
    return PartyCard(
        id=head, name=row[1], phone=row[2], kind=row[3], address=row[4], registration_number=row[5],
        language=row[6], credit_limit=row[7], balance=balance, last_day=as_date_or_none(row[9]), rev=row[10],
        over_limit=row[7] is not None and balance > row[7], next_due=_next_due(members, balance=balance),
        overdue=bool(row[11]), is_merged=merged,
    )  # fmt: skip


def _next_due(members: tuple[uuid.UUID, ...], *, balance: int) -> datetime.date | None:
    """The earliest due date among the entries that are not paid yet, of the newest UNPAID_LOOKED_AT."""
    if balance <= 0:
        return None
    ours = marks(len(members))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT MIN(due_on) FROM (SELECT g.due_on, SUM(g.amount) OVER (ORDER BY g.day DESC, g.pos DESC) - g.amount"
            f" AS gave_after FROM (SELECT day, pos, amount, due_on FROM ledger_document WHERE party_id IN {ours}"
            " AND state = 'posted' AND direction = 'gave' AND EXISTS (SELECT 1 FROM ledger_document e"
            f" WHERE e.party_id IN {ours} AND e.due_on IS NOT NULL) ORDER BY day DESC, pos DESC LIMIT %s) g) unpaid"
            " WHERE due_on IS NOT NULL AND gave_after < %s",
            bind_all([*members, *members, UNPAID_LOOKED_AT, balance]),
        )
        (due_on,) = cursor.fetchone()
    return as_date_or_none(due_on)


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
