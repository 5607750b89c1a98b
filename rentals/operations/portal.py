"""Between a tenant and their landlord: the link, "I paid" and its answer, messages and problems.

A tenant's claim is no money. Confirmed by the landlord it becomes a payment, by the operation every rent is received
with.
"""

import datetime
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.core.files.storage import default_storage
from django.db import transaction

from businesses.actors import Actor
from businesses.books import lock
from businesses.secret_links import digest_of, new_token
from core.ids import uuid7
from core.kept_files import keep
from core.photos import Photo, read_photo
from core.text import clean_line, clean_note
from ledger.models import Mode
from ledger.operations.photos import attach_photo
from rentals.models import ClaimState, Due, Lease, PaymentClaim, TenantLink, TenantWord, WordKind, WordState
from rentals.operations.ground import allow, check_amount, check_day, new_row, next_rev, tell
from rentals.operations.payments import PaymentResult, receive_rent
from rentals.operations.tax_kept import checked_section
from rentals.queries.owed import owed
from rentals.refusals import ClaimAnswered, RentUnknown, TooManyWords, WhyMissing, WordMissing

LINK_DAYS = 365
WAITING_MAX = 5
"""Claims, and as many open messages, that may wait for an answer at a time: of one lease."""


@dataclass(frozen=True, slots=True)
class LinkResult:
    """`token` is the secret of the address; nobody can be told it again."""

    link_id: uuid.UUID
    token: str
    ends_at: datetime.datetime


@transaction.atomic
def make_link(
    *, business_id: uuid.UUID, actor: Actor, party_id: uuid.UUID, now: datetime.datetime
) -> LinkResult:
    """A new way in for a tenant; the one before ends. Raises RoleNotAllowed, RentUnknown."""
    lock(business_id, events=0)
    allow(actor, "rent.write")
    if not Lease.objects.filter(business_id=business_id, party_id=party_id).exists():
        raise RentUnknown
    _end_links(business_id, party_id, now=now)
    token = new_token()
    link = TenantLink.objects.create(
        business_id=business_id, party_id=party_id, digest=digest_of(token), made_by_id=actor.user_id, made_at=now,
        ends_at=now + datetime.timedelta(days=LINK_DAYS),
    )  # fmt: skip
    _link_told(link, verb="tenant.link_made", actor=actor, now=now, rev=1)
    return LinkResult(link.id, token, link.ends_at)


@transaction.atomic
def withdraw_link(
    *, business_id: uuid.UUID, actor: Actor, party_id: uuid.UUID, now: datetime.datetime
) -> None:
    """Close the tenant's way in. Raises RoleNotAllowed, RentUnknown."""
    lock(business_id, events=0)
    allow(actor, "rent.write")
    ended = _end_links(business_id, party_id, now=now)
    if not ended:
        raise RentUnknown
    for link in ended:
        _link_told(link, verb="tenant.link_withdrawn", actor=actor, now=now, rev=2)


def _end_links(business_id: uuid.UUID, party_id: uuid.UUID, *, now: datetime.datetime) -> list[TenantLink]:
    standing = TenantLink.objects.filter(business_id=business_id, party_id=party_id, withdrawn_at=None)
    found = list(standing)
    standing.update(withdrawn_at=now)
    return found


def _link_told(link: TenantLink, *, verb: str, actor: Actor, now: datetime.datetime, rev: int) -> None:
    contents: dict[str, object] = {"tenant": str(link.party_id), "ends_at": link.ends_at.date().isoformat()}
    tell(
        link.business_id, actor=actor, now=now, verb=verb, subject_kind="tenant_link", subject_id=link.id, rev=rev,
        contents=contents,
    )  # fmt: skip


