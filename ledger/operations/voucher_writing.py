"""How a voucher gets into the books: its head, its entry, and one line in the khata of each party it names.

A line in a khata is a document that names its voucher in `part_of`, and stands on the voucher's entry. A party
has one in a voucher, whatever becomes of it: taken out it lies trashed, put in again it stands up again.
"""

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection

from audit import trail
from businesses.actors import Actor
from businesses.books import BookLock, lock
from core.ids import uuid7
from core.sql import as_date, as_uuid, bind, bind_all, insert_rows
from core.taken_ids import refused_when_taken
from ledger import posting
from ledger.book_map import book_map
from ledger.models import Direction, DocumentKind, DocumentState
from ledger.operations.drafts import revision_of
from ledger.operations.entries import DOCUMENT_COLUMNS, document_row
from ledger.operations.entry_changes import revive_party
from ledger.operations.standing import StandingDocument, StandingParty, legs_of, newest_place
from ledger.operations.voucher_checks import moves_as
from ledger.posting import Draft, Leg
from ledger.refusals import IdTaken
from ledger.vouchers import VoucherContent, VoucherLine

PART_COLUMNS = f"{DOCUMENT_COLUMNS}, part_of_id"


@dataclass(frozen=True, slots=True)
class StandingVoucher:
    """A voucher as it stands in the book; `content` is what it says, also while it is in the trash."""

    document_id: uuid.UUID
    branch_id: uuid.UUID
    content: VoucherContent
    pos: int
    rev: int
    changed_seq: int
    is_trashed: bool
    has_left: bool
    entry_id: uuid.UUID
    content_hash: bytes


@dataclass(frozen=True, slots=True)
class Part:
    """A voucher's line in a khata."""

    document_id: uuid.UUID
    rev: int
    is_trashed: bool


@dataclass(frozen=True, slots=True)
class Act:
    """Who changes the book, when, and under which lock."""

    book: BookLock
    actor: Actor
    made_at: datetime.datetime
    now: datetime.datetime

    @property
    def business_id(self) -> uuid.UUID:
        return self.book.business_id


def read_voucher(business_id: uuid.UUID, document_id: uuid.UUID) -> StandingVoucher | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT d.id, d.branch_id, d.kind, d.day, d.note, d.pos, d.rev, d.changed_seq, d.state, d.closed_at,"
            " d.entry_id, d.content_hash FROM ledger_document d WHERE d.business_id = %s AND d.id = %s"
            " AND d.kind IN ('journal', 'contra', 'openings')",
            bind_all([business_id, document_id]),
        )
        row = cursor.fetchone()
    if row is None:
        return None
    entry_id = as_uuid(row[10])
    legs = legs_of([entry_id], khata_accounts=book_map(business_id).khata_accounts)[entry_id]
    lines = tuple(VoucherLine(leg.account_id, leg.amount, leg.party_id) for leg in legs)
    content = VoucherContent(row[2], as_date(row[3]), row[4], lines, as_uuid(row[1]))
    return StandingVoucher(
        document_id=as_uuid(row[0]), branch_id=as_uuid(row[1]), pos=row[5], rev=row[6], changed_seq=row[7],
        content=content, is_trashed=row[8] == DocumentState.TRASHED,
        has_left=row[9] is not None, entry_id=entry_id, content_hash=bytes(row[11]),
    )  # fmt: skip


