"""What was paid directly: the list, one expense with what it posted, and the sheet it is written on."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from businesses.access import BookRequest, member
from core.htmx import redirect
from core.refusals import Refusal
from invoicing.buying import CLAUSES
from invoicing.models import STANDING, PaperKind
from invoicing.paper.figures import Figures
from invoicing.paper.standing import sum_of
from invoicing.paper.tables import sum_rows
from invoicing.queries.expenses import expense_of, spent_on
from invoicing.queries.files import files_of
from invoicing.queries.papers import PaperCard, PaperRow
from invoicing.queries.purchases import posted_by, self_invoice_number
from invoicing.views import lists
from invoicing.views.expense_sheet import ExpenseSheet
from invoicing.views.taking_out import taken_out
from ledger.charts.names import shown
from ledger.views.contexts import searchable, today_of
from ledger.views.replies import refusals_answered, show_in

TABS = ("all", "out")


@member(can="sales.read")
@require_safe
def expenses(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    """The newest first."""
    chip = "out" if request.GET.get("show", "") == "out" else "all"
    search, path = searchable(request.GET.get("q", "")), reverse("expenses:expenses", args=[business_id])
    page = lists.read(request, kind=PaperKind.EXPENSE, chip=chip, search=search)
    more = urlencode({"show": chip, "q": search, "after": page.next_cursor or ""})
    lines = spent_on(business_id, [row.paper.pk for row in page.rows])
    context = {
        "rows": [(row, lines.get(row.paper.pk), _account(row, lines)) for row in page.rows], "path": path,
        "search": search, "more": f"{path}?{more}" if page.next_cursor else "",
        "is_new": not page.rows and chip == "all" and not search,
        "filters": [
            {"label": label, "url": f"{path}?show={value}" if value != "all" else path, "current": value == chip}
            for value, label in (("all", _("All")), ("out", _("Taken out")))
        ],
    }  # fmt: skip
    return render(request, "invoicing/expenses.html", context)


@member(can="sales.read")
@require_safe
@refusals_answered
def expense(request: BookRequest, *, business_id: UUID, paper_id: UUID) -> HttpResponse:
    card = _card(request, paper_id)
    line, paper = card.lines[0], card.paper
    figures = Figures(currency=request.business.currency, digits=request.user.digits)
    context = {
        "card": card, "kept": paper, "line": line, "is_standing": paper.status in STANDING,
        "account": shown(line.account.name) if line.account else "",
        "money_name": shown(paper.paid_through.name) if paper.paid_through else "",
        "clause": CLAUSES.get(line.credit_clause, ""), "totals": sum_rows(sum_of(card), figures=figures),
        "files": files_of(business_id, paper_id), "own_number": self_invoice_number(business_id, paper_id),
        "posted": posted_by(business_id, paper_id),
    }  # fmt: skip
    return render(request, "invoicing/expense.html", context)


@member(can="sales.write")
@require_http_methods(["GET", "POST"])
@refusals_answered
def new(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    """An empty sheet, or what was written on it."""
    return _written(request, ExpenseSheet(request))


@member(can="sales.edit")
@require_http_methods(["GET", "POST"])
@refusals_answered
def edit(request: BookRequest, *, business_id: UUID, paper_id: UUID) -> HttpResponse:
    return _written(request, ExpenseSheet(request, _card(request, paper_id).paper))


@member(can="sales.edit")
@require_http_methods(["GET", "POST"])
@refusals_answered
def take_out(request: BookRequest, *, business_id: UUID, paper_id: UUID) -> HttpResponse:
    """Asked once more on a page of its own: what was written is never deleted."""
    kept = _card(request, paper_id).paper
    return taken_out(request, kept, back=reverse("expenses:expense", args=[business_id, paper_id]))


def _written(request: BookRequest, sheet: ExpenseSheet) -> HttpResponse:
    home = reverse("expenses:expenses", args=[request.business.pk])
    if sheet.paper is not None:
        home = reverse("expenses:expense", args=[request.business.pk, sheet.paper.pk])
    status = 200
    if request.method == "POST":
        status = 422
        if sheet.form.is_valid():
            try:
                made = sheet.save(now=timezone.now())
            except Refusal as refusal:
                if refusal.status == 404:
                    raise
                show_in(sheet.form, refusal, names={"party": "vendor"})
                status = refusal.status
            else:
                messages.success(request, _("Saved."))
                return redirect(request, reverse("expenses:expense", args=[request.business.pk, made]))
    context: dict[str, Any] = {"form": sheet.form, "back": home, "paper": sheet.paper}
    return render(request, "invoicing/expense_form.html", context, status=status)


def _card(request: BookRequest, paper_id: UUID) -> PaperCard:
    """Raises PaperUnknown."""
    return expense_of(request.business.pk, paper_id, today=today_of(request))


def _account(row: PaperRow, lines: dict[UUID, Any]) -> str:
    line = lines.get(row.paper.pk)
    return shown(line.account.name) if line is not None and line.account else ""
