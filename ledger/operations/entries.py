"""Write an entry of a khata. On the page it is a Document; the journal stands behind it."""

import datetime
import uuid
from collections.abc import Collection
from dataclasses import dataclass, replace

from audit import trail
from businesses.actors import Actor
from businesses.books import BookLock, lock
from core.sql import in_one_trip, insert_rows, prepared
from core.taken_ids import refused_when_taken
from ledger import posting
from ledger.book_map import book_map
from ledger.directions import Content
from ledger.models import DocumentKind, DocumentState
from ledger.operations.drafts import (
    check_content,
    check_writer,
    clean,
    content_hash,
    draft_of,
    local_day,
    revision_of,
)
from ledger.operations.followers import place_of, tell_followers
from ledger.operations.likely_days import check_likely
from ledger.operations.standing import (
    StandingDocument,
    StandingParty,
    Taken,
    read_document,
    read_ground,
)
from ledger.operations.transactions import in_transaction
from ledger.refusals import (
    IdTaken,
    PartyUnknown,
)

DOCUMENT_COLUMNS = (
    "id, business_id, branch_id, kind, party_id, direction, mode, day, pos, due_on, amount, open_amount, note, rev,"
    " changed_seq, state, trashed_at, entry_id, content_hash, created_by_id, device_id, made_at, created_at, run_id,"
    " source_key, has_attachment"
)


@dataclass(frozen=True, slots=True)
class EntryResult:
    """What a page or an API answer shows of the entry. Money in minor units; `balance` is the party's
    after the change, above zero when they owe us."""

    document_id: uuid.UUID
    party_id: uuid.UUID
    party_name: str
    direction: str
    amount: int
    mode: str
    day: datetime.date
    pos: int
    rev: int
    seq: int
    state: str
    balance: int
    over_limit: bool
    replayed: bool = False


def record_entry(
    *, business_id: uuid.UUID, actor: Actor, document_id: uuid.UUID, party_id: uuid.UUID, direction: str, amount: int,
    mode: str, day: datetime.date, note: str = "", due_on: datetime.date | None = None, made_at: datetime.datetime,
    now: datetime.datetime, kind: str = DocumentKind.KHATA, sure_of: Collection[datetime.date] = (),
    branch_id: uuid.UUID | None = None, about: uuid.UUID | None = None, dry_run: bool = False,
) -> EntryResult:  # fmt: skip
    """Write one gave or got. `document_id` is the client's: sent again with the same content it answers
    the first result, with other content it is refused. `sure_of`: days far from today that a person confirmed.
    Without `branch_id` it goes where its party's money belongs, else to the book's first branch; `about` is for
    whoever follows the money (see followers).

    Locks the book. Raises PartyUnknown, IdTaken, PeriodLocked, BackdatingNotAllowed, DayUnlikely and the
    refusals of check_content; nothing is written then.
    """
    content = clean(Content(direction, amount, mode, day, note, due_on, branch_id))

    def work() -> EntryResult:
        book = lock(business_id)
        taken, party = read_ground(business_id=business_id, document_id=document_id, party_id=party_id)
        asked = content_hash(party_id=party_id, kind=kind, content=content)
        if taken is not None:
            if taken != Taken(business_id=business_id, content_hash=asked):
                raise IdTaken
            return standing_result(business_id=business_id, document_id=document_id)
        check_writer(actor, day=content.day, made_at=made_at, book=book)
        check_content(content, book=book, now=now)
        if party is None:
            raise PartyUnknown
        party.refuse_words(content.note)
        check_likely(content, today=local_day(now, timezone=book.timezone), sure_of=sure_of)
        return _write_new(
            book=book, actor=actor, document_id=document_id, party=party, kind=kind, content=content,
            asked=asked, made_at=made_at, about=about, now=now,
        )  # fmt: skip

    return in_transaction(work, dry_run=dry_run)


