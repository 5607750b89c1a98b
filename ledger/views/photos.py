"""Photos of bills: added, looked at, removed. Nothing but this checked view serves them."""

from typing import TypeVar
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
from core.photos import thumbnail
from core.refusals import Refusal
from core.scans import PDF
from ledger.forms.entries import PhotoForm
from ledger.operations.photos import attach_photo, remove_photo
from ledger.queries.entries import first_photo_of, photo_of
from ledger.refusals import EntryUnknown
from ledger.views.entries import entry_response
from ledger.views.replies import refusals_answered, show_in

R = TypeVar("R", bound=HttpResponseBase)
SMALL = 96
"""Pixels a side: twice what a khata shows, for fine screens."""
SEALED = "default-src 'none'; img-src 'self'; style-src 'none'; sandbox"


@member(can="khata.read")
@require_safe
def photo(request: BookRequest, *, business_id: UUID, document_id: UUID, photo_id: UUID) -> HttpResponseBase:
    """The picture itself, sealed so that a browser does nothing but show it."""
    try:
        attachment = photo_of(business_id, document_id, photo_id)
        content = default_storage.open(attachment.file)
    except (EntryUnknown, FileNotFoundError):
        raise Http404 from None
    return sealed(FileResponse(content, content_type=attachment.content_type))


@member(can="khata.read")
@require_safe
def small(request: BookRequest, *, business_id: UUID, document_id: UUID) -> HttpResponse:
    """The first photo of an entry as the khata shows it. Its address names the revision, so it may be kept."""
    try:
        attachment = first_photo_of(business_id, document_id)
        with default_storage.open(attachment.file) as content:
            picture = thumbnail(content, side=SMALL)
    except (EntryUnknown, FileNotFoundError):
        raise Http404 from None
    return sealed(HttpResponse(picture, content_type="image/jpeg"))


def sealed(response: R) -> R:
    response["Content-Disposition"] = "inline"
    return _closed(response)


def sealed_scan(file: str, *, content_type: str, name: str) -> FileResponse:
    """A file that core.scans let in, as a page gives it: a picture is shown, a PDF is saved. Raises Http404."""
    try:
        content = default_storage.open(file)
    except FileNotFoundError:
        raise Http404 from None
    is_pdf = content_type == PDF
    called = f"{name}.pdf" if is_pdf else f"{name}.jpg"
    return _closed(FileResponse(content, content_type=content_type, as_attachment=is_pdf, filename=called))


def _closed(response: R) -> R:
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SEALED
    response["Cache-Control"] = "private, max-age=86400, immutable"
    return response


@member(can="khata.write")
@require_POST
@refusals_answered
def add(request: BookRequest, *, business_id: UUID, document_id: UUID) -> HttpResponse:
    form = PhotoForm(request.POST, request.FILES)
    if not form.is_valid():
        return entry_response(request, document_id=document_id, photo_form=form, status=422)
    try:
        attach_photo(
            business_id=business_id, actor=request.actor, document_id=document_id,
            photo=form.cleaned_data["photo"], now=timezone.now(),
        )  # fmt: skip
    except EntryUnknown:
        raise
    except Refusal as refusal:
        show_in(form, refusal)
        return entry_response(request, document_id=document_id, photo_form=form, status=refusal.status)
    return _back(request, document_id=document_id, message=_("Photo saved"))


@member(can="khata.write")
@require_POST
@refusals_answered
def remove(request: BookRequest, *, business_id: UUID, document_id: UUID, photo_id: UUID) -> HttpResponse:
    remove_photo(
        business_id=business_id, actor=request.actor, document_id=document_id, photo_id=photo_id,
        now=timezone.now(),
    )  # fmt: skip
    return _back(request, document_id=document_id, message=_("Photo removed"))


def _back(request: BookRequest, *, document_id: UUID, message: str) -> HttpResponse:
    messages.success(request, message)
    return redirect(request, reverse("ledger:entry", args=[request.business.pk, document_id]))
