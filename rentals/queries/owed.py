"""What tenants still owe, due by due: read from their khata, never stored."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from ledger.models import Direction, Document, DocumentState, Party
from rentals.arithmetic import Asked, Came, Paid, pay
from rentals.models import Due, DueKind, Lease, PaymentShare
from rentals.queries.co_tenants import others_of, together

TAXED = ("gst", "because", "tax_rate", "cgst", "sgst", "igst")
FEE = Q(kind=DueKind.LATE_FEE)


@dataclass(frozen=True, slots=True)
class Owed:
    """A tenant's khata: `unpaid` by document, minor units; `ahead` what was paid before anything asked for it."""

    balance: int = 0
    unpaid: dict[uuid.UUID, int] = field(default_factory=dict)
    ahead: int = 0

    def of(self, document_id: uuid.UUID | None) -> int:
        return 0 if document_id is None else self.unpaid.get(document_id, 0)


def owed(business_id: uuid.UUID, party_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Owed]:
    """By party, the khata it stands in counted whole: those joined to it, and the one it was joined to."""
    return {party_id: _owed(paid) for party_id, paid in paid_by(business_id, party_ids).items()}


def paid_by(business_id: uuid.UUID, party_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Paid]:
    """By party, all money of the khata it stands in set against all it was asked for; by document."""
    heads = _heads(business_id, party_ids)
    by_head = _members(business_id, set(heads.values()))
    head_of = {member: head for head, members in by_head.items() for member in members}
    asked: dict[uuid.UUID, list[Asked]] = defaultdict(list)
    came: dict[uuid.UUID, list[Came]] = defaultdict(list)
    meant = _meant(business_id, list(head_of))
    rows = Document.objects.filter(
        business_id=business_id, party_id__in=list(head_of), state=DocumentState.POSTED
    ).values_list("id", "party_id", "direction", "amount", "due_on", "day", "pos")
    for document_id, party_id, direction, amount, due_on, day, pos in rows.order_by("day", "pos").iterator(
        chunk_size=2_000
    ):
        head = head_of[party_id]
        if direction == Direction.GAVE:
            asked[head].append(Asked(document_id, due_on or day, pos, amount))
        else:
            came[head].append(Came(document_id, amount, meant.get(document_id, ())))
    found = {head: pay(asked[head], came[head]) for head in by_head}
    return {party_id: found[head] for party_id, head in heads.items()}


def _owed(paid: Paid) -> Owed:
    unpaid = {key: amount for key, amount in paid.unpaid.items() if amount and isinstance(key, uuid.UUID)}
    return Owed(balance=sum(unpaid.values()) - paid.ahead, unpaid=unpaid, ahead=paid.ahead)


