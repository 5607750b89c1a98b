"""Cheques with a day on them."""

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import QuerySet

from rentals.models import Cheque
from rentals.refusals import RentUnknown


@dataclass(frozen=True, slots=True)
class ChequeRow:
    """`document_id` is the money it became when it was cleared. Minor units."""

    id: uuid.UUID
    lease_id: uuid.UUID
    party_id: uuid.UUID
    tenant: str
    unit: str
    house_id: uuid.UUID
    house: str
    number: str
    bank: str
    day: datetime.date
    amount: int
    state: str
    document_id: uuid.UUID | None
    rev: int


def cheque_page(
    business_id: uuid.UUID, *, state: str = "", lease_id: uuid.UUID | None = None, after: uuid.UUID | None = None,
    limit: int = 50,
) -> list[ChequeRow]:  # fmt: skip
    """Cheques as they were taken; of a lease, and in a state."""
    own = Cheque.objects.filter(business_id=business_id)
    wanted = {"state": state or None, "lease_id": lease_id, "id__gt": after}
    return _read(
        own.filter(**{name: value for name, value in wanted.items() if value is not None}), limit=limit
    )


def cheque_of(business_id: uuid.UUID, cheque_id: uuid.UUID) -> ChequeRow:
    """Raises RentUnknown."""
    found = _read(Cheque.objects.filter(business_id=business_id, id=cheque_id), limit=1)
    if not found:
        raise RentUnknown
    return found[0]


def _read(own: QuerySet[Cheque], *, limit: int) -> list[ChequeRow]:
    rows = own.select_related("lease__party", "lease__unit__branch").order_by("id")[:limit]
    return [
        ChequeRow(
            id=one.id, lease_id=one.lease_id, party_id=one.lease.party_id, tenant=one.lease.party.name,
            unit=one.lease.unit.name, house_id=one.lease.unit.branch_id, house=one.lease.unit.branch.name,
            number=one.number, bank=one.bank, day=one.day, amount=one.amount, state=one.state,
            document_id=one.document_id, rev=one.rev,
        )
        for one in rows
    ]  # fmt: skip
