"""The bills of a book: what is drafted, what is not paid, what is late."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from businesses.access import BookRequest, member
from core.htmx import is_htmx
from core.money import format_money
from invoicing.models import SALES_KINDS, PaperKind
from invoicing.queries.papers import PaperPage, paper_page
from invoicing.queries.recurring import stuck_count
from invoicing.queries.sums import TABS, tab_sums
from invoicing.words import kinds_name
from ledger.queries.pages import CursorUnknown
from ledger.views.contexts import CURSOR_MAX, may, searchable, today_of

ORDER = (
    PaperKind.INVOICE,
    PaperKind.ESTIMATE,
    PaperKind.CREDIT_NOTE,
    PaperKind.DEBIT_NOTE,
    PaperKind.CHALLAN,
)
UNPOSTED_TABS = ("all", "draft", "out")
"""Nothing is owed on an estimate or a challan."""


@member(can="sales.read")
@require_safe
def papers(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    asked = request.GET.get("kind", "")
    kind = asked if asked in SALES_KINDS else PaperKind.INVOICE.value
    tabs = TABS if kind in (PaperKind.INVOICE, PaperKind.DEBIT_NOTE) else UNPOSTED_TABS
    chip = request.GET.get("show", "")
    chip = chip if chip in tabs else "all"
    search = searchable(request.GET.get("q", ""))
    page = read(request, kind=kind, chip=chip, search=search)
    path = reverse("invoicing:papers", args=[business_id])
    context: dict[str, Any] = {
        "rows": page.rows, "kind": kind, "chip": chip, "search": search, "path": path, "one_url": "invoicing:paper",
        "more": url(path, kind, chip, search, after=page.next_cursor) if page.next_cursor else "",
        "is_new": not page.rows and chip == "all" and not search, "heading": kinds_name(kind),
    }  # fmt: skip
    if is_htmx(request) and request.GET.get("after"):
        return render(request, "invoicing/_rows.html", context)
    context["filters"] = filters(request, path, kind=kind, tabs=tabs, chip=chip, search=search)
    context["kinds"] = [
        {"label": kinds_name(one), "url": url(path, one, "all", ""), "current": one == kind} for one in ORDER
    ]  # fmt: skip
    repeated = reverse("invoicing:repeated", args=[business_id])
    context["kinds"].insert(1, {"label": _("Repeated"), "url": repeated, "current": False})
    context["stuck"] = 0 if is_htmx(request) or kind != PaperKind.INVOICE else stuck_count(business_id)
    template = "invoicing/_list.html" if is_htmx(request) else "invoicing/papers.html"
    return render(request, template, context)


def read(request: BookRequest, *, kind: str, chip: str, search: str) -> PaperPage:
    asked: dict[str, Any] = {"kind": kind, "today": today_of(request), "chip": chip, "search": search}
    after = request.GET.get("after", "")[:CURSOR_MAX] or None
    try:
        return paper_page(request.business.pk, after=after, **asked)
    except CursorUnknown:
        return paper_page(request.business.pk, **asked)


def filters(
    request: BookRequest, path: str, *, kind: str, tabs: tuple[str, ...], chip: str, search: str
) -> list[dict[str, Any]]:
    words = {
        "all": _("All"), "draft": _("Draft"), "unpaid": _("Unpaid"), "overdue": _("Overdue"), "paid": _("Paid"),
        "out": _("Cancelled"),
    }  # fmt: skip
    sums = (
        tab_sums(request.business.pk, kind=kind, today=today_of(request))
        if may(request, "totals.read")
        else {}
    )
    money: dict[str, Any] = {"currency": request.business.currency, "digits": request.user.digits}
    return [
        {
            "label": words[one], "url": url(path, kind, one, search), "current": one == chip,
            "sum": format_money(sums[one], **money) if sums.get(one) else "",
        }
        for one in tabs
    ]  # fmt: skip


def url(path: str, kind: str, chip: str, search: str, *, after: str = "") -> str:
    said = {
        "kind": "" if kind in (PaperKind.INVOICE, PaperKind.BILL) else kind, "show": "" if chip == "all" else chip,
        "q": search, "after": after,
    }  # fmt: skip
    query = urlencode({name: value for name, value in said.items() if value})
    return f"{path}?{query}" if query else path
