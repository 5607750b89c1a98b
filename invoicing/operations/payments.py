"""Take money in, pay it out, change that, take it back. Every payment settles what is open in its khata."""

import datetime
import uuid
from dataclasses import dataclass, replace

from django.db.models import Max

from businesses.actors import Actor
from businesses.books import BookLock, lock
from core.text import clean_line, clean_note
from inventory.codes import clean_hsn
from inventory.operations.lines import branch_of
from invoicing.addresses import check_state
from invoicing.advance_refusals import VoucherStands
from invoicing.ground import party_of
from invoicing.models import AdvanceVoucher, Payment, PaymentStatus
from invoicing.operations import rules
from invoicing.operations.advance_vouchers import legs_of, receipt_of, refund_of, take_voucher_out
from invoicing.operations.advances import free_voucher
from invoicing.operations.settling import Plan, check_payment, counts_on, document_of, plan, tell
from invoicing.payment_refusals import NotWaiting, PaymentGone, PaymentRefused, PaymentUnknown
from invoicing.payments import (
    UNKNOWN_PLACE,
    AdvanceSaid,
    PaymentContent,
    advance_from,
    digest,
    plain,
    plain_advance,
    shares_from,
)
from ledger.models import Document
from ledger.operations.allocations import allocate, release
from ledger.operations.drafts import local_day
from ledger.operations.trade import TradeAct, post_document, repost_document, take_out_document
from ledger.operations.transactions import in_transaction
from ledger.queries.parties import Family, family_of
from ledger.refusals import ChangedElsewhere, IdTaken

REFERENCE_MAX, NOTE_MAX, DESCRIPTION_MAX = 60, 1000, 200


@dataclass(frozen=True, slots=True)
class PaymentResult:
    """Minor units: `total` settles, `unused` of it is an advance; `balance` is the party's afterwards."""

    payment_id: uuid.UUID
    status: str
    number: int
    party_id: uuid.UUID
    total: int
    unused: int
    balance: int
    rev: int
    seq: int
    replayed: bool = False


def record_payment(
    *, business_id: uuid.UUID, actor: Actor, payment_id: uuid.UUID, content: PaymentContent,
    made_at: datetime.datetime, now: datetime.datetime, dry_run: bool = False,
) -> PaymentResult:  # fmt: skip
    """Money received or paid, by `content.side` and `is_refund`. Sent again with the same content it answers the first
    result. A cheque of a later day waits and moves nothing.

    Locks the book. Raises RoleNotAllowed, BackdatingNotAllowed, PartyUnknown, IdTaken, PaymentRefused, OverPaid,
    MoreThanLeft, EntryUnknown, PeriodLocked and the refusals of check_content.
    """
    said = clean(content)

    def work() -> PaymentResult:
        book = lock(business_id)
        standing = Payment.objects.filter(id=payment_id).first()
        if standing is not None:
            if standing.business_id != business_id or bytes(standing.content_hash) != digest(said):
                raise IdTaken
            return _result(standing, replayed=True)
        rules.check_writer(actor, day=said.day, book=book, now=now)
        if Document.objects.filter(id=payment_id).exists():
            raise IdTaken
        party = party_of(business_id, said.party_id)
        numbers = Payment.objects.filter(business_id=business_id, side=said.side)
        payment = Payment(
            id=payment_id, business_id=business_id, branch_id=branch_of(business_id, said.branch_id),
            party=party, side=said.side, is_refund=said.is_refund, rev=1, created_by_id=actor.user_id, made_at=made_at,
            created_at=now, number=(numbers.aggregate(last=Max("number"))["last"] or 0) + 1,
        )  # fmt: skip
        _fill(payment, said, book=book, now=now)
        voucher = None
        if payment.status == PaymentStatus.POSTED:
            voucher = _post(payment, said, book=book, actor=actor, now=now)
        payment.save(force_insert=True)
        _keep(voucher)
        tell(payment, what="", actor=actor, now=now)
        return _result(payment)

    return in_transaction(work, dry_run=dry_run)


