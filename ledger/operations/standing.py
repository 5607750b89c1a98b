"""What stands in the book, read under its lock before anything is written."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from core.sql import (
    as_bytes,
    as_date,
    as_date_or_none,
    as_instant,
    as_uuid,
    as_uuid_or_none,
    bind,
    marks,
    prepared,
)
from ledger.directions import Content
from ledger.models import DocumentState, Party
from ledger.posting import Khata, Leg
from ledger.refusals import EntryUnknown, WordsRefused

# What the whole khata owes: a joined party's balance counts in its head's.
KHATA_BALANCE = (
    "CASE WHEN p.merged_into_id IS NULL"
    " THEN p.balance + (SELECT COALESCE(SUM(m.balance), 0) FROM ledger_party m WHERE m.merged_into_id = p.id)"
    " ELSE (SELECT SUM(m.balance) FROM ledger_party m WHERE p.merged_into_id IN (m.id, m.merged_into_id)) END"
)
PARTY_COLUMNS = (
    f"p.id, p.name, p.kind, {KHATA_BALANCE}, p.chain, p.last_day, p.last_pos, p.credit_limit, p.changed_seq, p.rev,"
    " p.merged_into_id, p.trashed_at, p.erased_at, p.unpaid_due_on"
)
DOCUMENT_COLUMNS = (
    "d.id, d.branch_id, d.kind, d.direction, d.amount, d.mode, d.day, d.note, d.due_on, d.pos, d.rev, d.state,"
    " d.entry_id, d.content_hash, d.created_by_id, d.created_at, d.run_id, d.changed_seq,"
    " (SELECT COUNT(*) FROM ledger_attachment a WHERE a.document_id = d.id AND a.business_id = d.business_id"
    " AND a.removed_at IS NULL)"
)
DOCUMENT_WIDTH = 19


@dataclass(slots=True)
class StandingParty:
    party_id: uuid.UUID
    name: str
    kind: str
    balance: int
    credit_limit: int | None
    rev: int
    merged_into: uuid.UUID | None
    is_trashed: bool
    is_erased: bool
    khata: Khata

    def refuse_words(self, note: str) -> None:
        """Raises WordsRefused: of a person who was erased no words are kept any more."""
        if self.is_erased and note:
            raise WordsRefused

    def is_over_limit(self, *, balance: int) -> bool:
        return self.credit_limit is not None and balance > self.credit_limit


@dataclass(frozen=True, slots=True)
class StandingDocument:
    document_id: uuid.UUID
    branch_id: uuid.UUID
    kind: str
    content: Content
    pos: int
    rev: int
    state: str
    entry_id: uuid.UUID
    content_hash: bytes
    created_by: uuid.UUID
    created_at: datetime.datetime
    run_id: uuid.UUID | None
    changed_seq: int
    photos: int

    @property
    def is_trashed(self) -> bool:
        return self.state == DocumentState.TRASHED


def party_from(row: Sequence[Any]) -> StandingParty:
    party_id = as_uuid(row[0])
    return StandingParty(
        party_id=party_id,
        name=row[1],
        kind=row[2],
        balance=int(row[3]),
        credit_limit=row[7],
        rev=row[9],
        merged_into=as_uuid_or_none(row[10]),
        is_trashed=row[11] is not None,
        is_erased=row[12] is not None,
        khata=Khata(
            party_id=party_id,
            chain=as_bytes(row[4]),
            changed_seq=row[8],
            last_day=as_date_or_none(row[5]),
            last_pos=row[6],
            unpaid_due_on=as_date_or_none(row[13]),
        ),
    )


def khata_of(party: Party) -> Khata:
    return Khata(
        party.id, bytes(party.chain), party.changed_seq, party.last_day, party.last_pos, party.unpaid_due_on
    )


def document_from(row: Sequence[Any]) -> StandingDocument:
    return StandingDocument(
        document_id=as_uuid(row[0]),
        branch_id=as_uuid(row[1]),
        kind=row[2],
        content=Content(
            row[3], row[4], row[5], as_date(row[6]), row[7], as_date_or_none(row[8]), as_uuid(row[1])
        ),
        pos=row[9],
        rev=row[10],
        state=row[11],
        entry_id=as_uuid(row[12]),
        content_hash=as_bytes(row[13]),
        created_by=as_uuid(row[14]),
        created_at=as_instant(row[15]),
        run_id=as_uuid_or_none(row[16]),
        changed_seq=row[17],
        photos=row[18],
    )


@dataclass(frozen=True, slots=True)
class Taken:
    """The document that has an id already, in whichever book it stands."""

    business_id: uuid.UUID
    content_hash: bytes


def read_ground(
    *, business_id: uuid.UUID, document_id: uuid.UUID, party_id: uuid.UUID
) -> tuple[Taken | None, StandingParty | None]:
    """In one question: whether a document's id is taken, and the party it is for: for one that was joined to
    another, that other. The party is None when it is trashed, of another book, or of none."""
    with prepared() as cursor:
        cursor.execute(
            f"SELECT d.business_id, d.content_hash, {PARTY_COLUMNS} FROM (SELECT 1 AS one) ground"
            " LEFT JOIN ledger_document d ON d.id = %s LEFT JOIN ledger_party p ON p.business_id = %s"
            " AND p.trashed_at IS NULL AND p.id = (SELECT COALESCE(g.merged_into_id, g.id) FROM ledger_party g"
            " WHERE g.id = %s AND g.trashed_at IS NULL)",
            [bind(document_id), bind(business_id), bind(party_id)],
        )
        row = cursor.fetchone()
    taken = Taken(as_uuid(row[0]), as_bytes(row[1])) if row[0] is not None else None
    return taken, party_from(row[2:]) if row[2] is not None else None


def read_document(
    *, business_id: uuid.UUID, document_id: uuid.UUID
) -> tuple[StandingDocument, StandingParty]:
    """A document and its party. Raises EntryUnknown."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {DOCUMENT_COLUMNS}, {PARTY_COLUMNS} FROM ledger_document d"
            " JOIN ledger_party p ON p.id = d.party_id AND p.business_id = d.business_id"
            " WHERE d.id = %s AND d.business_id = %s",
            [bind(document_id), bind(business_id)],
        )
        row = cursor.fetchone()
    if row is None:
        raise EntryUnknown
    return document_from(row[:DOCUMENT_WIDTH]), party_from(row[DOCUMENT_WIDTH:])


