"""Changes made on a phone without a connection, brought in one by one when it is back.

Each mutation is its own transaction and gets its own answer; none is lost without being told. The phone's
clock orders nothing: a mutation says what it saw (`base_rev`), and the server decides.
"""

import datetime
import uuid
from dataclasses import dataclass, replace

from django.db import transaction

from audit import trail
from audit.models import Revision
from businesses.actors import Actor
from businesses.books import BookLock, lock
from businesses.roles import is_granted
from core.ids import uuid7
from core.refusals import Refusal
from ledger.book_map import book_map
from ledger.directions import Content
from ledger.models import Document, DocumentState, Party, Pending, PendingDecision, PendingReason
from ledger.operations import receipts
from ledger.operations.corrections import correct_entry
from ledger.operations.drafts import content_from, content_stood, standing_content
from ledger.operations.entries import EntryResult, record_entry, standing_result
from ledger.operations.entry_changes import check_changer, delete_entry, edit_entry, restore_entry
from ledger.operations.likely_days import days_of
from ledger.operations.parties import PartyResult
from ledger.operations.periods import correction_day
from ledger.operations.standing import read_document
from ledger.refusals import (
    AlreadyTrashed,
    ChangedElsewhere,
    EntryUnknown,
    IdTaken,
    NothingToUndo,
    PartyUnknown,
    PendingUnknown,
    PeriodLocked,
    PeriodOpen,
    RoleNotAllowed,
    WordsRefused,
)

MUTATIONS_MAX = 500
MERGES_MAX = 5
"""Times a merge is tried anew when another device gets in between."""


@dataclass(frozen=True, slots=True)
class Mutation:
    """What a phone did to one entry. verb: create, edit, delete or restore; `content` for the first two;
    `party_id` for create. `base_rev` is the revision the person saw (0 for create)."""

    mutation_id: uuid.UUID
    verb: str
    document_id: uuid.UUID
    base_rev: int
    made_at: datetime.datetime
    party_id: uuid.UUID | None = None
    content: Content | None = None
    sure_of: frozenset[datetime.date] = frozenset()
    """Days far from today that the person confirmed."""

    @property
    def said(self) -> dict[str, object]:
        content = self.content
        return {
            "party": str(self.party_id) if self.party_id else None,
            "base": self.base_rev,
            "content": None if content is None else contents_of(content),
        }


@dataclass(frozen=True, slots=True)
class PushAnswer:
    """state: applied, duplicate, conflict, held, waiting (its party or entry is not here yet) or rejected
    (with the refusal's slug and its sentence)."""

    mutation_id: uuid.UUID
    state: str
    result: EntryResult | None = None
    party: PartyResult | None = None
    pending_id: uuid.UUID | None = None
    slug: str = ""
    message: str = ""


def contents_of(content: Content) -> dict[str, object]:
    return {
        "direction": str(content.direction), "amount": content.amount, "mode": str(content.mode),
        "day": content.day.isoformat(), "note": content.note,
        "due_on": content.due_on.isoformat() if content.due_on else None,
        **({} if content.branch_id is None else {"branch": str(content.branch_id)}),
    }  # fmt: skip


def apply_mutation(
    *, business_id: uuid.UUID, actor: Actor, mutation: Mutation, now: datetime.datetime
) -> PushAnswer:
    """Bring in one mutation. Sent again it gets the first answer; nothing here raises a Refusal."""
    asked = receipts.request_hash(verb=mutation.verb, document_id=mutation.document_id, said=mutation.said)
    try:
        known = _known(business_id=business_id, mutation=mutation, asked=asked)
        return known or _attempt(
            business_id=business_id, actor=actor, mutation=mutation, asked=asked, now=now
        )
    except (PartyUnknown, EntryUnknown) as refusal:
        return PushAnswer(mutation.mutation_id, "waiting", slug=refusal.slug, message=str(refusal))
    except Refusal as refusal:
        return PushAnswer(mutation.mutation_id, "rejected", slug=refusal.slug, message=str(refusal))


def _known(*, business_id: uuid.UUID, mutation: Mutation, asked: bytes) -> PushAnswer | None:
    """The answer of a change that waits for a decision, or was decided."""
    pending = Pending.objects.filter(business_id=business_id, mutation_id=mutation.mutation_id).first()
    if pending is None:
        return None
    if bytes(pending.request_hash) != asked:
        raise IdTaken
    if pending.decision == PendingDecision.OPEN:
        return PushAnswer(mutation.mutation_id, pending.reason, pending_id=pending.id)
    return PushAnswer(mutation.mutation_id, "duplicate", pending_id=pending.id)


