"""A bill as files: PDF in four sizes, and JSON for the portals of the tax office."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from businesses.access import BookRequest, member
from invoicing.forms.transport import TransportForm
from invoicing.paper.document import PaperDocument
from invoicing.paper.pdf import PaperSize, pdf
from invoicing.paper.standing import file_stem, language_for, printed
from invoicing.portals.einvoice import e_invoice
from invoicing.portals.eway_bill import e_way_bill
from invoicing.portals.faults import NotForPortal
from invoicing.portals.writing import written
from invoicing.queries.papers import PaperCard, paper_card
from invoicing.views.editor import sale_of
from ledger.statements.names import disposition
from ledger.statements.words import digits_in
from ledger.views.contexts import today_of
from ledger.views.replies import refusals_answered


@member(can="sales.read")
@require_safe
@refusals_answered
def paper_pdf(request: BookRequest, *, business_id: UUID, paper_id: UUID) -> HttpResponse:
    """`?size=` one of PaperSize, `?copies=` how many of its copies."""
    card, document = _found(request, paper_id)
    asked = request.GET.get("size", "")
    size = PaperSize(asked) if asked in set(PaperSize) else PaperSize.A4
    copies = request.GET.get("copies", "")
    language = language_for(card.paper, usual=get_language() or "en")
    drawn = pdf(
        document, size=size, language=language, digits=digits_in(language, wanted=request.user.digits),
        copies_wanted=int(copies) if copies in ("1", "2", "3") else 1,
    )  # fmt: skip
    response = HttpResponse(drawn, content_type="application/pdf")
    response["Content-Disposition"] = disposition(f"{file_stem(card.paper)}.pdf", attached=False)
    return response


@member(can="sales.read")
@require_safe
@refusals_answered
def e_invoice_file(request: BookRequest, *, business_id: UUID, paper_id: UUID) -> HttpResponse:
    """The e-invoice as JSON; what keeps it from being sent, on a page."""
    card, document = _found(request, paper_id)
    try:
        body = e_invoice(document)
    except NotForPortal as refusal:
        return _faults(request, card, refusal, title=_("E-invoice"))
    return _json(body, name=f"e-invoice-{file_stem(card.paper)}.json")


@member(can="sales.read")
@require_safe
@refusals_answered
def e_way_bill_file(request: BookRequest, *, business_id: UUID, paper_id: UUID) -> HttpResponse:
    """Asks how the goods travel, then gives the file."""
    card, document = _found(request, paper_id)
    form = TransportForm(request.GET if "distance" in request.GET else None)
    if not form.is_bound or not form.is_valid():
        context = {"form": form, "kept": card.paper}
        return render(request, "invoicing/e_way_bill.html", context, status=422 if form.is_bound else 200)
    try:
        body = e_way_bill(document, transport=form.transport)
    except NotForPortal as refusal:
        return _faults(request, card, refusal, title=_("E-way bill"))
    return _json(body, name=f"e-way-bill-{file_stem(card.paper)}.json")


def _found(request: BookRequest, paper_id: UUID) -> tuple[PaperCard, PaperDocument]:
    sale_of(request.business.pk, paper_id)
    card = paper_card(request.business.pk, paper_id, today=today_of(request))
    return card, printed(card, request.business)


def _faults(request: BookRequest, card: PaperCard, refusal: NotForPortal, *, title: str) -> HttpResponse:
    context = {"faults": refusal.faults, "kept": card.paper, "title": title}
    return render(request, "invoicing/faults.html", context)


def _json(body: object, *, name: str) -> HttpResponse:
    response = HttpResponse(written(body), content_type="application/json")
    response["Content-Disposition"] = disposition(name)
    return response
