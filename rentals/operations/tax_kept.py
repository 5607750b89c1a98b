"""Rent of which the tenant kept a part back as tax (TDS): one line of their khata, money and tax on two accounts."""

import datetime
import hashlib
import uuid
from dataclasses import dataclass

from django.utils.translation import gettext as _

from audit import trail
from audit.trail import canonical
from businesses.actors import Actor
from businesses.books import BookLock, lock
from businesses.models import Business
from core.money import format_money
from core.text import clean_line
from ledger.directions import MONEY, Content
from ledger.models import AccountRole, Direction, Document, DocumentKind, DocumentState
from ledger.operations.drafts import check_content, check_writer, clean, content_hash
from ledger.operations.entries import EntryResult
from ledger.operations.entry_changes import check_changer
from ledger.operations.standing import StandingParty, Taken, read_document, read_ground
from ledger.operations.transactions import in_transaction
from ledger.operations.usual_accounts import usual_accounts
from ledger.refusals import AlreadyTrashed, ChangedElsewhere, IdTaken, PartyUnknown
from rentals import posting
from rentals.models import Lease, TaxKept
from rentals.operations.ground import check_amount, check_day
from rentals.operations.rent_paid import tell_paid
from rentals.refusals import RentUnknown, SectionMissing
from rentals.withholding import section_name

SECTION_MAX = 20
KIND = DocumentKind.RENT_PAID


@dataclass(frozen=True, slots=True)
class KeptBack:
    """`amount` of money came, `withheld` was kept back under `section`; minor units, both above zero."""

    document_id: uuid.UUID
    party_id: uuid.UUID
    amount: int
    withheld: int
    section: str
    mode: str
    day: datetime.date
    note: str
    made_at: datetime.datetime


def checked_section(section: str) -> str:
    """Raises SectionMissing, TextError."""
    called = clean_line(section, max_length=SECTION_MAX, field="section")
    if not called:
        raise SectionMissing
    return called


def receive_kept_back(said: KeptBack, *, lease: Lease, book: BookLock, actor: Actor, now: datetime.datetime
                      ) -> EntryResult:  # fmt: skip
    """Write it under the caller's lock; sent again under the same id it answers the first result.

    Raises IdTaken, PartyUnknown and what check_writer and check_content raise.
    """
    check_amount(said.amount)
    check_amount(said.withheld)
    content = clean(Content(
        Direction.GOT, said.amount + said.withheld, said.mode, said.day, said.note, None, lease.unit.branch_id
    ))  # fmt: skip
    taken, party = read_ground(
        business_id=book.business_id, document_id=said.document_id, party_id=said.party_id
    )
    asked = _asked(said, content=content)
    if taken is not None:
        if taken != Taken(business_id=book.business_id, content_hash=asked):
            raise IdTaken
        return _standing(book.business_id, said.document_id)
    check_writer(actor, day=said.day, made_at=said.made_at, book=book)
    check_content(content, book=book, now=now)
    if party is None:
        raise PartyUnknown
    party.refuse_words(content.note)
    return _write(
        said, content=content, asked=asked, party=party, lease=lease, book=book, actor=actor, now=now
    )


def _asked(said: KeptBack, *, content: Content) -> bytes:
    whole = content_hash(party_id=said.party_id, kind=KIND, content=content).hex()
    kept = {"whole": whole, "withheld": said.withheld, "section": said.section}
    return hashlib.sha256(canonical(kept).encode()).digest()


def _write(
    said: KeptBack, *, content: Content, asked: bytes, party: StandingParty, lease: Lease, book: BookLock,
    actor: Actor, now: datetime.datetime,
) -> EntryResult:  # fmt: skip
    accounts = usual_accounts([AccountRole.TAX_WITHHELD], book=book, actor=actor, now=now)
    seq = lock(book.business_id).first_seq
    money = posting.account_of(book.business_id, MONEY[said.mode])
    paper = posting.Paper(
        business_id=book.business_id, branch_id=lease.unit.branch_id, kind=KIND, day=said.day,
        legs={money: said.amount, accounts[AccountRole.TAX_WITHHELD]: said.withheld}, party_id=said.party_id,
        note=_note(said, content.note, business_id=book.business_id), mode=said.mode, document_id=said.document_id,
        content_hash=asked,
    )  # fmt: skip
    document_id, entry = posting.write(paper, actor=actor, seq=seq, now=now)
    if entry is not None:
        trail.append(business_id=book.business_id, at=now, actor=actor, news=[entry])
    TaxKept.objects.create(
        business_id=book.business_id, lease=lease, document_id=document_id, amount=said.withheld,
        section=said.section,
    )  # fmt: skip
    result = _standing(book.business_id, document_id, replayed=False, balance=party.balance + content.effect)
    tell_paid(
        business_id=book.business_id, actor=actor, entry=result, branch_id=lease.unit.branch_id, about=lease.id,
        now=now, withheld=said.withheld, section=said.section,
    )  # fmt: skip
    return result


def _note(said: KeptBack, note: str, *, business_id: uuid.UUID) -> str:
    """The line of the khata says both sums, wherever it is read."""
    book = Business.objects.only("currency", "country").get(pk=business_id)
    words = {
        "came": format_money(said.amount, currency=book.currency),
        "kept": format_money(said.withheld, currency=book.currency),
        "section": section_name(said.section, country=book.country),
    }  # fmt: skip
    sums = _("%(came)s came, %(kept)s kept back as tax (%(section)s)") % words
    return f"{note} · {sums}" if note else sums


def _standing(
    business_id: uuid.UUID, document_id: uuid.UUID, *, replayed: bool = True, balance: int | None = None
) -> EntryResult:
    document, party = read_document(business_id=business_id, document_id=document_id)
    content = document.content
    return EntryResult(
        document_id=document_id, party_id=party.party_id, party_name=party.name, direction=content.direction,
        amount=content.amount, mode=content.mode, day=content.day, pos=document.pos, rev=document.rev,
        seq=document.changed_seq, state=document.state, balance=party.balance if balance is None else balance,
        over_limit=False, replayed=replayed,
    )  # fmt: skip


def take_back_kept_back(
    *, business_id: uuid.UUID, actor: Actor, document_id: uuid.UUID, base_rev: int, now: datetime.datetime,
    dry_run: bool = False,
) -> EntryResult:  # fmt: skip
    """Undo a rent of which tax was kept back: money and tax are taken out together, and what it paid is due again.

    Raises RentUnknown, AlreadyTrashed, ChangedElsewhere, PeriodLocked, and what check_changer raises.
    """

    def work() -> EntryResult:
        book = lock(business_id, events=0)
        own = Document.objects.filter(business_id=business_id, id=document_id, kind=KIND).first()
        if own is None:
            raise RentUnknown
        document, _party = read_document(business_id=business_id, document_id=document_id)
        check_changer(actor=actor, now=now, timezone=book.timezone, document=document)
        if own.state != DocumentState.POSTED:
            raise AlreadyTrashed
        if own.rev != base_rev:
            raise ChangedElsewhere
        check_day(own.day, book=book, now=now)
        seq = lock(business_id).first_seq
        entry = posting.take_back(document_id, business_id=business_id, actor=actor, seq=seq, now=now)
        if entry is not None:
            trail.append(business_id=business_id, at=now, actor=actor, news=[entry])
        return _standing(business_id, document_id, replayed=False)

    return in_transaction(work, dry_run=dry_run)
