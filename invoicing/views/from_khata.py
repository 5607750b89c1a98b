"""Goods given on khata, chosen for a bill."""

from dataclasses import replace
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from businesses.access import BookRequest, member
from core.htmx import redirect
from invoicing.content import PaperContent
from invoicing.forms.lines import TREATMENTS, tax_choices
from invoicing.operations.khata_lines import LINES_MAX, content_from_khata
from ledger.queries.pages import CursorUnknown
from ledger.queries.parties import party_card
from ledger.queries.unbilled import UnbilledPage, unbilled_page
from ledger.views.contexts import CURSOR_MAX, today_of
from ledger.views.replies import refusals_answered, uuid_or_none
from taxes.queries.rates import rates_on

NOT_TAXED = frozenset(value for value, _name in TREATMENTS)


@member(can="sales.write")
@require_safe
@refusals_answered
def from_khata(request: BookRequest, *, business_id: UUID, party_id: UUID) -> HttpResponse:
    """The lines that no bill took yet. With some of them chosen, on to the bill."""
    chosen, tax = request.GET.getlist("khata")[:LINES_MAX], request.GET.get("tax", "")
    wants = "go" in request.GET
    if wants and chosen:
        said = urlencode({"party": party_id, "khata": chosen, "tax": tax}, doseq=True)
        return redirect(request, f"{reverse('invoicing:new', args=[business_id])}?{said}")
    page = _page(request, party_id)
    taxes = tax_choices(rates_on(business_id, day=today_of(request)))
    path = reverse("invoicing:from_khata", args=[business_id, party_id])
    context = {
        "card": party_card(business_id, party_id, today=today_of(request)), "rows": page.rows,
        "older": f"{path}?{urlencode({'before': page.next_cursor})}" if page.next_cursor else "",
        "refused": _("Tick at least one line.") if wants else "", "tax": tax,
        "taxes": [("", _("Choose on the bill")), *taxes[1:]], "path": path,
    }  # fmt: skip
    return render(request, "invoicing/from_khata.html", context, status=422 if wants else 200)


def khata_content(request: BookRequest, party_id: UUID) -> PaperContent:
    """The bill of what was chosen. Raises PartyUnknown, KhataLinesRefused, KhataLineRefused."""
    ids = [one for one in map(uuid_or_none, request.GET.getlist("khata")[:LINES_MAX]) if one]
    content = content_from_khata(request.business.pk, party_id, entry_ids=ids, day=today_of(request))
    tax = request.GET.get("tax", "")
    treatment, tax_id = (tax, None) if tax in NOT_TAXED else ("", uuid_or_none(tax))
    return replace(
        content, lines=tuple(replace(one, treatment=treatment, tax_id=tax_id) for one in content.lines)
    )


def _page(request: BookRequest, party_id: UUID) -> UnbilledPage:
    before = request.GET.get("before", "")[:CURSOR_MAX] or None
    try:
        return unbilled_page(request.business.pk, party_id, before=before, limit=LINES_MAX)
    except CursorUnknown:
        return unbilled_page(request.business.pk, party_id, limit=LINES_MAX)
