"""Many rows at once, under one run id: what an import writes, and how a whole run is taken back.

A call is one transaction of at most ROWS_MAX rows, so other shops on the same file are never kept waiting.
"""

import datetime
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection, transaction

from audit import trail
from businesses.actors import Actor
from businesses.books import BookLock, lock
from businesses.roles import is_granted
from core.collector import put_off
from core.ids import uuid7
from core.refusals import Refusal
from core.sql import among, as_uuid, batched, bind, bind_all, in_one_trip, insert_rows, marks, plan_anew
from core.text import clean_note
from ledger import posting
from ledger.book_map import BookMap, book_map
from ledger.directions import Content
from ledger.models import DocumentKind, DocumentState
from ledger.operations.allocations import loosen
from ledger.operations.drafts import (
    NOTE_LENGTH_MAX,
    check_bounds,
    check_branch,
    check_lock,
    content_hash,
    draft_of,
    last_day_of,
    revision_of,
)
from ledger.operations.entries import DOCUMENT_COLUMNS, document_row
from ledger.operations.entry_changes import revive_party
from ledger.operations.many_rows import RowRefused
from ledger.operations.standing import DOCUMENT_COLUMNS as STANDING_COLUMNS
from ledger.operations.standing import (
    PARTY_COLUMNS,
    StandingDocument,
    StandingParty,
    document_from,
    legs_of,
    party_from,
)
from ledger.refusals import PartyUnknown, RoleNotAllowed

ROWS_MAX = 2_000


@dataclass(frozen=True, slots=True)
class RowDraft:
    """One row to bring in, for a party that stands (run_parties.settle_parties makes those that do not).
    `source_key` (32 bytes) tells the row from all others, so that bringing it twice adds it once.
    `amount` in minor units."""

    source_key: bytes
    party_id: uuid.UUID | None
    direction: str
    amount: int
    mode: str
    day: datetime.date
    note: str = ""
    due_on: datetime.date | None = None
    kind: str = DocumentKind.KHATA
    branch_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class RunResult:
    made: int
    same: int
    refused: tuple[RowRefused, ...]


@dataclass(frozen=True, slots=True)
class RunUndone:
    """`kept` rows were changed by hand since, or stand in a closed period; `left` still wait for a call."""

    undone: int
    kept: int
    left: int


@dataclass(slots=True)
class _Accepted:
    """A row that passed the checks, with its party."""

    row: RowDraft
    content: Content
    party: StandingParty


def record_rows(
    *,
    business_id: uuid.UUID,
    actor: Actor,
    run_id: uuid.UUID,
    rows: Sequence[RowDraft],
    now: datetime.datetime,
) -> RunResult:
    """Write the entries of up to ROWS_MAX rows in one transaction.

    Rows that stand already are counted as the same; rows that break a rule are named and left out.
    Raises RoleNotAllowed, BranchUnknown, BranchClosed.
    """
    if len(rows) > ROWS_MAX:
        raise ValueError(f"{len(rows)} rows, and a call takes {ROWS_MAX}")
    if not is_granted(actor.role, "book.import"):
        raise RoleNotAllowed
    with put_off(), transaction.atomic():
        book = lock(business_id, events=0)
        plan_anew()
        for branch_id in {row.branch_id for row in rows if row.branch_id}:
            check_branch(business_id, branch_id)
        fresh = _not_yet_here(business_id, rows)
        parties = _standing_parties(business_id, {row.party_id for _, row in fresh})
        accepted, refused = _accept(fresh, parties=parties, book=book, now=now)
        _write(book, actor=actor, run_id=run_id, accepted=accepted, now=now)
    return RunResult(made=len(accepted), same=len(rows) - len(fresh), refused=tuple(refused))


def _not_yet_here(business_id: uuid.UUID, rows: Sequence[RowDraft]) -> list[tuple[int, RowDraft]]:
    standing: set[bytes] = set()
    with connection.cursor() as cursor:
        for part in batched(rows):
            condition, keys = among([row.source_key for row in part], kind="bytea")
            cursor.execute(
                "SELECT source_key FROM ledger_document WHERE business_id = %s AND state = 'posted'"
                f" AND source_key {condition}",
                [bind(business_id), *keys],
            )
            standing.update(bytes(key) for (key,) in cursor.fetchall())
    fresh: list[tuple[int, RowDraft]] = []
    for index, row in enumerate(rows):
        if row.source_key not in standing:
            standing.add(row.source_key)
            fresh.append((index, row))
    return fresh


