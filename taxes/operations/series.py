"""Series of numbers, and the drawing of the next one: consecutive, once a year, and kept for good."""

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from audit import trail
from businesses.actors import Actor
from businesses.books import BookLock, lock
from businesses.models import Branch
from businesses.operations.branches import BranchUnknown
from businesses.roles import is_granted
from core.ids import uuid7
from core.periods import Period
from core.taken_ids import refused_when_taken
from ledger.operations.transactions import in_transaction
from ledger.refusals import IdTaken, RoleNotAllowed
from taxes import numbers
from taxes.models import DrawnNumber, NumberedKind, Series, SeriesYear
from taxes.queries.series import MAIN_PREFIXES, SERIES_MAX, WIDTH, year_on
from taxes.refusals import NumberRefused, NumberTaken, SeriesRefused, SeriesUnknown

WIDTH_MAX = 9
START_MAX = 10**9


@dataclass(frozen=True, slots=True)
class SeriesResult:
    """`example` is the number that comes next."""

    series_id: uuid.UUID
    example: str
    seq: int
    rev: int = 1
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class Number:
    """What a document was given. `position` and `series_id` are None where a person typed the number."""

    number: str
    year: Period
    series_id: uuid.UUID | None
    position: int | None


def add_series(
    *, business_id: uuid.UUID, actor: Actor, registration: str, kind: str, prefix: str, width: int = 4,
    start_at: int = 1, is_main: bool = False, branch_id: uuid.UUID | None = None, series_id: uuid.UUID | None = None,
    day: datetime.date, now: datetime.datetime, dry_run: bool = False,
) -> SeriesResult:  # fmt: skip
    """Begin a series; `start_at` is its first number in the year of `day`. The same id is one series. Locks the book.

    Raises RoleNotAllowed, BranchUnknown, IdTaken, SeriesRefused where the numbers would not fit or could meet another
    series'.
    """

    def work() -> SeriesResult:
        book = lock(business_id)
        check_keeper(actor)
        year = year_on(book.business_id, day=day)
        said = numbers.with_year(prefix, year=year)
        check_written(prefix=said, width=width, position=start_at, kind=kind, year=year)
        check_branch(business_id, branch_id)
        former = _former(business_id, series_id, asked=(registration, kind, branch_id, said, width))
        example = numbers.written(said, width=width, position=start_at, year=year)
        if former is not None:
            return SeriesResult(former.id, example, former.changed_seq, former.rev, replayed=True)
        series = _new_series(
            book, series_id=series_id, registration=registration, kind=kind, prefix=said, width=width, is_main=is_main,
            branch_id=branch_id, now=now,
        )  # fmt: skip
        if start_at > 1:
            SeriesYear.objects.create(
                business_id=business_id, series=series, year=year.start, first=start_at, last=start_at - 1
            )
        tell(series, verb="series.added", at=start_at, actor=actor, now=now)
        return SeriesResult(series.id, example, book.first_seq, series.rev)

    return in_transaction(work, dry_run=dry_run)


def draw_number(
    *, book: BookLock, registration: str, kind: str, day: datetime.date, document_id: uuid.UUID,
    now: datetime.datetime, series_id: uuid.UUID | None = None, branch_id: uuid.UUID | None = None,
) -> Number:  # fmt: skip
    """Give a document the next number of a series, or of the main one of its branch. The same document has one number
    for good.

    `book` is the lock the calling operation holds: rolled back with it, the number was never drawn. Raises
    SeriesUnknown, NumberRefused when the series has grown past what a number may be, NumberTaken.
    """
    standing = DrawnNumber.objects.filter(business_id=book.business_id, document_id=document_id).first()
    if standing is not None:
        return _standing(book, standing)
    year = year_on(book.business_id, day=day)
    series = _series(
        book, registration=registration, kind=kind, series_id=series_id, branch_id=branch_id, now=now
    )
    position = _next_position(series, year=year)
    number = numbers.written(series.prefix, width=series.width, position=position, year=year)
    if not numbers.is_number(number):
        raise NumberRefused(
            _("%(number)s is longer than the 16 signs a number may have. Begin a new series.")
            % {"number": number}
        )
    drawn = Number(number, year, series.id, position)
    _keep(book, drawn, registration=series.registration, kind=series.kind, document_id=document_id)
    return drawn


