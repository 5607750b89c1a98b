"""Who of the site's staff looked into a book, and why."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from audit.models import StaffVisit
from core import walls

LISTED_MAX = 50


@dataclass(frozen=True, slots=True)
class VisitRow:
    """`person` is the name the one of the staff goes by; `ends_at` is when it ended, or will."""

    id: UUID
    business_id: UUID
    book: str
    person: str
    reason: str
    began_at: datetime
    ends_at: datetime
    is_open: bool


def open_visit(*, user_id: UUID, now: datetime) -> StaffVisit | None:
    """The visit this person of the staff is on. Looked up before any book is entered."""
    with walls.everything():
        standing = StaffVisit.objects.select_related("business").filter(
            user_id=user_id, ended_at=None, began_at__lte=now, ends_at__gt=now
        )
        return standing.order_by("-began_at").first()


def visits_to(business_id: UUID, *, now: datetime) -> list[VisitRow]:
    """The visits to a book, newest first, LISTED_MAX at most: for its owner."""
    found = StaffVisit.objects.select_related("user", "business").filter(business_id=business_id)
    return [_row(each, now=now) for each in found.order_by("-began_at", "-pk")[:LISTED_MAX]]


def visits_of_staff(*, now: datetime) -> list[VisitRow]:
    """The last visits to any book, LISTED_MAX at most: for the staff themselves."""
    with walls.everything():
        found = StaffVisit.objects.select_related("user", "business").order_by("-began_at", "-pk")
        return [_row(each, now=now) for each in found[:LISTED_MAX]]


def reasons_of(visit_ids: Collection[UUID]) -> dict[UUID, str]:
    return dict(StaffVisit.objects.filter(pk__in=visit_ids).values_list("pk", "reason"))


def _row(visit: StaffVisit, *, now: datetime) -> VisitRow:
    ends_at = visit.ended_at or visit.ends_at
    return VisitRow(
        id=visit.pk, business_id=visit.business_id, book=visit.business.name, person=str(visit.user),
        reason=visit.reason, began_at=visit.began_at, ends_at=ends_at, is_open=ends_at > now,
    )  # fmt: skip
