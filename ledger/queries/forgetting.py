"""What a book keeps of one person, in figures, and how long copies of it will last."""

import datetime
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q

from ledger.models import Attachment, Document, Party
from ledger.models.parties import MERGED_MAX
from ledger.refusals import PartyUnknown


@dataclass(frozen=True, slots=True)
class Kept:
    """`balance` in minor units, above zero when they owe us. `backups_until` is the day by which the last backup
    that holds the person has gone by the schedule; None where none is made by itself."""

    party_id: uuid.UUID
    name: str
    phone: str
    balance: int
    joined: int
    entries: int
    notes: int
    photos: int
    is_erased: bool
    is_trashed: bool
    backups_until: datetime.date | None


def kept_of(business_id: uuid.UUID, party_id: uuid.UUID, *, today: datetime.date) -> Kept:
    """The whole khata a party stands in. Raises PartyUnknown."""
    party = Party.objects.filter(business_id=business_id, id=party_id).first()
    if party is None:
        raise PartyUnknown
    head = Party.objects.get(business_id=business_id, id=party.merged_into_id or party.id)
    family = list(
        Party.objects.filter(Q(id=head.id) | Q(merged_into=head), business_id=business_id)[: MERGED_MAX + 1]
    )
    theirs = Document.objects.filter(business_id=business_id, party__in=family)
    photos = Attachment.objects.filter(business_id=business_id, document__in=theirs, removed_at=None)
    return Kept(
        party_id=head.id, name=head.name, phone=head.phone, balance=sum(one.balance for one in family),
        joined=len(family) - 1, entries=theirs.count(), notes=theirs.exclude(note="").count(), photos=photos.count(),
        is_erased=head.erased_at is not None, is_trashed=head.trashed_at is not None,
        backups_until=backups_until(today),
    )  # fmt: skip


def backups_until(today: datetime.date) -> datetime.date | None:
    """By when the schedule of backups has thrown away the last of those made up to today."""
    if not settings.BACKUPS:
        return None
    days, weeks, months = settings.BACKUPS_KEEP
    return today + datetime.timedelta(days=max(days + 1, 7 * weeks + 7, 31 * months + 31))