def _standing_parties(
    business_id: uuid.UUID, ids: set[uuid.UUID | None]
) -> dict[uuid.UUID | None, StandingParty]:
    found: dict[uuid.UUID | None, StandingParty] = {}
    with connection.cursor() as cursor:
        for part in batched([party_id for party_id in ids if party_id]):
            condition, keys = among(part, kind="uuid")
            cursor.execute(
                f"SELECT {PARTY_COLUMNS} FROM ledger_party p WHERE p.business_id = %s AND p.trashed_at IS NULL"
                f" AND p.merged_into_id IS NULL AND p.id {condition}",
                [bind(business_id), *keys],
            )
            found |= {party.party_id: party for party in map(party_from, cursor.fetchall())}
    return found


def _accept(
    fresh: Iterable[tuple[int, RowDraft]], *, parties: Mapping[uuid.UUID | None, StandingParty], book: BookLock,
    now: datetime.datetime,
) -> tuple[list[_Accepted], list[RowRefused]]:  # fmt: skip
    accepted: list[_Accepted] = []
    refused: list[RowRefused] = []
    last_day = last_day_of(book, now=now)
    for index, row in fresh:
        try:
            party = _party_of(row, parties=parties)
            note = clean_note(row.note, max_length=NOTE_LENGTH_MAX)
            content = Content(row.direction, row.amount, row.mode, row.day, note, row.due_on, row.branch_id)
            check_bounds(content, last_day=last_day)
            check_lock(content, book=book)
        except Refusal as refusal:
            refused.append(RowRefused.of(index, refusal))
            continue
        accepted.append(_Accepted(row=row, content=content, party=party))
    return accepted, refused


def _party_of(row: RowDraft, *, parties: Mapping[uuid.UUID | None, StandingParty]) -> StandingParty:
    party = parties.get(row.party_id)
    if party is None:
        raise PartyUnknown
    return party


def _write(
    book: BookLock, *, actor: Actor, run_id: uuid.UUID, accepted: Sequence[_Accepted], now: datetime.datetime
) -> None:
    if not accepted:
        return
    seq = lock(book.business_id, events=len(accepted)).first_seq
    made: list[_Made] = []
    with in_one_trip():
        for part in batched(accepted):
            made += _write_documents(
                book, actor=actor, run_id=run_id, accepted=part, seq=seq + len(made), now=now
            )
        posting.post(
            business_id=book.business_id, actor_id=actor.user_id, device_id=actor.device_id,
            drafts=[item.draft for item in made], khatas={item.party_id: item.khata for item in made},
        )  # fmt: skip
        posting.renew_dues(
            business_id=book.business_id, party_ids={item.party_id for item in made if item.moves_due}
        )
        news = [
            _news("entry.created", document=item.document, party_id=item.party_id, seq=item.draft.seq)
            for item in made
        ]
        trail.append(business_id=book.business_id, at=now, actor=actor, news=news)


@dataclass(frozen=True, slots=True)
class _Made:
    draft: posting.Draft
    document: StandingDocument
    party_id: uuid.UUID
    khata: posting.Khata
    moves_due: bool


def _write_documents(
    book: BookLock, *, actor: Actor, run_id: uuid.UUID, accepted: Sequence[_Accepted], seq: int,
    now: datetime.datetime,
) -> list[_Made]:  # fmt: skip
    """A few hundred at a time: PostgreSQL writes them while the next ones are drawn up."""
    books = book_map(book.business_id)
    made: list[_Made] = []
    rows: list[tuple[object, ...]] = []
    for seq_of_row, item in enumerate(accepted, start=seq):
        draft, document = _draft(item, books=books, actor=actor, run_id=run_id, seq=seq_of_row, now=now)
        party_id, khata = item.party.party_id, item.party.khata
        made.append(_Made(draft, document, party_id, khata, moves_due=_moves_due(item, pos=seq_of_row)))
        khata.changed_seq = seq_of_row
        khata.note(day=item.content.day, pos=seq_of_row)
        rows.append(
            document_row(
                business_id=book.business_id, party_id=party_id, actor=actor, document=document, made_at=now,
                source_key=item.row.source_key,
            )
        )  # fmt: skip
    with connection.cursor() as cursor:
        insert_rows(cursor, table="ledger_document", columns=DOCUMENT_COLUMNS, rows=rows)
    return made