def read_parts(business_id: uuid.UUID, document_id: uuid.UUID) -> dict[uuid.UUID, Part]:
    """The lines of a voucher in khatas, by party."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT d.party_id, d.id, d.rev, d.state FROM ledger_document d"
            " WHERE d.business_id = %s AND d.part_of_id = %s",
            bind_all([business_id, document_id]),
        )
        return {
            as_uuid(row[0]): Part(as_uuid(row[1]), row[2], row[3] == DocumentState.TRASHED)
            for row in cursor.fetchall()
        }


def write_new(
    act: Act, *, document_id: uuid.UUID, content: VoucherContent, parties: Mapping[uuid.UUID, StandingParty],
    asked: bytes,
) -> None:  # fmt: skip
    """A voucher that was not there before."""
    seq = lock(act.business_id, events=1 + len(content.by_party())).first_seq
    branch = content.branch_id or book_map(act.business_id).branch_id
    content = replace(content, branch_id=branch)
    draft = _draft(act, document_id=document_id, branch_id=branch, content=content, seq=seq, pos=seq)
    head = StandingVoucher(
        document_id=document_id, branch_id=branch, content=content, pos=seq, rev=1, changed_seq=seq,
        is_trashed=False, has_left=False, entry_id=draft.entry_id, content_hash=asked,
    )  # fmt: skip
    with refused_when_taken(IdTaken), connection.cursor() as cursor:
        insert_rows(cursor, table="ledger_document", columns=DOCUMENT_COLUMNS, rows=[_head_row(act, head)])
    for party_id in content.by_party():
        parties[party_id].khata.note(day=content.day, pos=seq)
    _settle(act, head=head, drafts=[draft], parts={}, parties=parties, verb="voucher.created")


def write_again(
    act: Act, *, standing: StandingVoucher, content: VoucherContent, is_trashed: bool,
    parties: Mapping[uuid.UUID, StandingParty], parts: Mapping[uuid.UUID, Part], verb: str,
) -> None:  # fmt: skip
    """A standing voucher with other contents, deleted, or brought back: what it posted is reversed where it
    was, and what it says now is posted in the same place."""
    branch = content.branch_id or standing.branch_id
    content = replace(content, branch_id=branch)
    moves = standing.is_trashed or is_trashed or not content.moves_like(standing.content)
    touched = list(dict.fromkeys([*standing.content.by_party(), *content.by_party()]))
    if moves:
        for party_id in touched:
            revive_party(parties[party_id], business_id=act.business_id, actor=act.actor, now=act.now)
    changed = [one for one in touched if one in content.by_party() or not parts[one].is_trashed]
    seq = lock(act.business_id, events=1 + len(changed)).first_seq
    drafts = (
        _redrafted(act, standing=standing, content=content, is_trashed=is_trashed, seq=seq) if moves else []
    )
    stands = drafts[-1].entry_id if drafts and not is_trashed else standing.entry_id
    head = StandingVoucher(
        document_id=standing.document_id, branch_id=branch, content=content, pos=standing.pos,
        rev=standing.rev + 1, changed_seq=seq, is_trashed=is_trashed, has_left=False, entry_id=stands,
        content_hash=standing.content_hash,
    )  # fmt: skip
    for party_id in touched:
        khata = parties[party_id].khata
        own = parts[party_id].document_id if party_id in parts else standing.document_id
        khata.last_day, khata.last_pos = newest_place(party_id, business_id=act.business_id, other_than=own)
        if not is_trashed and party_id in content.by_party():
            khata.note(day=content.day, pos=standing.pos)
    kept = {one: parties[one] for one in touched}
    _settle(act, head=head, drafts=drafts, parts=parts, parties=kept, verb=verb)


def _redrafted(
    act: Act, *, standing: StandingVoucher, content: VoucherContent, is_trashed: bool, seq: int
) -> list[Draft]:
    drafts = []
    if not standing.is_trashed:
        legs = _legs(act, standing.content)
        drafts.append(
            posting.reversal(
                of=standing.entry_id, document_id=standing.document_id, branch_id=standing.branch_id, seq=seq,
                day=standing.content.day, pos=standing.pos, legs=legs, khata_id=None,
            )
        )  # fmt: skip
    if not is_trashed:
        drafts.append(
            _draft(act, document_id=standing.document_id, branch_id=content.branch_id or standing.branch_id,
                   content=content, seq=seq, pos=standing.pos)
        )  # fmt: skip
    return drafts


def _draft(
    act: Act, *, document_id: uuid.UUID, branch_id: uuid.UUID, content: VoucherContent, seq: int, pos: int
) -> Draft:
    return Draft(
        document_id=document_id, branch_id=branch_id, seq=seq, day=content.day, pos=pos,
        legs=_legs(act, content), khata_id=None,
    )  # fmt: skip


def _legs(act: Act, content: VoucherContent) -> tuple[Leg, ...]:
    accounts = book_map(act.business_id).khata_accounts
    return tuple(
        Leg(line.account_id, line.amount, line.party_id, counts=line.account_id in accounts)
        for line in content.lines
    )


def _settle(
    act: Act, *, head: StandingVoucher, drafts: list[Draft], parts: Mapping[uuid.UUID, Part],
    parties: Mapping[uuid.UUID, StandingParty], verb: str,
) -> None:  # fmt: skip
    """Post, lay the lines in the khatas, rewrite the head, tell the trail. Numbers follow the head's own."""
    effects = {} if head.is_trashed else head.content.by_party()
    numbered = [one for one in parties if one in effects or (one in parts and not parts[one].is_trashed)]
    seqs = dict(zip(numbered, range(head.changed_seq + 1, head.changed_seq + 1 + len(numbered)), strict=True))
    for party_id, party in parties.items():
        party.khata.changed_seq = seqs.get(party_id, head.changed_seq)
    if drafts or parties:
        posting.post(
            business_id=act.business_id, actor_id=act.actor.user_id, device_id=act.actor.device_id, drafts=drafts,
            khatas={party_id: party.khata for party_id, party in parties.items()},
        )  # fmt: skip
    news = [_head_news(head, verb=verb)]
    for party_id, seq in seqs.items():
        news.append(
            _lay(
                act,
                head=head,
                party=parties[party_id],
                seq=seq,
                effect=effects.get(party_id, 0),
                part=parts.get(party_id),
            )
        )
    posting.renew_dues(business_id=act.business_id, party_ids=parties.keys())
    if head.rev > 1:
        _rewrite_head(act, head)
    trail.append(business_id=act.business_id, at=act.now, actor=act.actor, news=news)