def legs_of(
    entry_ids: Sequence[uuid.UUID], *, khata_accounts: tuple[uuid.UUID, uuid.UUID]
) -> dict[uuid.UUID, list[Leg]]:
    """The legs of posted entries, in the order they were written."""
    found: dict[uuid.UUID, list[Leg]] = {entry_id: [] for entry_id in entry_ids}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT entry_id, account_id, amount, party_id FROM ledger_line"
            f" WHERE entry_id IN {marks(len(entry_ids))} ORDER BY id",
            [bind(entry_id) for entry_id in entry_ids],
        )
        for entry_id, account_id, amount, party_id in cursor.fetchall():
            account = as_uuid(account_id)
            found[as_uuid(entry_id)].append(
                Leg(account, amount, as_uuid_or_none(party_id), counts=account in khata_accounts)
            )
    return found


def newest_place(
    party_id: uuid.UUID, *, business_id: uuid.UUID, other_than: uuid.UUID
) -> tuple[datetime.date | None, int]:
    """(day, pos) of the newest entry that stands in a khata, one document left aside."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT day, pos FROM ledger_document WHERE business_id = %s AND party_id = %s AND state = 'posted'"
            " AND id <> %s"
            " ORDER BY day DESC, pos DESC LIMIT 1",
            [bind(business_id), bind(party_id), bind(other_than)],
        )
        row = cursor.fetchone()
    return (None, 0) if row is None else (as_date(row[0]), row[1])


@dataclass(frozen=True, slots=True)
class Ties:
    """What else a document hangs together with."""

    corrects: uuid.UUID | None
    is_corrected: bool
    """A correction that stands takes it back."""
    has_its_correction: bool
    """It replaced a corrected entry, and the correction it came with stands."""
    has_left: bool
    """It left the trash for good."""
    is_part: bool
    """It is a voucher's line."""
    billed_as: str | None
    """The number of the bill that took it."""


def read_ties(*, business_id: uuid.UUID, document_id: uuid.UUID) -> Ties:
    """Raises EntryUnknown."""
    stands = "SELECT 1 FROM ledger_document k WHERE k.kind = 'correction' AND k.state = 'posted' AND k.corrects_id ="
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT d.corrects_id, EXISTS ({stands} d.id), EXISTS ({stands} d.corrects_id AND k.pos = d.pos - 1),"
            " d.closed_at IS NOT NULL, d.part_of_id IS NOT NULL, b.note FROM ledger_document d"
            " LEFT JOIN ledger_document b ON b.id = d.billed_by_id AND b.business_id = d.business_id"
            " WHERE d.id = %s AND d.business_id = %s",
            [bind(document_id), bind(business_id)],
        )
        row = cursor.fetchone()
    if row is None:
        raise EntryUnknown
    return Ties(as_uuid_or_none(row[0]), bool(row[1]), bool(row[2]), bool(row[3]), bool(row[4]), row[5])
