"""The picture of an item, under the names of Zoho Books."""

from uuid import UUID

from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.utils import timezone
from ninja import File, UploadedFile

from api.kit.answers import Row
from api.kit.caller import BookCall
from api.kit.resource import Resource
from api.routes.items import ItemInFull, full_of
from core.photos import read_photo
from inventory.operations.item_photos import keep_photo, remove_photo
from inventory.queries.items import item_named
from inventory.refusals import ItemUnknown

router = Resource(singular="item", plural="items", row=ItemInFull, tag="Items")
IMAGE = "/items/{uuid:item_id}/image"


@router.file(IMAGE, scope="inventory.read", can="stock.read", types=("image/jpeg",))
def get_item_image(request: BookCall, item_id: UUID) -> HttpResponse:
    """The picture of an item."""
    name = item_named(request.business.pk, item_id).photo
    if not name or not default_storage.exists(name):
        raise ItemUnknown
    return HttpResponse(default_storage.open(name).read(), content_type="image/jpeg")


@router.act(IMAGE, scope="inventory.write", can="stock.edit")
def set_item_image(request: BookCall, item_id: UUID, image: File[UploadedFile]) -> Row:
    """Show an item by a photo (JPEG, PNG or WebP, up to 10 MB), in the place of the one it had."""
    photo = read_photo(image)
    item_named(request.business.pk, item_id)
    if not request.dry_run:
        keep_photo(
            business_id=request.business.pk, actor=request.actor, item_id=item_id, photo=photo, now=timezone.now()
        )  # fmt: skip
    return full_of(request, item_id)


@router.remove(IMAGE, scope="inventory.write", can="stock.edit", revised=False)
def delete_item_image(request: BookCall, item_id: UUID) -> Row:
    """Take the picture of an item away."""
    remove_photo(business_id=request.business.pk, actor=request.actor, item_id=item_id, now=timezone.now())
    return full_of(request, item_id)
