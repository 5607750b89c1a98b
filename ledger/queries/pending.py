"""Changes from phones that wait for a decision, beside what stands in the book."""

import datetime
import uuid
from dataclasses import dataclass
from typing import Any

from businesses.models import Device
from ledger.models import Document, Party, Pending, PendingDecision
from ledger.refusals import PendingUnknown

OPEN_MAX = 100


@dataclass(frozen=True, slots=True)
class PendingCard:
    """`mine` is what the phone said (None: it deleted or brought back), `theirs` what stands (None: nothing
    does); both as the trail keeps contents. `is_deleted` says the standing entry is in the trash."""

    id: uuid.UUID
    mutation_id: uuid.UUID
    document_id: uuid.UUID
    party_id: uuid.UUID | None
    party_name: str
    verb: str
    reason: str
    said_by: str
    said_by_id: uuid.UUID
    device: str
    made_at: datetime.datetime
    at: datetime.datetime
    mine: dict[str, Any] | None
    theirs: dict[str, Any] | None
    is_deleted: bool


def waiting(
    business_id: uuid.UUID, *, after: uuid.UUID | None = None, limit: int = OPEN_MAX
) -> tuple[PendingCard, ...]:
    """Changes nobody has decided, oldest first. Four queries."""
    found = Pending.objects.select_related("user").filter(
        business_id=business_id, decision=PendingDecision.OPEN
    )
    if after is not None:
        found = found.filter(id__gt=after)
    return _cards(business_id, list(found.order_by("id")[: min(limit, 1_000)]))


def pending_card(business_id: uuid.UUID, pending_id: uuid.UUID) -> PendingCard:
    """One that waits. Raises PendingUnknown."""
    found = Pending.objects.select_related("user").filter(
        business_id=business_id, id=pending_id, decision=PendingDecision.OPEN
    )
    cards = _cards(business_id, list(found))
    if not cards:
        raise PendingUnknown
    return cards[0]


def _cards(business_id: uuid.UUID, rows: list[Pending]) -> tuple[PendingCard, ...]:
    documents = Document.objects.filter(business_id=business_id).in_bulk([row.document_id for row in rows])
    names: dict[uuid.UUID | None, str] = dict(
        Party.objects.filter(
            business_id=business_id, id__in={row.party_id for row in rows if row.party_id}
        ).values_list("id", "name")
    )
    labels: dict[uuid.UUID | None, str] = dict(
        Device.objects.filter(id__in={row.device_id for row in rows if row.device_id}).values_list(
            "id", "label"
        )
    )
    return tuple(
        _card(
            row, document=documents.get(row.document_id), name=names.get(row.party_id, ""),
            label=labels.get(row.device_id, ""),
        )
        for row in rows
    )  # fmt: skip


def _card(row: Pending, *, document: Document | None, name: str, label: str) -> PendingCard:
    return PendingCard(
        id=row.id, mutation_id=row.mutation_id, document_id=row.document_id, party_id=row.party_id, party_name=name,
        verb=row.verb, reason=row.reason, said_by=str(row.user), said_by_id=row.user_id,
        device=label, made_at=row.made_at, at=row.at,
        mine=row.contents, theirs=None if document is None else _contents(document),
        is_deleted=document is not None and document.state == "trashed",
    )  # fmt: skip


def _contents(document: Document) -> dict[str, Any]:
    return {
        "direction": document.direction, "amount": document.amount, "mode": document.mode,
        "day": document.day.isoformat(), "note": document.note,
        "due_on": document.due_on.isoformat() if document.due_on else None, "branch": str(document.branch_id),
    }  # fmt: skip
