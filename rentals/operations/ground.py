"""What every operation on houses asks first: who may, what stands, and which days are open."""

import datetime
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import models

from audit import trail
from audit.models import Revision
from businesses.actors import Actor
from businesses.books import BookLock, lock
from businesses.roles import is_granted
from core.taken_ids import refused_when_taken
from ledger.book_map import book_map
from ledger.models import AccountRole, Party
from ledger.operations.drafts import AMOUNT_BELOW, DAYS_AHEAD_MAX, FIRST_DAY, local_day
from ledger.operations.entry_changes import revive_party
from ledger.operations.standing import StandingParty, khata_of
from ledger.refusals import (
    AmountOutOfReach,
    DayOutOfReach,
    IdTaken,
    PartyUnknown,
    PeriodLocked,
    RoleNotAllowed,
)
from rentals.models import Lease, Unit
from rentals.refusals import LeaseEnded, NoRentHere, RentUnknown

NEEDED = {AccountRole.RENT_INCOME, AccountRole.LATE_FEES, AccountRole.DEPOSITS_HELD}


def allow(actor: Actor, can: str) -> None:
    """Raises RoleNotAllowed."""
    if not is_granted(actor.role, can):
        raise RoleNotAllowed


def refuse_without_rent(business_id: uuid.UUID) -> None:
    """Raises NoRentHere: only a rent book has the accounts."""
    if not book_map(business_id).accounts.keys() >= NEEDED:
        raise NoRentHere


def lease_in(business_id: uuid.UUID, lease_id: uuid.UUID, *, running: bool = True) -> Lease:
    """Raises RentUnknown, LeaseEnded."""
    found = Lease.objects.filter(business_id=business_id, id=lease_id).select_related("unit", "party").first()
    if found is None:
        raise RentUnknown
    if running and found.ended_at is not None:
        raise LeaseEnded
    return found


def unit_in(business_id: uuid.UUID, unit_id: uuid.UUID) -> Unit:
    """Raises RentUnknown."""
    found = Unit.objects.filter(business_id=business_id, id=unit_id).first()
    if found is None:
        raise RentUnknown
    return found


@contextmanager
def new_row(model: type[models.Model], row_id: uuid.UUID) -> Iterator[None]:
    """Around the insert of a row under an id somebody chose. Raises IdTaken, whosever row has it."""
    if model._base_manager.filter(pk=row_id).exists():  # noqa: SLF001  Django's documented interface
        raise IdTaken
    with refused_when_taken(IdTaken):
        yield


def check_amount(amount: int) -> None:
    """Raises AmountOutOfReach."""
    if not 0 < amount < AMOUNT_BELOW:
        raise AmountOutOfReach


def check_day(day: datetime.date, *, book: BookLock, now: datetime.datetime) -> None:
    """Raises DayOutOfReach, PeriodLocked."""
    last = local_day(now, timezone=book.timezone) + datetime.timedelta(days=DAYS_AHEAD_MAX)
    if not FIRST_DAY <= day <= last:
        raise DayOutOfReach(first=FIRST_DAY, last=last)
    if book.books_locked_until is not None and day <= book.books_locked_until:
        raise PeriodLocked(book.books_locked_until)


def open_day(day: datetime.date, *, book: BookLock) -> datetime.date:
    """The day, or the first open one after it."""
    if book.books_locked_until is None or day > book.books_locked_until:
        return day
    return book.books_locked_until + datetime.timedelta(days=1)


def payer(business_id: uuid.UUID, party_id: uuid.UUID, *, actor: Actor, now: datetime.datetime) -> uuid.UUID:
    """Whose khata a tenant's money stands in: that of whom they were joined to. One that lay in the trash comes
    back, since no balance is hidden there. Raises PartyUnknown."""
    party = Party.objects.filter(business_id=business_id, id=party_id).first()
    if party is None:
        raise PartyUnknown
    if party.merged_into_id is not None:
        return payer(business_id, party.merged_into_id, actor=actor, now=now)
    if party.trashed_at is not None:
        standing = StandingParty(
            party_id=party.id, name=party.name, kind=party.kind, balance=party.balance,
            credit_limit=party.credit_limit, rev=party.rev, merged_into=None, is_trashed=True,
            is_erased=party.erased_at is not None, khata=khata_of(party),
        )  # fmt: skip
        revive_party(standing, business_id=business_id, actor=actor, now=now)
    return party.id


def next_rev(business_id: uuid.UUID, subject_id: uuid.UUID) -> int:
    """The number of the next event about something whose row keeps none. The caller holds the book's lock."""
    told = Revision.objects.filter(business_id=business_id, subject_id=subject_id)
    return int(told.aggregate(last=models.Max("rev"))["last"] or 0) + 1


def tell(
    business_id: uuid.UUID, *, actor: Actor, now: datetime.datetime, verb: str, subject_kind: str,
    subject_id: uuid.UUID, rev: int = 1, amount: int | None = None, contents: dict[str, object],
    seq: int | None = None, also: Sequence[trail.News | None] = (),
) -> int:  # fmt: skip
    """Append one event, and others that stand on numbers drawn before; the event's own number."""
    number = seq if seq is not None else lock(business_id).first_seq
    news = trail.News(number, verb, subject_kind, subject_id, rev, amount, contents)
    trail.append(
        business_id=business_id, at=now, actor=actor, news=[*(one for one in also if one is not None), news]
    )
    return number