@transaction.atomic
def claim_payment(
    *, business_id: uuid.UUID, actor: Actor, lease_ids: Collection[uuid.UUID], claim_id: uuid.UUID,
    lease_id: uuid.UUID, amount: int, day: datetime.date, mode: str, reference: str = "",
    due_id: uuid.UUID | None = None, photo: Photo | None = None, tax_kept: int = 0, section: str = "",
    now: datetime.datetime,
) -> PaymentClaim:  # fmt: skip
    """A tenant of `lease_ids` says they paid, for one due of theirs where they name it, and what they kept back as tax
    besides. Sent again under the same id it is the first.

    Raises RentUnknown, TooManyWords, AmountOutOfReach, DayOutOfReach, IdTaken, TextError.
    """
    said = clean_line(reference, max_length=60, field="reference")
    under = checked_section(section) if tax_kept else ""
    book = lock(business_id, events=0)
    lease = _own(business_id, lease_id, among=lease_ids)
    standing = PaymentClaim.objects.filter(business_id=business_id, id=claim_id, lease=lease).first()
    if standing is not None:
        return standing
    check_amount(amount)
    check_amount(amount + tax_kept)
    check_day(day, book=book, now=now)
    if mode not in {Mode.CASH, Mode.UPI, Mode.BANK}:
        raise RentUnknown
    due = _due(business_id, due_id, among=lease_ids)
    own = PaymentClaim.objects.filter(business_id=business_id, lease=lease, state=ClaimState.WAITING)
    if own.count() >= WAITING_MAX:
        raise TooManyWords
    with new_row(PaymentClaim, claim_id):
        claim = PaymentClaim.objects.create(
            id=claim_id, business_id=business_id, lease=lease, amount=amount, day=day, mode=mode, reference=said,
            due=due, photo=_kept(business_id, claim_id, photo), tax_kept=tax_kept, section=under, made_at=now,
        )  # fmt: skip
    _claim_told(claim, verb="rent.claimed", rev=1, actor=actor, now=now)
    return claim


def confirm_claim(
    *,
    business_id: uuid.UUID,
    actor: Actor,
    claim_id: uuid.UUID,
    now: datetime.datetime,
    is_tried: bool = False,
) -> PaymentResult:
    """It came: the rent is received as the tenant said, with their photo; `is_tried`: the caller rolls it back, so
    no file is written.

    Raises RentUnknown, ClaimAnswered and what receive_rent and attach_photo raise.
    """
    with transaction.atomic():
        lock(business_id, events=0)
        allow(actor, "khata.write")
        claim = _waiting(business_id, claim_id)
        paid = receive_rent(
            business_id=business_id, actor=actor, document_id=uuid7(), lease_id=claim.lease_id,
            amount=claim.amount, mode=claim.mode, day=claim.day, note=claim.reference, for_dues=_meant(claim),
            withheld=claim.tax_kept, section=claim.section, made_at=now, now=now,
        )  # fmt: skip
        if not is_tried:
            _photo_to_entry(claim, document_id=paid.document_id, actor=actor, now=now)
        claim.state, claim.document_id, claim.answered_at = ClaimState.CONFIRMED, paid.document_id, now
        claim.save(update_fields=["state", "document", "answered_at"])
        _claim_told(claim, verb="rent.claim_confirmed", rev=2, actor=actor, now=now)
    return paid


def _meant(claim: PaymentClaim) -> list[tuple[uuid.UUID, int]]:
    """The due the tenant named, as far as it is open; one that was paid or taken back meanwhile says nothing."""
    if claim.due is None or claim.due.taken_back_at is not None:
        return []
    party_id = claim.lease.party_id
    unpaid = owed(claim.business_id, [party_id])[party_id].of(claim.due.document_id)
    return [(claim.due.pk, min(unpaid, claim.amount + claim.tax_kept))] if unpaid else []


def _photo_to_entry(
    claim: PaymentClaim, *, document_id: uuid.UUID, actor: Actor, now: datetime.datetime
) -> None:
    """What the tenant showed stays with the money."""
    if not claim.photo or not default_storage.exists(claim.photo):
        return
    with default_storage.open(claim.photo) as file:
        photo = read_photo(file)
    attach_photo(business_id=claim.business_id, actor=actor, document_id=document_id, photo=photo, now=now)


@transaction.atomic
def refuse_claim(
    *, business_id: uuid.UUID, actor: Actor, claim_id: uuid.UUID, answer: str, now: datetime.datetime
) -> PaymentClaim:
    """It did not come; `answer` tells the tenant why. Raises RentUnknown, ClaimAnswered, WhyMissing, TextError."""
    why = clean_note(answer, max_length=300)
    lock(business_id, events=0)
    allow(actor, "khata.write")
    claim = _waiting(business_id, claim_id)
    if not why:
        raise WhyMissing
    claim.state, claim.answer, claim.answered_at = ClaimState.REFUSED, why, now
    claim.save(update_fields=["state", "answer", "answered_at"])
    _claim_told(claim, verb="rent.claim_refused", rev=2, actor=actor, now=now)
    return claim


def _waiting(business_id: uuid.UUID, claim_id: uuid.UUID) -> PaymentClaim:
    own = PaymentClaim.objects.filter(business_id=business_id, id=claim_id)
    claim = own.select_related("lease", "due").first()
    if claim is None:
        raise RentUnknown
    if claim.state != ClaimState.WAITING:
        raise ClaimAnswered
    return claim


