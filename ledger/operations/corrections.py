"""Correct an entry of a closed period: what stands there stays, and the open period takes its money back.

The correction is a document of its own, dated in the open period, with the legs of the old entry turned
round; what should have been written follows as an entry of its own. Both name the entry they correct, and
all three are shown.
"""

import datetime
import uuid
from collections.abc import Collection
from dataclasses import dataclass, replace

from django.db import connection

from audit import trail
from businesses.actors import Actor
from businesses.books import BookLock, lock
from businesses.roles import is_granted
from core.ids import uuid7
from core.sql import insert_rows
from ledger import posting
from ledger.book_map import book_map
from ledger.directions import Content
from ledger.models import RENT_KINDS, TRADE_KINDS, Direction, Document, DocumentKind, DocumentState
from ledger.operations import receipts
from ledger.operations.drafts import check_content, clean, content_hash, draft_of, local_day, revision_of
from ledger.operations.entries import DOCUMENT_COLUMNS, document_row
from ledger.operations.entry_changes import delete_entry, revive_party
from ledger.operations.likely_days import check_likely
from ledger.operations.periods import correction_day
from ledger.operations.standing import StandingDocument, StandingParty, legs_of, read_document, read_ties
from ledger.operations.transactions import in_transaction
from ledger.posting import Draft, Leg
from ledger.refusals import (
    AlreadyTrashed,
    ChangedElsewhere,
    CorrectedAlready,
    CorrectionStands,
    EntryBilled,
    EntryUnknown,
    NothingToCorrect,
    NothingToUndo,
    PaperStands,
    PeriodOpen,
    RentStands,
    RoleNotAllowed,
)
from ledger.voucher_refusals import VoucherLineStands


@dataclass(frozen=True, slots=True)
class CorrectionResult:
    """`correction_id` takes the entry back on `day`; `replacement_id` says what was right, None when the
    entry should not have been written at all. `balance` is the party's afterwards, in minor units."""

    document_id: uuid.UUID
    correction_id: uuid.UUID
    replacement_id: uuid.UUID | None
    party_id: uuid.UUID
    party_name: str
    day: datetime.date
    balance: int
    replayed: bool = False


def correct_entry(
    *, business_id: uuid.UUID, actor: Actor, document_id: uuid.UUID, mutation_id: uuid.UUID, base_rev: int,
    content: Content | None, made_at: datetime.datetime, now: datetime.datetime,
    sure_of: Collection[datetime.date] = (), dry_run: bool = False,
) -> CorrectionResult:  # fmt: skip
    """Correct an entry whose day is closed; `content` None takes it out. A content of a closed day is dated
    as the correction is.

    Locks the book. Raises EntryUnknown, RoleNotAllowed, ChangedElsewhere, AlreadyTrashed, PeriodOpen,
    CorrectedAlready, CorrectionStands, NothingToCorrect, DayUnlikely and the refusals of check_content.
    """
    said = clean(content) if content is not None else None
    asked = receipts.request_hash(
        verb="correct", document_id=document_id, said={"base": base_rev, "content": _said(said)}
    )

    def work() -> CorrectionResult:
        book = lock(business_id, events=0)
        done = receipts.standing_receipt(business_id=business_id, mutation_id=mutation_id, asked=asked)
        document, party = read_document(business_id=business_id, document_id=document_id)
        if done is not None:
            return _standing(business_id, document=document, party=party)
        _check(document, party=party, book=book, actor=actor, base_rev=base_rev)
        party.refuse_words(said.note if said is not None else "")
        day = correction_day(book, now=now)
        right = None if said is None else _dated(said, document=document, day=day, book=book, now=now)
        if right is not None:
            today = local_day(now, timezone=book.timezone)
            check_likely(right, today=today, sure_of={day, *sure_of}, standing=document.content)
        revive_party(party, business_id=business_id, actor=actor, now=now)
        drawn = lock(business_id, events=1 if right is None else 2)
        result = _write(
            drawn, actor=actor, document=document, party=party, day=day, right=right, made_at=made_at, now=now
        )
        receipts.write_receipt(
            business_id=business_id, mutation_id=mutation_id, document_id=document_id, asked=asked,
            rev=document.rev, seq=drawn.first_seq, now=now,
        )  # fmt: skip
        return result

    return in_transaction(work, dry_run=dry_run)


