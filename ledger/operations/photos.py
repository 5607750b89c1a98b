"""Photos of bills on an entry."""

import datetime
import uuid
from typing import ClassVar

from django.db import transaction
from django.utils.translation import gettext as _

from audit import trail
from businesses.actors import Actor
from businesses.books import lock
from core.kept_files import keep
from core.photos import Photo
from core.refusals import Refusal
from ledger.models import Attachment, Document
from ledger.operations.drafts import revision_of
from ledger.operations.entry_changes import check_changer
from ledger.operations.standing import StandingDocument, StandingParty, read_document
from ledger.refusals import EntryUnknown

PHOTOS_MAX = 10


class TooManyPhotos(Refusal):
    slug: ClassVar[str] = "too_many_photos"

    def __init__(self) -> None:
        super().__init__(
            _("An entry holds up to %(max)s photos. Remove one first.") % {"max": PHOTOS_MAX}, field="photo"
        )


def attach_photo(
    *, business_id: uuid.UUID, actor: Actor, document_id: uuid.UUID, photo: Photo, now: datetime.datetime
) -> Attachment:
    """Keep a photo (checked and re-encoded by core.photos) with an entry; the same photo twice is kept once.

    The file is named by its content and written under the book's lock once nothing speaks against it: a
    refusal leaves no file, a crash a file without a row, and nothing ever a row without its file.
    Raises EntryUnknown, EditNotAllowed, TooManyPhotos.
    """
    digest = bytes.fromhex(photo.digest)
    with transaction.atomic():
        book = lock(business_id, events=0)
        document, party = read_document(business_id=business_id, document_id=document_id)
        check_changer(actor=actor, now=now, timezone=book.timezone, document=document)
        kept = Attachment.objects.filter(business_id=business_id, document_id=document_id, removed_at=None)
        party.refuse_words(photo.digest)
        standing = kept.filter(digest=digest).first()
        if standing is not None:
            return standing
        if document.photos >= PHOTOS_MAX:
            raise TooManyPhotos
        name = f"books/{business_id}/photos/{document_id}/{photo.digest}.jpg"
        attachment = Attachment.objects.create(
            business_id=business_id, document_id=document_id, file=keep(name, photo.bytes),
            content_type=photo.content_type, size=len(photo.bytes), digest=digest, created_at=now,
        )  # fmt: skip
        seq = lock(business_id).first_seq
        _tell(
            document, party=party, business_id=business_id, actor=actor, seq=seq, now=now,
            photos=document.photos + 1,
        )  # fmt: skip
    return attachment


def remove_photo(
    *,
    business_id: uuid.UUID,
    actor: Actor,
    document_id: uuid.UUID,
    photo_id: uuid.UUID,
    now: datetime.datetime,
) -> None:
    """Take a photo off an entry. Its file stays until the trash is emptied. Raises EntryUnknown, EditNotAllowed."""
    with transaction.atomic():
        book = lock(business_id)
        document, party = read_document(business_id=business_id, document_id=document_id)
        check_changer(actor=actor, now=now, timezone=book.timezone, document=document)
        removed = Attachment.objects.filter(
            business_id=business_id, document_id=document_id, id=photo_id, removed_at=None
        ).update(removed_at=now)
        if not removed:
            raise EntryUnknown
        _tell(
            document,
            party=party,
            business_id=business_id,
            actor=actor,
            seq=book.first_seq,
            now=now,
            photos=document.photos - 1,
        )


def _tell(
    document: StandingDocument, *, party: StandingParty, business_id: uuid.UUID, actor: Actor, seq: int,
    now: datetime.datetime, photos: int,
) -> None:  # fmt: skip
    rev = document.rev + 1
    Document.objects.filter(id=document.document_id, business_id=business_id).update(
        rev=rev, changed_seq=seq, has_attachment=photos > 0
    )
    news = trail.News(
        seq=seq, verb="entry.updated", subject_kind="entry", subject_id=document.document_id, rev=rev,
        amount=document.content.effect,
        contents=revision_of(
            party_id=party.party_id, kind=document.kind, state=document.state, content=document.content, photos=photos
        ),
    )  # fmt: skip
    trail.append(business_id=business_id, at=now, actor=actor, news=[news])