def claim_number(
    *, book: BookLock, registration: str, kind: str, day: datetime.date, document_id: uuid.UUID, number: str
) -> Number:
    """Give a document the number that a person typed, as from a paper book. Under the caller's lock of the book.

    Raises NumberRefused for what is no number or belongs to a series, NumberTaken.
    """
    if not numbers.is_number(number):
        raise NumberRefused(
            _("A number has up to 16 letters, digits, - and /, and begins with a letter or 1 to 9."),
            field="number",
        )
    year = year_on(book.business_id, day=day)
    stems = {numbers.key_of(number).rstrip("0123456789"), numbers.stem_of_number(number, year=year)}
    if Series.objects.filter(
        business_id=book.business_id, registration=registration, kind=kind, stem__in=stems
    ).exists():
        raise NumberRefused(
            _("%(number)s belongs to a series of yours, which gives its numbers itself.")
            % {"number": number},
            field="number",
        )
    typed = Number(number, year, None, None)
    _keep(book, typed, registration=registration, kind=kind, document_id=document_id)
    return typed


def check_series(
    business_id: uuid.UUID, series_id: uuid.UUID | None, *, registration: str, kind: str
) -> None:
    """Whether a document can be numbered by it. Raises SeriesUnknown."""
    own = Series.objects.filter(business_id=business_id, registration=registration, kind=kind)
    if series_id is not None and not own.filter(id=series_id).exists():
        raise SeriesUnknown


def check_keeper(actor: Actor) -> None:
    if not is_granted(actor.role, "sales.edit"):
        raise RoleNotAllowed


def check_branch(business_id: uuid.UUID, branch_id: uuid.UUID | None) -> None:
    if branch_id is None:
        return
    if not Branch.objects.filter(business_id=business_id, id=branch_id).exists():
        raise BranchUnknown


def check_written(*, prefix: str, width: int, position: int, kind: str, year: Period) -> None:
    """Whether numbers may look so. Raises SeriesRefused."""
    if kind not in NumberedKind.values:
        raise SeriesRefused(_("Choose what the series is for."), field="kind")
    if numbers.PREFIX.fullmatch(prefix) is None or prefix.count(numbers.YEAR) > 1:
        raise SeriesRefused(
            _("Use letters, digits, - and / in front, and {fy} for the year."), field="prefix"
        )
    if numbers.spells_a_year(prefix) or prefix.endswith(numbers.YEAR):
        raise SeriesRefused(_("Write {fy} for the year, and a letter, - or / after it."), field="prefix")
    if not 1 <= width <= WIDTH_MAX:
        raise SeriesRefused(_("A number has 1 to 9 digits."), field="width")
    if not 1 <= position <= START_MAX:
        raise SeriesRefused(_("Begin with a number of 1 or more, of up to 9 digits."), field="start_at")
    example = numbers.written(prefix, width=width, position=position, year=year)
    if not numbers.is_number(example):
        raise SeriesRefused(
            _("%(number)s cannot be a number: it has up to 16 signs and begins with a letter or 1 to 9.")
            % {"number": example},
            field="prefix",
        )


def check_stem(series: Series) -> None:
    """Two series must never come to the same number. Raises SeriesRefused."""
    own = Series.objects.filter(
        business_id=series.business_id, registration=series.registration, kind=series.kind, stem=series.stem
    )
    if own.exclude(id=series.pk).exists():
        raise SeriesRefused(
            _("Another series is written so too. Put other letters in front."), field="prefix"
        )


def beside(series: Series) -> QuerySet[Series]:
    """The series among which one is the main one."""
    own = Series.objects.filter(
        business_id=series.business_id, registration=series.registration, kind=series.kind
    ).exclude(id=series.pk)
    if series.branch_id is None:
        return own.filter(branch=None)
    return own.filter(branch_id=series.branch_id)


