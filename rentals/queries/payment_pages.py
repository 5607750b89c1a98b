"""Rent that was received, page by page: the money of tenants, with what it was meant for."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from ledger.models import Direction, Document, DocumentKind, DocumentState, Mode
from rentals.models import Lease, PaymentShare, TaxKept
from rentals.refusals import RentUnknown


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """`amount` of money came, and `withheld` was kept back as tax under `section`. `shares` are (due, amount) of what
    it was meant for; the rest counts for the oldest. `lease_id` is the lease of the house it was received for. Minor
    units; `balance` is the tenant's now, above zero when they owe."""

    id: uuid.UUID
    party_id: uuid.UUID
    tenant: str
    branch_id: uuid.UUID
    branch: str
    lease_id: uuid.UUID | None
    amount: int
    mode: str
    day: datetime.date
    pos: int
    note: str
    is_taken_out: bool
    rev: int
    created_at: datetime.datetime
    balance: int
    shares: tuple[tuple[uuid.UUID, int], ...]
    withheld: int = 0
    section: str = ""
    kind: str = DocumentKind.KHATA


def payment_page(
    business_id: uuid.UUID, *, property_id: uuid.UUID | None = None, start: datetime.date | None = None,
    end: datetime.date | None = None, before: tuple[datetime.date, int] | None = None, limit: int = 50,
) -> list[PaymentRow]:  # fmt: skip
    """Money of tenants, of one house if it is named, newest day first; `before` is the (day, pos) of a row."""
    own = _payments(business_id).filter(state=DocumentState.POSTED)
    wanted = {"branch_id": property_id, "day__gte": start, "day__lte": end}
    own = own.filter(**{name: value for name, value in wanted.items() if value is not None})
    if before is not None:
        day, pos = before
        own = own.filter(Q(day__lt=day) | Q(day=day, pos__lt=pos))
    return _read(business_id, own, limit=limit)


def payment_of(business_id: uuid.UUID, payment_id: uuid.UUID) -> PaymentRow:
    """One payment, also when it was taken out. Raises RentUnknown."""
    found = _read(business_id, _payments(business_id).filter(id=payment_id), limit=1)
    if not found:
        raise RentUnknown
    return found[0]


def leases_of(business_id: uuid.UUID, party_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Lease]]:
    """By khata its leases, newest first; those of tenants that were joined to it too."""
    own = Q(party_id__in=party_ids) | Q(party__merged_into_id__in=party_ids)
    found: dict[uuid.UUID, list[Lease]] = defaultdict(list)
    known = Lease.objects.filter(own, business_id=business_id).select_related("unit", "party")
    for lease in known.order_by("-starts_on", "-id"):
        found[lease.party.merged_into_id or lease.party_id].append(lease)
    return found


def lease_for(leases: Iterable[Lease], *, branch_id: uuid.UUID, day: datetime.date) -> Lease | None:
    """Which of a tenant's leases, newest first, money of a house and day belongs to: the one that ran then, else the
    newest of the house, else the newest of all."""
    known = list(leases)
    here = [one for one in known if one.unit.branch_id == branch_id]
    then = [one for one in here if one.starts_on <= day]
    return next(iter([*then, *here, *known]), None)


def _payments(business_id: uuid.UUID) -> QuerySet[Document]:
    leases = Lease.objects.filter(business_id=business_id)
    tenants = Q(party_id__in=leases.values("party_id")) | Q(
        party_id__in=leases.exclude(party__merged_into=None).values("party__merged_into_id")
    )
    return Document.objects.filter(
        tenants, business_id=business_id, direction=Direction.GOT,
        kind__in=(DocumentKind.KHATA, DocumentKind.RENT_PAID),
    ).exclude(mode=Mode.GOODS)  # fmt: skip


def kept_of(business_id: uuid.UUID, payment_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, tuple[int, str]]:
    """By payment what was kept back of it as tax, minor units, and under which section; nothing of the others."""
    rows = TaxKept.objects.filter(business_id=business_id, document_id__in=payment_ids)
    return {
        pk: (amount, section) for pk, amount, section in rows.values_list("document_id", "amount", "section")
    }


def _read(business_id: uuid.UUID, own: QuerySet[Document], *, limit: int) -> list[PaymentRow]:
    rows = list(own.select_related("party", "branch").order_by("-day", "-pos")[:limit])
    leases = leases_of(business_id, {one.party_id for one in rows if one.party_id is not None})
    shares: dict[uuid.UUID, list[tuple[uuid.UUID, int]]] = defaultdict(list)
    meant = PaymentShare.objects.filter(business_id=business_id, payment_id__in=[one.id for one in rows])
    for payment_id, due_id, amount in meant.order_by("id").values_list("payment_id", "due_id", "amount"):
        shares[payment_id].append((due_id, amount))
    kept = kept_of(business_id, [one.id for one in rows])
    return [
        _row(one, leases=leases.get(one.party_id, ()), shares=shares[one.id], kept=kept.get(one.id, (0, "")))
        for one in rows
        if one.party_id is not None
    ]


def _row(
    one: Document, *, leases: Sequence[Lease], shares: Sequence[tuple[uuid.UUID, int]], kept: tuple[int, str]
) -> PaymentRow:
    if one.party is None:
        raise LookupError(f"payment {one.id} has no party")
    lease = lease_for(leases, branch_id=one.branch_id, day=one.day)
    withheld, section = kept
    return PaymentRow(
        id=one.id, party_id=one.party.id, tenant=one.party.name, branch_id=one.branch_id, branch=one.branch.name,
        lease_id=lease.id if lease else None, amount=one.amount - withheld, mode=one.mode, day=one.day, pos=one.pos,
        note=one.note, is_taken_out=one.state == DocumentState.TRASHED, rev=one.rev, created_at=one.created_at,
        balance=one.party.balance, shares=tuple(shares), withheld=withheld, section=section, kind=one.kind,
    )  # fmt: skip
