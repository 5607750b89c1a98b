"""Deposits: received, cut with a reason, returned. They are the tenant's money until they are cut."""

import datetime
import uuid
from dataclasses import dataclass

from audit import trail
from businesses.actors import Actor
from businesses.books import BookLock, lock
from businesses.models import Business
from core.ids import uuid7
from core.money import format_money
from core.text import clean_note
from ledger.models import AccountRole, DocumentKind, Mode
from ledger.operations.transactions import in_transaction
from ledger.refusals import IdTaken
from rentals import posting
from rentals.models import DepositKind, DepositMovement, DueKind, Lease, PaymentShare
from rentals.operations.dues import Charge, DueResult, charge
from rentals.operations.ground import (
    allow,
    check_amount,
    check_day,
    lease_in,
    new_row,
    payer,
    refuse_without_rent,
)
from rentals.queries.deposits import held
from rentals.refusals import DepositShort, DueTakenBack, RentUnknown, WhyMissing

REASON_MAX = 300
BROUGHT = Mode.UNSORTED
"""A deposit that was received before the book began: against the opening balances, not the money of today."""
MONEY = {Mode.CASH: AccountRole.CASH, Mode.BANK: AccountRole.BANK, Mode.UPI: AccountRole.UPI}


@dataclass(frozen=True, slots=True)
class DepositResult:
    """`held` is what lies here for the lease afterwards, minor units."""

    movement_id: uuid.UUID
    lease_id: uuid.UUID
    kind: str
    amount: int
    held: int
    seq: int
    replayed: bool = False


def receive_deposit(
    *, business_id: uuid.UUID, actor: Actor, movement_id: uuid.UUID, lease_id: uuid.UUID, amount: int, mode: str,
    day: datetime.date, reason: str = "", now: datetime.datetime, dry_run: bool = False,
) -> DepositResult:  # fmt: skip
    """A deposit, or more of it. Raises RoleNotAllowed, RentUnknown, LeaseEnded, AmountOutOfReach, PeriodLocked,
    IdTaken, TextError."""
    return _move(
        business_id=business_id, actor=actor, movement_id=movement_id, lease_id=lease_id, amount=amount, mode=mode,
        day=day, reason=reason, kind=DepositKind.RECEIVED, now=now, dry_run=dry_run,
    )  # fmt: skip


def return_deposit(
    *, business_id: uuid.UUID, actor: Actor, movement_id: uuid.UUID, lease_id: uuid.UUID, amount: int, mode: str,
    day: datetime.date, reason: str = "", now: datetime.datetime, dry_run: bool = False,
) -> DepositResult:  # fmt: skip
    """Raises what receive_deposit raises, and DepositShort."""
    return _move(
        business_id=business_id, actor=actor, movement_id=movement_id, lease_id=lease_id, amount=amount, mode=mode,
        day=day, reason=reason, kind=DepositKind.RETURNED, now=now, dry_run=dry_run,
    )  # fmt: skip


def cut_deposit(
    *, business_id: uuid.UUID, actor: Actor, movement_id: uuid.UUID, lease_id: uuid.UUID, amount: int,
    day: datetime.date, reason: str, now: datetime.datetime, dry_run: bool = False,
) -> DepositResult:  # fmt: skip
    """Take something for damage out of the deposit: it is asked for with its reason, and paid from the deposit.

    Raises what receive_deposit raises, DepositShort and WhyMissing.
    """
    why = clean_note(reason, max_length=REASON_MAX)

    def work() -> DepositResult:
        book = lock(business_id, events=0)
        allow(actor, "rent.write")
        lease = lease_in(business_id, lease_id)
        check_amount(amount)
        check_day(day, book=book, now=now)
        if not why:
            raise WhyMissing
        done = _standing(business_id, movement_id, lease_id=lease_id, kind=DepositKind.USED, amount=amount)
        if done is not None:
            return done
        due = damage_due(lease, amount=amount, why=why, day=day, book=book, actor=actor, now=now)
        done = move(
            lease, kind=DepositKind.USED, amount=amount, day=day, reason=why, movement_id=movement_id, book=book,
            actor=actor, now=now,
        )  # fmt: skip
        used = DepositMovement.objects.get(business_id=business_id, id=movement_id)
        PaymentShare.objects.create(
            business_id=business_id, payment_id=used.document_id, due_id=due.due_id, amount=amount
        )
        return done

    return in_transaction(work, dry_run=dry_run)


