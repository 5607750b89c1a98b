"""Photos and PDFs kept with leases and with what houses cost."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from rentals.models import KeptPaper
from rentals.refusals import RentUnknown

KEPT_MAX = 100
"""Papers of one lease or one cost, those put away too."""


@dataclass(frozen=True, slots=True)
class PaperRow:
    """`file` is where it lies; one of `lease_id` and `expense_id` is set. `day` is the date on the paper."""

    id: uuid.UUID
    lease_id: uuid.UUID | None
    expense_id: uuid.UUID | None
    name: str
    day: datetime.date | None
    is_for_tenant: bool
    file: str
    content_type: str
    size: int
    is_put_away: bool
    rev: int
    kept_at: datetime.datetime


def lease_papers(
    business_id: uuid.UUID, lease_ids: Collection[uuid.UUID], *, with_put_away: bool = False, for_tenant: bool = False
) -> list[PaperRow]:  # fmt: skip
    """The oldest first; of those a tenant may see, or of all."""
    own = KeptPaper.objects.filter(business_id=business_id, lease_id__in=lease_ids)
    if not with_put_away:
        own = own.filter(put_away_at=None)
    if for_tenant:
        own = own.filter(is_for_tenant=True)
    return [row_of(one) for one in own.order_by("created_at", "id")[:KEPT_MAX]]


def expense_papers(
    business_id: uuid.UUID, expense_ids: Collection[uuid.UUID], *, with_put_away: bool = False
) -> dict[uuid.UUID, list[PaperRow]]:
    """By cost, the oldest first."""
    own = KeptPaper.objects.filter(business_id=business_id, expense_id__in=expense_ids)
    if not with_put_away:
        own = own.filter(put_away_at=None)
    found: dict[uuid.UUID, list[PaperRow]] = defaultdict(list)
    for one in own.order_by("created_at", "id")[: KEPT_MAX * 10]:
        if one.expense_id is not None:
            found[one.expense_id].append(row_of(one))
    return dict(found)


def paper_of(business_id: uuid.UUID, paper_id: uuid.UUID) -> PaperRow:
    """One of them, also when it was put away. Raises RentUnknown."""
    found = KeptPaper.objects.filter(business_id=business_id, id=paper_id).first()
    if found is None:
        raise RentUnknown
    return row_of(found)


def row_of(one: KeptPaper) -> PaperRow:
    return PaperRow(
        id=one.pk, lease_id=one.lease_id, expense_id=one.expense_id, name=one.name, day=one.day,
        is_for_tenant=one.is_for_tenant, file=one.file, content_type=one.content_type, size=one.size,
        is_put_away=one.put_away_at is not None, rev=one.rev, kept_at=one.created_at,
    )  # fmt: skip