def _attempt(
    *, business_id: uuid.UUID, actor: Actor, mutation: Mutation, asked: bytes, now: datetime.datetime
) -> PushAnswer:
    try:
        result = _apply(business_id=business_id, actor=actor, mutation=mutation, asked=asked, now=now)
    except PeriodLocked:
        return _keep(
            PendingReason.HELD, business_id=business_id, actor=actor, mutation=mutation, asked=asked, now=now
        )
    except (ChangedElsewhere, AlreadyTrashed, NothingToUndo):
        if _is_so_already(business_id=business_id, mutation=mutation):
            return PushAnswer(mutation.mutation_id, "duplicate")
        merged = _merge(business_id=business_id, actor=actor, mutation=mutation, asked=asked, now=now)
        return merged or _keep(
            PendingReason.CONFLICT,
            business_id=business_id,
            actor=actor,
            mutation=mutation,
            asked=asked,
            now=now,
        )
    return PushAnswer(mutation.mutation_id, "duplicate" if result.replayed else "applied", result=result)


def hold_change(
    *, business_id: uuid.UUID, actor: Actor, mutation: Mutation, now: datetime.datetime
) -> PushAnswer:
    """Keep a change of a closed day for somebody who may decide.

    Raises EntryUnknown, RoleNotAllowed and EditNotAllowed for what the person could not do in an open day
    either, PeriodOpen when the day is open by now, IdTaken.
    """
    asked = receipts.request_hash(verb=mutation.verb, document_id=mutation.document_id, said=mutation.said)
    with transaction.atomic():
        book = lock(business_id, events=0)
        document, _party = read_document(business_id=business_id, document_id=mutation.document_id)
        check_changer(actor=actor, now=now, timezone=book.timezone, document=document)
        if book.books_locked_until is None or document.content.day > book.books_locked_until:
            raise PeriodOpen
        known = _known(business_id=business_id, mutation=mutation, asked=asked)
        return known or _keep(
            PendingReason.HELD, business_id=business_id, actor=actor, mutation=mutation, asked=asked, now=now
        )


def _is_so_already(*, business_id: uuid.UUID, mutation: Mutation) -> bool:
    """Whether another phone deleted or brought back the very same entry: then there is nothing to decide."""
    wanted = {"delete": DocumentState.TRASHED, "restore": DocumentState.POSTED}.get(mutation.verb)
    return (
        wanted is not None
        and Document.objects.filter(business_id=business_id, id=mutation.document_id, state=wanted).exists()
    )


def _apply(
    *, business_id: uuid.UUID, actor: Actor, mutation: Mutation, asked: bytes, now: datetime.datetime
) -> EntryResult:
    content = mutation.content
    if mutation.verb == "create" and content is not None and mutation.party_id is not None:
        return record_entry(
            business_id=business_id, actor=actor, document_id=mutation.document_id, party_id=mutation.party_id,
            direction=content.direction, amount=content.amount, mode=content.mode, day=content.day,
            note=content.note, due_on=content.due_on, made_at=mutation.made_at, now=now, sure_of=mutation.sure_of,
            branch_id=content.branch_id,
        )  # fmt: skip
    if mutation.verb == "edit" and content is not None:
        return _edit(
            business_id=business_id, actor=actor, mutation=mutation, content=content, base_rev=mutation.base_rev,
            asked=asked, now=now,
        )  # fmt: skip
    verbs = {"delete": delete_entry, "restore": restore_entry}
    return verbs[mutation.verb](
        business_id=business_id, actor=actor, document_id=mutation.document_id, mutation_id=mutation.mutation_id,
        base_rev=mutation.base_rev, made_at=mutation.made_at, now=now, asked=asked,
    )  # fmt: skip


def _edit(
    *, business_id: uuid.UUID, actor: Actor, mutation: Mutation, content: Content, base_rev: int, asked: bytes,
    now: datetime.datetime,
) -> EntryResult:  # fmt: skip
    return edit_entry(
        business_id=business_id, actor=actor, document_id=mutation.document_id, mutation_id=mutation.mutation_id,
        base_rev=base_rev, direction=content.direction, amount=content.amount, mode=content.mode, day=content.day,
        note=content.note, due_on=content.due_on, made_at=mutation.made_at, now=now, asked=asked,
        sure_of=mutation.sure_of, branch_id=content.branch_id,
    )  # fmt: skip


