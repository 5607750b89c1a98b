"""Write, change, delete and restore an accountant's voucher: a journal, a contra, or the opening balances.

A voucher is one balanced entry of many lines. Whoever stands on a receivable or payable line sees it in their
khata, where it changes with the voucher and never by itself.
"""

import datetime
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from audit.models import Revision
from businesses.actors import Actor
from businesses.books import BookLock, lock
from businesses.roles import is_granted
from ledger.book_map import book_map
from ledger.models import Document, DocumentKind, DocumentState
from ledger.operations import receipts
from ledger.operations.standing import StandingParty
from ledger.operations.transactions import in_transaction
from ledger.operations.voucher_checks import check_voucher, clean_voucher, read_parties, with_heads
from ledger.operations.voucher_writing import (
    Act,
    StandingVoucher,
    read_parts,
    read_voucher,
    write_again,
    write_new,
)
from ledger.refusals import (
    AlreadyTrashed,
    ChangedElsewhere,
    GoneForGood,
    IdTaken,
    NothingToUndo,
    PeriodLocked,
    RoleNotAllowed,
)
from ledger.voucher_refusals import VoucherUnknown
from ledger.vouchers import VoucherContent, content_from

GRANT = "book.accounts"
NEW_KINDS = (DocumentKind.JOURNAL, DocumentKind.CONTRA)


@dataclass(frozen=True, slots=True)
class VoucherResult:
    """The voucher as it stands afterwards."""

    document_id: uuid.UUID
    content: VoucherContent
    pos: int
    rev: int
    seq: int
    state: str
    replayed: bool = False


def record_voucher(
    *, business_id: uuid.UUID, actor: Actor, document_id: uuid.UUID, content: VoucherContent,
    made_at: datetime.datetime, now: datetime.datetime, dry_run: bool = False,
) -> VoucherResult:  # fmt: skip
    """Write a voucher. `document_id` is the client's: sent again with the same content it answers the first
    result, with other content it is refused.

    Locks the book. Raises RoleNotAllowed, IdTaken, PartyUnknown, PartyLinesCancel and the refusals of
    check_voucher; nothing is written then.
    """
    said = clean_voucher(content)

    def work() -> VoucherResult:
        book = lock(business_id, events=0)
        asked = said.digest()
        taken = Document.objects.filter(id=document_id).values_list("business_id", "content_hash").first()
        if taken is not None:
            if (taken[0], bytes(taken[1])) != (business_id, asked):
                raise IdTaken
            return _standing(business_id, document_id, replayed=True)
        _check_actor(actor)
        check_voucher(said, book=book, now=now)
        parties = read_parties(business_id, set(said.by_party()))
        right = with_heads(said, parties=parties)
        _refuse_words(right, parties=parties)
        touched = {one: parties[one] for one in right.by_party()}
        write_new(
            Act(book, actor, made_at, now),
            document_id=document_id,
            content=right,
            parties=touched,
            asked=asked,
        )
        return _standing(business_id, document_id)

    return in_transaction(work, dry_run=dry_run)


def edit_voucher(
    *, business_id: uuid.UUID, actor: Actor, document_id: uuid.UUID, mutation_id: uuid.UUID, base_rev: int,
    content: VoucherContent, made_at: datetime.datetime, now: datetime.datetime, dry_run: bool = False,
) -> VoucherResult:  # fmt: skip
    """Change a voucher that stands at revision `base_rev`; its kind stays.

    Locks the book. Raises VoucherUnknown, ChangedElsewhere, AlreadyTrashed, PeriodLocked and what
    record_voucher raises.
    """
    change = _Change(business_id, actor, document_id, mutation_id, base_rev, made_at, now, dry_run)
    said = clean_voucher(content)
    return _changed(change, verb="edit", said=said.said(), work=lambda ground: _edit(ground, said))


def delete_voucher(
    *, business_id: uuid.UUID, actor: Actor, document_id: uuid.UUID, mutation_id: uuid.UUID, base_rev: int,
    made_at: datetime.datetime, now: datetime.datetime, dry_run: bool = False,
) -> VoucherResult:  # fmt: skip
    """Take a voucher out of the books, its lines out of the khatas; it goes to the trash.

    Raises VoucherUnknown, ChangedElsewhere, AlreadyTrashed, RoleNotAllowed, PeriodLocked.
    """
    change = _Change(business_id, actor, document_id, mutation_id, base_rev, made_at, now, dry_run)
    return _changed(change, verb="delete", said={}, work=_delete)


def restore_voucher(
    *, business_id: uuid.UUID, actor: Actor, document_id: uuid.UUID, mutation_id: uuid.UUID, base_rev: int,
    made_at: datetime.datetime, now: datetime.datetime, dry_run: bool = False,
) -> VoucherResult:  # fmt: skip
    """Bring a deleted voucher back to its place. Raises VoucherUnknown, ChangedElsewhere, NothingToUndo,
    GoneForGood, RoleNotAllowed, PeriodLocked, AccountClosed."""
    change = _Change(business_id, actor, document_id, mutation_id, base_rev, made_at, now, dry_run)
    return _changed(change, verb="restore", said={}, work=_restore)


def undo_voucher(
    *, business_id: uuid.UUID, actor: Actor, document_id: uuid.UUID, mutation_id: uuid.UUID, base_rev: int,
    made_at: datetime.datetime, now: datetime.datetime, dry_run: bool = False,
) -> VoucherResult:  # fmt: skip
    """Put a voucher back to what it said before its last change. Raises NothingToUndo where there was no
    change or the one before was a deletion, and all that edit_voucher raises."""
    change = _Change(business_id, actor, document_id, mutation_id, base_rev, made_at, now, dry_run)
    return _changed(change, verb="undo", said={}, work=_undo)


