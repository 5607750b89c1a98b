"""Money of a tenant came in, on whichever page or by whichever program it was written: told as rent of a house."""

import datetime
import uuid

from businesses.actors import Actor
from core.ids import uuid7
from ledger.operations.entries import EntryResult
from rentals.models import Lease
from rentals.operations.ground import tell
from rentals.queries.payment_pages import lease_for, leases_of


def house_of(*, business_id: uuid.UUID, party_id: uuid.UUID, day: datetime.date) -> uuid.UUID | None:
    """The house of the lease that ran on a day, else of the tenant's newest; None of somebody who rents nothing."""
    leases = leases_of(business_id, [party_id]).get(party_id, [])
    running = next((one for one in leases if one.starts_on <= day), None)
    lease = running or next(iter(leases), None)
    return None if lease is None else lease.unit.branch_id


def tell_paid(
    *, business_id: uuid.UUID, actor: Actor, entry: EntryResult, branch_id: uuid.UUID, about: uuid.UUID | None,
    now: datetime.datetime, withheld: int = 0, section: str = "",
) -> None:  # fmt: skip
    """Append rent.paid, for the lease the money was `about`, else the one it belongs to; nothing without a lease.
    `withheld` of the entry's amount was kept back as tax."""
    known = leases_of(business_id, [entry.party_id]).get(entry.party_id, [])
    lease: Lease | None = next((one for one in known if one.id == about), None)
    lease = lease or lease_for(known, branch_id=branch_id, day=entry.day)
    if lease is None:
        return
    tell(
        business_id, actor=actor, now=now, verb="rent.paid", subject_kind="rent_payment", subject_id=uuid7(),
        amount=-entry.amount,
        contents={
            "entry": str(entry.document_id), "lease": str(lease.id), "tenant": str(entry.party_id),
            "property": str(branch_id), "day": entry.day.isoformat(), "mode": entry.mode, "amount": entry.amount,
            "balance": entry.balance, **({"withheld": withheld, "section": section} if withheld else {}),
        },
    )  # fmt: skip
