"""One entry with its history, and what a person wrote today."""

import datetime
import uuid
from dataclasses import dataclass
from typing import Any

from audit.models import Event, Revision
from businesses.models import Device, User
from ledger.models import Attachment, Document, DocumentKind, DocumentState, Party
from ledger.refusals import EntryUnknown

HISTORY_MAX = 100
PHOTOS_MAX = 10
TODAY_MAX = 100


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One change: who, when, on which device, and what the entry said afterwards (None once erased)."""

    rev: int
    seq: int
    at: datetime.datetime
    verb: str
    actor_name: str
    device_label: str
    contents: dict[str, Any] | None
    actor_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class EntryCard:
    document: Document
    party: Party
    party_name: str
    created_by_name: str
    photos: tuple[Attachment, ...]
    history: tuple[HistoryRow, ...]


def entry_card(business_id: uuid.UUID, document_id: uuid.UUID) -> EntryCard:
    """An entry, its photos and its changes, newest first. Six queries. Raises EntryUnknown."""
    document = (
        Document.objects.select_related("party", "created_by", "billed_by")
        .filter(business_id=business_id, id=document_id)
        .first()
    )
    if document is None or document.party is None:
        raise EntryUnknown
    photos = Attachment.objects.filter(business_id=business_id, document_id=document_id, removed_at=None)
    return EntryCard(
        document=document,
        party=document.party,
        party_name=document.party.name,
        created_by_name=str(document.created_by),
        photos=tuple(photos.order_by("created_at", "id")[:PHOTOS_MAX]),
        history=history_of(business_id, document_id),
    )


def history_of(business_id: uuid.UUID, subject_id: uuid.UUID) -> tuple[HistoryRow, ...]:
    """The changes of an entry or a voucher, newest first."""
    events = list(
        Event.objects.filter(business_id=business_id, subject_id=subject_id).order_by("-seq")[:HISTORY_MAX]
    )
    revisions = {
        revision.rev: revision.contents
        for revision in Revision.objects.filter(business_id=business_id, subject_id=subject_id).order_by(
            "-rev"
        )[:HISTORY_MAX]
    }
    names: dict[uuid.UUID | None, str] = {
        user.id: str(user) for user in User.objects.filter(id__in={event.actor_id for event in events})
    }
    labels: dict[uuid.UUID | None, str] = dict(
        Device.objects.filter(id__in={event.device_id for event in events}).values_list("id", "label")
    )
    return tuple(
        HistoryRow(
            rev=event.rev, seq=event.seq, at=event.at, verb=event.verb, actor_name=names.get(event.actor_id, ""),
            device_label=labels.get(event.device_id, ""), contents=revisions.get(event.rev),
            actor_id=event.actor_id,
        )
        for event in events
    )  # fmt: skip


def photo_of(business_id: uuid.UUID, document_id: uuid.UUID, photo_id: uuid.UUID) -> Attachment:
    """Raises EntryUnknown for a photo removed, of another entry or of another book."""
    photo = Attachment.objects.filter(
        business_id=business_id, document_id=document_id, id=photo_id, removed_at=None
    ).first()
    if photo is None:
        raise EntryUnknown
    return photo


def first_photo_of(business_id: uuid.UUID, document_id: uuid.UUID) -> Attachment:
    """Raises EntryUnknown where an entry has none."""
    photos = Attachment.objects.filter(business_id=business_id, document_id=document_id, removed_at=None)
    photo = photos.order_by("created_at", "id").first()
    if photo is None:
        raise EntryUnknown
    return photo


def written_since(business_id: uuid.UUID, user_id: uuid.UUID, *, since: datetime.datetime) -> int:
    """How many standing entries a person wrote since an instant (up to TODAY_MAX are counted)."""
    return len(
        Document.objects.filter(
            business_id=business_id, created_by_id=user_id, created_at__gte=since, state="posted"
        ).values_list("id")[:TODAY_MAX]
    )


def opening_of(business_id: uuid.UUID, party_id: uuid.UUID) -> Document | None:
    """The opening balance of a khata that counts: not one that was corrected later."""
    corrected = Document.objects.filter(
        business_id=business_id, kind=DocumentKind.CORRECTION, state=DocumentState.POSTED
    )
    return (
        Document.objects.filter(
            business_id=business_id, party_id=party_id, kind=DocumentKind.OPENING, state=DocumentState.POSTED
        )
        .exclude(id__in=corrected.values("corrects_id"))
        .order_by("pos")
        .first()
    )
