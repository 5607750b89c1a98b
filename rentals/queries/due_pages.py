"""Dues page by page, in the order they fall due."""

import datetime
import uuid

from django.db.models import Q, QuerySet

from rentals.models import Due
from rentals.queries.owed import DueRow, owed, row_of
from rentals.refusals import RentUnknown

OPEN_MAX = 20_000
Place = tuple[datetime.date, uuid.UUID]
"""Where a page ended: the day a due falls due, and its id."""


def due_page(
    business_id: uuid.UUID, *, today: datetime.date, status: str = "all", lease_id: uuid.UUID | None = None,
    property_id: uuid.UUID | None = None, since: datetime.date | None = None, until: datetime.date | None = None,
    after: Place | None = None, limit: int = 50,
) -> list[DueRow]:  # fmt: skip
    """Dues of a lease or a house whose periods begin in some days. `status`: all that stand, those that are open or
    overdue, or those that were taken back."""
    own = Due.objects.filter(business_id=business_id, taken_back_at__isnull=status != "taken_back")
    wanted = {
        "lease_id": lease_id, "lease__unit__branch_id": property_id, "period__gte": since, "period__lte": until,
    }  # fmt: skip
    own = own.filter(**{name: value for name, value in wanted.items() if value is not None})
    if after is not None:
        day, due_id = after
        own = own.filter(Q(due_on__gt=day) | Q(due_on=day, id__gt=due_id))
    if status not in {"open", "overdue"}:
        return _read(business_id, own, limit=limit)
    owing = Q(lease__party__balance__gt=0) | Q(lease__party__merged_into__balance__gt=0)
    late = own.filter(due_on__lt=today) if status == "overdue" else own
    return [row for row in _read(business_id, late.filter(owing), limit=OPEN_MAX) if row.unpaid][:limit]


def due_of(business_id: uuid.UUID, due_id: uuid.UUID) -> DueRow:
    """One due, also when it was taken back. Raises RentUnknown."""
    found = _read(business_id, Due.objects.filter(business_id=business_id, id=due_id), limit=1)
    if not found:
        raise RentUnknown
    return found[0]


def _read(business_id: uuid.UUID, own: QuerySet[Due], *, limit: int) -> list[DueRow]:
    rows = list(
        own.select_related("lease__party", "lease__unit__branch", "tax", "invoice").order_by("due_on", "id")[
            :limit
        ]
    )
    standing = owed(business_id, {one.lease.party_id for one in rows})
    return [row_of(one, unpaid=standing[one.lease.party_id].of(one.document_id)) for one in rows]
