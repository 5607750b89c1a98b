"""One bill of a house, split among those who live there."""

import datetime
import uuid
from dataclasses import dataclass

from django.utils.translation import gettext as _

from businesses.actors import Actor
from businesses.books import lock
from ledger.operations.transactions import in_transaction
from rentals.models import DueKind, Lease, Property
from rentals.operations.dues import DueResult, add_charge
from rentals.operations.ground import allow, check_amount
from rentals.refusals import RentUnknown, SplitRefused
from taxes.arithmetic.spreading import spread

EQUALLY, BY_RENT = "equally", "by_rent"
WAYS = (EQUALLY, BY_RENT)


@dataclass(frozen=True, slots=True)
class SplitResult:
    """`dues` come to `amount`, to the paisa."""

    dues: tuple[DueResult, ...]
    amount: int
    replayed: bool = False


def split_bill(
    *, business_id: uuid.UUID, actor: Actor, property_id: uuid.UUID, label: str, amount: int, way: str,
    due_on: datetime.date, note: str = "", now: datetime.datetime, dry_run: bool = False,
) -> SplitResult:  # fmt: skip
    """Ask every unit of a house that is let for its part of a bill (minor units), equally or by rent; the parts come
    to the whole.

    Raises RoleNotAllowed, RentUnknown, SplitRefused, DueStands, NameMissing, AmountOutOfReach, DayOutOfReach,
    PeriodLocked, TextError.
    """

    def work() -> SplitResult:
        lock(business_id, events=0)
        allow(actor, "rent.write")
        check_amount(amount)
        if not Property.objects.filter(business_id=business_id, branch_id=property_id).exists():
            raise RentUnknown
        own = Lease.objects.filter(business_id=business_id, unit__branch_id=property_id, ended_at=None)
        leases = list(own.filter(starts_on__lte=due_on).order_by("unit__name", "id"))
        weights = [lease.rent if way == BY_RENT else 1 for lease in leases]
        if not leases or not sum(weights):
            raise SplitRefused(_("No unit of this house is let, so nobody can share the bill."))
        if amount < len(leases):
            raise SplitRefused(_("The bill is too small to be split."), field="amount")
        dues = tuple(
            add_charge(
                business_id=business_id, actor=actor, lease_id=lease.pk, kind=DueKind.UTILITY, label=label,
                amount=part, period=due_on, due_on=due_on, note=note, now=now,
                working={"whole": amount, "units": len(leases), "way": way, "weight": weight, "of": sum(weights)},
            )
            for lease, part, weight in zip(leases, spread(amount, weights), weights, strict=True) if part
        )  # fmt: skip
        return SplitResult(dues, amount)

    return in_transaction(work, dry_run=dry_run)