def take_correction_back(
    *, business_id: uuid.UUID, actor: Actor, document_id: uuid.UUID, made_at: datetime.datetime,
    now: datetime.datetime, dry_run: bool = False,
) -> CorrectionResult:  # fmt: skip
    """Take both lines of a correction out again; `document_id` is either of them, or the entry they correct.

    Locks the book. Raises EntryUnknown, RoleNotAllowed, NothingToUndo, and PeriodLocked when the day of the
    correction is closed by now.
    """

    def work() -> CorrectionResult:
        lock(business_id, events=0)
        _document, party = read_document(business_id=business_id, document_id=document_id)
        if not is_granted(actor.role, "book.close"):
            raise RoleNotAllowed
        corrected_id = corrected_by(business_id, document_id) or document_id
        correction = standing_correction(business_id, corrected_id)
        if correction is None:
            raise NothingToUndo
        replacement = _replacement_of(correction)
        balance = party.balance
        for one in (replacement, correction):
            if one is not None and one.state == DocumentState.POSTED:
                balance = delete_entry(
                    business_id=business_id, actor=actor, document_id=one.id,
                    mutation_id=uuid.uuid5(one.id, f"taken back at {one.rev}"), base_rev=one.rev, made_at=made_at,
                    now=now, as_whole=True,
                ).balance  # fmt: skip
        return CorrectionResult(
            document_id=corrected_id, correction_id=correction.id,
            replacement_id=replacement.id if replacement else None,
            party_id=party.party_id, party_name=party.name, day=correction.day, balance=balance,
        )  # fmt: skip

    return in_transaction(work, dry_run=dry_run)


def corrected_by(business_id: uuid.UUID, document_id: uuid.UUID) -> uuid.UUID | None:
    """The entry a document corrects, None when it corrects none."""
    found = (
        Document.objects.filter(business_id=business_id, id=document_id).values_list("corrects_id").first()
    )
    return found[0] if found else None


def standing_correction(business_id: uuid.UUID, document_id: uuid.UUID) -> Document | None:
    """The correction that stands for an entry."""
    return Document.objects.filter(
        business_id=business_id, corrects_id=document_id, kind=DocumentKind.CORRECTION, state=DocumentState.POSTED
    ).first()  # fmt: skip


def _replacement_of(correction: Document) -> Document | None:
    """What stands beside a correction: the document written right after it."""
    return (
        Document.objects.filter(
            business_id=correction.business_id, corrects_id=correction.corrects_id, pos=correction.pos + 1
        )
        .exclude(kind=DocumentKind.CORRECTION)
        .first()
    )


def _said(content: Content | None) -> dict[str, object] | None:
    return None if content is None else revision_of(
        party_id=uuid.UUID(int=0), kind="", state="", content=content, photos=0
    )  # fmt: skip


def _standing(
    business_id: uuid.UUID, *, document: StandingDocument, party: StandingParty
) -> CorrectionResult:
    """The answer to a repeated request."""
    correction = standing_correction(business_id, document.document_id)
    if correction is None:
        raise EntryUnknown
    replacement = _replacement_of(correction)
    return CorrectionResult(
        document_id=document.document_id, correction_id=correction.id,
        replacement_id=replacement.id if replacement else None, party_id=party.party_id, party_name=party.name,
        day=correction.day, balance=party.balance, replayed=True,
    )  # fmt: skip


def _check(
    document: StandingDocument, *, party: StandingParty, book: BookLock, actor: Actor, base_rev: int
) -> None:
    if not is_granted(actor.role, "book.close"):
        raise RoleNotAllowed
    if document.rev != base_rev:
        raise ChangedElsewhere
    if document.kind in TRADE_KINDS:
        raise PaperStands
    if document.kind == DocumentKind.VOUCHER_LINE:
        raise VoucherLineStands
    if document.kind in RENT_KINDS:
        raise RentStands
    if document.is_trashed:
        raise AlreadyTrashed
    if book.books_locked_until is None or document.content.day > book.books_locked_until:
        raise PeriodOpen
    if document.kind == DocumentKind.CORRECTION:
        raise CorrectionStands
    if standing_correction(book.business_id, document.document_id) is not None:
        raise CorrectedAlready
    ties = read_ties(business_id=book.business_id, document_id=document.document_id)
    if ties.billed_as is not None:
        raise EntryBilled(number=ties.billed_as)


def _dated(
    content: Content, *, document: StandingDocument, day: datetime.date, book: BookLock, now: datetime.datetime
) -> Content:  # fmt: skip
    """What should have been written, on a day that is open."""
    if content.moves_like(document.content):
        raise NothingToCorrect
    locked = book.books_locked_until
    if locked is not None and content.day <= locked:
        content = replace(content, day=day, due_on=content.due_on and max(content.due_on, day))
    check_content(content, book=book, now=now)
    return content


def _turned(content: Content, *, day: datetime.date) -> Content:
    other = Direction.GOT if content.direction == Direction.GAVE else Direction.GAVE
    return Content(str(other), content.amount, content.mode, day, "", None)