def _moves_due(item: _Accepted, *, pos: int) -> bool:
    said = item.content
    return posting.moves_due(item.party.khata, effect=said.effect, due_on=said.due_on, day=said.day, pos=pos)


def _draft(
    item: _Accepted, *, books: BookMap, actor: Actor, run_id: uuid.UUID, seq: int, now: datetime.datetime
) -> tuple[posting.Draft, StandingDocument]:
    document_id, party, branch_id = uuid7(), item.party, item.content.branch_id or books.branch_id
    draft = draft_of(
        document_id=document_id, document_kind=item.row.kind, party_id=party.party_id, party_kind=party.kind,
        content=item.content, books=books, branch_id=branch_id, seq=seq, pos=seq,
    )  # fmt: skip
    document = StandingDocument(
        document_id=document_id, branch_id=branch_id, kind=item.row.kind, content=item.content, pos=seq, rev=1,
        state=DocumentState.POSTED, entry_id=draft.entry_id,
        content_hash=content_hash(party_id=party.party_id, kind=item.row.kind, content=item.content),
        created_by=actor.user_id, created_at=now, run_id=run_id, changed_seq=seq, photos=0,
    )  # fmt: skip
    return draft, document


def _news(verb: str, *, document: StandingDocument, party_id: uuid.UUID, seq: int) -> trail.News:
    return trail.News(
        seq=seq, verb=verb, subject_kind="entry", subject_id=document.document_id, rev=document.rev,
        amount=document.content.effect,
        contents=revision_of(
            party_id=party_id, kind=document.kind, state=document.state, content=document.content,
            photos=document.photos,
        ),
    )  # fmt: skip


def undo_run_chunk(
    *, business_id: uuid.UUID, actor: Actor, run_id: uuid.UUID, now: datetime.datetime, limit: int = ROWS_MAX
) -> RunUndone:
    """Take back up to `limit` entries of a run that stand as they came, and at the end its empty parties.

    Call until `left` is 0. Raises RoleNotAllowed.
    """
    if not is_granted(actor.role, "book.import"):
        raise RoleNotAllowed
    with transaction.atomic():
        book = lock(business_id, events=0)
        standing = _standing_of_run(book, run_id=run_id, limit=min(limit, ROWS_MAX))
        _reverse(book, actor=actor, standing=standing, now=now)
        left, kept = _remaining(book, run_id=run_id)
        if left == 0:
            _trash_empty_parties(book, actor=actor, run_id=run_id, now=now)
    return RunUndone(undone=len(standing), kept=kept, left=left)


OPEN_TO_UNDO = (
    "d.business_id = %s AND d.run_id = %s AND d.state = 'posted' AND d.rev = 1 AND d.billed_by_id IS NULL"
    " AND d.day > %s AND NOT EXISTS"
    " (SELECT 1 FROM ledger_document k WHERE k.corrects_id = d.id AND k.state = 'posted')"
)


def _standing_of_run(
    book: BookLock, *, run_id: uuid.UUID, limit: int
) -> list[tuple[StandingDocument, StandingParty]]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {STANDING_COLUMNS}, {PARTY_COLUMNS} FROM ledger_document d"
            f" JOIN ledger_party p ON p.id = d.party_id WHERE {OPEN_TO_UNDO} ORDER BY d.pos LIMIT %s",
            bind_all([book.business_id, run_id, _open_after(book), limit]),
        )
        return [(document_from(row[:19]), party_from(row[19:])) for row in cursor.fetchall()]


def _open_after(book: BookLock) -> datetime.date:
    return book.books_locked_until or datetime.date.min


