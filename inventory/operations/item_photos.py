"""The picture of an item."""

import datetime
import uuid

from businesses.actors import Actor
from core.kept_files import keep
from core.photos import Photo
from inventory.operations.items import ItemResult, set_photo


def keep_photo(
    *, business_id: uuid.UUID, actor: Actor, item_id: uuid.UUID, photo: Photo, now: datetime.datetime
) -> ItemResult:
    """Show an item by this photo (checked and re-encoded by core.photos), in the place of the one it had.

    The file is named by its content. Raises ItemUnknown, RoleNotAllowed.
    """
    name = f"books/{business_id}/items/{item_id}/{photo.digest}.jpg"

    def file() -> str:
        return keep(name, photo.bytes)

    return set_photo(business_id=business_id, actor=actor, item_id=item_id, file=file, now=now)


def remove_photo(
    *, business_id: uuid.UUID, actor: Actor, item_id: uuid.UUID, now: datetime.datetime
) -> ItemResult:
    """Raises ItemUnknown, RoleNotAllowed."""
    return set_photo(business_id=business_id, actor=actor, item_id=item_id, file=lambda: "", now=now)