def edit_payment(
    *, business_id: uuid.UUID, actor: Actor, payment_id: uuid.UUID, base_rev: int, content: PaymentContent,
    now: datetime.datetime, dry_run: bool = False,
) -> PaymentResult:  # fmt: skip
    """A payment says something else: what it settled is open again, and it settles anew. Its party and direction stay.

    Raises PaymentUnknown, ChangedElsewhere, PaymentGone, PaymentStands, and what record_payment raises.
    """
    said = clean(content)

    def work() -> PaymentResult:
        book = lock(business_id)
        payment = payment_of(business_id, payment_id)
        if payment.rev == base_rev + 1 and bytes(payment.content_hash) == digest(said):
            return _result(payment, replayed=True)
        _check_changer(payment, base_rev=base_rev, actor=actor, book=book, now=now)
        rules.check_writer(actor, day=said.day, book=book, now=now)
        if payment.advance or said.advance or _has_voucher(payment):
            raise VoucherStands
        party_id = family_of(business_id, said.party_id).head
        head = family_of(business_id, payment.party_id).head
        if (party_id, said.side, said.is_refund) != (head, payment.side, payment.is_refund):
            raise PaymentRefused.of_another()
        was_posted, before = payment.status == PaymentStatus.POSTED, payment.total
        _fill(payment, said, book=book, now=now)
        payment.rev += 1
        if was_posted and payment.status == PaymentStatus.WAITING:
            raise PaymentRefused.counted_already()
        voucher = None
        if payment.status == PaymentStatus.POSTED:
            standing = before if was_posted else None
            voucher = _post(payment, said, book=book, actor=actor, now=now, standing=standing)
        payment.save()
        _keep(voucher)
        tell(payment, what="updated", actor=actor, now=now)
        return _result(payment)

    return in_transaction(work, dry_run=dry_run)


def delete_payment(
    *, business_id: uuid.UUID, actor: Actor, payment_id: uuid.UUID, base_rev: int, now: datetime.datetime,
    dry_run: bool = False,
) -> PaymentResult:  # fmt: skip
    """Take a payment out, as for a cheque that bounced: what it settled is due again.

    Raises PaymentUnknown, RoleNotAllowed, EditNotAllowed, ChangedElsewhere, PaymentGone, PaymentStands, PeriodLocked.
    """

    def work() -> PaymentResult:
        book = lock(business_id)
        payment = payment_of(business_id, payment_id)
        if payment.status == PaymentStatus.DELETED and payment.rev == base_rev + 1:
            return _result(payment, replayed=True)
        _check_changer(payment, base_rev=base_rev, actor=actor, book=book, now=now)
        payment.rev += 1
        if payment.status == PaymentStatus.POSTED:
            free_voucher(payment, actor=actor, now=now)
            take_voucher_out(payment, book=book, now=now)
            release(business_id, payment_id=payment_id)
            act = TradeAct(book, actor, book.first_seq, payment.made_at, now)
            take_out_document(act, document_id=payment_id, rev=payment.rev)
        payment.status = PaymentStatus.DELETED
        payment.changed_seq, payment.changed_at = book.first_seq, now
        payment.save()
        tell(payment, what="deleted", actor=actor, now=now)
        return _result(payment)

    return in_transaction(work, dry_run=dry_run)


def count_cheque(
    *, business_id: uuid.UUID, actor: Actor, payment_id: uuid.UUID, now: datetime.datetime
) -> PaymentResult:
    """The day of a waiting cheque has come: it counts from that day on. What it was set against by hand and is settled
    by now stays an advance. Raises PaymentUnknown, NotWaiting, PeriodLocked."""

    def work() -> PaymentResult:
        book = lock(business_id)
        payment = payment_of(business_id, payment_id)
        today = local_day(now, timezone=book.timezone)
        if payment.status != PaymentStatus.WAITING or payment.day > today:
            raise NotWaiting
        payment.status = PaymentStatus.POSTED
        payment.changed_seq, payment.changed_at = book.first_seq, now
        payment.rev += 1
        said = replace(content_of(payment), keep_advance=True)
        voucher = _post(payment, said, book=book, actor=actor, now=now, lenient=True)
        payment.save()
        _keep(voucher)
        tell(payment, what="", actor=actor, now=now)
        return _result(payment)

    return in_transaction(work)


def clean(content: PaymentContent) -> PaymentContent:
    """With its words as they are kept; what came ahead for a service settles nothing yet. Raises TextError."""
    if content.advance is not None:
        content = replace(content, shares=(), keep_advance=True, advance=_clean_advance(content.advance))
    return replace(
        content,
        reference=clean_line(content.reference, max_length=REFERENCE_MAX, field="reference"),
        note=clean_note(content.note, max_length=NOTE_MAX, field="note"),
    )


def _clean_advance(said: AdvanceSaid) -> AdvanceSaid:
    if said.place and said.place != UNKNOWN_PLACE:
        check_state(said.place, field="place")
    return replace(
        said, hsn=clean_hsn(said.hsn)[:8],
        description=clean_line(said.description, max_length=DESCRIPTION_MAX, field="description"),
    )  # fmt: skip


