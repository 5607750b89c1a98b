"""From what a person wrote to the balanced draft of it, and the rules both must keep."""

import datetime
import hashlib
import uuid
from dataclasses import replace
from zoneinfo import ZoneInfo

from audit.trail import canonical
from businesses.actors import Actor
from businesses.books import BookLock
from businesses.models import Branch
from businesses.operations.branches import BranchUnknown
from businesses.roles import is_granted
from core.text import clean_note
from ledger.book_map import BookMap
from ledger.directions import Content, counter_role, party_role
from ledger.models import Document
from ledger.posting import Draft, Leg
from ledger.refusals import (
    AmountOutOfReach,
    BackdatingNotAllowed,
    BranchClosed,
    DayOutOfReach,
    DueBeforeEntry,
    PeriodLocked,
    RoleNotAllowed,
)

AMOUNT_BELOW = 10**15
"""Minor units: 10^13 rupees."""
FIRST_DAY = datetime.date(1950, 1, 1)
DAYS_AHEAD_MAX = 366
LAST_DUE_DAY = datetime.date(2200, 1, 1)
NOTE_LENGTH_MAX = 1000


def clean(content: Content) -> Content:
    """The content with its note in NFC and without control characters. Raises TextError."""
    return replace(content, note=clean_note(content.note, max_length=NOTE_LENGTH_MAX))


def local_day(instant: datetime.datetime, *, timezone: str) -> datetime.date:
    return instant.astimezone(ZoneInfo(timezone)).date()


def check_content(
    content: Content, *, book: BookLock, now: datetime.datetime, standing: Content | None = None
) -> None:
    """What any writer must keep; `standing` is what the entry said before. The lock is on money: the words of an
    entry of a closed day may change. Raises AmountOutOfReach, DayOutOfReach, DueBeforeEntry, PeriodLocked,
    BranchUnknown, BranchClosed."""
    check_bounds(content, last_day=last_day_of(book, now=now))
    if standing is None or not content.moves_like(standing):
        check_lock(content, book=book)
    if content.branch_id is not None and (standing is None or not content.is_placed_like(standing)):
        check_branch(book.business_id, content.branch_id)


def last_day_of(book: BookLock, *, now: datetime.datetime) -> datetime.date:
    """The last day an entry may have."""
    return local_day(now, timezone=book.timezone) + datetime.timedelta(days=DAYS_AHEAD_MAX)


def check_bounds(content: Content, *, last_day: datetime.date) -> None:
    """Raises AmountOutOfReach, DayOutOfReach, DueBeforeEntry."""
    if not 0 < content.amount < AMOUNT_BELOW:
        raise AmountOutOfReach
    if not FIRST_DAY <= content.day <= last_day:
        raise DayOutOfReach(first=FIRST_DAY, last=last_day)
    if content.due_on is not None and not content.day <= content.due_on <= LAST_DUE_DAY:
        raise DueBeforeEntry


def check_lock(content: Content, *, book: BookLock) -> None:
    """Raises PeriodLocked."""
    if book.books_locked_until is not None and content.day <= book.books_locked_until:
        raise PeriodLocked(book.books_locked_until)


def check_branch(business_id: uuid.UUID, branch_id: uuid.UUID) -> None:
    """Whether new entries may go there. Raises BranchUnknown, BranchClosed."""
    closed_at = Branch.objects.filter(business_id=business_id, pk=branch_id).values_list("closed_at").first()
    if closed_at is None:
        raise BranchUnknown(field="branch")
    if closed_at[0] is not None:
        raise BranchClosed


def check_writer(actor: Actor, *, day: datetime.date, made_at: datetime.datetime, book: BookLock) -> None:
    """Who may write an entry of this day: staff only of the day their phone recorded it.

    Raises RoleNotAllowed, BackdatingNotAllowed.
    """
    if not is_granted(actor.role, "khata.write"):
        raise RoleNotAllowed
    if not is_granted(actor.role, "khata.edit") and day != local_day(made_at, timezone=book.timezone):
        raise BackdatingNotAllowed


def content_hash(*, party_id: uuid.UUID, kind: str, content: Content) -> bytes:
    """What tells a repeated create from another one under the same id."""
    said = {
        "party": party_id.hex,
        "kind": kind,
        "direction": str(content.direction),
        "amount": content.amount,
        "mode": str(content.mode),
        "day": content.day.isoformat(),
        "note": content.note,
        "due_on": content.due_on.isoformat() if content.due_on else None,
        **_placed(content),
    }
    return hashlib.sha256(canonical(said).encode()).digest()


def draft_of(
    *, document_id: uuid.UUID, document_kind: str, party_id: uuid.UUID, party_kind: str, content: Content,
    books: BookMap, branch_id: uuid.UUID, seq: int, pos: int,
) -> Draft:  # fmt: skip
    """Two legs: the party, and what the money or the goods stand on."""
    role = counter_role(document_kind=document_kind, party_kind=party_kind, content=content)
    return Draft(
        document_id=document_id,
        branch_id=branch_id,
        seq=seq,
        day=content.day,
        pos=pos,
        khata_id=party_id,
        legs=(
            Leg(books.accounts[party_role(party_kind)], content.effect, party_id),
            Leg(books.accounts[role], -content.effect),
        ),
    )


def revision_of(
    *, party_id: uuid.UUID, kind: str, state: str, content: Content, photos: int
) -> dict[str, object]:
    """A document's contents as the trail keeps them."""
    return {
        "kind": kind,
        "party": str(party_id),
        "state": state,
        "direction": str(content.direction),
        "amount": content.amount,
        "mode": str(content.mode),
        "day": content.day.isoformat(),
        "note": content.note,
        "due_on": content.due_on.isoformat() if content.due_on else None,
        "photos": photos,
        **_placed(content),
    }


def _placed(content: Content) -> dict[str, object]:
    """Said only where a branch is named, so that what was kept before there were branches reads the same."""
    return {} if content.branch_id is None else {"branch": str(content.branch_id)}


def content_from(revision: dict[str, object]) -> Content:
    due_on, branch = revision["due_on"], revision.get("branch")
    return Content(
        direction=str(revision["direction"]),
        amount=int(str(revision["amount"])),
        mode=str(revision["mode"]),
        day=datetime.date.fromisoformat(str(revision["day"])),
        note=str(revision["note"]),
        due_on=datetime.date.fromisoformat(str(due_on)) if due_on else None,
        branch_id=uuid.UUID(str(branch)) if branch else None,
    )


def standing_content(document: Document) -> Content:
    return Content(
        document.direction, document.amount, document.mode, document.day, document.note, document.due_on,
        document.branch_id,
    )  # fmt: skip


def content_stood(revision: dict[str, object], *, books: BookMap) -> Content:
    """What an entry said at a revision: one that names no branch stood in the book's first."""
    content = content_from(revision)
    return replace(content, branch_id=content.branch_id or books.branch_id)