@dataclass(frozen=True, slots=True)
class _Change:
    business_id: uuid.UUID
    actor: Actor
    document_id: uuid.UUID
    mutation_id: uuid.UUID
    base_rev: int
    made_at: datetime.datetime
    now: datetime.datetime
    dry_run: bool


@dataclass(frozen=True, slots=True)
class _Ground:
    """A change whose ground is read: the book is locked and the revision is the expected one."""

    change: _Change
    book: BookLock
    standing: StandingVoucher

    @property
    def act(self) -> Act:
        return Act(self.book, self.change.actor, self.change.made_at, self.change.now)


def _changed(
    change: _Change, *, verb: str, said: dict[str, object], work: Callable[[_Ground], None]
) -> VoucherResult:
    """Lock, read, do the work, keep the receipt; a change that was done before answers at once."""
    asked = receipts.request_hash(
        verb=f"voucher {verb}", document_id=change.document_id, said={**said, "base": change.base_rev}
    )

    def whole() -> VoucherResult:
        book = lock(change.business_id, events=0)
        done = receipts.standing_receipt(
            business_id=change.business_id, mutation_id=change.mutation_id, asked=asked
        )
        if done is not None:
            return _standing(change.business_id, change.document_id, replayed=True)
        work(_opened(change, book=book))
        result = _standing(change.business_id, change.document_id)
        receipts.write_receipt(
            business_id=change.business_id, mutation_id=change.mutation_id, document_id=change.document_id,
            asked=asked, rev=result.rev, seq=result.seq, now=change.now,
        )  # fmt: skip
        return result

    return in_transaction(whole, dry_run=change.dry_run)


def _opened(change: _Change, *, book: BookLock) -> _Ground:
    standing = read_voucher(change.business_id, change.document_id)
    if standing is None:
        raise VoucherUnknown
    _check_actor(change.actor)
    if standing.rev != change.base_rev:
        raise ChangedElsewhere
    if standing.has_left:
        raise GoneForGood
    return _Ground(change, book, standing)


def _refuse_words(content: VoucherContent, *, parties: Mapping[uuid.UUID, StandingParty]) -> None:
    """Raises WordsRefused: of a person who was erased no narration is kept any more."""
    for party_id in content.by_party():
        parties[party_id].refuse_words(content.note)


def _check_actor(actor: Actor) -> None:
    if not is_granted(actor.role, GRANT):
        raise RoleNotAllowed


def _refuse_closed(ground: _Ground) -> None:
    """The lock is on money: of a voucher of a closed day the narration alone may change. Raises PeriodLocked."""
    until = ground.book.books_locked_until
    if until is not None and ground.standing.content.day <= until:
        raise PeriodLocked(until)


def _edit(ground: _Ground, said: VoucherContent) -> None:
    standing, business_id = ground.standing, ground.book.business_id
    if standing.is_trashed:
        raise AlreadyTrashed
    said = replace(said, kind=standing.content.kind)
    if not said.moves_like(standing.content):
        _refuse_closed(ground)
    check_voucher(said, book=ground.book, now=ground.change.now, standing=standing.content)
    parties = read_parties(business_id, {*said.by_party(), *standing.content.by_party()})
    right = with_heads(said, parties=parties, known=standing.content.by_party())
    _refuse_words(right, parties=parties)
    write_again(
        ground.act, standing=standing, content=right, is_trashed=False, parties=parties,
        parts=read_parts(business_id, standing.document_id), verb="voucher.updated",
    )  # fmt: skip


def _undo(ground: _Ground) -> None:
    before = Revision.objects.filter(
        business_id=ground.book.business_id, subject_id=ground.standing.document_id, rev=ground.standing.rev - 1
    ).first()  # fmt: skip
    said = before.contents if before is not None else None
    if said is None or said["state"] != DocumentState.POSTED or "lines" not in said:
        raise NothingToUndo
    content = content_from(said)
    first = book_map(ground.book.business_id).branch_id
    _edit(ground, replace(content, branch_id=content.branch_id or first))


def _delete(ground: _Ground) -> None:
    if ground.standing.is_trashed:
        raise AlreadyTrashed
    _refuse_closed(ground)
    _turn(ground, is_trashed=True, verb="voucher.deleted")


def _restore(ground: _Ground) -> None:
    if not ground.standing.is_trashed:
        raise NothingToUndo
    _refuse_closed(ground)
    check_voucher(replace(ground.standing.content, branch_id=None), book=ground.book, now=ground.change.now)
    _turn(ground, is_trashed=False, verb="voucher.created")


def _turn(ground: _Ground, *, is_trashed: bool, verb: str) -> None:
    standing, business_id = ground.standing, ground.book.business_id
    write_again(
        ground.act, standing=standing, content=standing.content, is_trashed=is_trashed, verb=verb,
        parties=read_parties(business_id, set(standing.content.by_party())),
        parts=read_parts(business_id, standing.document_id),
    )  # fmt: skip


def _standing(business_id: uuid.UUID, document_id: uuid.UUID, *, replayed: bool = False) -> VoucherResult:
    found = read_voucher(business_id, document_id)
    if found is None:
        raise VoucherUnknown
    state = DocumentState.TRASHED if found.is_trashed else DocumentState.POSTED
    return VoucherResult(
        document_id=document_id, content=found.content, pos=found.pos, rev=found.rev, seq=found.changed_seq,
        state=str(state), replayed=replayed,
    )  # fmt: skip
