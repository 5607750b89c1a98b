"""Bills that come back: the list, one of them with the bills it made, and the form that sets it up from a bill."""

import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from businesses.access import BookRequest, member
from core.htmx import redirect
from core.ids import uuid7
from core.money import format_money
from core.refusals import Refusal
from invoicing.content import unsaid
from invoicing.forms.recurring import RecurringForm
from invoicing.models import Recurring, RecurringState
from invoicing.operations.raising import bill_of
from invoicing.operations.recurring import (
    RecurringContent,
    add_recurring,
    change_recurring,
    paper_content,
    pause_recurring,
    recurring_of,
    resume_recurring,
    skip_next,
    standing_content,
    stop_recurring,
)
from invoicing.paper.figures import Figures
from invoicing.paper.tables import sum_rows
from invoicing.queries.choices import items_by_id
from invoicing.queries.recurring import recurring_card, recurring_rows
from invoicing.recurrence import day_of, first_from
from invoicing.views.editor import sale_of
from invoicing.views.said_lines import LineWords, line_words, tax_words
from invoicing.words import rhythm
from invoicing.working import work_out
from ledger.views.contexts import today_of
from ledger.views.replies import refusals_answered, show_in

NEXT_SHOWN = 3
NIL = UUID(int=0)
ACTS = {
    "pause": pause_recurring,
    "resume": resume_recurring,
    "stop": stop_recurring,
    "skip": skip_next,
}


@member(can="sales.read")
@require_safe
def repeated(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    rows = [(row, rhythm(row.frequency, row.every)) for row in recurring_rows(business_id)]
    return render(request, "invoicing/repeated.html", {"rows": rows})


@member(can="sales.read")
@require_safe
@refusals_answered
def recurring(request: BookRequest, *, business_id: UUID, recurring_id: UUID) -> HttpResponse:
    card = recurring_card(business_id, recurring_id, today=today_of(request))
    row = card.recurring
    context = {
        "card": card, "row": row, "rhythm": rhythm(row.frequency, row.every), "days": _days(row),
        "total": format_money(row.total, currency=request.business.currency, digits=request.user.digits),
        **_what_is_billed(request, row),
    }  # fmt: skip
    return render(request, "invoicing/recurring.html", context)


@member(can="sales.edit")
@require_http_methods(["GET", "POST"])
@refusals_answered
def new(request: BookRequest, *, business_id: UUID, paper_id: UUID) -> HttpResponse:
    """Set up from a bill or a draft."""
    kept = sale_of(business_id, paper_id)
    paper, due = paper_content(business_id, paper_id)
    today = today_of(request)
    number = first_from(today, start=kept.day, frequency="months", every=1)
    start = day_of(max(1, number), start=kept.day, frequency="months", every=1)
    initial = {
        "recurring_id": uuid7(), "name": f"{kept.whom.name}"[:100], "every": 1, "frequency": "months",
        "starts_on": start, "due_days": "" if due is None else due,
    }  # fmt: skip
    form = RecurringForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            made = add_recurring(
                business_id=business_id, actor=request.actor, recurring_id=form.cleaned_data["recurring_id"],
                content=form.content(paper), now=timezone.now(),
            )  # fmt: skip
        except Refusal as refusal:
            show_in(form, refusal)
        else:
            messages.success(request, _("It comes back by itself from now on."))
            return redirect(request, _url(request, made.recurring_id))
    back = reverse("invoicing:paper", args=[business_id, paper_id])
    called = kept.number or _("Draft")
    return _form(request, form, back=back, about=f"{called} · {kept.whom.name}")


@member(can="sales.edit")
@require_http_methods(["GET", "POST"])
@refusals_answered
def edit(request: BookRequest, *, business_id: UUID, recurring_id: UUID) -> HttpResponse:
    row = recurring_of(business_id, recurring_id)
    standing: RecurringContent = standing_content(row)
    initial = {
        "base_rev": row.rev, "name": row.name, "every": row.every, "frequency": row.frequency,
        "starts_on": row.starts_on, "ends_on": row.ends_on, "makes": row.makes, "mails": row.mails,
        "prices": row.prices, "due_days": "" if row.due_days is None else row.due_days,
    }  # fmt: skip
    form = RecurringForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            change_recurring(
                business_id=business_id, actor=request.actor, recurring_id=recurring_id, now=timezone.now(),
                base_rev=form.cleaned_data["base_rev"], content=form.content(standing.paper),
            )  # fmt: skip
        except Refusal as refusal:
            show_in(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect(request, _url(request, recurring_id))
    return _form(request, form, back=_url(request, recurring_id), about=row.party.name)


@member(can="sales.edit")
@require_POST
@refusals_answered
def move(request: BookRequest, *, business_id: UUID, recurring_id: UUID) -> HttpResponse:
    """Pause it, take it up again, leave the next one out, stop it."""
    row = recurring_of(business_id, recurring_id)
    act = ACTS.get(request.POST.get("act", ""))
    rev = request.POST.get("base_rev", "")
    if act is not None:
        act(
            business_id=business_id, actor=request.actor, recurring_id=recurring_id, now=timezone.now(),
            base_rev=int(rev) if rev.isdecimal() and len(rev) < 10 else row.rev,
        )  # fmt: skip
        messages.success(request, _("Saved."))
    return redirect(request, _url(request, recurring_id))


def _what_is_billed(request: BookRequest, row: Recurring) -> dict[str, Any]:
    """The lines of the next bill as it would be worked out for its day; as they were said where it cannot be."""
    figures = Figures(currency=request.business.currency, digits=request.user.digits)
    day = row.next_on or today_of(request)
    try:
        worked = work_out(request.business.pk, bill_of(row, day=day))
    except Refusal:
        return {"lines": _as_said(request, row, figures=figures)}
    lines = [
        line_words(
            one.said,
            one.name,
            figures=figures,
            unit=one.unit,
            tax=tax_words(one, figures=figures),
            total=sums.total,
        )
        for one, sums in zip(worked.lines, worked.found.lines, strict=True)
    ]
    return {"lines": lines, "totals": sum_rows(worked.found, figures=figures)}


def _as_said(request: BookRequest, row: Recurring, *, figures: Figures) -> list[LineWords]:
    lines = unsaid(row.content).lines
    items = items_by_id(request.business.pk, {line.item_id for line in lines if line.item_id})
    names = [line.name or getattr(items.get(line.item_id or NIL), "name", "") for line in lines]
    return [line_words(one, name, figures=figures) for one, name in zip(lines, names, strict=True)]


def _form(request: BookRequest, form: RecurringForm, *, back: str, about: str) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "back": back, "about": about}
    return render(request, "invoicing/recurring_form.html", context, status=422 if form.errors else 200)


def _days(row: Recurring) -> list[datetime.date]:
    """The next days, as far as they go."""
    if row.next_on is None or row.state != RecurringState.RUNNING:
        return []
    days = [
        day_of(row.next_number + place, start=row.starts_on, frequency=row.frequency, every=row.every)
        for place in range(NEXT_SHOWN)
    ]
    return [day for day in days if row.ends_on is None or day <= row.ends_on]


def _url(request: BookRequest, recurring_id: UUID) -> str:
    return reverse("invoicing:recurring", args=[request.business.pk, recurring_id])