def _claim_told(claim: PaymentClaim, *, verb: str, rev: int, actor: Actor, now: datetime.datetime) -> None:
    contents = {
        "lease": str(claim.lease_id), "amount": claim.amount, "day": claim.day.isoformat(), "mode": claim.mode,
        "due": str(claim.due_id) if claim.due_id else None, "state": claim.state, "answer": claim.answer,
        "tax_kept": claim.tax_kept, "section": claim.section,
        "entry": str(claim.document_id) if claim.document_id else None,
    }  # fmt: skip
    tell(
        claim.business_id, actor=actor, now=now, verb=verb, subject_kind="rent_claim", subject_id=claim.id, rev=rev,
        amount=claim.amount, contents=contents,
    )  # fmt: skip


@transaction.atomic
def write_word(
    *, business_id: uuid.UUID, actor: Actor, lease_ids: Collection[uuid.UUID], word_id: uuid.UUID,
    lease_id: uuid.UUID, kind: str, text: str, photo: Photo | None = None, now: datetime.datetime,
) -> TenantWord:  # fmt: skip
    """A message or a problem of a tenant of `lease_ids`. Sent again under the same id it is the first.

    Raises RentUnknown, WordMissing, TooManyWords, IdTaken, TextError.
    """
    said = clean_note(text, max_length=1000)
    lock(business_id, events=0)
    lease = _own(business_id, lease_id, among=lease_ids)
    standing = TenantWord.objects.filter(business_id=business_id, id=word_id, lease=lease).first()
    if standing is not None:
        return standing
    if not said:
        raise WordMissing
    own = TenantWord.objects.filter(business_id=business_id, lease=lease).exclude(state=WordState.DONE)
    if own.count() >= WAITING_MAX:
        raise TooManyWords
    with new_row(TenantWord, word_id):
        word = TenantWord.objects.create(
            id=word_id, business_id=business_id, lease=lease, text=said, made_at=now,
            kind=WordKind.PROBLEM if kind == WordKind.PROBLEM else WordKind.MESSAGE,
            photo=_kept(business_id, word_id, photo),
        )  # fmt: skip
    _word_told(word, verb="tenant.wrote", actor=actor, now=now, rev=1)
    return word


@transaction.atomic
def answer_word(
    *,
    business_id: uuid.UUID,
    actor: Actor,
    word_id: uuid.UUID,
    state: str,
    answer: str,
    now: datetime.datetime,
) -> TenantWord:
    """What is done about it, for the tenant to read. Raises RoleNotAllowed, RentUnknown, TextError."""
    said = clean_note(answer, max_length=1000)
    lock(business_id, events=0)
    allow(actor, "rent.write")
    word = TenantWord.objects.filter(business_id=business_id, id=word_id).first()
    if word is None or state not in WordState.values:
        raise RentUnknown
    word.state, word.answer, word.answered_at = state, said, now
    word.save(update_fields=["state", "answer", "answered_at"])
    _word_told(word, verb="tenant.answered", actor=actor, now=now, rev=next_rev(business_id, word.pk))
    return word


def _word_told(word: TenantWord, *, verb: str, actor: Actor, now: datetime.datetime, rev: int) -> None:
    contents: dict[str, object] = {
        "lease": str(word.lease_id), "kind": word.kind, "state": word.state, "has_photo": bool(word.photo),
    }  # fmt: skip
    tell(
        word.business_id, actor=actor, now=now, verb=verb, subject_kind="tenant_word", subject_id=word.id, rev=rev,
        contents=contents,
    )  # fmt: skip


def _own(business_id: uuid.UUID, lease_id: uuid.UUID, *, among: Collection[uuid.UUID]) -> Lease:
    """Raises RentUnknown."""
    found = Lease.objects.filter(business_id=business_id, id=lease_id, id__in=among).first()
    if found is None:
        raise RentUnknown
    return found


def _due(business_id: uuid.UUID, due_id: uuid.UUID | None, *, among: Collection[uuid.UUID]) -> Due | None:
    """Raises RentUnknown."""
    if due_id is None:
        return None
    found = Due.objects.filter(business_id=business_id, id=due_id, lease_id__in=among).first()
    if found is None:
        raise RentUnknown
    return found


def _kept(business_id: uuid.UUID, row_id: uuid.UUID, photo: Photo | None) -> str:
    """The file's name, "" without one."""
    if photo is None:
        return ""
    return keep(f"books/{business_id}/tenants/{row_id}/{photo.digest}.jpg", photo.bytes)
