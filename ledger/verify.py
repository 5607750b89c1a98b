"""Proof of the books: every stored sum against the lines, every entry against itself, every chain link.

Reads only. `manage.py verify_books` runs it; the tests run it after every storm.
"""

import datetime
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection, transaction

from core.sql import as_bytes, as_date, as_uuid, as_uuid_or_none, bind
from ledger.posting import Draft, Leg, next_link

FAULTS_MAX = 50
"""Of one kind in one book: the first ones show where to look."""
ROWS_A_FETCH = 2_000

CHECKS: tuple[tuple[str, str], ...] = (
    (
        "an entry does not balance",
        "SELECT l.entry_id, SUM(l.amount) FROM ledger_line l WHERE l.business_id = %(book)s GROUP BY l.entry_id"
        " HAVING SUM(l.amount) <> 0 OR COUNT(*) < 2",
    ),
    (
        "an entry is not posted",
        "SELECT e.id, e.seq FROM ledger_entry e WHERE e.business_id = %(book)s AND e.posted_as IS NULL",
    ),
    (
        "a line stands elsewhere than its entry",
        "SELECT l.id, l.entry_id FROM ledger_line l LEFT JOIN ledger_entry e ON e.posted_as = l.entry_id"
        " WHERE l.business_id = %(book)s AND (e.id IS NULL OR e.business_id <> l.business_id OR e.day <> l.day"
        " OR e.pos <> l.pos OR e.branch_id <> l.branch_id)",
    ),
    (
        "a line points into another book",
        "SELECT l.id, l.entry_id FROM ledger_line l JOIN ledger_account a ON a.id = l.account_id"
        " LEFT JOIN ledger_party p ON p.id = l.party_id WHERE l.business_id = %(book)s AND (a.business_id <> l.business_id"
        " OR (l.party_id IS NOT NULL AND (p.id IS NULL OR p.business_id <> l.business_id)))",
    ),
    (
        "a party's balance differs from its lines",
        "SELECT p.id, p.balance FROM ledger_party p LEFT JOIN (SELECT l.party_id, SUM(l.amount) AS amount FROM ledger_line l"
        " JOIN ledger_account a ON a.id = l.account_id WHERE l.business_id = %(book)s AND a.role IN ('receivable', 'payable')"
        " GROUP BY l.party_id) s ON s.party_id = p.id WHERE p.business_id = %(book)s AND p.balance <> COALESCE(s.amount, 0)",
    ),
    (
        "a party's month differs from its lines",
        "SELECT party_id, month, SUM(amount) FROM (SELECT m.party_id, m.branch_id, m.month, m.amount FROM ledger_partymonth m"
        " WHERE m.business_id = %(book)s UNION ALL SELECT l.party_id, l.branch_id, {month}, -l.amount FROM ledger_line l"
        " JOIN ledger_account a ON a.id = l.account_id WHERE l.business_id = %(book)s AND a.role IN ('receivable', 'payable')"
        " AND l.party_id IS NOT NULL) both_sides GROUP BY party_id, branch_id, month HAVING SUM(amount) <> 0",
    ),
    (
        "an account's month differs from its lines",
        "SELECT account_id, month, SUM(debit), SUM(credit) FROM (SELECT m.account_id, m.branch_id, m.month, m.debit, m.credit"
        " FROM ledger_accountmonth m WHERE m.business_id = %(book)s UNION ALL SELECT l.account_id, l.branch_id, {month},"
        " -(CASE WHEN l.amount > 0 THEN l.amount ELSE 0 END), CASE WHEN l.amount < 0 THEN l.amount ELSE 0 END"
        " FROM ledger_line l WHERE l.business_id = %(book)s) both_sides GROUP BY account_id, branch_id, month"
        " HAVING SUM(debit) <> 0 OR SUM(credit) <> 0",
    ),
    (
        "an entry and its document do not agree",
        "SELECT d.id, d.amount FROM ledger_document d LEFT JOIN ledger_entry e ON e.id = d.entry_id AND e.document_id = d.id"
        " LEFT JOIN ledger_line l ON l.entry_id = e.posted_as AND l.party_id = d.party_id WHERE d.business_id = %(book)s"
        " AND (e.id IS NULL OR e.day <> d.day OR e.pos <> d.pos OR l.id IS NULL"
        " OR l.amount <> CASE WHEN d.direction = 'gave' THEN d.amount ELSE -d.amount END)",
    ),
    (
        "a document stands or is trashed against its entry",
        "SELECT d.id, d.state FROM ledger_document d WHERE d.business_id = %(book)s AND (d.state = 'trashed') <>"
        " EXISTS (SELECT 1 FROM ledger_entry r WHERE r.reverses_id = d.entry_id)",
    ),
    (
        "an entry stands that is neither its document's own nor reversed",
        "SELECT e.id, e.seq FROM ledger_entry e JOIN ledger_document d ON d.id = e.document_id WHERE e.business_id = %(book)s"
        " AND e.reverses_id IS NULL AND d.entry_id <> e.id AND NOT EXISTS (SELECT 1 FROM ledger_entry r WHERE r.reverses_id = e.id)",
    ),
    (
        "a reversal does not mirror its entry",
        "SELECT r.id, r.seq FROM ledger_entry r JOIN ledger_entry e ON e.id = r.reverses_id WHERE r.business_id = %(book)s AND EXISTS"
        " (SELECT 1 FROM ledger_line l WHERE l.entry_id IN (r.id, e.id) GROUP BY l.account_id, l.party_id HAVING SUM(l.amount) <> 0)",
    ),
    (
        "the trail has a gap or a number too many",
        "SELECT COUNT(*), MIN(v.seq), MAX(v.seq), MAX(b.seq) FROM businesses_business b LEFT JOIN audit_event v"
        " ON v.business_id = b.id WHERE b.id = %(book)s HAVING COUNT(v.id) <> MAX(b.seq) OR COALESCE(MAX(v.seq), 0) <> MAX(b.seq)",
    ),
    (
        "a party's newest entry is another",
        "SELECT p.id, p.last_pos FROM ledger_party p WHERE p.business_id = %(book)s AND p.last_pos <> COALESCE((SELECT d.pos"
        " FROM ledger_document d WHERE d.party_id = p.id AND d.state = 'posted' ORDER BY d.day DESC, d.pos DESC LIMIT 1), 0)",
    ),
)


