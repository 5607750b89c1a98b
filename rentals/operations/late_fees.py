"""Late fees: shown first, then added."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from businesses.actors import Actor
from businesses.books import lock
from ledger.operations.transactions import in_transaction
from rentals.arithmetic import Fee, fee_now, without_tax
from rentals.gst import RentLaw
from rentals.models import Due, DueKind, Lease
from rentals.operations.dues import Charge, DueResult, charge
from rentals.operations.ground import allow, refuse_without_rent
from rentals.queries.owed import DueRow, open_dues
from rentals.queries.rent_taxes import RentTaxes
from rentals.terms import fee_rule_of

AT_ONCE = 200
LATE_KINDS = {DueKind.RENT, DueKind.SERVICE, DueKind.UTILITY}


@dataclass(frozen=True, slots=True)
class FeePreview:
    """A late due and what would be added to it now; `base` is what a fee in percent is counted on."""

    due: DueRow
    fee: Fee
    base: int


@dataclass(frozen=True, slots=True)
class FeesResult:
    fees: tuple[DueResult, ...]
    amount: int
    replayed: bool = False


def late_fees(business_id: uuid.UUID, *, today: datetime.date) -> list[FeePreview]:
    """What the rules of the leases would add today, oldest due first; nothing is written."""
    rows = [row for row in open_dues(business_id) if row.kind in LATE_KINDS and row.due_on < today]
    leases = Lease.objects.filter(business_id=business_id, ended_at=None).exclude(fee_kind="")
    rules = {one.id: fee_rule_of(one) for one in leases}
    before: dict[uuid.UUID, list[Due]] = defaultdict(list)
    for fee_due in Due.objects.filter(business_id=business_id, about_id__in=[row.id for row in rows]):
        if fee_due.about_id is not None:
            before[fee_due.about_id].append(fee_due)
    found, law = [], RentTaxes(business_id).law
    for row in rows:
        if row.lease_id not in rules:
            continue
        fee = fee_now(
            rules[row.lease_id], due_on=row.due_on, unpaid=fee_base(row, law=law), today=today,
            charged=sum(one.amount for one in before[row.id]),
            times_charged=max((int(one.working.get("times", 0)) for one in before[row.id]), default=0),
        )  # fmt: skip
        if fee.amount:
            found.append(FeePreview(row, fee, fee_base(row, law=law)))
    return found


def fee_base(row: DueRow, *, law: RentLaw | None) -> int:
    """What of an unpaid due its fee is counted on: without its GST, where the country's file says so."""
    if law is None or not law.fee_on_rent:
        return row.unpaid
    return without_tax(row.unpaid, net=row.net, whole=row.amount)


def apply_late_fees(
    *, business_id: uuid.UUID, actor: Actor, today: datetime.date, now: datetime.datetime,
    due_ids: Collection[uuid.UUID] | None = None, dry_run: bool = False,
) -> FeesResult:  # fmt: skip
    """Add the fees of these dues, or of all that are late; each once for what it is for, AT_ONCE at a time.

    Raises RoleNotAllowed, NoRentHere.
    """

    def work() -> FeesResult:
        book = lock(business_id, events=0)
        allow(actor, "rent.write")
        refuse_without_rent(business_id)
        wanted = [
            one for one in late_fees(business_id, today=today) if due_ids is None or one.due.id in due_ids
        ]
        leases = Lease.objects.filter(business_id=business_id).select_related("unit")
        by_id = leases.in_bulk([one.due.lease_id for one in wanted[:AT_ONCE]])
        fees = tuple(
            charge(
                _fee_charge(one, lease=by_id[one.due.lease_id], today=today), book=book, actor=actor, now=now
            )
            for one in wanted[:AT_ONCE]
        )
        return FeesResult(fees=fees, amount=sum(one.amount for one in fees), replayed=not fees)

    return in_transaction(work, dry_run=dry_run)


def _fee_charge(one: FeePreview, *, lease: Lease, today: datetime.date) -> Charge:
    """Its label counts the times, so that two at once cannot add the same."""
    due, fee = one.due, one.fee
    return Charge(
        lease=lease, kind=DueKind.LATE_FEE, period=due.period, period_end=due.period_end, due_on=today, day=today,
        amount=fee.amount, label=f"{due.kind} {due.label} {fee.times}", about_id=due.id, verb="late_fee.applied",
        working={
            "times": fee.times, "each": fee.each, "late_days": fee.late_days, "unpaid": one.base,
            "is_capped": fee.is_capped,
        },
    )  # fmt: skip