def use_deposit(
    *, business_id: uuid.UUID, actor: Actor, movement_id: uuid.UUID, lease_id: uuid.UUID, amount: int,
    day: datetime.date, reason: str = "", now: datetime.datetime, dry_run: bool = False,
) -> DepositResult:  # fmt: skip
    """Pay what the tenant owes from the deposit. Raises what return_deposit raises."""
    return _move(
        business_id=business_id, actor=actor, movement_id=movement_id, lease_id=lease_id, amount=amount,
        mode=Mode.UNSORTED, day=day, reason=reason, kind=DepositKind.USED, now=now, dry_run=dry_run,
    )  # fmt: skip


def damage_due(
    lease: Lease, *, amount: int, why: str, day: datetime.date, book: BookLock, actor: Actor,
    now: datetime.datetime,
) -> DueResult:  # fmt: skip
    """Ask for what a cut is for."""
    one = Charge(
        lease=lease, kind=DueKind.DAMAGE, period=day, period_end=day, due_on=day, day=day, amount=amount, working={},
        label=uuid7().hex, note=why,
    )  # fmt: skip
    return charge(one, book=book, actor=actor, now=now)


def _move(
    *, business_id: uuid.UUID, actor: Actor, movement_id: uuid.UUID, lease_id: uuid.UUID, amount: int, mode: str,
    day: datetime.date, reason: str, kind: DepositKind, now: datetime.datetime, dry_run: bool,
) -> DepositResult:  # fmt: skip
    said = clean_note(reason, max_length=REASON_MAX)

    def work() -> DepositResult:
        book = lock(business_id, events=0)
        allow(actor, "rent.write")
        lease = lease_in(business_id, lease_id, running=kind == DepositKind.RECEIVED)
        check_amount(amount)
        check_day(day, book=book, now=now)
        done = _standing(business_id, movement_id, lease_id=lease_id, kind=kind, amount=amount)
        if done is not None:
            return done
        return move(
            lease, kind=kind, amount=amount, mode=mode, day=day, reason=said, movement_id=movement_id, book=book,
            actor=actor, now=now,
        )  # fmt: skip

    return in_transaction(work, dry_run=dry_run)


def _standing(
    business_id: uuid.UUID, movement_id: uuid.UUID, *, lease_id: uuid.UUID, kind: str, amount: int
) -> DepositResult | None:
    """The answer to a movement that was written before. Raises IdTaken."""
    one = DepositMovement.objects.filter(business_id=business_id, id=movement_id).first()
    if one is None:
        return None
    if (one.lease_id, one.kind, one.amount) != (lease_id, kind, amount):
        raise IdTaken
    return _result(one, seq=0, replayed=True)


def move(
    lease: Lease, *, kind: DepositKind, amount: int, day: datetime.date, reason: str, movement_id: uuid.UUID,
    book: BookLock, actor: Actor, now: datetime.datetime, mode: str = Mode.UNSORTED,
) -> DepositResult:  # fmt: skip
    """Write a movement and its document under the caller's lock. Raises DepositShort, RentUnknown."""
    business_id = lease.business_id
    refuse_without_rent(business_id)
    lying = held(business_id, [lease.id])[lease.id]
    if kind != DepositKind.RECEIVED and amount > lying:
        currency = Business.objects.values_list("currency", flat=True).get(pk=business_id)
        raise DepositShort(over=format_money(amount - lying, currency=currency))
    seq = lock(business_id).first_seq
    paper = _paper(lease, kind=kind, amount=amount, day=day, mode=mode, actor=actor, now=now)
    document_id, entry = posting.write(paper, actor=actor, seq=seq, now=now)
    number = seq if entry is None else lock(business_id).first_seq
    with new_row(DepositMovement, movement_id):
        one = DepositMovement.objects.create(
            id=movement_id, business_id=business_id, lease=lease, kind=kind, amount=amount, day=day, reason=reason,
            document_id=document_id, created_at=now,
        )  # fmt: skip
    _tell(one, verb=f"deposit.{kind}", rev=1, seq=number, entry=entry, actor=actor, now=now)
    return _result(one, seq=number)


