"""What a tenant may see of their own, and what of tenants waits for the landlord."""

import datetime
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from businesses.models import Business
from core import walls
from ledger.models import Direction, Document, DocumentKind, DocumentState, Party, PartyKind
from rentals.models import ClaimState, Lease, MeterReading, PaymentClaim, TenantLink, TenantWord, WordState
from rentals.queries.payment_pages import kept_of, lease_for, leases_of
from rentals.queries.settled import Settled, settled_by
from rentals.refusals import RentUnknown

LISTED_MAX = 100
RECEIPTS_MAX = 60
PAID_KINDS = (DocumentKind.KHATA, DocumentKind.RENT_PAID, DocumentKind.DEPOSIT_USE)


@dataclass(frozen=True, slots=True)
class Tenancy:
    """One tenant of one book: their party and every lease of theirs, the newest first. `by_user` acts for them."""

    business: Business
    party: Party
    leases: tuple[Lease, ...]
    by_user: uuid.UUID

    @property
    def lease_ids(self) -> list[uuid.UUID]:
        return [lease.id for lease in self.leases]

    @property
    def lease(self) -> Lease:
        """The one that runs, or the last."""
        return next((one for one in self.leases if one.ended_at is None), self.leases[0])


def by_link(digest: bytes, *, now: datetime.datetime) -> Tenancy | None:
    """Whose link this is, as long as it stands. The book is not known before: the wall is entered by what is found."""
    with walls.everything():
        link = TenantLink.objects.filter(
            digest=digest, withdrawn_at=None, ends_at__gt=now, business__deleted_at=None
        ).first()
        if link is None:
            return None
        found = _tenancy(link.business_id, link.party_id, by_user=link.made_by_id)
        if found is not None and link.opened_at is None:
            TenantLink.objects.filter(pk=link.pk).update(opened_at=now)
    return found


def by_phone(phone: str, *, user_id: uuid.UUID) -> list[Tenancy]:
    """Where somebody with this number (E.164, proven) rents, over all books: they are the tenant, not a member."""
    if not phone:
        return []
    with walls.everything():
        letting = Lease.objects.filter(
            party__phone=phone, party__kind=PartyKind.TENANT, party__trashed_at=None, party__merged_into=None,
            business__deleted_at=None,
        )  # fmt: skip
        pairs = sorted(set(letting.values_list("business_id", "party_id")[:LISTED_MAX]))
        found = [_tenancy(book, party, by_user=user_id) for book, party in pairs]
    return [one for one in found if one is not None]


def _tenancy(business_id: uuid.UUID, party_id: uuid.UUID, *, by_user: uuid.UUID) -> Tenancy | None:
    party = Party.objects.filter(business_id=business_id, id=party_id, erased_at=None).first()
    leases = Lease.objects.filter(business_id=business_id, party_id=party_id).select_related("unit__branch")
    standing = tuple(leases.prefetch_related("rises").order_by("-starts_on", "-id")[:LISTED_MAX])
    if party is None or not standing:
        return None
    return Tenancy(Business.objects.get(pk=business_id), party, standing, by_user)


@dataclass(frozen=True, slots=True)
class Receipt:
    """`withheld` of `amount` was kept back as tax, under `section` of the law; `settled` says what it paid."""

    document_id: uuid.UUID
    number: str
    day: datetime.date
    amount: int
    mode: str
    kind: str
    note: str
    withheld: int = 0
    section: str = ""
    rev: int = 1
    settled: Settled = field(default_factory=Settled)

    @property
    def came(self) -> int:
        return self.amount - self.withheld


def receipts(business_id: uuid.UUID, party_id: uuid.UUID) -> list[Receipt]:
    """What a tenant paid, newest first."""
    own = Document.objects.filter(
        business_id=business_id, party_id=party_id, direction=Direction.GOT, state=DocumentState.POSTED,
        kind__in=PAID_KINDS,
    )  # fmt: skip
    rows = list(own.order_by("-day", "-pos")[:RECEIPTS_MAX])
    return _receipts(business_id, party_id, rows)


