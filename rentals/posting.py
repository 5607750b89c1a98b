"""Documents of renting and their postings, written through ledger.posting under the caller's lock."""

import datetime
import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection

from audit import trail
from businesses.actors import Actor
from core.ids import uuid7
from core.sql import insert_rows
from core.taken_ids import refused_when_taken
from ledger import posting
from ledger.book_map import book_map
from ledger.directions import Content
from ledger.models import (
    KHATA_KINDS,
    AccountRole,
    Direction,
    Document,
    DocumentKind,
    DocumentState,
    Mode,
    Party,
)
from ledger.operations.drafts import revision_of
from ledger.operations.entries import DOCUMENT_COLUMNS, document_row, entry_news
from ledger.operations.standing import StandingDocument, khata_of, legs_of, newest_place
from ledger.posting import Draft, Khata, Leg
from ledger.refusals import IdTaken
from rentals.models import DueKind

INCOME: dict[str, AccountRole] = {
    DueKind.RENT: AccountRole.RENT_INCOME,
    DueKind.SERVICE: AccountRole.SERVICE_CHARGES,
    DueKind.UTILITY: AccountRole.SERVICE_CHARGES,
    DueKind.LATE_FEE: AccountRole.LATE_FEES,
    DueKind.DAMAGE: AccountRole.RECOVERED,
    DueKind.OTHER: AccountRole.RECOVERED,
}
"""What each kind of due earns."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A document to be. `legs` per account, debit positive, minor units, the tenant's own left out: what they come
    to turned round stands on the tenant when `party_id` is given."""

    business_id: uuid.UUID
    branch_id: uuid.UUID
    kind: DocumentKind
    day: datetime.date
    legs: Mapping[uuid.UUID, int]
    party_id: uuid.UUID | None = None
    due_on: datetime.date | None = None
    note: str = ""
    mode: str = Mode.UNSORTED
    document_id: uuid.UUID | None = None
    content_hash: bytes | None = None
    """What tells a repeated create from another one, where the id is the client's."""


def account_of(business_id: uuid.UUID, role: AccountRole) -> uuid.UUID:
    return book_map(business_id).accounts[role]


def write(
    paper: Paper, *, actor: Actor, seq: int, now: datetime.datetime
) -> tuple[uuid.UUID, trail.News | None]:
    """Write the document and its entry. Its id, and the news of it where it stands in a khata: phones read that."""
    book, total = paper.business_id, sum(paper.legs.values())
    legs = [Leg(account, amount) for account, amount in paper.legs.items()]
    khatas: dict[uuid.UUID, Khata] = {}
    if paper.party_id is not None:
        legs.insert(0, Leg(account_of(book, AccountRole.RECEIVABLE), -total, paper.party_id))
        khatas[paper.party_id] = khata = _khata(book, paper.party_id)
        khata.changed_seq = seq
        khata.note(day=paper.day, pos=seq)
    draft = Draft(
        document_id=paper.document_id or uuid7(), branch_id=paper.branch_id, seq=seq, day=paper.day, pos=seq,
        legs=tuple(legs), khata_id=paper.party_id,
    )  # fmt: skip
    document = _standing(paper, draft=draft, total=total, actor=actor, now=now)
    row = document_row(business_id=book, party_id=paper.party_id, actor=actor, document=document, made_at=now)
    with refused_when_taken(IdTaken), connection.cursor() as cursor:
        insert_rows(cursor, table="ledger_document", columns=DOCUMENT_COLUMNS, rows=[row])
    posting.post(
        business_id=book, actor_id=actor.user_id, device_id=actor.device_id, drafts=[draft], khatas=khatas
    )
    posting.renew_dues(business_id=book, party_ids=khatas)
    if paper.kind not in KHATA_KINDS or paper.party_id is None:
        return draft.document_id, None
    return draft.document_id, entry_news("entry.created", party_id=paper.party_id, document=document, seq=seq)


def _standing(
    paper: Paper, *, draft: Draft, total: int, actor: Actor, now: datetime.datetime
) -> StandingDocument:
    amount = abs(total) if paper.party_id else sum(leg.amount for leg in draft.legs if leg.amount > 0)
    content = Content(
        direction=Direction.GAVE if total < 0 or paper.kind == DocumentKind.HOUSE_COST else Direction.GOT,
        amount=amount, mode=paper.mode, day=paper.day, note=paper.note, due_on=paper.due_on,
    )  # fmt: skip
    return StandingDocument(
        document_id=draft.document_id, branch_id=paper.branch_id, kind=paper.kind, content=content, pos=draft.pos,
        rev=1, state=DocumentState.POSTED, entry_id=draft.entry_id,
        content_hash=paper.content_hash or hashlib.sha256(draft.document_id.bytes).digest(),
        created_by=actor.user_id, created_at=now, run_id=None, changed_seq=draft.seq, photos=0,
    )  # fmt: skip


def _khata(business_id: uuid.UUID, party_id: uuid.UUID) -> Khata:
    return khata_of(Party.objects.get(business_id=business_id, id=party_id))


def take_back(
    document_id: uuid.UUID, *, business_id: uuid.UUID, actor: Actor, seq: int, now: datetime.datetime
) -> trail.News | None:
    """Reverse a document where it stands; it leaves for good, and its row says why."""
    document = Document.objects.get(business_id=business_id, id=document_id)
    entry_id = document.entry_id
    if entry_id is None:
        raise LookupError(f"document {document_id} has no entry")
    legs = legs_of([entry_id], khata_accounts=book_map(business_id).khata_accounts)[entry_id]
    draft = posting.reversal(
        of=entry_id, document_id=document_id, branch_id=document.branch_id, seq=seq, day=document.day,
        pos=document.pos, legs=legs, khata_id=document.party_id,
    )  # fmt: skip
    khatas: dict[uuid.UUID, Khata] = {}
    if document.party_id is not None:
        khatas[document.party_id] = khata = _khata(business_id, document.party_id)
        khata.changed_seq = seq
        khata.last_day, khata.last_pos = newest_place(
            document.party_id, business_id=business_id, other_than=document_id
        )
    Document.objects.filter(business_id=business_id, id=document_id).update(
        state=DocumentState.TRASHED, trashed_at=now, closed_at=now, changed_seq=seq, rev=document.rev + 1
    )
    posting.post(
        business_id=business_id,
        actor_id=actor.user_id,
        device_id=actor.device_id,
        drafts=[draft],
        khatas=khatas,
    )
    posting.renew_dues(business_id=business_id, party_ids=khatas)
    if document.party_id is None:
        return None
    return _gone(document, seq=seq)


def _gone(document: Document, *, seq: int) -> trail.News:
    content = Content(
        document.direction, document.amount, document.mode, document.day, document.note, document.due_on
    )
    return trail.News(
        seq=seq, verb="entry.deleted", subject_kind="entry", subject_id=document.id, rev=document.rev + 1,
        amount=content.effect,
        contents=revision_of(
            party_id=document.party_id or uuid.UUID(int=0), kind=document.kind, state=DocumentState.TRASHED,
            content=content, photos=0,
        ),
    )  # fmt: skip