@dataclass(frozen=True, slots=True)
class Fault:
    business_id: uuid.UUID
    what: str
    where: str


def verify_book(business_id: uuid.UUID) -> list[Fault]:
    """Every fault found in one book, FAULTS_MAX of a kind; empty means proven."""
    with transaction.atomic():
        faults = [fault for what, sql in CHECKS for fault in _faults(business_id, what=what, sql=sql)]
        return faults + list(_chain_faults(business_id))


def _faults(business_id: uuid.UUID, *, what: str, sql: str) -> Iterator[Fault]:
    month = (
        "CAST(date_trunc('month', l.day) AS date)"
        if connection.vendor == "postgresql"
        else "date(l.day, 'start of month')"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql.format(month=month) + f" LIMIT {FAULTS_MAX}", {"book": bind(business_id)})
        for row in cursor.fetchall():
            yield Fault(business_id, what, " ".join(str(value) for value in row))


def _chain_faults(business_id: uuid.UUID) -> Iterator[Fault]:
    """Recompute each khata's chain in the order its entries were written."""
    heads: dict[uuid.UUID, bytes] = {}
    found = 0
    for party_id, draft, chain in _entries(business_id):
        heads[party_id] = next_link(previous=heads.get(party_id, b""), draft=draft)
        if heads[party_id] != chain and found < FAULTS_MAX:
            found += 1
            yield Fault(business_id, "a chain is broken", f"{party_id} at entry {draft.entry_id}")
            heads[party_id] = chain
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, chain FROM ledger_party WHERE business_id = %s", [bind(business_id)])
        for row in cursor.fetchall():
            if as_bytes(row[1]) != heads.get(as_uuid(row[0]), b""):
                yield Fault(business_id, "a chain ends elsewhere", str(as_uuid(row[0])))


def _entries(business_id: uuid.UUID) -> Iterator[tuple[uuid.UUID, Draft, bytes]]:
    """Every entry with its legs as they were drafted, by seq, a reversal before what replaces it."""
    sql = (
        "SELECT e.id, e.document_id, e.branch_id, e.seq, e.day, e.pos, e.reverses_id, e.chain, d.party_id,"
        " l.account_id, l.party_id, l.amount FROM ledger_entry e JOIN ledger_document d ON d.id = e.document_id"
        " JOIN ledger_line l ON l.entry_id = e.posted_as WHERE e.business_id = %s AND e.seq > %s AND e.seq <= %s"
        " ORDER BY e.seq, CASE WHEN e.reverses_id IS NULL THEN 1 ELSE 0 END, l.id"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COALESCE(MAX(seq), 0) FROM ledger_entry WHERE business_id = %s", [bind(business_id)]
        )
        (last,) = cursor.fetchone()
        for start in range(0, last, ROWS_A_FETCH):
            cursor.execute(sql, [bind(business_id), start, start + ROWS_A_FETCH])
            yield from _grouped(cursor.fetchall())


def _grouped(rows: list[tuple[object, ...]]) -> Iterator[tuple[uuid.UUID, Draft, bytes]]:
    legs: list[Leg] = []
    for position, row in enumerate(rows):
        legs.append(Leg(as_uuid(row[9]), int(str(row[11])), as_uuid_or_none(row[10])))
        if position + 1 < len(rows) and rows[position + 1][0] == row[0]:
            continue
        day: datetime.date = as_date(row[4])
        draft = Draft(
            entry_id=as_uuid(row[0]), document_id=as_uuid(row[1]), branch_id=as_uuid(row[2]), seq=int(str(row[3])),
            day=day, pos=int(str(row[5])), reverses=as_uuid_or_none(row[6]), legs=tuple(legs), khata_id=as_uuid(row[8]),
        )  # fmt: skip
        yield as_uuid(row[8]), draft, as_bytes(row[7])
        legs = []
