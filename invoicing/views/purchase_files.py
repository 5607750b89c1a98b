"""Photos and PDFs of a supplier's bill: added, looked at, removed. Nothing but this checked view serves them."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from businesses.access import BookRequest, member
from core.htmx import redirect
from core.refusals import Refusal
from invoicing.forms.purchases import ScanForm
from invoicing.models import PaperKind
from invoicing.operations.files import attach_file, remove_file
from invoicing.operations.writing import paper_of
from invoicing.queries.files import file_of
from invoicing.refusals import PaperUnknown
from invoicing.views.purchases import purchase_response
from ledger.views.photos import sealed_scan
from ledger.views.replies import refusals_answered, show_in


@member(can="sales.read")
@require_safe
def show(request: BookRequest, *, business_id: UUID, paper_id: UUID, file_id: UUID) -> HttpResponseBase:
    """The file itself, sealed: a picture is shown, a PDF is saved."""
    try:
        kept = file_of(business_id, paper_id, file_id)
    except PaperUnknown:
        raise Http404 from None
    return sealed_scan(kept.file, content_type=kept.content_type, name="bill")


@member(can="sales.write")
@require_POST
@refusals_answered
def add(request: BookRequest, *, business_id: UUID, paper_id: UUID) -> HttpResponse:
    form = ScanForm(request.POST, request.FILES)
    if form.is_valid() and form.cleaned_data["photo"] is None:
        form.add_error("photo", _("Choose a photo or a PDF first."))
    if not form.is_valid():
        return purchase_response(request, paper_id=paper_id, scan=form, status=422)
    try:
        attach_file(
            business_id=business_id, actor=request.actor, paper_id=paper_id, scan=form.cleaned_data["photo"],
            name=form.file_name, now=timezone.now(),
        )  # fmt: skip
    except PaperUnknown:
        raise
    except Refusal as refusal:
        show_in(form, refusal)
        return purchase_response(request, paper_id=paper_id, scan=form, status=refusal.status)
    return _back(request, paper_id, _("Kept with the bill."))


@member(can="sales.write")
@require_POST
@refusals_answered
def remove(request: BookRequest, *, business_id: UUID, paper_id: UUID, file_id: UUID) -> HttpResponse:
    remove_file(
        business_id=business_id, actor=request.actor, paper_id=paper_id, file_id=file_id, now=timezone.now()
    )
    return _back(request, paper_id, _("Removed from the bill."))


def _back(request: BookRequest, paper_id: UUID, message: str) -> HttpResponse:
    messages.success(request, message)
    kept = paper_of(request.business.pk, paper_id)
    page = "expenses:expense" if kept.kind == PaperKind.EXPENSE else "purchases:paper"
    return redirect(request, reverse(page, args=[request.business.pk, paper_id]))
