"""What of a book is closed, and what a closing would hold."""

import datetime
import uuid
from dataclasses import dataclass

from django.db import connection

from businesses.models import Business
from core.sql import bind_all
from ledger.models import Document, DocumentKind, Pending, PendingDecision, PendingReason, PeriodChange
from ledger.queries.trash import documents_in_trash

CHANGES_MAX = 50


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """One move of a lock; None is "every day open"."""

    id: uuid.UUID
    period: str
    before: datetime.date | None
    until: datetime.date | None
    reason: str
    who: str
    who_id: uuid.UUID
    at: datetime.datetime

    @property
    def is_closing(self) -> bool:
        return self.until is not None and (self.before is None or self.until > self.before)


@dataclass(frozen=True, slots=True)
class PeriodState:
    """The last closed day of both locks, what they hold back, and how they moved, newest first."""

    books_until: datetime.date | None
    tax_until: datetime.date | None
    held: int
    changes: tuple[PeriodRow, ...]


@dataclass(frozen=True, slots=True)
class ClosingEffect:
    """What closing up to a day would touch, of the days that are open now: standing entries, deleted ones
    that could not come back, and changes that wait for a decision."""

    until: datetime.date
    entries: int
    in_trash: int
    waiting: int


def period_state(business_id: uuid.UUID) -> PeriodState:
    """Three queries."""
    book = Business.objects.only("books_locked_until", "tax_locked_until").get(id=business_id)
    changes = PeriodChange.objects.select_related("by").filter(business_id=business_id).order_by("-seq")
    held = Pending.objects.filter(
        business_id=business_id, decision=PendingDecision.OPEN, reason=PendingReason.HELD
    ).count()
    return PeriodState(
        books_until=book.books_locked_until, tax_until=book.tax_locked_until, held=held,
        changes=tuple(
            PeriodRow(one.id, one.period, one.before, one.until, one.reason, str(one.by), one.by_id, one.at)
            for one in changes[:CHANGES_MAX]
        ),
    )  # fmt: skip


def closing_effect(
    business_id: uuid.UUID, *, until: datetime.date, locked: datetime.date | None
) -> ClosingEffect:
    """What closing the books up to a day would hold, beyond the days closed up to `locked`. Three queries."""
    after = locked or datetime.date.min
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*) FROM ledger_party p JOIN ledger_document d ON d.party_id = p.id"
            " AND d.state = 'posted' AND d.day > %s AND d.day <= %s WHERE p.business_id = %s",
            bind_all([after, until, business_id]),
        )
        (entries,) = cursor.fetchone()
    in_trash = documents_in_trash(business_id).filter(part_of=None, day__gt=after, day__lte=until).count()
    waiting = Pending.objects.filter(
        business_id=business_id, decision=PendingDecision.OPEN, reason=PendingReason.CONFLICT
    ).count()
    return ClosingEffect(until=until, entries=int(entries), in_trash=in_trash, waiting=waiting)


@dataclass(frozen=True, slots=True)
class CorrectionTies:
    """How an entry hangs together with a correction: by which it was corrected, or which entry it corrects."""

    correction: Document | None
    replacement: Document | None
    corrects: Document | None


def correction_ties(business_id: uuid.UUID, document: Document) -> CorrectionTies:
    """The correction that stands for an entry with what replaced it, and what the entry itself corrects."""
    of_book = Document.objects.filter(business_id=business_id)
    found = list(of_book.filter(corrects_id=document.id, state="posted").order_by("pos"))
    correction = next((one for one in found if one.kind == DocumentKind.CORRECTION), None)
    replacement = next((one for one in found if one.kind != DocumentKind.CORRECTION), None)
    corrects = of_book.filter(id=document.corrects_id).first() if document.corrects_id else None
    return CorrectionTies(correction, replacement if correction else None, corrects)


def corrected_among(business_id: uuid.UUID, ids: list[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Which of these entries were corrected later."""
    found = Document.objects.filter(
        business_id=business_id, kind=DocumentKind.CORRECTION, state="posted", corrects_id__in=ids
    ).values_list("corrects_id", flat=True)
    return frozenset(one for one in found if one is not None)
