"""Close the books up to a day, and open them again. Two locks: everything, and documents with tax."""

import datetime
import uuid
from dataclasses import dataclass

from audit import trail
from businesses.actors import Actor
from businesses.books import BookLock, lock
from businesses.models import Business
from businesses.roles import is_granted
from core.periods import Period as Days
from core.periods import fiscal_year_label
from core.text import clean_line
from ledger.models import Period, PeriodChange, YearEnd
from ledger.operations.drafts import local_day
from ledger.operations.transactions import in_transaction
from ledger.refusals import PeriodAhead, PeriodUnchanged, ReasonMissing, RoleNotAllowed, YearStands

REASON_LENGTH_MAX = 300


@dataclass(frozen=True, slots=True)
class PeriodResult:
    """`until` is the last closed day, None when every day is open."""

    change_id: uuid.UUID
    period: str
    before: datetime.date | None
    until: datetime.date | None
    seq: int
    replayed: bool = False


def correction_day(book: BookLock, *, now: datetime.datetime) -> datetime.date:
    """The day a correction of a closed entry is dated: today, or the first open day after it."""
    today = local_day(now, timezone=book.timezone)
    locked = book.books_locked_until
    return today if locked is None or today > locked else locked + datetime.timedelta(days=1)


def locked_until(book: BookLock, *, period: str) -> datetime.date | None:
    return book.books_locked_until if period == Period.BOOKS else book.tax_locked_until


def close_period(
    *, business_id: uuid.UUID, actor: Actor, period: str, until: datetime.date, now: datetime.datetime
) -> PeriodResult:
    """Nothing of a day up to `until` can be written or changed from now on; corrections come later.

    Locks the book. Raises RoleNotAllowed, PeriodAhead, PeriodUnchanged when that much is closed already.
    """

    def work() -> PeriodResult:
        book = _entered(business_id, actor=actor)
        standing = locked_until(book, period=period)
        if until > local_day(now, timezone=book.timezone):
            raise PeriodAhead
        if standing is not None and until <= standing:
            raise PeriodUnchanged(until=standing)
        return move_lock(book, actor=actor, period=period, until=until, reason="", now=now)

    return in_transaction(work)


def open_period(
    *, business_id: uuid.UUID, actor: Actor, period: str, until: datetime.date | None, reason: str,
    now: datetime.datetime,
) -> PeriodResult:  # fmt: skip
    """Open the days after `until` (None: all) again, with the reason why.

    Locks the book. Raises RoleNotAllowed, ReasonMissing, TextError, PeriodUnchanged when they are open, and
    YearStands when a closed year would be opened in part.
    """
    why = clean_line(reason, max_length=REASON_LENGTH_MAX, field="reason")
    if not why:
        raise ReasonMissing

    def work() -> PeriodResult:
        book = _entered(business_id, actor=actor)
        standing = locked_until(book, period=period)
        if standing is None or (until is not None and until >= standing):
            raise PeriodUnchanged(until=standing)
        if period == Period.BOOKS:
            _refuse_half_a_year(business_id, until=until)
        return move_lock(book, actor=actor, period=period, until=until, reason=why, now=now)

    return in_transaction(work)


def _entered(business_id: uuid.UUID, *, actor: Actor) -> BookLock:
    book = lock(business_id)
    if not is_granted(actor.role, "book.close"):
        raise RoleNotAllowed
    return book


def _refuse_half_a_year(business_id: uuid.UUID, *, until: datetime.date | None) -> None:
    standing = YearEnd.objects.filter(business_id=business_id, reopened_at=None).order_by("-last_day").first()
    if standing is not None and (until is None or until < standing.last_day):
        raise YearStands(label=fiscal_year_label(Days(standing.first_day, standing.last_day)))


def move_lock(
    book: BookLock, *, actor: Actor, period: str, until: datetime.date | None, reason: str, now: datetime.datetime
) -> PeriodResult:  # fmt: skip
    """Set a lock and tell the trail, under the number the book's lock drew first."""
    before, seq = locked_until(book, period=period), book.first_seq
    column = "books_locked_until" if period == Period.BOOKS else "tax_locked_until"
    Business.objects.filter(id=book.business_id).update(**{column: until})
    change = PeriodChange.objects.create(
        business_id=book.business_id, period=Period(period), before=before, until=until, reason=reason,
        by_id=actor.user_id, at=now, seq=seq,
    )  # fmt: skip
    is_closing = until is not None and (before is None or until > before)
    news = trail.News(
        seq=seq, verb="book.closed" if is_closing else "book.opened", subject_kind="period", subject_id=change.id,
        rev=1, amount=None,
        contents={
            "period": str(period), "before": before.isoformat() if before else None,
            "until": until.isoformat() if until else None, "reason": reason,
        },
    )  # fmt: skip
    trail.append(business_id=book.business_id, at=now, actor=actor, news=[news])
    return PeriodResult(change.id, str(period), before, until, seq)