def receipt(business_id: uuid.UUID, party_id: uuid.UUID, document_id: uuid.UUID) -> Receipt | None:
    own = Document.objects.filter(
        business_id=business_id, id=document_id, party_id=party_id, direction=Direction.GOT,
        state=DocumentState.POSTED, kind__in=PAID_KINDS,
    ).first()  # fmt: skip
    if own is None:
        return None
    return _receipts(business_id, party_id, [own])[0]


def _receipts(business_id: uuid.UUID, party_id: uuid.UUID, rows: Sequence[Document]) -> list[Receipt]:
    ids = [one.id for one in rows]
    kept, settled = kept_of(business_id, ids), settled_by(business_id, party_id, ids)
    return [
        Receipt(
            one.id, f"R-{one.pos}", one.day, one.amount, one.mode, one.kind, one.note,
            *kept.get(one.id, (0, "")), one.rev, settled.get(one.id, Settled()),
        )
        for one in rows
    ]  # fmt: skip


def receipt_of(business_id: uuid.UUID, document_id: uuid.UUID) -> tuple[Receipt, uuid.UUID]:
    """A receipt by its payment alone, and the lease it is for. Raises RentUnknown."""
    own = Document.objects.filter(business_id=business_id, id=document_id, kind__in=PAID_KINDS).first()
    if own is None or own.party_id is None:
        raise RentUnknown
    found = receipt(business_id, own.party_id, document_id)
    leases = leases_of(business_id, [own.party_id]).get(own.party_id, [])
    lease = lease_for(leases, branch_id=own.branch_id, day=own.day)
    if found is None or lease is None:
        raise RentUnknown
    return found, lease.pk


def claims(business_id: uuid.UUID, *, lease_ids: Collection[uuid.UUID] | None = None) -> list[PaymentClaim]:
    """What tenants say they paid, newest first: of some leases all of it, of the book what waits."""
    own = PaymentClaim.objects.filter(business_id=business_id).select_related("due")
    own = own.filter(state=ClaimState.WAITING) if lease_ids is None else own.filter(lease_id__in=lease_ids)
    return list(
        own.select_related("lease__party", "lease__unit__branch")
        .prefetch_related("lease__others__party")
        .order_by("-made_at", "-id")[:LISTED_MAX]
    )


def tenant_words(
    business_id: uuid.UUID, *, lease_ids: Collection[uuid.UUID] | None = None
) -> list[TenantWord]:
    """Messages and problems, newest first: of some leases all of them, of the book the open ones."""
    own = TenantWord.objects.filter(business_id=business_id)
    own = own.exclude(state=WordState.DONE) if lease_ids is None else own.filter(lease_id__in=lease_ids)
    return list(
        own.select_related("lease__party", "lease__unit__branch")
        .prefetch_related("lease__others__party")
        .order_by("-made_at", "-id")[:LISTED_MAX]
    )


def waiting(business_id: uuid.UUID) -> int:
    """How many things of tenants wait for the landlord."""
    said = PaymentClaim.objects.filter(business_id=business_id, state=ClaimState.WAITING).count()
    return said + TenantWord.objects.filter(business_id=business_id, state=WordState.SENT).count()


def standing_link(
    business_id: uuid.UUID, party_id: uuid.UUID, *, now: datetime.datetime
) -> TenantLink | None:
    own = TenantLink.objects.filter(business_id=business_id, party_id=party_id, withdrawn_at=None)
    return own.filter(ends_at__gt=now).first()


def photo_name(business_id: uuid.UUID, row_id: uuid.UUID) -> str:
    """The file of a claim's, a word's or a reading's photo, "" where there is none."""
    for model in (PaymentClaim, TenantWord, MeterReading):
        name = model._base_manager.filter(business_id=business_id, id=row_id).values_list("photo", flat=True)  # noqa: SLF001
        if found := name.first():
            return str(found)
    return ""
