"""Rent as a ledger of its own: what houses earned, what tenants owe, what houses cost."""

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import F, Sum

from ledger.models import Party
from rentals.models import Due, Lease, PropertyExpense

LISTED_MAX = 500


@dataclass(frozen=True, slots=True)
class TenantBalance:
    """`balance` in minor units, above zero when they owe."""

    party_id: uuid.UUID
    name: str
    balance: int


@dataclass(frozen=True, slots=True)
class HouseCost:
    house_id: uuid.UUID
    house: str
    amount: int


@dataclass(frozen=True, slots=True)
class RentLedger:
    """`income` by kind of due, asked for in the days, without the GST on it, which is `tax`; balances as they stand
    now. Minor units."""

    income: dict[str, int]
    tenants: tuple[TenantBalance, ...]
    costs: tuple[HouseCost, ...]
    tax: int = 0


def rent_ledger(
    business_id: uuid.UUID, *, start: datetime.date | None = None, end: datetime.date | None = None
) -> RentLedger:
    """Of the days from `start` to `end`, both included."""
    dues = Due.objects.filter(business_id=business_id, taken_back_at=None)
    costs = PropertyExpense.objects.filter(business_id=business_id, taken_back_at=None)
    if start is not None:
        dues, costs = dues.filter(document__day__gte=start), costs.filter(day__gte=start)
    if end is not None:
        dues, costs = dues.filter(document__day__lte=end), costs.filter(day__lte=end)
    leases = Lease.objects.filter(business_id=business_id)
    tenants = Party.objects.filter(
        business_id=business_id, id__in=leases.values("party_id"), merged_into=None, trashed_at=None
    ).order_by("-balance", "id")
    asked = dict(dues.values_list("kind").annotate(total=Sum("amount")).order_by("kind"))
    taxed = dues.filter(tax__isnull=False).values_list("kind").order_by("kind")
    taxes = dict(taxed.annotate(total=Sum(F("tax__cgst") + F("tax__sgst") + F("tax__igst"))))
    by_house = costs.values_list("branch_id", "branch__name").annotate(total=Sum("amount"))
    return RentLedger(
        income={kind: total - taxes.get(kind, 0) for kind, total in asked.items()},
        tax=sum(taxes.values()),
        tenants=tuple(
            TenantBalance(*row) for row in tenants.values_list("id", "name", "balance")[:LISTED_MAX]
        ),
        costs=tuple(HouseCost(*row) for row in by_house.order_by("branch_id")[:LISTED_MAX]),
    )