def _write_new(
    *, book: BookLock, actor: Actor, document_id: uuid.UUID, party: StandingParty, kind: str, content: Content,
    asked: bytes, made_at: datetime.datetime, about: uuid.UUID | None, now: datetime.datetime,
) -> EntryResult:  # fmt: skip
    books, seq = book_map(book.business_id), book.first_seq
    branch_id = place_of(book.business_id, books=books, party_id=party.party_id, kind=kind, content=content)
    content = replace(content, branch_id=branch_id)
    draft = draft_of(
        document_id=document_id, document_kind=kind, party_id=party.party_id, party_kind=party.kind,
        content=content, books=books, branch_id=branch_id, seq=seq, pos=seq,
    )  # fmt: skip
    document = StandingDocument(
        document_id=document_id, branch_id=branch_id, kind=kind, content=content, pos=seq, rev=1,
        state=DocumentState.POSTED, entry_id=draft.entry_id, content_hash=asked, created_by=actor.user_id,
        created_at=now, run_id=None, changed_seq=seq, photos=0,
    )  # fmt: skip
    row = document_row(
        business_id=book.business_id, party_id=party.party_id, actor=actor, document=document, made_at=made_at
    )
    moves_due = posting.moves_due(
        party.khata, effect=content.effect, due_on=content.due_on, day=content.day, pos=seq
    )
    party.khata.changed_seq = seq
    party.khata.note(day=content.day, pos=seq)
    news = entry_news("entry.created", party_id=party.party_id, document=document, seq=seq)
    with refused_when_taken(IdTaken), in_one_trip():
        with prepared() as cursor:
            insert_rows(cursor, table="ledger_document", columns=DOCUMENT_COLUMNS, rows=[row])
        posting.post(
            business_id=book.business_id, actor_id=actor.user_id, device_id=actor.device_id,
            drafts=[draft], khatas={party.party_id: party.khata},
        )  # fmt: skip
        if moves_due:
            posting.renew_dues(business_id=book.business_id, party_ids=[party.party_id])
        trail.append(business_id=book.business_id, at=now, actor=actor, news=[news])
    result = result_of(party=party, document=document, seq=seq, balance=party.balance + content.effect)
    tell_followers(
        book.business_id, books=books, actor=actor, entry=result, kind=kind, content=content, about=about, now=now
    )  # fmt: skip
    return result


def document_row(
    *, business_id: uuid.UUID, party_id: uuid.UUID | None, actor: Actor, document: StandingDocument,
    made_at: datetime.datetime, source_key: bytes | None = None,
) -> tuple[object, ...]:  # fmt: skip
    """The values of a new document, in the order of DOCUMENT_COLUMNS."""
    content = document.content
    return (
        document.document_id, business_id, document.branch_id, document.kind, party_id, content.direction,
        content.mode, content.day, document.pos, content.due_on, content.amount, 0, content.note, document.rev,
        document.changed_seq, document.state, None, document.entry_id, document.content_hash, document.created_by,
        actor.device_id, made_at, document.created_at, document.run_id, source_key, False,
    )  # fmt: skip


def entry_news(verb: str, *, party_id: uuid.UUID, document: StandingDocument, seq: int) -> trail.News:
    return trail.News(
        seq=seq, verb=verb, subject_kind="entry", subject_id=document.document_id, rev=document.rev,
        amount=document.content.effect,
        contents=revision_of(
            party_id=party_id, kind=document.kind, state=document.state, content=document.content,
            photos=document.photos,
        ),
    )  # fmt: skip


def result_of(
    *, party: StandingParty, document: StandingDocument, seq: int, balance: int, replayed: bool = False
) -> EntryResult:
    content = document.content
    return EntryResult(
        document_id=document.document_id, party_id=party.party_id, party_name=party.name, direction=content.direction,
        amount=content.amount, mode=content.mode, day=content.day, pos=document.pos, rev=document.rev, seq=seq,
        state=document.state, balance=balance, over_limit=party.is_over_limit(balance=balance), replayed=replayed,
    )  # fmt: skip


def standing_result(*, business_id: uuid.UUID, document_id: uuid.UUID) -> EntryResult:
    """The answer to a repeated request: the entry as it stands, and nothing written."""
    document, party = read_document(business_id=business_id, document_id=document_id)
    return result_of(
        party=party, document=document, seq=document.changed_seq, balance=party.balance, replayed=True
    )