def _heads(business_id: uuid.UUID, party_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    own = Party.objects.filter(business_id=business_id, id__in=party_ids)
    return {one: into or one for one, into in own.values_list("id", "merged_into_id")}


def _members(business_id: uuid.UUID, heads: Collection[uuid.UUID]) -> dict[uuid.UUID, list[uuid.UUID]]:
    members = {head: [head] for head in heads}
    joined = Party.objects.filter(business_id=business_id, merged_into_id__in=heads)
    for one, into in joined.values_list("id", "merged_into_id"):
        if into is not None:
            members[into].append(one)
    return members


def _meant(
    business_id: uuid.UUID, members: Sequence[uuid.UUID]
) -> dict[uuid.UUID, list[tuple[uuid.UUID, int]]]:
    """By payment that stands, the (due's document, amount) it was meant for."""
    found: dict[uuid.UUID, list[tuple[uuid.UUID, int]]] = defaultdict(list)
    shares = PaymentShare.objects.filter(
        Q(due__document__state=DocumentState.POSTED), business_id=business_id, payment__party_id__in=members,
        payment__state=DocumentState.POSTED, payment__direction=Direction.GOT,
    ).order_by("id")  # fmt: skip
    for payment_id, document_id, amount in shares.values_list("payment_id", "due__document_id", "amount"):
        if document_id is not None:
            found[payment_id].append((document_id, amount))
    return found


@dataclass(frozen=True, slots=True)
class DueRow:
    """A due that stands. `unpaid` in minor units; `working` the sum it came from, without the tax. `gst` is GstCase
    forward or reverse, "" where no tax was worked out; its taxes are inside `amount`, their rate in 1/1,000,000."""

    id: uuid.UUID
    lease_id: uuid.UUID
    party_id: uuid.UUID
    tenant: str
    unit: str
    house_id: uuid.UUID
    house: str
    kind: str
    label: str
    period: datetime.date
    period_end: datetime.date
    due_on: datetime.date
    amount: int
    unpaid: int
    note: str
    working: dict[str, object]
    about_id: uuid.UUID | None
    unit_id: uuid.UUID | None = None
    document_id: uuid.UUID | None = None
    is_taken_back: bool = False
    taken_back_for: str = ""
    others: tuple[str, ...] = ()
    gst: str = ""
    because: str = ""
    tax_rate: int = 0
    cgst: int = 0
    sgst: int = 0
    igst: int = 0
    invoice: str = ""
    """The number of its tax invoice, "" where none was made."""

    @property
    def tenants(self) -> str:
        """All who rent together."""
        return together(self.tenant, self.others)

    @property
    def tax(self) -> int:
        return self.cgst + self.sgst + self.igst

    @property
    def net(self) -> int:
        """Without the tax on it."""
        return self.amount - self.tax

    @property
    def paid(self) -> int:
        return self.amount - self.unpaid

    def state(self, today: datetime.date) -> str:
        """paid, part, overdue or due. A part that is late is overdue."""
        if self.unpaid == 0:
            return "paid"
        if self.due_on < today:
            return "overdue"
        return "part" if self.paid else "due"


def due_rows(
    business_id: uuid.UUID, *, lease_ids: Collection[uuid.UUID] | None = None, since: datetime.date | None = None,
    until: datetime.date | None = None, limit: int = 5_000,
) -> list[DueRow]:  # fmt: skip
    """Dues that stand, oldest first; of some leases, and of periods that begin in these days. A late fee counts when it
    was added, whichever rent it is for: that is when it was asked for."""
    own = Due.objects.filter(business_id=business_id, taken_back_at=None)
    if lease_ids is not None:
        own = own.filter(lease_id__in=lease_ids)
    if since is not None:
        own = own.filter(Q(period__gte=since) & ~FEE | Q(due_on__gte=since) & FEE)
    if until is not None:
        own = own.filter(Q(period__lte=until) & ~FEE | Q(due_on__lte=until) & FEE)
    dues = list(
        own.select_related("lease__party", "lease__unit__branch", "tax", "invoice").order_by(
            "due_on", "period", "created_at", "id"
        )[:limit]
    )
    standing = owed(business_id, {one.lease.party_id for one in dues})
    along = others_of(business_id, {one.lease_id for one in dues})
    return [
        row_of(
            one, unpaid=standing[one.lease.party_id].of(one.document_id), others=along.get(one.lease_id, ())
        )
        for one in dues
    ]


def open_dues(business_id: uuid.UUID, *, lease_ids: Collection[uuid.UUID] | None = None) -> list[DueRow]:
    """What is still to be paid, oldest first. Only khatas that owe something are walked."""
    leases = Lease.objects.filter(business_id=business_id)
    if lease_ids is not None:
        leases = leases.filter(id__in=lease_ids)
    owing = leases.filter(Q(party__balance__gt=0) | Q(party__merged_into__balance__gt=0))
    ids = list(owing.values_list("id", flat=True)[:1_000])
    return [row for row in due_rows(business_id, lease_ids=ids, limit=20_000) if row.unpaid]


def row_of(one: Due, *, unpaid: int, others: tuple[str, ...] = ()) -> DueRow:
    lease, tax, invoice = one.lease, getattr(one, "tax", None), getattr(one, "invoice", None)
    taxed = (tax.case, tax.because, tax.rate, tax.cgst, tax.sgst, tax.igst) if tax else ()
    return DueRow(
        id=one.id, lease_id=lease.id, party_id=lease.party_id, tenant=lease.party.name, unit=lease.unit.name,
        house_id=lease.unit.branch_id, house=lease.unit.branch.name, kind=one.kind, label=one.label,
        period=one.period, period_end=one.period_end, due_on=one.due_on, amount=one.amount, unpaid=unpaid,
        note=one.note, working=one.working, about_id=one.about_id, unit_id=lease.unit_id,
        document_id=one.document_id, is_taken_back=one.taken_back_at is not None,
        taken_back_for=one.taken_back_for, others=others, invoice=invoice.number if invoice else "",
        **dict(zip(TAXED, taxed, strict=False)),
    )  # fmt: skip
