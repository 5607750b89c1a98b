"""Writing what was bought: the same sheet as for a bill of our own, with the supplier's number and a photo."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from businesses.access import BookRequest, member
from invoicing.models import PURCHASE_KINDS, PaperKind
from invoicing.operations.sources import content_from
from invoicing.queries.purchases import purchase_of
from invoicing.views.editor import page, sent
from invoicing.views.purchase_sheet import PurchaseSheet
from ledger.views.contexts import today_of
from ledger.views.replies import refusals_answered, uuid_or_none


@member(can="sales.write")
@require_http_methods(["GET", "POST"])
@refusals_answered
def new(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    """`?kind=` bill or vendor_credit, `?party=` of whom, `?from=` the bill that goods go back of."""
    asked = request.POST.get("kind", "") or request.GET.get("kind", "")
    sheet = PurchaseSheet(request, kind=asked if asked in PURCHASE_KINDS else PaperKind.BILL.value)
    if request.method == "POST":
        return sent(request, sheet)
    source = uuid_or_none(request.GET.get("from", ""))
    content = content_from(business_id, source, into=sheet.kind, day=today_of(request)) if source else None
    sheet.start(content, party=uuid_or_none(request.GET.get("party", "")))
    return page(request, sheet)


@member(can="sales.write")
@require_http_methods(["GET", "POST"])
@refusals_answered
def edit(request: BookRequest, *, business_id: UUID, paper_id: UUID) -> HttpResponse:
    paper = purchase_of(business_id, paper_id)
    sheet = PurchaseSheet(request, kind=paper.kind, paper=paper)
    if request.method == "POST":
        return sent(request, sheet)
    sheet.start()
    return page(request, sheet)