def _paper(
    lease: Lease, *, kind: DepositKind, amount: int, day: datetime.date, mode: str, actor: Actor,
    now: datetime.datetime,
) -> posting.Paper:  # fmt: skip
    book, branch = lease.business_id, lease.unit.branch_id
    lies = posting.account_of(book, AccountRole.DEPOSITS_HELD)
    if kind == DepositKind.USED:
        return posting.Paper(
            business_id=book, branch_id=branch, kind=DocumentKind.DEPOSIT_USE, day=day, legs={lies: amount},
            party_id=payer(book, lease.party_id, actor=actor, now=now),
        )  # fmt: skip
    if kind == DepositKind.RECEIVED and mode == BROUGHT:
        money = posting.account_of(book, AccountRole.OPENING)
    elif mode in MONEY:
        money = posting.account_of(book, MONEY[Mode(mode)])
    else:
        raise RentUnknown
    came = amount if kind == DepositKind.RECEIVED else -amount
    return posting.Paper(
        business_id=book, branch_id=branch, kind=DocumentKind.DEPOSIT, day=day, legs={money: came, lies: -came},
        mode=mode,
    )  # fmt: skip


def take_back_deposit(
    *,
    business_id: uuid.UUID,
    actor: Actor,
    movement_id: uuid.UUID,
    now: datetime.datetime,
    dry_run: bool = False,
) -> DepositResult:
    """Undo a movement written by mistake. Raises RoleNotAllowed, RentUnknown, DueTakenBack, DepositShort,
    PeriodLocked."""

    def work() -> DepositResult:
        book = lock(business_id, events=0)
        allow(actor, "rent.write")
        one = DepositMovement.objects.filter(business_id=business_id, id=movement_id).first()
        if one is None:
            raise RentUnknown
        if one.taken_back_at is not None:
            raise DueTakenBack
        check_day(one.day, book=book, now=now)
        lying = held(business_id, [one.lease_id])[one.lease_id]
        if one.kind == DepositKind.RECEIVED and lying < one.amount:
            currency = Business.objects.values_list("currency", flat=True).get(pk=business_id)
            raise DepositShort(over=format_money(one.amount - lying, currency=currency))
        seq = lock(business_id).first_seq
        entry = posting.take_back(one.document_id, business_id=business_id, actor=actor, seq=seq, now=now)
        number = seq if entry is None else lock(business_id).first_seq
        one.taken_back_at = now
        one.save(update_fields=["taken_back_at"])
        _tell(one, verb="deposit.taken_back", rev=2, seq=number, entry=entry, actor=actor, now=now)
        return _result(one, seq=number)

    return in_transaction(work, dry_run=dry_run)


def _tell(
    one: DepositMovement, *, verb: str, rev: int, seq: int, entry: trail.News | None, actor: Actor,
    now: datetime.datetime,
) -> None:  # fmt: skip
    contents = {
        "lease": str(one.lease_id), "kind": one.kind, "amount": one.amount, "day": one.day.isoformat(),
        "reason": one.reason,
    }  # fmt: skip
    news = trail.News(seq, verb, "deposit", one.id, rev, one.amount, contents)
    trail.append(
        business_id=one.business_id, at=now, actor=actor, news=[news] if entry is None else [entry, news]
    )


def _result(one: DepositMovement, *, seq: int, replayed: bool = False) -> DepositResult:
    lying = held(one.business_id, [one.lease_id])[one.lease_id]
    return DepositResult(
        movement_id=one.id, lease_id=one.lease_id, kind=one.kind, amount=one.amount, held=lying, seq=seq,
        replayed=replayed,
    )  # fmt: skip
