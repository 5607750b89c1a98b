"""Change a series of numbers: how it is written, what it numbers by itself, and the number that comes next."""

import datetime
import uuid
from dataclasses import dataclass

from django.utils.translation import gettext as _

from businesses.actors import Actor
from businesses.books import BookLock, lock
from core.periods import Period
from ledger.operations.transactions import in_transaction
from ledger.refusals import ChangedElsewhere
from taxes import numbers
from taxes.models import DrawnNumber, Series, SeriesYear
from taxes.operations.series import (
    SeriesResult,
    beside,
    check_branch,
    check_keeper,
    check_stem,
    check_written,
    tell,
)
from taxes.queries.series import year_on
from taxes.refusals import SeriesGap, SeriesRefused, SeriesUnknown


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesContent:
    """How a series shall stand. `next_number` is the position that comes next in the year of the day."""

    prefix: str
    width: int
    is_main: bool
    branch_id: uuid.UUID | None
    next_number: int


def change_series(
    *, business_id: uuid.UUID, actor: Actor, series_id: uuid.UUID, base_rev: int, content: SeriesContent,
    leave_out: bool = False, day: datetime.date, now: datetime.datetime, dry_run: bool = False,
) -> SeriesResult:  # fmt: skip
    """`leave_out`: the numbers up to the next one are left out for good, said on purpose. Locks the book.

    Raises RoleNotAllowed, SeriesUnknown, BranchUnknown, ChangedElsewhere, SeriesGap where numbers would be left out
    and nobody said so, SeriesRefused for what the law or another series stands against.
    """

    def work() -> SeriesResult:
        book = lock(business_id)
        check_keeper(actor)
        series = Series.objects.filter(business_id=business_id, id=series_id).first()
        if series is None:
            raise SeriesUnknown
        if series.rev != base_rev:
            raise ChangedElsewhere
        year = year_on(business_id, day=day)
        _write(series, content, year=year)
        _choose(series, content)
        _count_on(series, content, year=year, leave_out=leave_out)
        series.rev, series.changed_seq = series.rev + 1, book.first_seq
        series.save(update_fields=["prefix", "stem", "width", "is_main", "branch_id", "rev", "changed_seq"])
        return _told(series, content, book=book, year=year, actor=actor, now=now)

    return in_transaction(work, dry_run=dry_run)


def _told(
    series: Series,
    content: SeriesContent,
    *,
    book: BookLock,
    year: Period,
    actor: Actor,
    now: datetime.datetime,
) -> SeriesResult:
    tell(series, verb="series.changed", at=content.next_number, actor=actor, now=now)
    example = numbers.written(series.prefix, width=series.width, position=content.next_number, year=year)
    return SeriesResult(series.id, example, book.first_seq, series.rev)


def _write(series: Series, content: SeriesContent, *, year: Period) -> None:
    prefix = numbers.with_year(content.prefix, year=year)
    check_written(
        prefix=prefix, width=content.width, position=content.next_number, kind=series.kind, year=year
    )
    if prefix != series.prefix:
        if DrawnNumber.objects.filter(business_id=series.business_id, series=series).exists():
            raise SeriesRefused(
                _(
                    "Numbers of this series were given, so its beginning stays. Add another series for a new one."
                ),
                field="prefix",
            )
        series.prefix, series.stem = prefix, numbers.stem_of(prefix)
        check_stem(series)
    series.width = content.width


def _choose(series: Series, content: SeriesContent) -> None:
    """Which series numbers by itself: one for all branches, and where wanted one of a branch."""
    check_branch(series.business_id, content.branch_id)
    leaves = series.is_main and series.branch_id is None
    if leaves and (not content.is_main or content.branch_id is not None):
        raise SeriesRefused(
            _("One series must number what names no other. Make another one the usual one first."),
            field="is_main",
        )
    series.branch_id = content.branch_id
    if content.is_main:
        beside(series).filter(is_main=True).update(is_main=False)
    series.is_main = content.is_main


def _count_on(series: Series, content: SeriesContent, *, year: Period, leave_out: bool) -> None:
    own = SeriesYear.objects.filter(business_id=series.business_id, series=series, year=year.start)
    counted, wanted = own.first(), content.next_number
    last = counted.last if counted else 0
    if wanted == last + 1:
        return
    if not _is_given(series, year=year):
        if not own.update(first=wanted, last=wanted - 1, resumed=None, skipped=0):
            SeriesYear.objects.create(
                business_id=series.business_id, series=series, year=year.start, first=wanted, last=wanted - 1
            )
        return
    if wanted <= last:
        raise SeriesRefused(
            _("%(number)s was given already, and a number is given once. The next one can only be later.")
            % {"number": _text(series, wanted, year=year)},
            field="next_number",
        )
    if not leave_out:
        raise SeriesGap(first=_text(series, last + 1, year=year), last=_text(series, wanted - 1, year=year))
    own.update(
        last=wanted - 1, resumed=wanted, skipped=(counted.skipped if counted else 0) + wanted - 1 - last
    )


def _is_given(series: Series, *, year: Period) -> bool:
    return DrawnNumber.objects.filter(business_id=series.business_id, series=series, year=year.start).exists()


def _text(series: Series, position: int, *, year: Period) -> str:
    return numbers.written(series.prefix, width=series.width, position=position, year=year)