def _merge(
    *, business_id: uuid.UUID, actor: Actor, mutation: Mutation, asked: bytes, now: datetime.datetime
) -> PushAnswer | None:
    """Apply an edit over a newer revision where the two don't disagree about money; None where they do."""
    if mutation.verb != "edit" or mutation.content is None:
        return None
    for _ in range(MERGES_MAX):
        document = Document.objects.filter(
            business_id=business_id, id=mutation.document_id, state=DocumentState.POSTED
        ).first()
        base = Revision.objects.filter(
            business_id=business_id, subject_id=mutation.document_id, rev=mutation.base_rev
        ).first()
        if document is None or base is None or base.contents is None:
            return None
        theirs = standing_content(document)
        stood = content_stood(base.contents, books=book_map(business_id))
        content = merged_content(base=stood, theirs=theirs, mine=mutation.content)
        if content is None:
            return None
        try:
            result = _edit(
                business_id=business_id, actor=actor, mutation=mutation, content=content, base_rev=document.rev,
                asked=asked, now=now,
            )  # fmt: skip
        except ChangedElsewhere:
            continue
        except AlreadyTrashed:
            return None
        return PushAnswer(mutation.mutation_id, "duplicate" if result.replayed else "applied", result=result)
    return None


def merged_content(*, base: Content, theirs: Content, mine: Content) -> Content | None:
    """Three versions of one entry as one: money from whoever changed it, words from the last to arrive.

    None when both changed the money, and not to the same.
    """
    if mine.moves_like(base):
        money = theirs
    elif theirs.moves_like(base) or theirs.moves_like(mine):
        money = mine
    else:
        return None
    return replace(
        money,
        note=mine.note if mine.note != base.note else theirs.note,
        due_on=mine.due_on if mine.due_on != base.due_on else theirs.due_on,
    )


def _keep(
    reason: PendingReason, *, business_id: uuid.UUID, actor: Actor, mutation: Mutation, asked: bytes,
    now: datetime.datetime,
) -> PushAnswer:  # fmt: skip
    """Keep the mutation for somebody to decide; the server's version stands."""
    with transaction.atomic():
        lock(business_id, events=0)
        kept = Pending.objects.filter(business_id=business_id, mutation_id=mutation.mutation_id).first()
        if kept is not None:
            return PushAnswer(mutation.mutation_id, kept.reason, pending_id=kept.id)
        document = Document.objects.filter(business_id=business_id, id=mutation.document_id).first()
        _refuse_words(business_id, mutation, party_id=document.party_id if document else mutation.party_id)
        seq = lock(business_id).first_seq
        pending = Pending.objects.create(
            business_id=business_id, mutation_id=mutation.mutation_id, document_id=mutation.document_id,
            verb=mutation.verb, reason=reason, base_rev=mutation.base_rev,
            server_rev=document.rev if document else 0,
            party_id=mutation.party_id or (document.party_id if document else None),
            contents=contents_of(mutation.content) if mutation.content else None, request_hash=asked,
            user_id=actor.user_id, device_id=actor.device_id, made_at=mutation.made_at, at=now, changed_seq=seq,
        )  # fmt: skip
        _tell(pending, verb=f"entry.{reason}", seq=seq, actor=actor, now=now, rev=1)
    return PushAnswer(mutation.mutation_id, reason, pending_id=pending.id)


def _refuse_words(business_id: uuid.UUID, mutation: Mutation, *, party_id: uuid.UUID | None) -> None:
    """Raises WordsRefused: of a person who was erased no words are kept, also none that wait."""
    if party_id is None or mutation.content is None or not mutation.content.note:
        return
    if Party.objects.filter(business_id=business_id, id=party_id, erased_at__isnull=False).exists():
        raise WordsRefused


