"""Closing the books up to a day, and opening them again."""

import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from businesses.access import BookRequest, member
from core.htmx import redirect
from core.periods import add_months, month_end
from core.refusals import Refusal
from ledger.forms.time import CloseForm, OpenForm
from ledger.models import Period
from ledger.operations.periods import close_period, open_period
from ledger.queries.periods import closing_effect, period_state
from ledger.views.contexts import today_of
from ledger.views.replies import day_words, show_in


@member(can="book.close")
@require_http_methods(["GET", "POST"])
def closing(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    """What is closed. `?until=` shows what closing up to a day would do; POST does it."""
    if request.method != "POST":
        form = CloseForm(request.GET) if "until" in request.GET else None
        return _page(request, close=form)
    form = CloseForm(request.POST)
    if not form.is_valid():
        return _page(request, close=form, status=422)
    said = form.cleaned_data
    try:
        result = close_period(
            business_id=business_id, actor=request.actor, period=said["period"], until=said["until"],
            now=timezone.now(),
        )  # fmt: skip
    except Refusal as refusal:
        show_in(form, refusal)
        return _page(request, close=form, status=refusal.status)
    if result.until is not None:
        messages.success(request, _("Closed up to %(day)s.") % {"day": day_words(request, result.until)})
    return redirect(request, reverse("ledger:closing", args=[business_id]))


@member(can="book.close")
@require_POST
def opening(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    """Open days again, with the reason."""
    form = OpenForm(request.POST)
    if not form.is_valid():
        return _page(request, reopen=form, status=422)
    said = form.cleaned_data
    try:
        result = open_period(
            business_id=business_id, actor=request.actor, period=said["period"], until=said["until"],
            reason=said["reason"], now=timezone.now(),
        )  # fmt: skip
    except Refusal as refusal:
        show_in(form, refusal)
        return _page(request, reopen=form, status=refusal.status)
    if result.until is None:
        messages.success(request, _("Every day is open again."))
    else:
        messages.success(request, _("Open again after %(day)s.") % {"day": day_words(request, result.until)})
    return redirect(request, reverse("ledger:closing", args=[business_id]))


def _page(
    request: BookRequest, *, close: CloseForm | None = None, reopen: OpenForm | None = None, status: int = 200
) -> HttpResponse:
    state = period_state(request.business.pk)
    usual = month_end(add_months(today_of(request), -1))
    effect = None
    if close is not None and close.is_valid() and request.method != "POST":
        effect = _effect(request, close, state_until=state.books_until)
    context: dict[str, Any] = {
        "today": today_of(request),
        "state": state,
        "effect": effect,
        "close": _of_period(close, CloseForm, Period.BOOKS, until=usual),
        "close_tax": _of_period(close, CloseForm, Period.TAX, until=usual),
        "reopen": _of_period(reopen, OpenForm, Period.BOOKS, until=None),
        "reopen_tax": _of_period(reopen, OpenForm, Period.TAX, until=None),
        "wrong": next((form for form in (close, reopen) if form is not None and form.errors), None),
    }
    if close is not None and close.errors and status == 200:
        status = 422
    return render(request, "ledger/closing.html", context, status=status)


def _of_period(form: Any, kind: Any, period: Period, *, until: datetime.date | None) -> Any:
    """The form that was sent when it is of this lock, else a fresh one."""
    if isinstance(form, kind) and form["period"].value() == period:
        return form
    return kind(initial={"period": period.value, "until": until}, auto_id=f"{kind.__name__}_{period}_%s")


def _effect(
    request: BookRequest, form: CloseForm, *, state_until: datetime.date | None
) -> dict[str, Any] | None:
    """What closing would do, or the reason it cannot, beside the field."""
    said = form.cleaned_data
    if said["until"] > today_of(request):
        form.add_error("until", _("Choose a day up to today."))
        return None
    if said["period"] == Period.TAX:
        return {"until": said["until"], "period": said["period"], "is_tax": True}
    if state_until is not None and said["until"] <= state_until:
        words = {"day": day_words(request, state_until)}
        form.add_error("until", _("The book is closed until %(day)s already.") % words)
        return None
    found = closing_effect(request.business.pk, until=said["until"], locked=state_until)
    return {"until": said["until"], "period": said["period"], "is_tax": False, "found": found}
