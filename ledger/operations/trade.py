"""Documents that apps above write: an invoice, a bill, a payment. They decide what it says and how it is posted;
here it gets its place in the khata, its entry, and the sums.

Under the caller's lock of the book and inside its transaction. The caller tells the trail under the same number.
"""

import datetime
import hashlib
import uuid
from dataclasses import dataclass

from django.db import connection

from businesses.actors import Actor
from businesses.books import BookLock
from core.sql import bind_all, insert_rows
from core.taken_ids import refused_when_taken
from ledger import posting
from ledger.book_map import book_map
from ledger.directions import Content
from ledger.models import Direction, Document, DocumentState, Mode
from ledger.operations.drafts import check_content
from ledger.operations.entries import DOCUMENT_COLUMNS
from ledger.operations.entry_changes import revive_party
from ledger.operations.standing import (
    PARTY_COLUMNS,
    StandingParty,
    legs_of,
    newest_place,
    party_from,
    read_ground,
)
from ledger.posting import Draft, Leg
from ledger.refusals import EntryUnknown, IdTaken, PartyUnknown, PeriodLocked


@dataclass(frozen=True, slots=True, kw_only=True)
class TradeDocument:
    """What is posted. `amount` above zero, minor units; `legs` balance, one of them on the party, which says the
    amount and the direction too. `open_amount` is what is left to be set against other documents."""

    document_id: uuid.UUID
    kind: str
    branch_id: uuid.UUID
    party_id: uuid.UUID | None
    direction: Direction
    day: datetime.date
    amount: int
    legs: tuple[Leg, ...]
    mode: Mode = Mode.GOODS
    due_on: datetime.date | None = None
    note: str = ""
    open_amount: int = 0
    rev: int = 1


@dataclass(frozen=True, slots=True)
class TradeAct:
    """Who posts, when, and under which lock; `seq` is the number of the caller's news."""

    book: BookLock
    actor: Actor
    seq: int
    made_at: datetime.datetime
    now: datetime.datetime


def post_document(act: TradeAct, said: TradeDocument) -> int:
    """Write and post a new document; its party's balance afterwards, 0 without a party.

    Raises PartyUnknown, IdTaken, and check_content's refusals.
    """
    _check(act, said)
    party = _party(act.book.business_id, said)
    draft = _draft(said, seq=act.seq, pos=act.seq)
    with refused_when_taken(IdTaken), connection.cursor() as cursor:
        insert_rows(
            cursor, table="ledger_document", columns=DOCUMENT_COLUMNS, rows=[_row(act, said, draft.entry_id)]
        )
    if party is not None:
        party.khata.note(day=said.day, pos=act.seq)
    balance = _post(act, [draft], party=party)
    _renew_due(act, said.party_id)
    return balance


def repost_document(act: TradeAct, said: TradeDocument) -> int:
    """A standing document says something else: its entry is reversed where it was, and another is posted in its
    place. Kind, party and branch stay. Raises EntryUnknown and what post_document raises."""
    standing = _standing(act, said.document_id)
    _check(act, said)
    party = _party(act.book.business_id, said, document=standing)
    fresh = _draft(said, seq=act.seq, pos=standing.pos)
    drafts = [_reversal(act, standing), fresh]
    if party is not None:
        revive_party(party, business_id=act.book.business_id, actor=act.actor, now=act.now)
        _renew_place(party, standing, business_id=act.book.business_id)
        party.khata.note(day=said.day, pos=standing.pos)
    balance = _post(act, drafts, party=party)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE ledger_document SET day = %s, due_on = %s, amount = %s, open_amount = %s, note = %s, mode = %s,"
            " rev = %s, changed_seq = %s, entry_id = %s WHERE id = %s AND business_id = %s",
            bind_all(
                [
                    said.day, said.due_on, said.amount, said.open_amount, said.note, str(said.mode), said.rev, act.seq,
                    fresh.entry_id, said.document_id, act.book.business_id,
                ]
            ),
        )  # fmt: skip
    _renew_due(act, said.party_id)
    return balance


def reword_document(
    act: TradeAct, *, document_id: uuid.UUID, due_on: datetime.date | None, note: str, rev: int
) -> None:
    """What moves no money. Raises EntryUnknown."""
    own = Document.objects.filter(business_id=act.book.business_id, id=document_id)
    if not own.update(due_on=due_on, note=note, rev=rev, changed_seq=act.seq):
        raise EntryUnknown
    _renew_due(act, own.values_list("party_id", flat=True).get())


