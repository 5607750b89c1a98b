"""The sheet of opening balances: each account with what it held when the book began."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from businesses.access import BookRequest, member
from core.htmx import redirect
from core.refusals import Refusal
from ledger.charts.names import shown
from ledger.forms.entries import fresh_ids
from ledger.forms.openings import OpeningRow, OpeningsForm
from ledger.forms.vouchers import sides_of
from ledger.operations.openings import write_openings
from ledger.queries.openings import OpeningSheet, first_opening_day, opening_sheet
from ledger.views.branches import open_branches, usual_branch
from ledger.views.contexts import today_of
from ledger.views.desk import PAPER, year_start
from ledger.views.replies import refusals_answered, show_in


@member(can="book.accounts")
@require_http_methods(["GET", "POST"])
@refusals_answered
def openings(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    """One sheet of all accounts; it can be written anew later."""
    sheet = opening_sheet(business_id)
    branches = open_branches(request, besides=sheet.branch_id)
    if request.method != "POST":
        day = sheet.day or first_opening_day(business_id) or year_start(request)
        initial = {
            "day": day, "base_rev": sheet.rev, "branch": sheet.branch_id or usual_branch(request),
            **fresh_ids("document_id", "mutation_id"),
        }  # fmt: skip
        return _page(request, sheet, OpeningsForm(branches=branches, initial=initial), _rows(sheet))
    form, rows = OpeningsForm(request.POST, branches=branches), _rows(sheet, request.POST)
    if not all([form.is_valid(), *(row.is_valid() for row in rows)]):
        return _page(request, sheet, form, rows, status=422)
    said, now = form.cleaned_data, timezone.now()
    try:
        write_openings(
            business_id=business_id, actor=request.actor, document_id=said["document_id"],
            mutation_id=said["mutation_id"], base_rev=said["base_rev"], day=said["day"],
            amounts={row.account_id: row.amount for row in rows if row.amount},
            rest_accepted=said["rest_accepted"], branch_id=said.get("branch"), made_at=now, now=now,
        )  # fmt: skip
    except Refusal as refusal:
        show_in(form, refusal)
        return _page(
            request, sheet, form, rows, status=refusal.status, asks=refusal.slug == "openings_differ"
        )
    messages.success(request, _("Saved: the opening balances."))
    return redirect(request, reverse("ledger:openings", args=[business_id]))


def _rows(sheet: OpeningSheet, *said: Any) -> list[OpeningRow]:
    return [
        OpeningRow(
            *said, prefix=one.code, account_id=one.id, label=f"{one.code} {shown(one.name)}",
            initial=sides_of(sheet.amounts.get(one.id, 0)),
        )
        for one in sheet.accounts
    ]  # fmt: skip


def _page(
    request: BookRequest, sheet: OpeningSheet, form: forms.Form, rows: list[OpeningRow], *, status: int = 200,
    asks: bool = False,
) -> HttpResponse:  # fmt: skip
    context = {
        **PAPER, "sheet": sheet, "form": form, "rows": rows, "today": today_of(request),
        "asks": asks or sheet.difference != 0, "is_wrong": any(row.errors for row in rows),
    }  # fmt: skip
    return render(request, "ledger/openings.html", context, status=status)
