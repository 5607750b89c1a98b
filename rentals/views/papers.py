"""Papers kept with a lease or with what a house cost. Nothing but these checked views serves them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from businesses.access import BookRequest, member
from core.htmx import redirect
from core.refusals import Refusal
from ledger.forms.entries import fresh_ids
from ledger.views.contexts import may, today_of
from ledger.views.photos import sealed_scan
from ledger.views.replies import refusals_answered, show_in
from rentals.forms import AwayForm
from rentals.operations.expenses import take_back_expense
from rentals.operations.kept_papers import archive_paper, change_paper, keep_expense_paper, keep_lease_paper
from rentals.paper_forms import USUAL, CostPaperForm, KeptPaperForm, PaperNameForm
from rentals.queries.expenses import expense_of
from rentals.queries.houses import lease_card
from rentals.queries.kept_papers import PaperRow, expense_papers, paper_of
from rentals.refusals import RentUnknown
from rentals.views.shared import answered, parted, sent


@member(can="rent.write")
@require_http_methods(["GET", "POST"])
@refusals_answered
def add(request: BookRequest, *, business_id: UUID, lease_id: UUID) -> HttpResponse:
    """Keep a paper with a lease."""
    card = lease_card(business_id, lease_id)
    files = request.FILES if request.method == "POST" else None
    form = KeptPaperForm(sent(request), files, initial=fresh_ids("paper_id"))

    def do() -> HttpResponse:
        said = form.cleaned_data
        keep_lease_paper(
            business_id=business_id, actor=request.actor, paper_id=said["paper_id"], lease_id=lease_id,
            scan=said["photo"], name=said["name"], day=said["day"], is_for_tenant=said["is_for_tenant"],
            now=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("Kept with the lease."))
        return redirect(request, _of_lease(request, lease_id))

    context = {"card": card, "usual": USUAL, "today": today_of(request)}
    return answered(request, form, template="rentals/paper_add.html", context=context, do=do)


def _of_lease(request: BookRequest, lease_id: UUID) -> str:
    return reverse("rentals:lease", args=[request.business.pk, lease_id]) + "#papers"


def _paper(request: BookRequest, paper_id: UUID) -> PaperRow:
    """Raises Http404: what a house cost is seen by those who see totals."""
    try:
        found = paper_of(request.business.pk, paper_id)
    except RentUnknown:
        raise Http404 from None
    if found.expense_id is not None and not may(request, "totals.read"):
        raise Http404
    return found


@member(can="rent.read")
@require_safe
def show(request: BookRequest, *, business_id: UUID, kept_id: UUID) -> HttpResponseBase:
    """The file itself: a picture is shown, a PDF is saved."""
    found = _paper(request, kept_id)
    return sealed_scan(found.file, content_type=found.content_type, name="paper")


@member(can="rent.write")
@require_http_methods(["GET", "POST"])
@refusals_answered
def edit(request: BookRequest, *, business_id: UUID, kept_id: UUID) -> HttpResponse:
    """What a paper is called, its date, and whether the tenant sees it."""
    found = _paper(request, kept_id)
    initial = {
        "name": found.name,
        "day": found.day,
        "is_for_tenant": found.is_for_tenant,
        "base_rev": found.rev,
    }
    form = PaperNameForm(sent(request), initial=initial)
    if found.lease_id is None:
        del form.fields["is_for_tenant"]

    def do() -> HttpResponse:
        said = form.cleaned_data
        change_paper(
            business_id=business_id, actor=request.actor, paper_id=kept_id, base_rev=said["base_rev"],
            name=said["name"], day=said["day"], is_for_tenant=said.get("is_for_tenant", False), now=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("Saved"))
        return redirect(request, _home(request, found))

    context = {"paper": found, "usual": USUAL, "today": today_of(request), "onward": _home(request, found)}
    return answered(request, form, template="rentals/paper_edit.html", context=context, do=do)


@member(can="rent.write")
@require_POST
@refusals_answered
def away(request: BookRequest, *, business_id: UUID, kept_id: UUID) -> HttpResponse:
    """Put away, or brought back."""
    found, form = _paper(request, kept_id), AwayForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        archive_paper(
            business_id=business_id, actor=request.actor, paper_id=kept_id, base_rev=form.cleaned_data["base_rev"],
            is_archived=form.cleaned_data["what"] == "away", now=timezone.now(),
        )  # fmt: skip
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Saved"))
    return redirect(request, _home(request, found))


def _home(request: BookRequest, paper: PaperRow) -> str:
    if paper.lease_id is not None:
        return _of_lease(request, paper.lease_id)
    return reverse("rentals:spent", args=[request.business.pk, paper.expense_id])


@member(can="totals.read")
@require_safe
@refusals_answered
def spent(request: BookRequest, *, business_id: UUID, expense_id: UUID) -> HttpResponse:
    """One cost of a house, and the bill behind it."""
    return _spent(request, expense_id, CostPaperForm(initial=fresh_ids("paper_id")))


@member(can="rent.write")
@require_POST
@refusals_answered
def spent_paper(request: BookRequest, *, business_id: UUID, expense_id: UUID) -> HttpResponse:
    """Keep the bill with a cost."""
    form = CostPaperForm(request.POST, request.FILES)
    if not form.is_valid():
        return _spent(request, expense_id, form, status=422)
    try:
        keep_expense_paper(
            business_id=business_id, actor=request.actor, paper_id=form.cleaned_data["paper_id"],
            expense_id=expense_id, scan=form.cleaned_data["photo"], name=_("Bill"), now=timezone.now(),
        )  # fmt: skip
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        show_in(form, refusal)
        return _spent(request, expense_id, form, status=refusal.status)
    messages.success(request, _("Kept with the cost."))
    return redirect(request, reverse("rentals:spent", args=[business_id, expense_id]))


@member(can="rent.write")
@require_POST
@refusals_answered
def spent_back(request: BookRequest, *, business_id: UUID, expense_id: UUID) -> HttpResponse:
    """A cost that was written by mistake."""
    try:
        take_back_expense(
            business_id=business_id, actor=request.actor, expense_id=expense_id, now=timezone.now()
        )
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Taken back."))
    return redirect(request, reverse("rentals:spent", args=[business_id, expense_id]))


def _spent(request: BookRequest, expense_id: UUID, form: CostPaperForm, *, status: int = 200) -> HttpResponse:
    cost = expense_of(request.business.pk, expense_id)
    kept = expense_papers(request.business.pk, [expense_id], with_put_away=True).get(expense_id, [])
    context: dict[str, Any] = {"cost": cost, "form": form, **parted(kept)}
    return render(request, "rentals/spent.html", context, status=status)
