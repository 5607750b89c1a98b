"""What houses cost, page by page."""

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from ledger.charts.names import shown
from rentals.models import PropertyExpense
from rentals.refusals import RentUnknown


@dataclass(frozen=True, slots=True)
class ExpenseRow:
    id: uuid.UUID
    house_id: uuid.UUID
    house: str
    unit_id: uuid.UUID | None
    unit: str
    account_id: uuid.UUID
    account: str
    amount: int
    mode: str
    day: datetime.date
    note: str
    document_id: uuid.UUID
    is_taken_back: bool


def expense_page(
    business_id: uuid.UUID, *, property_id: uuid.UUID, start: datetime.date | None = None,
    end: datetime.date | None = None, before: tuple[datetime.date, uuid.UUID] | None = None, limit: int = 50,
) -> list[ExpenseRow]:  # fmt: skip
    """Costs of a house that stand, newest day first; `before` is the (day, id) of a row."""
    own = PropertyExpense.objects.filter(business_id=business_id, branch_id=property_id, taken_back_at=None)
    wanted = {"day__gte": start, "day__lte": end}
    own = own.filter(**{name: value for name, value in wanted.items() if value is not None})
    if before is not None:
        day, expense_id = before
        own = own.filter(Q(day__lt=day) | Q(day=day, id__lt=expense_id))
    return _read(own, limit=limit)


def expense_of(business_id: uuid.UUID, expense_id: uuid.UUID) -> ExpenseRow:
    """One cost, also when it was taken back. Raises RentUnknown."""
    found = _read(PropertyExpense.objects.filter(business_id=business_id, id=expense_id), limit=1)
    if not found:
        raise RentUnknown
    return found[0]


def _read(own: QuerySet[PropertyExpense], *, limit: int) -> list[ExpenseRow]:
    rows = own.select_related("branch", "unit", "account", "document").order_by("-day", "-id")[:limit]
    return [
        ExpenseRow(
            id=one.id, house_id=one.branch_id, house=one.branch.name, unit_id=one.unit_id,
            unit=one.unit.name if one.unit else "", account_id=one.account_id, account=shown(one.account.name),
            amount=one.amount, mode=one.document.mode, day=one.day, note=one.note, document_id=one.document_id,
            is_taken_back=one.taken_back_at is not None,
        )
        for one in rows
    ]  # fmt: skip
