"""The years of a book: their figures, closing one and opening it again."""

import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from businesses.access import BookRequest, member
from core.htmx import redirect
from core.refusals import Refusal
from ledger.forms.time import ReasonForm
from ledger.models import YearEnd
from ledger.operations.years import close_year, reopen_year
from ledger.queries.years import YearFigures, year_figures, years
from ledger.refusals import YearUnknown
from ledger.views.contexts import today_of
from ledger.views.replies import refusals_answered, show_in


@member(can="book.close")
@require_safe
def years_page(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    context = {"years": years(business_id, today=today_of(request)), "today": today_of(request)}
    return render(request, "ledger/years.html", context)


@member(can="book.close")
@require_http_methods(["GET", "POST"])
@refusals_answered
def year(request: BookRequest, *, business_id: UUID, year: int) -> HttpResponse:
    """A year's figures; POST closes it."""
    found = _figures(request, year=year)
    if request.method != "POST":
        return _page(request, found)
    close_year(
        business_id=business_id, actor=request.actor, first_day=found.year.first_day, now=timezone.now()
    )
    messages.success(request, _("The year %(year)s is closed.") % {"year": found.year.label})
    return redirect(request, reverse("ledger:year", args=[business_id, year]))


@member(can="book.close")
@require_POST
def year_open(request: BookRequest, *, business_id: UUID, year_end_id: UUID) -> HttpResponse:
    """Take the closing back, with the reason."""
    end = YearEnd.objects.filter(business_id=business_id, id=year_end_id).first()
    if end is None:
        raise Http404
    form, back = ReasonForm(request.POST), end.first_day.year
    if not form.is_valid():
        return _page(request, _figures(request, year=back), form=form, status=422)
    try:
        reopen_year(
            business_id=business_id, actor=request.actor, year_end_id=year_end_id,
            reason=form.cleaned_data["reason"], now=timezone.now(),
        )  # fmt: skip
    except YearUnknown:
        messages.info(request, _("This year is open already."))
    except Refusal as refusal:
        show_in(form, refusal)
        return _page(request, _figures(request, year=back), form=form, status=refusal.status)
    else:
        messages.success(request, _("The year is open again."))
    return redirect(request, reverse("ledger:year", args=[business_id, back]))


def _figures(request: BookRequest, *, year: int) -> YearFigures:
    """The year that begins in a calendar year; 404 when the book has none such."""
    try:
        first_day = datetime.date(year, request.business.year_starts_month, 1)
    except ValueError:
        raise Http404 from None
    found = year_figures(request.business.pk, first_day=first_day, today=today_of(request))
    if found is None:
        raise Http404
    return found


def _page(
    request: BookRequest, found: YearFigures, *, form: ReasonForm | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "today": today_of(request), "found": found, "form": form or ReasonForm(),
        "earned": [line for line in found.lines if line.kind == "income"],
        "spent": [line for line in found.lines if line.kind == "expense"],
    }  # fmt: skip
    return render(request, "ledger/year.html", context, status=status)
