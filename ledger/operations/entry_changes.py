"""Change, delete and restore an entry of a khata.

The journal behind a document is never changed. An edit of money is a reversal and a new entry under the same
document, in the same place of the khata.
"""

import datetime
import uuid
from collections.abc import Collection
from dataclasses import dataclass, replace

from django.db import connection

from audit import trail
from audit.models import Revision
from businesses.actors import Actor
from businesses.books import BookLock, lock
from businesses.roles import is_granted
from core.refusals import Refusal
from core.sql import bind_all
from ledger import posting
from ledger.book_map import book_map
from ledger.directions import Content
from ledger.models import RENT_KINDS, TRADE_KINDS, Document, DocumentKind, DocumentState
from ledger.operations import receipts
from ledger.operations.allocations import loosen
from ledger.operations.drafts import check_content, clean, content_stood, draft_of, local_day, revision_of
from ledger.operations.entries import EntryResult, entry_news, result_of, standing_result
from ledger.operations.likely_days import check_likely, days_of
from ledger.operations.standing import (
    StandingDocument,
    StandingParty,
    legs_of,
    newest_place,
    read_document,
    read_ties,
)
from ledger.operations.transactions import in_transaction
from ledger.posting import Draft
from ledger.refusals import (
    AlreadyTrashed,
    BackdatingNotAllowed,
    ChangedElsewhere,
    CorrectedAlready,
    CorrectionStands,
    EditNotAllowed,
    EntryBilled,
    EntryUnknown,
    GoneForGood,
    NothingToUndo,
    PaperStands,
    PeriodLocked,
    RentStands,
    RoleNotAllowed,
)
from ledger.voucher_refusals import VoucherLineStands


def edit_entry(
    *, business_id: uuid.UUID, actor: Actor, document_id: uuid.UUID, mutation_id: uuid.UUID, base_rev: int,
    direction: str, amount: int, mode: str, day: datetime.date, note: str, due_on: datetime.date | None,
    made_at: datetime.datetime, now: datetime.datetime, sure_of: Collection[datetime.date] = (),
    branch_id: uuid.UUID | None = None, dry_run: bool = False, asked: bytes | None = None,
) -> EntryResult:  # fmt: skip
    """Change an entry that stands at revision `base_rev`; without `branch_id` it stays in its branch. Of an entry
    of a closed day only the words change, note and due date.

    Locks the book. Raises EntryUnknown, ChangedElsewhere, AlreadyTrashed, EditNotAllowed, PeriodLocked,
    BackdatingNotAllowed, DayUnlikely (of a day that is new and not in `sure_of`) and the refusals of check_content.
    """
    content = clean(Content(direction, amount, mode, day, note, due_on, branch_id))
    change = _Change(business_id, actor, document_id, mutation_id, base_rev, made_at, now, asked)
    return in_transaction(
        lambda: _edit(change, verb="edit", content=content, sure_of=sure_of), dry_run=dry_run
    )


def delete_entry(
    *, business_id: uuid.UUID, actor: Actor, document_id: uuid.UUID, mutation_id: uuid.UUID, base_rev: int,
    made_at: datetime.datetime, now: datetime.datetime, dry_run: bool = False, asked: bytes | None = None,
    as_whole: bool = False,
) -> EntryResult:  # fmt: skip
    """Take an entry out of the books; its document goes to the trash and can be restored.

    `as_whole`: a correction goes with all its lines, which the caller sees to. Raises EntryUnknown,
    ChangedElsewhere, AlreadyTrashed, EditNotAllowed, PeriodLocked, CorrectedAlready, CorrectionStands.
    """
    change = _Change(business_id, actor, document_id, mutation_id, base_rev, made_at, now, asked, as_whole)
    return in_transaction(lambda: _delete(change), dry_run=dry_run)


