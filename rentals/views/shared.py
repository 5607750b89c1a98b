"""What pages of rent share."""

import datetime
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from businesses.access import BookRequest
from core.htmx import redirect
from core.refusals import Refusal
from ledger.views.replies import amount_words, show_in
from rentals.queries.kept_papers import PaperRow

Done = Callable[[], HttpResponse]


def sent(request: BookRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def money_in(request: BookRequest) -> Callable[[int], str]:
    return lambda minor: amount_words(request, minor)


def answered(
    request: BookRequest, form: forms.Form, *, template: str, context: dict[str, Any], do: Done,
    names: dict[str, str] | None = None,
) -> HttpResponse:  # fmt: skip
    """The form's page, or what was done with it; a refusal goes back into the form."""
    if request.method == "POST" and form.is_valid():
        try:
            return do()
        except Refusal as refusal:
            if refusal.status == 404:
                raise
            show_in(form, refusal, names=names)
            return render(request, template, {**context, "form": form}, status=refusal.status)
    status = 422 if request.method == "POST" else 200
    return render(request, template, {**context, "form": form}, status=status)


def moved(request: BookRequest, onward: str, do: Callable[[], object]) -> HttpResponse:
    """Something done by one button, and back to the list: done, or why not."""
    try:
        do()
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Saved"))
    return redirect(request, reverse(onward, args=[request.business.pk]))


def parted(kept: list[PaperRow]) -> dict[str, list[PaperRow]]:
    """Papers that stand, and those that were put away."""
    return {
        "papers": [one for one in kept if not one.is_put_away],
        "papers_away": [one for one in kept if one.is_put_away],
    }


def month_of(text: str, *, today: datetime.date) -> datetime.date:
    """The first day of a month written 2026-11; this month where it is none."""
    try:
        found = datetime.date.fromisoformat(f"{text[:7]}-01")
    except ValueError:
        return today.replace(day=1)
    return found if 1950 <= found.year <= 2199 else today.replace(day=1)