def _reverse(
    book: BookLock,
    *,
    actor: Actor,
    standing: Sequence[tuple[StandingDocument, StandingParty]],
    now: datetime.datetime,
) -> None:
    if not standing:
        return
    for party in {party.party_id: party for _, party in standing}.values():
        revive_party(party, business_id=book.business_id, actor=actor, now=now)
    loosen(book.business_id, [document.document_id for document, _ in standing])
    seq = lock(book.business_id, events=len(standing)).first_seq
    legs: dict[uuid.UUID, list[posting.Leg]] = {}
    for part in batched([document.entry_id for document, _ in standing]):
        legs |= legs_of(list(part), khata_accounts=book_map(book.business_id).khata_accounts)
    khatas: dict[uuid.UUID, posting.Khata] = {}
    drafts: list[posting.Draft] = []
    news: list[trail.News] = []
    heads: list[list[Any]] = []
    for seq_of_row, (document, party) in enumerate(standing, start=seq):
        khatas.setdefault(party.party_id, party.khata).changed_seq = seq_of_row
        drafts.append(
            posting.reversal(
                of=document.entry_id, document_id=document.document_id, branch_id=document.branch_id, seq=seq_of_row,
                day=document.content.day, pos=document.pos, legs=legs[document.entry_id], khata_id=party.party_id,
            )
        )  # fmt: skip
        trashed = replace(document, state=DocumentState.TRASHED, rev=document.rev + 1)
        news.append(_news("entry.deleted", document=trashed, party_id=party.party_id, seq=seq_of_row))
        heads.append(bind_all([now, seq_of_row, trashed.rev, document.document_id, book.business_id]))
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE ledger_document SET state = 'trashed', trashed_at = %s, changed_seq = %s, rev = %s"
            " WHERE id = %s AND business_id = %s",
            heads,
        )
    posting.post(
        business_id=book.business_id,
        actor_id=actor.user_id,
        device_id=actor.device_id,
        drafts=drafts,
        khatas=khatas,
    )
    _refresh_places(list(khatas))
    posting.renew_dues(business_id=book.business_id, party_ids=khatas)
    trail.append(business_id=book.business_id, at=now, actor=actor, news=news)


def _refresh_places(party_ids: Sequence[uuid.UUID]) -> None:
    newest = (
        "(SELECT {} FROM ledger_document d WHERE d.party_id = ledger_party.id AND d.state = 'posted'"
        " ORDER BY d.day DESC, d.pos DESC LIMIT 1)"
    )
    with connection.cursor() as cursor:
        for part in batched(party_ids):
            cursor.execute(
                f"UPDATE ledger_party SET last_day = {newest.format('d.day')},"
                f" last_pos = COALESCE({newest.format('d.pos')}, 0) WHERE id IN {marks(len(part))}",
                bind_all(part),
            )


def _remaining(book: BookLock, *, run_id: uuid.UUID) -> tuple[int, int]:
    """(rows that can still be taken back, rows that stay)."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT COUNT(CASE WHEN {OPEN_TO_UNDO} THEN 1 END), COUNT(*) FROM ledger_document d"
            " WHERE d.business_id = %s AND d.run_id = %s AND d.state = 'posted'",
            bind_all([book.business_id, run_id, _open_after(book), book.business_id, run_id]),
        )
        left, standing = cursor.fetchone()
    return left, standing - left


def _trash_empty_parties(book: BookLock, *, actor: Actor, run_id: uuid.UUID, now: datetime.datetime) -> None:
    """Parties the run made, as it made them and with nothing in their khata, go with it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.id, p.name, p.phone, p.kind FROM ledger_party p WHERE p.business_id = %s AND p.run_id = %s"
            " AND p.trashed_at IS NULL AND p.rev = 1 AND NOT EXISTS (SELECT 1 FROM ledger_document d"
            " WHERE d.party_id = p.id AND d.state = 'posted') ORDER BY p.id",
            bind_all([book.business_id, run_id]),
        )
        rows = cursor.fetchall()
        if not rows:
            return
        seq = lock(book.business_id, events=len(rows)).first_seq
        cursor.executemany(
            "UPDATE ledger_party SET trashed_at = %s, changed_seq = %s, rev = 2 WHERE id = %s AND business_id = %s",
            [bind_all([now, number, row[0], book.business_id]) for number, row in enumerate(rows, start=seq)],
        )
    news = [
        trail.News(
            number,
            "party.deleted",
            "party",
            as_uuid(row[0]),
            2,
            None,
            {"name": row[1], "phone": row[2], "kind": row[3]},
        )
        for number, row in enumerate(rows, start=seq)
    ]
    trail.append(business_id=book.business_id, at=now, actor=actor, news=news)