def restore_entry(
    *, business_id: uuid.UUID, actor: Actor, document_id: uuid.UUID, mutation_id: uuid.UUID, base_rev: int,
    made_at: datetime.datetime, now: datetime.datetime, dry_run: bool = False, asked: bytes | None = None,
) -> EntryResult:  # fmt: skip
    """Bring a deleted entry back to its place. Raises EntryUnknown, ChangedElsewhere, NothingToUndo,
    EditNotAllowed, PeriodLocked, GoneForGood, CorrectionStands."""
    change = _Change(business_id, actor, document_id, mutation_id, base_rev, made_at, now, asked)
    return in_transaction(lambda: _restore(change), dry_run=dry_run)


def undo_edit(
    *, business_id: uuid.UUID, actor: Actor, document_id: uuid.UUID, mutation_id: uuid.UUID, base_rev: int,
    made_at: datetime.datetime, now: datetime.datetime, dry_run: bool = False,
) -> EntryResult:  # fmt: skip
    """Put an entry back to what it said before its last change. Raises NothingToUndo where there was no
    change or the one before was a deletion, and all that edit_entry raises."""
    change = _Change(business_id, actor, document_id, mutation_id, base_rev, made_at, now)

    def work() -> EntryResult:
        before = Revision.objects.filter(
            business_id=business_id, subject_id=document_id, rev=base_rev - 1
        ).first()
        if before is None or before.contents is None or before.contents["state"] != DocumentState.POSTED:
            raise _why_not_undone(business_id, document_id, base_rev=base_rev)
        content = content_stood(before.contents, books=book_map(business_id))
        return _edit(change, verb="undo", content=content, sure_of=days_of(content))

    return in_transaction(work, dry_run=dry_run)


def _why_not_undone(business_id: uuid.UUID, document_id: uuid.UUID, *, base_rev: int) -> Refusal:
    rev = (
        Document.objects.filter(business_id=business_id, id=document_id).values_list("rev", flat=True).first()
    )
    if rev is None:
        return EntryUnknown()
    return NothingToUndo() if rev == base_rev else ChangedElsewhere()


@dataclass(frozen=True, slots=True)
class _Change:
    """What every change of a standing entry carries."""

    business_id: uuid.UUID
    actor: Actor
    document_id: uuid.UUID
    mutation_id: uuid.UUID
    base_rev: int
    made_at: datetime.datetime
    now: datetime.datetime
    asked: bytes | None = None
    """What tells this change from another under the same id, where the caller knows better than we."""
    as_whole: bool = False


@dataclass(frozen=True, slots=True)
class _Opened:
    """A change whose ground is read: the book is locked and the revision is the expected one."""

    book: BookLock
    document: StandingDocument
    party: StandingParty
    asked: bytes


def _open(
    change: _Change, *, verb: str, said: dict[str, object], content: Content | None = None
) -> _Opened | EntryResult:
    """Lock and read; a change that was done before answers at once. `content` is what an edit will say."""
    book = lock(change.business_id)
    asked = change.asked or receipts.request_hash(
        verb=verb, document_id=change.document_id, said={**said, "base": change.base_rev}
    )
    done = receipts.standing_receipt(
        business_id=change.business_id, mutation_id=change.mutation_id, asked=asked
    )
    if done is not None:
        return standing_result(business_id=change.business_id, document_id=change.document_id)
    document, party = read_document(business_id=change.business_id, document_id=change.document_id)
    check_changer(actor=change.actor, now=change.now, timezone=book.timezone, document=document)
    if document.rev != change.base_rev:
        raise ChangedElsewhere
    moves = content is None or not content.moves_like(document.content)
    if moves and book.books_locked_until is not None and document.content.day <= book.books_locked_until:
        raise PeriodLocked(book.books_locked_until)
    _check_ties(change, verb=verb, document=document)
    return _Opened(book, document, party, asked)


