"""Moving out: the last dues, what is cut, and what goes back, as one sum."""

import datetime
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from businesses.actors import Actor
from businesses.books import BookLock, lock
from core.ids import uuid7
from core.text import clean_note
from ledger.models import Direction, Mode
from ledger.operations.entries import record_entry
from ledger.operations.transactions import in_transaction
from rentals.arithmetic import Settlement, periods, settle_deposit
from rentals.models import DepositKind, Due, DueKind, Lease, RentRise
from rentals.operations.deposits import damage_due, move
from rentals.operations.dues import charge, raise_dues, rent_charge, undo_due
from rentals.operations.ground import allow, check_amount, check_day, lease_in, payer, tell
from rentals.operations.leases import lease_contents
from rentals.operations.meters import meter_in, read_meter
from rentals.queries.deposits import held
from rentals.queries.owed import owed
from rentals.refusals import LeaseRefused, RentUnknown, WhyMissing
from rentals.terms import terms_of

CUTS_MAX = 20
SHORTENED = "shortened"
ROUNDS_MAX = 20


@dataclass(frozen=True, slots=True)
class MoveOutResult:
    """`settlement` is the sum both sides see; what is still owed stays in the khata."""

    lease_id: uuid.UUID
    day: datetime.date
    settlement: Settlement
    rev: int
    seq: int
    replayed: bool = False


def move_out(
    *, business_id: uuid.UUID, actor: Actor, lease_id: uuid.UUID, day: datetime.date,
    cuts: Sequence[tuple[int, str]] = (), readings: Mapping[uuid.UUID, int] | None = None, mode: str = Mode.CASH,
    now: datetime.datetime, dry_run: bool = False,
) -> MoveOutResult:  # fmt: skip
    """End a lease on its last `day`: rents up to it are asked for and longer ones shortened, meters of the unit are
    read a last time (`readings`: meter → 1/10,000); each cut (minor units,
    reason) is asked for; the deposit pays what is owed, and the rest of it goes back by `mode` together with what
    was paid ahead. A dry run gives the sum without doing it.

    Raises RoleNotAllowed, RentUnknown, LeaseEnded, LeaseRefused, ReadingRefused, WhyMissing, AmountOutOfReach,
    DayOutOfReach, PeriodLocked, TextError.
    """
    said = [(amount, clean_note(why, max_length=300)) for amount, why in cuts[: CUTS_MAX + 1]]

    def work() -> MoveOutResult:
        book = lock(business_id, events=0)
        allow(actor, "rent.write")
        lease = lease_in(business_id, lease_id)
        check_day(day, book=book, now=now)
        _check(lease, day=day, cuts=said)
        lease.ends_on = day
        lease.save(update_fields=["ends_on"])
        _last_rents(lease, day=day, book=book, actor=actor, now=now)
        _last_readings(lease, readings or {}, day=day, actor=actor, now=now)
        found = _settle(lease, day=day, cuts=said, mode=mode, book=book, actor=actor, now=now)
        lease.ended_at, lease.rev = now, lease.rev + 1
        seq = tell(
            business_id, actor=actor, now=now, verb="lease.ended", subject_kind="lease", subject_id=lease.id,
            rev=lease.rev, amount=found.to_return - found.still_owed,
            contents={
                **lease_contents(lease), "held": found.held, "unpaid": found.unpaid, "cuts": found.cuts,
                "to_return": found.to_return, "still_owed": found.still_owed,
            },
        )  # fmt: skip
        lease.changed_seq = seq
        lease.save(update_fields=["ended_at", "rev", "changed_seq"])
        return MoveOutResult(lease_id=lease.id, day=day, settlement=found, rev=lease.rev, seq=seq)

    return in_transaction(work, dry_run=dry_run)


def _check(lease: Lease, *, day: datetime.date, cuts: Sequence[tuple[int, str]]) -> None:
    if day < lease.starts_on:
        raise LeaseRefused(_("The lease ends before it starts."), field="day")
    if len(cuts) > CUTS_MAX:
        raise LeaseRefused(_("Up to 20 cuts at a time."), field="cuts")
    for amount, why in cuts:
        check_amount(amount)
        if not why:
            raise WhyMissing


def _last_rents(
    lease: Lease, *, day: datetime.date, book: BookLock, actor: Actor, now: datetime.datetime
) -> None:
    """Raise what is missing up to the last day, take back what lies after it, and shorten what goes beyond it."""
    for _round in range(ROUNDS_MAX):
        raised = raise_dues(
            business_id=lease.business_id, actor=actor, today=day, now=now, lease_ids=[lease.id]
        )
        if not raised.is_more:
            break
    terms = terms_of(lease, rises=RentRise.objects.filter(lease=lease).order_by("day", "id"))
    last = {period.start: period for period in periods(terms, until=day)}
    beyond = Due.objects.filter(
        business_id=lease.business_id, lease=lease, kind=DueKind.RENT, taken_back_at=None, period_end__gt=day
    ).select_related("document")
    for due in beyond.order_by("period"):
        undo_due(due, why=_("Moved out"), book=book, actor=actor, now=now)
        if due.period in last:
            one = rent_charge(lease, last[due.period], terms=terms, label=SHORTENED)
            charge(one, book=book, actor=actor, now=now)


def _last_readings(
    lease: Lease,
    readings: Mapping[uuid.UUID, int],
    *,
    day: datetime.date,
    actor: Actor,
    now: datetime.datetime,
) -> None:
    """Raises RentUnknown for a meter of another unit, ReadingRefused."""
    for meter_id, value in readings.items():
        if meter_in(lease.business_id, meter_id).unit_id != lease.unit_id:
            raise RentUnknown
        read_meter(
            business_id=lease.business_id, actor=actor, meter_id=meter_id, reading_id=uuid7(), value=value, day=day,
            now=now,
        )  # fmt: skip


def _settle(
    lease: Lease, *, day: datetime.date, cuts: Sequence[tuple[int, str]], mode: str, book: BookLock, actor: Actor,
    now: datetime.datetime,
) -> Settlement:  # fmt: skip
    party_id = payer(lease.business_id, lease.party_id, actor=actor, now=now)
    found = settle_deposit(
        held=held(lease.business_id, [lease.id])[lease.id],
        balance=owed(lease.business_id, [party_id])[party_id].balance,
        cuts=[amount for amount, _why in cuts],
    )
    for amount, why in cuts:
        damage_due(lease, amount=amount, why=why, day=day, book=book, actor=actor, now=now)
    for kind, amount in (
        (DepositKind.USED, found.from_deposit),
        (DepositKind.RETURNED, found.deposit_returned),
    ):
        if amount:
            move(
                lease, kind=kind, amount=amount, day=day, reason=_("Moved out"), movement_id=uuid7(), book=book,
                actor=actor, now=now, mode=mode,
            )  # fmt: skip
    if found.ahead_returned > 0:
        record_entry(
            business_id=lease.business_id, actor=actor, document_id=uuid7(), party_id=party_id,
            direction=Direction.GAVE, amount=found.ahead_returned, mode=mode, day=day, made_at=now, now=now,
            sure_of=(day,), branch_id=lease.unit.branch_id,
        )  # fmt: skip
    return found