def decide(
    *, business_id: uuid.UUID, actor: Actor, pending_id: uuid.UUID, decision: str, now: datetime.datetime
) -> PushAnswer:
    """Settle a waiting change: "mine" applies it over what stands now, "theirs" leaves what stands.

    Raises PendingUnknown, RoleNotAllowed, and what the change itself raises (the period may still be
    closed): then it goes on waiting.
    """
    if not is_granted(actor.role, "khata.edit"):
        raise RoleNotAllowed
    with transaction.atomic():
        book = lock(business_id)
        pending = Pending.objects.filter(
            business_id=business_id, id=pending_id, decision=PendingDecision.OPEN
        ).first()
        if pending is None:
            raise PendingUnknown
        result = None
        if decision == PendingDecision.MINE:
            result = _apply_pending(pending, actor=actor, book=book, now=now)
        pending.decision, pending.decided_at, pending.changed_seq = (
            PendingDecision(decision),
            now,
            book.first_seq,
        )
        pending.save(update_fields=["decision", "decided_at", "changed_seq"])
        _tell(pending, verb="entry.decided", seq=book.first_seq, actor=actor, now=now, rev=2)
    return PushAnswer(
        pending.mutation_id, "applied" if result else "duplicate", result=result, pending_id=pending.id
    )


def _settle_held(
    pending: Pending, *, actor: Actor, book: BookLock, now: datetime.datetime
) -> EntryResult | None:
    """Bring a held change into a book whose period is still closed: as a correction, or a late entry.

    None when the day is open, so that the change is applied as it was said.
    """
    document = Document.objects.filter(business_id=pending.business_id, id=pending.document_id).first()
    content = content_from(pending.contents) if pending.contents else None
    day = document.day if document is not None else content.day if content is not None else None
    locked = book.books_locked_until
    if pending.reason != PendingReason.HELD or locked is None or day is None or day > locked:
        return None
    if not is_granted(actor.role, "book.close"):
        raise PeriodLocked(locked)
    if document is None and content is not None and pending.party_id is not None:
        late = replace(content, day=correction_day(book, now=now))
        return record_entry(
            business_id=pending.business_id, actor=actor, document_id=pending.document_id, party_id=pending.party_id,
            direction=late.direction, amount=late.amount, mode=late.mode, day=late.day, note=late.note,
            due_on=late.due_on and max(late.due_on, late.day), made_at=pending.made_at, now=now, sure_of=days_of(late),
            branch_id=late.branch_id,
        )  # fmt: skip
    if document is None or pending.verb not in ("edit", "delete"):
        raise PeriodLocked(locked)
    done = correct_entry(
        business_id=pending.business_id, actor=actor, document_id=document.id, mutation_id=uuid7(),
        base_rev=document.rev, content=content, made_at=pending.made_at, now=now,
        sure_of=days_of(content) if content else (),
    )  # fmt: skip
    return standing_result(business_id=pending.business_id, document_id=done.correction_id)


def _apply_pending(pending: Pending, *, actor: Actor, book: BookLock, now: datetime.datetime) -> EntryResult:
    settled = _settle_held(pending, actor=actor, book=book, now=now)
    if settled is not None:
        return settled
    document = Document.objects.filter(business_id=pending.business_id, id=pending.document_id).first()
    rev = document.rev if document else 0
    if document is not None and document.state == DocumentState.TRASHED and pending.verb == "edit":
        rev = restore_entry(
            business_id=pending.business_id, actor=actor, document_id=pending.document_id, mutation_id=uuid7(),
            base_rev=rev, made_at=pending.made_at, now=now,
        ).rev  # fmt: skip
    content = content_from(pending.contents) if pending.contents else None
    mutation = Mutation(
        mutation_id=uuid7(), verb=pending.verb, document_id=pending.document_id, base_rev=rev,
        made_at=pending.made_at, party_id=pending.party_id, content=content,
        sure_of=days_of(content) if content else frozenset(),
    )  # fmt: skip
    asked = receipts.request_hash(verb=mutation.verb, document_id=mutation.document_id, said=mutation.said)
    return _apply(business_id=pending.business_id, actor=actor, mutation=mutation, asked=asked, now=now)


def _tell(pending: Pending, *, verb: str, seq: int, actor: Actor, now: datetime.datetime, rev: int) -> None:
    contents: dict[str, object] = {
        "entry": str(pending.document_id), "verb": pending.verb, "reason": str(pending.reason),
        "base_rev": pending.base_rev, "server_rev": pending.server_rev, "contents": pending.contents,
        "decision": str(pending.decision),
    }  # fmt: skip
    amount = pending.contents["amount"] if pending.contents else None
    news = trail.News(seq, verb, "pending", pending.id, rev, amount, contents)
    trail.append(business_id=pending.business_id, at=now, actor=actor, news=[news])
