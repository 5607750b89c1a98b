"""What was bought: the list, one bill with what it posted, and what can be done with it."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from businesses.access import BookRequest, member
from core.htmx import is_htmx, redirect
from invoicing.buying import CLAUSES
from invoicing.forms.purchases import ScanForm
from invoicing.models import PURCHASE_KINDS, STANDING, PaperKind, PaperStatus
from invoicing.operations.approving import approve_paper
from invoicing.operations.drafts import delete_draft
from invoicing.operations.many_papers import OneOfMany, approve_many
from invoicing.paper.figures import Figures
from invoicing.paper.standing import sum_of
from invoicing.paper.tables import sum_rows
from invoicing.queries.files import files_of
from invoicing.queries.papers import PaperRow, paper_card, paper_page
from invoicing.queries.payments import payments_of
from invoicing.queries.purchases import bills_of_number, posted_by, purchase_of, self_invoice_number
from invoicing.queries.sums import TABS
from invoicing.views import lists
from invoicing.views.taking_out import taken_out
from invoicing.words import kinds_name
from ledger.views.contexts import may, searchable, today_of
from ledger.views.replies import named, refusals_answered, uuid_or_none

MANY_MAX = 50


@member(can="sales.read")
@require_safe
def papers(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    asked = request.GET.get("kind", "")
    kind = asked if asked in PURCHASE_KINDS else PaperKind.BILL.value
    tabs = TABS if kind == PaperKind.BILL else lists.UNPOSTED_TABS
    chip = request.GET.get("show", "")
    chip = chip if chip in tabs else "all"
    search = searchable(request.GET.get("q", ""))
    path = reverse("purchases:papers", args=[business_id])
    found = lists.read(request, kind=kind, chip=chip, search=search)
    context: dict[str, Any] = {
        "rows": found.rows, "kind": kind, "chip": chip, "search": search, "path": path, "one_url": "purchases:paper",
        "more": lists.url(path, kind, chip, search, after=found.next_cursor) if found.next_cursor else "",
        "is_new": not found.rows and chip == "all" and not search, "heading": _("Purchases"),
    }  # fmt: skip
    if is_htmx(request) and request.GET.get("after"):
        return render(request, "invoicing/_rows.html", context)
    context["filters"] = lists.filters(request, path, kind=kind, tabs=tabs, chip=chip, search=search)
    context["kinds"] = [
        {"label": kinds_name(one), "url": lists.url(path, one, "all", ""), "current": one == kind}
        for one in PURCHASE_KINDS
    ]
    expenses = reverse("expenses:expenses", args=[business_id])
    context["kinds"].append({"label": kinds_name(PaperKind.EXPENSE), "url": expenses, "current": False})
    template = "invoicing/_list.html" if is_htmx(request) else "invoicing/purchases.html"
    return render(request, template, context)


@member(can="sales.read")
@require_safe
@refusals_answered
def paper(request: BookRequest, *, business_id: UUID, paper_id: UUID) -> HttpResponse:
    return purchase_response(request, paper_id=paper_id)


def purchase_response(
    request: BookRequest, *, paper_id: UUID, scan: ScanForm | None = None, status: int = 200
) -> HttpResponse:
    """The page of a purchase, with a form for a file that was sent back or a fresh one. Raises PaperUnknown."""
    business_id = request.business.pk
    kept = purchase_of(business_id, paper_id)
    card = paper_card(business_id, paper_id, today=today_of(request))
    figures = Figures(currency=request.business.currency, digits=request.user.digits)
    context = {
        "card": card, "kept": kept, "is_draft": kept.status == PaperStatus.DRAFT,
        "is_standing": kept.status in STANDING, "files": files_of(business_id, paper_id),
        "scan": (scan or ScanForm()) if may(request, "sales.write") else None,
        "lines": [(line, CLAUSES.get(line.credit_clause, "")) for line in card.lines],
        "totals": sum_rows(sum_of(card), figures=figures), "posted": posted_by(business_id, paper_id),
        "own_number": self_invoice_number(business_id, paper_id), "paid_by": payments_of(business_id, paper_id),
        "same": bills_of_number(
            business_id, kind=kept.kind, party_id=kept.whom.pk, number=kept.number, other_than=paper_id
        ),
    }  # fmt: skip
    return render(request, "invoicing/purchase.html", context, status=status)


@member(can="sales.write")
@require_POST
@refusals_answered
def approve(request: BookRequest, *, business_id: UUID, paper_id: UUID) -> HttpResponse:
    kept = purchase_of(business_id, paper_id)
    approve_paper(
        business_id=business_id, actor=request.actor, paper_id=paper_id, base_rev=kept.rev, now=timezone.now()
    )
    messages.success(request, _("Saved as %(number)s.") % {"number": named(kept.number)})
    return redirect(request, _url(request, paper_id))


@member(can="sales.edit")
@require_http_methods(["GET", "POST"])
@refusals_answered
def take_out(request: BookRequest, *, business_id: UUID, paper_id: UUID) -> HttpResponse:
    """Asked once more on a page of its own: what was approved is never deleted."""
    return taken_out(
        request, purchase_of(business_id, paper_id), back=_url(request, paper_id), is_purchase=True
    )


@member(can="sales.write")
@require_POST
@refusals_answered
def drop(request: BookRequest, *, business_id: UUID, paper_id: UUID) -> HttpResponse:
    """Throw a draft away."""
    kept = purchase_of(business_id, paper_id)
    delete_draft(
        business_id=business_id, actor=request.actor, paper_id=paper_id, base_rev=kept.rev, now=timezone.now()
    )
    messages.success(request, _("The draft is gone."))
    return redirect(
        request, f"{reverse('purchases:papers', args=[business_id])}?{urlencode({'kind': kept.kind})}"
    )


@member(can="sales.write")
@require_http_methods(["GET", "POST"])
def many(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    """Several drafts approved at once: each by itself, and what became of each."""
    drafts = paper_page(
        business_id, kind=PaperKind.BILL, chip="draft", today=today_of(request), limit=MANY_MAX
    ).rows
    done: list[tuple[PaperRow, OneOfMany]] = []
    if request.method == "POST":
        by_id = {row.paper.pk: row for row in drafts}
        asked = [by_id[one] for text in request.POST.getlist("one") if (one := uuid_or_none(text)) in by_id]
        results = approve_many(
            business_id=business_id, actor=request.actor, papers=[(row.paper.pk, row.paper.rev) for row in asked],
            now=timezone.now(),
        )  # fmt: skip
        done = list(zip(asked, results, strict=True))
        drafts = tuple(row for row in drafts if row not in asked)
    wrong = sum(result.refusal is not None for _row, result in done)
    context = {"drafts": drafts, "done": done, "wrong": wrong, "right": len(done) - wrong}
    return render(request, "invoicing/purchases_many.html", context)


def _url(request: BookRequest, paper_id: UUID) -> str:
    return reverse("purchases:paper", args=[request.business.pk, paper_id])