def _check_ties(change: _Change, *, verb: str, document: StandingDocument) -> None:
    """A correction changes as a whole, what it corrects waits for it, and what left the trash is gone."""
    ties = read_ties(business_id=change.business_id, document_id=change.document_id)
    if document.kind in TRADE_KINDS:
        raise PaperStands
    if ties.is_part:
        raise VoucherLineStands
    if document.kind in RENT_KINDS:
        raise RentStands
    if ties.billed_as is not None:
        raise EntryBilled(number=ties.billed_as)
    if ties.has_left:
        raise GoneForGood
    if ties.is_corrected:
        raise CorrectedAlready
    is_part = document.kind == DocumentKind.CORRECTION or (
        verb == "restore" and ties.corrects is not None and not ties.has_its_correction
    )
    if is_part and not change.as_whole:
        raise CorrectionStands


def check_changer(*, actor: Actor, now: datetime.datetime, timezone: str, document: StandingDocument) -> None:
    """Staff change only what they wrote themselves, on the day they wrote it."""
    if is_granted(actor.role, "khata.edit"):
        return
    if not is_granted(actor.role, "khata.write"):
        raise RoleNotAllowed
    written_on = local_day(document.created_at, timezone=timezone)
    if document.created_by != actor.user_id or written_on != local_day(now, timezone=timezone):
        raise EditNotAllowed


def _edit(change: _Change, *, verb: str, content: Content, sure_of: Collection[datetime.date]) -> EntryResult:
    opened = _open(change, verb=verb, said=revision_of(
        party_id=change.document_id, kind="", state="", content=content, photos=0), content=content)  # fmt: skip
    if isinstance(opened, EntryResult):
        return opened
    book, document, party = opened.book, opened.document, opened.party
    if document.is_trashed:
        raise AlreadyTrashed
    if not is_granted(change.actor.role, "khata.edit") and content.day != document.content.day:
        raise BackdatingNotAllowed
    check_content(content, book=book, now=change.now, standing=document.content)
    branch_id = content.branch_id or document.branch_id
    content = replace(content, branch_id=branch_id)
    party.refuse_words(content.note)
    today = local_day(change.now, timezone=book.timezone)
    check_likely(content, today=today, sure_of=sure_of, standing=document.content)
    drafts: list[Draft] = []
    if not content.moves_like(document.content):
        revive_party(party, business_id=change.business_id, actor=change.actor, now=change.now)
        loosen(change.business_id, [document.document_id])
        drafts = [_reversal(document, seq=book.first_seq, book=book, party=party),
                  _fresh(document, seq=book.first_seq, book=book, party=party, content=content)]  # fmt: skip
    entry_id = drafts[-1].entry_id if drafts else document.entry_id
    after = replace(document, content=content, branch_id=branch_id, entry_id=entry_id)
    return _settle(change, opened=opened, after=after, drafts=drafts, news="entry.updated")


def _delete(change: _Change) -> EntryResult:
    opened = _open(change, verb="delete", said={})
    if isinstance(opened, EntryResult):
        return opened
    if opened.document.is_trashed:
        raise AlreadyTrashed
    revive_party(opened.party, business_id=change.business_id, actor=change.actor, now=change.now)
    loosen(change.business_id, [opened.document.document_id])
    draft = _reversal(opened.document, seq=opened.book.first_seq, book=opened.book, party=opened.party)
    after = replace(opened.document, state=DocumentState.TRASHED)
    return _settle(change, opened=opened, after=after, drafts=[draft], news="entry.deleted")


def _restore(change: _Change) -> EntryResult:
    opened = _open(change, verb="restore", said={})
    if isinstance(opened, EntryResult):
        return opened
    document = opened.document
    if not document.is_trashed:
        raise NothingToUndo
    revive_party(opened.party, business_id=change.business_id, actor=change.actor, now=change.now)
    draft = _fresh(
        document, seq=opened.book.first_seq, book=opened.book, party=opened.party, content=document.content
    )
    after = replace(document, state=DocumentState.POSTED, entry_id=draft.entry_id)
    return _settle(change, opened=opened, after=after, drafts=[draft], news="entry.created")