def _former(
    business_id: uuid.UUID, series_id: uuid.UUID | None, *, asked: tuple[object, ...]
) -> Series | None:
    former = Series.objects.filter(id=series_id).first() if series_id else None
    if former is None:
        return None
    standing = (former.registration, former.kind, former.branch_id, former.prefix, former.width)
    if former.business_id != business_id or standing != asked:
        raise IdTaken
    return former


def _new_series(
    book: BookLock, *, registration: str, kind: str, prefix: str, width: int, is_main: bool,
    now: datetime.datetime, branch_id: uuid.UUID | None = None, series_id: uuid.UUID | None = None,
) -> Series:  # fmt: skip
    series = Series(
        id=series_id or uuid7(), business_id=book.business_id, registration=registration, kind=kind, prefix=prefix,
        branch_id=branch_id, stem=numbers.stem_of(prefix), width=width, changed_seq=book.first_seq, created_at=now,
    )  # fmt: skip
    check_stem(series)
    if Series.objects.filter(business_id=book.business_id).count() >= SERIES_MAX:
        raise SeriesRefused(_("A book has up to 200 series of numbers."))
    if is_main:
        beside(series).filter(is_main=True).update(is_main=False)
    series.is_main = is_main or not beside(series).exists()
    with refused_when_taken(IdTaken):
        series.save(force_insert=True)
    return series


def _series(
    book: BookLock, *, registration: str, kind: str, series_id: uuid.UUID | None, branch_id: uuid.UUID | None,
    now: datetime.datetime,
) -> Series:  # fmt: skip
    own = Series.objects.filter(business_id=book.business_id, registration=registration, kind=kind)
    if series_id is not None:
        found = own.filter(id=series_id).first()
        if found is None:
            raise SeriesUnknown
        return found
    reach = Q(branch=None) if branch_id is None else Q(branch=None) | Q(branch=branch_id)
    main = {one.branch_id: one for one in own.filter(reach, is_main=True)}
    return main.get(branch_id) or main.get(None) or _new_series(
        book, registration=registration, kind=kind, prefix=MAIN_PREFIXES[kind], width=WIDTH, is_main=True, now=now
    )  # fmt: skip


def _next_position(series: Series, *, year: Period) -> int:
    years = SeriesYear.objects.filter(series=series, business_id=series.business_id, year=year.start)
    if not years.update(last=F("last") + 1):
        SeriesYear.objects.create(business_id=series.business_id, series=series, year=year.start, last=0)
        years.update(last=F("last") + 1)
    return years.values_list("last", flat=True).get()


def _keep(book: BookLock, number: Number, *, registration: str, kind: str, document_id: uuid.UUID) -> None:
    key = numbers.key_of(number.number)
    if DrawnNumber.objects.filter(
        business_id=book.business_id, registration=registration, kind=kind, year=number.year.start, key=key
    ).exists():
        raise NumberTaken(number.number)
    DrawnNumber.objects.create(
        business_id=book.business_id, registration=registration, kind=kind, year=number.year.start,
        number=number.number, key=key, series_id=number.series_id, position=number.position,
        document_id=document_id, seq=book.first_seq,
    )  # fmt: skip


def _standing(book: BookLock, row: DrawnNumber) -> Number:
    year = year_on(book.business_id, day=row.year)
    return Number(row.number, year, row.series_id, row.position)


def tell(series: Series, *, verb: str, at: int, actor: Actor, now: datetime.datetime) -> None:
    news = trail.News(
        seq=series.changed_seq, verb=verb, subject_kind="series", subject_id=series.id, rev=series.rev, amount=None,
        contents={
            "registration": series.registration, "kind": series.kind, "prefix": series.prefix,
            "width": series.width, "start_at": at, "is_main": series.is_main,
            "branch_id": str(series.branch_id) if series.branch_id else None,
        },
    )  # fmt: skip
    trail.append(business_id=series.business_id, at=now, actor=actor, news=[news])
