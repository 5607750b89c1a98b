"""Photos of bills on an entry."""

import datetime
from uuid import UUID

from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.utils import timezone
from ninja import File, UploadedFile

from api.kit.answers import Answer, Page, Row
from api.kit.caller import BookCall
from api.kit.resource import Resource
from core.photos import read_photo
from ledger.models import Attachment
from ledger.operations.photos import PHOTOS_MAX, attach_photo, remove_photo
from ledger.queries.entries import entry_card, photo_of


class Photo(Answer):
    photo_id: UUID | None
    entry_id: UUID
    content_type: str
    size: int
    created_time: datetime.datetime


router = Resource(singular="photo", plural="photos", row=Photo, tag="Entries")


@router.rows("/entries/{uuid:entry_id}/photos", scope="ledger.read", can="khata.read")
def list_photos(request: BookCall, entry_id: UUID) -> Page:
    """The photos of an entry."""
    card = entry_card(request.business.pk, entry_id)
    return Page([said_of(photo) for photo in card.photos], None, PHOTOS_MAX)


@router.create("/entries/{uuid:entry_id}/photos", scope="ledger.write", can="khata.write")
def add_photo(request: BookCall, entry_id: UUID, photo: File[UploadedFile]) -> Row:
    """Keep a photo (JPEG, PNG or WebP, up to 10 MB) with an entry."""
    read = read_photo(photo)
    if request.dry_run:
        entry_card(request.business.pk, entry_id)
        return {
            "photo_id": None,
            "entry_id": entry_id,
            "content_type": read.content_type,
            "size": len(read.bytes),
        }
    kept = attach_photo(
        business_id=request.business.pk,
        actor=request.actor,
        document_id=entry_id,
        photo=read,
        now=timezone.now(),
    )
    return said_of(kept)


@router.file(
    "/entries/{uuid:entry_id}/photos/{uuid:photo_id}",
    scope="ledger.read",
    can="khata.read",
    types=("image/jpeg",),
)
def get_photo(request: BookCall, entry_id: UUID, photo_id: UUID) -> HttpResponse:
    """The photo itself."""
    photo = photo_of(request.business.pk, entry_id, photo_id)
    return HttpResponse(default_storage.open(photo.file).read(), content_type=photo.content_type)


@router.remove(
    "/entries/{uuid:entry_id}/photos/{uuid:photo_id}", scope="ledger.write", can="khata.write", revised=False
)
def delete_photo(request: BookCall, entry_id: UUID, photo_id: UUID) -> Row:
    """Take a photo off an entry."""
    photo = photo_of(request.business.pk, entry_id, photo_id)
    remove_photo(
        business_id=request.business.pk, actor=request.actor, document_id=entry_id, photo_id=photo_id,
        now=timezone.now(),
    )  # fmt: skip
    return said_of(photo)


def said_of(photo: Attachment) -> Row:
    return {
        "photo_id": photo.pk,
        "entry_id": photo.document_id,
        "content_type": photo.content_type,
        "size": photo.size,
        "created_time": photo.created_at,
    }