def payment_of(business_id: uuid.UUID, payment_id: uuid.UUID) -> Payment:
    """Raises PaymentUnknown."""
    found = Payment.objects.select_related("party").filter(business_id=business_id, id=payment_id).first()
    if found is None:
        raise PaymentUnknown
    return found


def content_of(payment: Payment) -> PaymentContent:
    """What was said on a payment that stands."""
    return PaymentContent(
        side=payment.side, party_id=payment.party_id, day=payment.taken_on, mode=payment.mode, amount=payment.amount,
        shares=shares_from(payment.wanted), withheld=payment.withheld, section=payment.section,
        written_off=payment.written_off, is_refund=payment.is_refund, cheque_on=payment.cheque_on,
        reference=payment.reference, note=payment.note, branch_id=payment.branch_id,
        advance=advance_from(payment.advance),
    )  # fmt: skip


def _check_changer(
    payment: Payment, *, base_rev: int, actor: Actor, book: BookLock, now: datetime.datetime
) -> None:
    """Staff change only what they wrote today themselves."""
    rules.check_own_of_today(payment.created_by_id, payment.created_at, actor=actor, book=book, now=now)
    if payment.rev != base_rev:
        raise ChangedElsewhere
    if payment.status == PaymentStatus.DELETED:
        raise PaymentGone


def _fill(payment: Payment, said: PaymentContent, *, book: BookLock, now: datetime.datetime) -> None:
    today = local_day(now, timezone=book.timezone)
    check_payment(said, today=today)
    payment.day, payment.taken_on, payment.cheque_on = counts_on(said), said.day, said.cheque_on
    payment.mode = said.mode
    payment.amount, payment.withheld, payment.written_off = said.amount, said.kept_back, said.written_off
    payment.section, payment.reference, payment.note = said.section, said.reference, said.note
    payment.wanted = None if said.shares is None else plain(said.shares)
    payment.advance = None if said.advance is None else plain_advance(said.advance)
    payment.status = PaymentStatus.WAITING if payment.day > today else PaymentStatus.POSTED
    payment.content_hash = digest(said)
    payment.changed_seq, payment.changed_at = book.first_seq, now


def _post(
    payment: Payment, said: PaymentContent, *, book: BookLock, actor: Actor, now: datetime.datetime,
    standing: int | None = None, lenient: bool = False,
) -> AdvanceVoucher | None:  # fmt: skip
    """The voucher of an advance for a service, or of one that is paid back, to be kept after the payment. `standing`:
    what it posted before, in minor units, where it was posted already."""
    business_id = book.business_id
    family = family_of(business_id, payment.party_id)
    if standing is not None:
        release(business_id, payment_id=payment.pk)
        family = replace(family, balance=family.balance - _effect(payment, standing))
    found: Plan = plan(said, payment=payment, family=family, currency=book.currency, lenient=lenient)
    voucher = _voucher(payment, said, found, book=book, now=now)
    act = TradeAct(book, actor, book.first_seq, payment.made_at, now)
    document = document_of(payment, book=book, actor=actor, now=now)
    if voucher is not None:
        sign = -1 if payment.is_refund else 1
        tax = legs_of(voucher, sign=sign, book=book, actor=actor, now=now)
        document = replace(document, legs=(*document.legs, *tax))
    if standing is None:
        post_document(act, document)
    else:
        repost_document(act, document)
    allocate(business_id, payment_id=payment.pk, shares=found.shares, members=family.members)
    return voucher


def _voucher(
    payment: Payment, said: PaymentContent, found: Plan, *, book: BookLock, now: datetime.datetime
) -> AdvanceVoucher | None:
    if payment.is_refund:
        return refund_of(payment, found.shares, book=book, now=now)
    return receipt_of(payment, said.advance, book=book, now=now) if said.advance is not None else None


def _keep(voucher: AdvanceVoucher | None) -> None:
    if voucher is not None:
        voucher.save(force_insert=True)


def _has_voucher(payment: Payment) -> bool:
    return AdvanceVoucher.objects.filter(business_id=payment.business_id, id=payment.pk).exists()


def _effect(payment: Payment, total: int) -> int:
    return total if payment.direction == "gave" else -total


def _result(payment: Payment, *, replayed: bool = False) -> PaymentResult:
    own = Document.objects.filter(business_id=payment.business_id, id=payment.pk)
    unused = own.values_list("open_amount", flat=True).first() or 0
    family: Family = family_of(payment.business_id, payment.party_id)
    return PaymentResult(
        payment_id=payment.pk, status=payment.status, number=payment.number, party_id=payment.party_id,
        total=payment.total, unused=unused, balance=family.balance, rev=payment.rev, seq=payment.changed_seq,
        replayed=replayed,
    )  # fmt: skip
