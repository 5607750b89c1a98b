"""Proof of the books: every stored sum against the lines, every entry against itself, every chain link.

Reads only. `manage.py verify_books` runs it; the tests run it after every storm.
"""

import datetime
import re
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction

from core.sql import as_bytes, as_date, as_uuid, as_uuid_or_none, bind
from ledger.posting import Draft, Leg, next_link
from ledger.queries.dues import OWN_UNPAID_DUE

FAULTS_MAX = 50
"""Of one kind in one book: the first ones show where to look."""
ROWS_A_FETCH = 2_000
LINK_LENGTH = 32

CHECK = re.compile(r"^-- check: (.+)\n((?:(?!-- check: ).*\n)+)", re.MULTILINE)
CHECKS: tuple[tuple[str, str], ...] = tuple(
    (what, sql.strip().removesuffix(";"))
    for what, sql in CHECK.findall(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
)


@dataclass(frozen=True, slots=True)
class Fault:
    business_id: uuid.UUID
    what: str
    where: str


Proof = Callable[[uuid.UUID], Iterable[Fault]]
_proofs: list[Proof] = []


def also_prove(proof: Proof) -> None:
    """Have an app above prove what it stores, whenever a book is proven."""
    if proof not in _proofs:
        _proofs.append(proof)


def verify_book(business_id: uuid.UUID) -> list[Fault]:
    """Every fault found in one book, FAULTS_MAX of a kind; empty means proven."""
    with transaction.atomic():
        faults = [fault for what, sql in CHECKS for fault in faults_of(business_id, what=what, sql=sql)]
        faults += _chain_faults(business_id)
        return faults + [fault for proof in _proofs for fault in proof(business_id)]


def faults_of(business_id: uuid.UUID, *, what: str, sql: str) -> Iterator[Fault]:
    month = (
        "CAST(date_trunc('month', l.day) AS date)"
        if connection.vendor == "postgresql"
        else "date(l.day, 'start of month')"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            sql.format(month=month, unpaid_due=OWN_UNPAID_DUE) + f" LIMIT {FAULTS_MAX}",
            {"book": bind(business_id)},
        )
        for row in cursor.fetchall():
            yield Fault(business_id, what, " ".join(str(value) for value in row))


def _chain_faults(business_id: uuid.UUID) -> Iterator[Fault]:
    """Recompute each khata's chain in the order its entries were written."""
    heads: dict[uuid.UUID, bytes] = {}
    found = 0
    for draft, chain in _entries(business_id):
        if len(chain) != len(draft.khata_ids) * LINK_LENGTH and found < FAULTS_MAX:
            found += 1
            yield Fault(business_id, "a chain is broken", f"entry {draft.entry_id}")
        for position, party_id in enumerate(draft.khata_ids):
            link = chain[position * LINK_LENGTH : (position + 1) * LINK_LENGTH]
            heads[party_id] = next_link(previous=heads.get(party_id, b""), draft=draft)
            if heads[party_id] != link and found < FAULTS_MAX:
                found += 1
                yield Fault(business_id, "a chain is broken", f"{party_id} at entry {draft.entry_id}")
                heads[party_id] = link
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, chain FROM ledger_party WHERE business_id = %s", [bind(business_id)])
        for row in cursor.fetchall():
            if as_bytes(row[1]) != heads.get(as_uuid(row[0]), b""):
                yield Fault(business_id, "a chain ends elsewhere", str(as_uuid(row[0])))


def _entries(business_id: uuid.UUID) -> Iterator[tuple[Draft, bytes]]:
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


def _grouped(rows: list[tuple[object, ...]]) -> Iterator[tuple[Draft, bytes]]:
    legs: list[Leg] = []
    for position, row in enumerate(rows):
        legs.append(Leg(as_uuid(row[9]), int(str(row[11])), as_uuid_or_none(row[10])))
        if position + 1 < len(rows) and rows[position + 1][0] == row[0]:
            continue
        day: datetime.date = as_date(row[4])
        draft = Draft(
            entry_id=as_uuid(row[0]), document_id=as_uuid(row[1]), branch_id=as_uuid(row[2]), seq=int(str(row[3])),
            day=day, pos=int(str(row[5])), reverses=as_uuid_or_none(row[6]), legs=tuple(legs),
            khata_id=as_uuid_or_none(row[8]),
        )  # fmt: skip
        yield draft, as_bytes(row[7])
        legs = []