def _lay(
    act: Act, *, head: StandingVoucher, party: StandingParty, seq: int, effect: int, part: Part | None
) -> trail.News:
    """Write a voucher's line in one khata; without effect it is taken out of it. Of a person who was erased it
    has no words."""
    party_id = party.party_id
    if effect == 0 and part is not None:
        return _take_out(act, head=head, party_id=party_id, seq=seq, part=part)
    direction = Direction.GAVE if effect > 0 else Direction.GOT
    said = replace(head.content, note="") if party.is_erased else head.content
    content = moves_as(said, amount=abs(effect), direction=direction)
    document = StandingDocument(
        document_id=part.document_id if part else uuid7(), branch_id=head.branch_id, kind=DocumentKind.VOUCHER_LINE,
        content=content, pos=head.pos, rev=part.rev + 1 if part else 1, state=DocumentState.POSTED,
        entry_id=head.entry_id, content_hash=head.content_hash, created_by=act.actor.user_id, created_at=act.now,
        run_id=None, changed_seq=seq, photos=0,
    )  # fmt: skip
    with connection.cursor() as cursor:
        if part is None:
            row = document_row(
                business_id=act.business_id, party_id=party_id, actor=act.actor, document=document, made_at=act.made_at
            )  # fmt: skip
            insert_rows(
                cursor, table="ledger_document", columns=PART_COLUMNS, rows=[(*row, head.document_id)]
            )
        else:
            cursor.execute(
                "UPDATE ledger_document SET direction = %s, day = %s, amount = %s, note = %s, rev = %s,"
                " changed_seq = %s, state = 'posted', trashed_at = NULL, closed_at = NULL, entry_id = %s,"
                " branch_id = %s WHERE id = %s AND business_id = %s",
                bind_all([content.direction, content.day, content.amount, content.note, document.rev, seq,
                          head.entry_id, head.branch_id, document.document_id, act.business_id]),
            )  # fmt: skip
    is_new = part is None or part.is_trashed
    return trail.News(
        seq=seq, verb="entry.created" if is_new else "entry.updated", subject_kind="entry",
        subject_id=document.document_id, rev=document.rev, amount=effect,
        contents=_part_said(head, party_id=party_id, content=content, state=DocumentState.POSTED),
    )  # fmt: skip


def _take_out(act: Act, *, head: StandingVoucher, party_id: uuid.UUID, seq: int, part: Part) -> trail.News:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE ledger_document SET rev = rev + 1, changed_seq = %s, state = 'trashed', trashed_at = %s"
            " WHERE id = %s AND business_id = %s RETURNING direction, amount, day, note",
            [seq, bind(act.now), bind(part.document_id), bind(act.business_id)],
        )
        direction, amount, day, note = cursor.fetchone()
    said = VoucherContent(head.content.kind, as_date(day), note, (), head.branch_id)
    content = moves_as(said, amount=amount, direction=direction)
    return trail.News(
        seq=seq, verb="entry.deleted", subject_kind="entry", subject_id=part.document_id, rev=part.rev + 1,
        amount=content.effect,
        contents=_part_said(head, party_id=party_id, content=content, state=DocumentState.TRASHED),
    )  # fmt: skip


def _part_said(head: StandingVoucher, *, party_id: uuid.UUID, content: Any, state: str) -> dict[str, Any]:
    said = revision_of(
        party_id=party_id, kind=DocumentKind.VOUCHER_LINE, state=str(state), content=content, photos=0
    )
    return {**said, "voucher": str(head.document_id)}


def _head_news(head: StandingVoucher, *, verb: str) -> trail.News:
    state = DocumentState.TRASHED if head.is_trashed else DocumentState.POSTED
    return trail.News(
        seq=head.changed_seq, verb=verb, subject_kind="voucher", subject_id=head.document_id, rev=head.rev,
        amount=head.content.amount, contents={**head.content.said(), "state": str(state)},
    )  # fmt: skip


def _head_row(act: Act, head: StandingVoucher) -> tuple[object, ...]:
    document = StandingDocument(
        document_id=head.document_id, branch_id=head.branch_id, kind=head.content.kind,
        content=moves_as(head.content, amount=head.content.amount, direction=Direction.GAVE), pos=head.pos, rev=1,
        state=DocumentState.POSTED, entry_id=head.entry_id, content_hash=head.content_hash,
        created_by=act.actor.user_id, created_at=act.now, run_id=None, changed_seq=head.changed_seq, photos=0,
    )  # fmt: skip
    return document_row(
        business_id=act.business_id, party_id=None, actor=act.actor, document=document, made_at=act.made_at
    )


def _rewrite_head(act: Act, head: StandingVoucher) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE ledger_document SET day = %s, amount = %s, note = %s, rev = %s, changed_seq = %s, state = %s,"
            " trashed_at = %s, entry_id = %s, branch_id = %s WHERE id = %s AND business_id = %s",
            bind_all(
                [
                    head.content.day, head.content.amount, head.content.note, head.rev, head.changed_seq,
                    DocumentState.TRASHED.value if head.is_trashed else DocumentState.POSTED.value,
                    act.now if head.is_trashed else None, head.entry_id, head.branch_id, head.document_id,
                    act.business_id,
                ]
            ),
        )  # fmt: skip