def take_out_document(act: TradeAct, *, document_id: uuid.UUID, rev: int) -> int:
    """Reverse a standing document where it is; it leaves the khata for good, since what it came from tells of it.

    Raises EntryUnknown, PeriodLocked.
    """
    standing = _standing(act, document_id)
    party = None
    if standing.party_id is not None:
        party = _standing_party(act.book.business_id, standing.party_id)
        revive_party(party, business_id=act.book.business_id, actor=act.actor, now=act.now)
        _renew_place(party, standing, business_id=act.book.business_id)
    balance = _post(act, [_reversal(act, standing)], party=party)
    Document.objects.filter(business_id=act.book.business_id, id=document_id).update(
        state=DocumentState.TRASHED, trashed_at=act.now, closed_at=act.now, changed_seq=act.seq, rev=rev,
        open_amount=0,
    )  # fmt: skip
    _renew_due(act, standing.party_id)
    return balance


def _renew_due(act: TradeAct, party_id: uuid.UUID | None) -> None:
    if party_id is not None:
        posting.renew_dues(business_id=act.book.business_id, party_ids=[party_id])


def _check(act: TradeAct, said: TradeDocument) -> None:
    content = Content(said.direction, said.amount, said.mode, said.day, said.note, said.due_on)
    check_content(content, book=act.book, now=act.now)


def _party(
    business_id: uuid.UUID, said: TradeDocument, *, document: Document | None = None
) -> StandingParty | None:
    if said.party_id is None:
        return None
    if document is not None:
        return _standing_party(business_id, said.party_id)
    _taken, party = read_ground(business_id=business_id, document_id=said.document_id, party_id=said.party_id)
    if party is None or party.party_id != said.party_id:
        raise PartyUnknown
    return party


def _standing_party(business_id: uuid.UUID, party_id: uuid.UUID) -> StandingParty:
    """Also one that lies in the trash: money of its khata moves, and it comes back."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {PARTY_COLUMNS} FROM ledger_party p WHERE p.id = %s AND p.business_id = %s",
            bind_all([party_id, business_id]),
        )
        row = cursor.fetchone()
    if row is None:
        raise PartyUnknown
    return party_from(row)


def _standing(act: TradeAct, document_id: uuid.UUID) -> Document:
    found = Document.objects.filter(
        business_id=act.book.business_id, id=document_id, state=DocumentState.POSTED
    ).first()
    if found is None:
        raise EntryUnknown
    until = act.book.books_locked_until
    if until is not None and found.day <= until:
        raise PeriodLocked(until)
    return found


def _draft(said: TradeDocument, *, seq: int, pos: int) -> Draft:
    return Draft(
        document_id=said.document_id, branch_id=said.branch_id, seq=seq, day=said.day, pos=pos, legs=said.legs,
        khata_id=said.party_id,
    )  # fmt: skip


def _reversal(act: TradeAct, standing: Document) -> Draft:
    entry_id = standing.entry_id
    if entry_id is None:
        raise LookupError(f"document {standing.id} has no entry")
    legs = legs_of([entry_id], khata_accounts=book_map(act.book.business_id).khata_accounts)[entry_id]
    return posting.reversal(
        of=entry_id, document_id=standing.id, branch_id=standing.branch_id, seq=act.seq, day=standing.day,
        pos=standing.pos, legs=legs, khata_id=standing.party_id,
    )  # fmt: skip


def _renew_place(party: StandingParty, standing: Document, *, business_id: uuid.UUID) -> None:
    party.khata.last_day, party.khata.last_pos = newest_place(
        party.party_id, business_id=business_id, other_than=standing.id
    )


def _post(act: TradeAct, drafts: list[Draft], *, party: StandingParty | None) -> int:
    khatas = {}
    if party is not None:
        party.khata.changed_seq = act.seq
        khatas[party.party_id] = party.khata
    posting.post(
        business_id=act.book.business_id, actor_id=act.actor.user_id, device_id=act.actor.device_id, drafts=drafts,
        khatas=khatas,
    )  # fmt: skip
    if party is None:
        return 0
    moved = sum(leg.amount for draft in drafts for leg in draft.legs if leg.party_id and leg.counts)
    return party.balance + moved


def _row(act: TradeAct, said: TradeDocument, entry_id: uuid.UUID) -> tuple[object, ...]:
    """In the order of DOCUMENT_COLUMNS."""
    return (
        said.document_id, act.book.business_id, said.branch_id, str(said.kind), said.party_id, str(said.direction),
        str(said.mode), said.day, act.seq, said.due_on, said.amount, said.open_amount, said.note, said.rev, act.seq,
        str(DocumentState.POSTED), None, entry_id, hashlib.sha256(said.document_id.bytes).digest(),
        act.actor.user_id, act.actor.device_id, act.made_at, act.now, None, None, False,
    )  # fmt: skip