def _write(
    book: BookLock, *, actor: Actor, document: StandingDocument, party: StandingParty, day: datetime.date,
    right: Content | None, made_at: datetime.datetime, now: datetime.datetime,
) -> CorrectionResult:  # fmt: skip
    """Both documents, their postings and their events."""
    new = [_correction(book, document=document, day=day, actor=actor, now=now)]
    drafts = [_taking_back(document, of=new[0], book=book, party=party)]
    if right is not None:
        replacement, draft = _replacing(
            book, document=document, party=party, right=right, actor=actor, now=now
        )
        new.append(replacement)
        drafts.append(draft)
    rows = []
    for one, draft in zip(new, drafts, strict=True):
        head = replace(one, entry_id=draft.entry_id)
        row = document_row(
            business_id=book.business_id, party_id=party.party_id, actor=actor, document=head, made_at=made_at
        )
        rows.append((*row, document.document_id))
        party.khata.note(day=one.content.day, pos=one.pos)
    party.khata.changed_seq = new[-1].changed_seq
    with connection.cursor() as cursor:
        insert_rows(cursor, table="ledger_document", columns=f"{DOCUMENT_COLUMNS}, corrects_id", rows=rows)
    posting.post(
        business_id=book.business_id, actor_id=actor.user_id, device_id=actor.device_id, drafts=drafts,
        khatas={party.party_id: party.khata},
    )  # fmt: skip
    posting.renew_dues(business_id=book.business_id, party_ids=[party.party_id])
    _tell(book, actor=actor, new=new, party=party, corrects=document.document_id, now=now)
    return CorrectionResult(
        document_id=document.document_id, correction_id=new[0].document_id,
        replacement_id=new[1].document_id if right is not None else None, party_id=party.party_id,
        party_name=party.name, day=day, balance=party.balance + sum(one.content.effect for one in new),
    )  # fmt: skip


def _correction(
    book: BookLock, *, document: StandingDocument, day: datetime.date, actor: Actor, now: datetime.datetime
) -> StandingDocument:
    return _fresh(
        document, kind=DocumentKind.CORRECTION, content=_turned(document.content, day=day), seq=book.first_seq,
        actor=actor, now=now,
    )  # fmt: skip


def _taking_back(
    document: StandingDocument, *, of: StandingDocument, book: BookLock, party: StandingParty
) -> Draft:
    """The old entry's legs turned round, on the correction's day. It reverses nothing in the journal's own
    sense: that would hide the pair, and the closed period shows its entry for good."""
    accounts = book_map(book.business_id).khata_accounts
    legs = legs_of([document.entry_id], khata_accounts=accounts)[document.entry_id]
    return Draft(
        document_id=of.document_id, branch_id=document.branch_id, seq=of.pos, day=of.content.day, pos=of.pos,
        legs=tuple(Leg(leg.account_id, -leg.amount, leg.party_id, leg.counts) for leg in legs),
        khata_id=party.party_id,
    )  # fmt: skip


def _replacing(
    book: BookLock, *, document: StandingDocument, party: StandingParty, right: Content, actor: Actor,
    now: datetime.datetime,
) -> tuple[StandingDocument, Draft]:  # fmt: skip
    seq = book.first_seq + 1
    new = _fresh(document, kind=document.kind, content=right, seq=seq, actor=actor, now=now)
    draft = draft_of(
        document_id=new.document_id, document_kind=new.kind, party_id=party.party_id, party_kind=party.kind,
        content=right, books=book_map(book.business_id), branch_id=new.branch_id, seq=seq, pos=seq,
    )  # fmt: skip
    return new, draft


def _fresh(
    document: StandingDocument, *, kind: str, content: Content, seq: int, actor: Actor, now: datetime.datetime
) -> StandingDocument:
    branch_id = content.branch_id or document.branch_id
    return StandingDocument(
        document_id=uuid7(), branch_id=branch_id, kind=kind,
        content=replace(content, branch_id=branch_id), pos=seq, rev=1, state=DocumentState.POSTED,
        entry_id=document.entry_id,
        content_hash=content_hash(party_id=document.document_id, kind=kind, content=content),
        created_by=actor.user_id, created_at=now, run_id=None, changed_seq=seq, photos=0,
    )  # fmt: skip


def _tell(
    book: BookLock, *, actor: Actor, new: list[StandingDocument], party: StandingParty, corrects: uuid.UUID,
    now: datetime.datetime,
) -> None:  # fmt: skip
    news = [
        trail.News(
            seq=one.pos, verb="entry.created", subject_kind="entry", subject_id=one.document_id, rev=1,
            amount=one.content.effect,
            contents={
                **revision_of(
                    party_id=party.party_id, kind=one.kind, state=one.state, content=one.content, photos=0
                ),
                "corrects": str(corrects),
            },
        )
        for one in new
    ]  # fmt: skip
    trail.append(business_id=book.business_id, at=now, actor=actor, news=news)
