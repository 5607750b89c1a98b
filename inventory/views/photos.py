"""The picture of an item: kept, looked at, taken away. Nothing but this checked view serves it."""

from uuid import UUID

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from businesses.access import BookRequest, member
from core.htmx import redirect
from inventory.forms.items import ItemPhotoForm
from inventory.operations.item_photos import keep_photo, remove_photo
from inventory.queries.items import item_named
from inventory.refusals import ItemUnknown
from inventory.views.items import item_response
from ledger.views.photos import sealed
from ledger.views.replies import refusals_answered


@member(can="stock.read")
@require_safe
def show(request: BookRequest, *, business_id: UUID, item_id: UUID) -> HttpResponseBase:
    """Its address names the revision, so that it may be kept."""
    try:
        content = default_storage.open(item_named(business_id, item_id).photo or "none")
    except (ItemUnknown, FileNotFoundError):
        raise Http404 from None
    return sealed(FileResponse(content, content_type="image/jpeg"))


@member(can="stock.edit")
@require_POST
@refusals_answered
def keep(request: BookRequest, *, business_id: UUID, item_id: UUID) -> HttpResponse:
    form = ItemPhotoForm(request.POST, request.FILES)
    if not form.is_valid():
        return item_response(request, item_id=item_id, photo=form, status=422)
    keep_photo(
        business_id=business_id, actor=request.actor, item_id=item_id, photo=form.cleaned_data["photo"],
        now=timezone.now(),
    )  # fmt: skip
    messages.success(request, _("Photo saved"))
    return redirect(request, reverse("inventory:item", args=[business_id, item_id]))


@member(can="stock.edit")
@require_POST
@refusals_answered
def remove(request: BookRequest, *, business_id: UUID, item_id: UUID) -> HttpResponse:
    remove_photo(business_id=business_id, actor=request.actor, item_id=item_id, now=timezone.now())
    messages.success(request, _("Photo removed"))
    return redirect(request, reverse("inventory:item", args=[business_id, item_id]))