def revive_party(
    party: StandingParty, *, business_id: uuid.UUID, actor: Actor, now: datetime.datetime
) -> None:
    """A deleted party comes back when money of its khata moves again: no balance is hidden in the trash."""
    if not party.is_trashed:
        return
    seq, party.rev = lock(business_id).first_seq, party.rev + 1
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE ledger_party SET trashed_at = NULL, closed_at = NULL, rev = %s, changed_seq = %s"
            " WHERE id = %s AND business_id = %s",
            bind_all((party.rev, seq, party.party_id, business_id)),
        )
    news = trail.News(
        seq=seq, verb="party.restored", subject_kind="party", subject_id=party.party_id, rev=party.rev,
        amount=None, contents={"name": party.name, "kind": party.kind},
    )  # fmt: skip
    trail.append(business_id=business_id, at=now, actor=actor, news=[news])
    party.is_trashed = False


def _reversal(document: StandingDocument, *, seq: int, book: BookLock, party: StandingParty) -> Draft:
    accounts = book_map(book.business_id).khata_accounts
    legs = legs_of([document.entry_id], khata_accounts=accounts)[document.entry_id]
    return posting.reversal(
        of=document.entry_id, document_id=document.document_id, branch_id=document.branch_id, seq=seq,
        day=document.content.day, pos=document.pos, legs=legs, khata_id=party.party_id,
    )  # fmt: skip


def _fresh(
    document: StandingDocument, *, seq: int, book: BookLock, party: StandingParty, content: Content
) -> Draft:
    return draft_of(
        document_id=document.document_id, document_kind=document.kind, party_id=party.party_id, party_kind=party.kind,
        content=content, books=book_map(book.business_id), branch_id=content.branch_id or document.branch_id, seq=seq,
        pos=document.pos,
    )  # fmt: skip


def _settle(
    change: _Change, *, opened: _Opened, after: StandingDocument, drafts: list[Draft], news: str
) -> EntryResult:
    """Post, rewrite the document's head, tell the trail, keep the receipt."""
    seq = opened.book.first_seq
    party, document = opened.party, replace(after, rev=opened.document.rev + 1)
    khata = party.khata
    khata.changed_seq = seq
    khata.last_day, khata.last_pos = newest_place(
        party.party_id, business_id=change.business_id, other_than=document.document_id
    )
    if not document.is_trashed:
        khata.note(day=document.content.day, pos=document.pos)
    posting.post(
        business_id=change.business_id, actor_id=change.actor.user_id, device_id=change.actor.device_id,
        drafts=drafts, khatas={party.party_id: khata},
    )  # fmt: skip
    _rewrite_document(change, document=document, seq=seq)
    posting.renew_dues(business_id=change.business_id, party_ids=[party.party_id])
    trail.append(
        business_id=change.business_id, at=change.now, actor=change.actor,
        news=[entry_news(news, party_id=party.party_id, document=document, seq=seq)],
    )  # fmt: skip
    receipts.write_receipt(
        business_id=change.business_id, mutation_id=change.mutation_id, document_id=change.document_id,
        asked=opened.asked, rev=document.rev, seq=seq, now=change.now,
    )  # fmt: skip
    moved = sum(leg.amount for draft in drafts for leg in draft.legs if leg.party_id is not None)
    return result_of(party=party, document=document, seq=seq, balance=party.balance + moved)


def _rewrite_document(change: _Change, *, document: StandingDocument, seq: int) -> None:
    content = document.content
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE ledger_document SET direction = %s, mode = %s, day = %s, due_on = %s, amount = %s, note = %s,"
            " rev = %s, changed_seq = %s, state = %s, trashed_at = %s, entry_id = %s, branch_id = %s"
            " WHERE id = %s AND business_id = %s",
            bind_all(
                (
                    content.direction, content.mode, content.day, content.due_on, content.amount, content.note,
                    document.rev, seq, document.state, change.now if document.is_trashed else None, document.entry_id,
                    document.branch_id, document.document_id, change.business_id,
                )
            ),
        )  # fmt: skip
