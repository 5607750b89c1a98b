"""The chart of accounts: what each holds, a new one, another name, closing and opening again."""

import datetime
import uuid
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from businesses.access import BookRequest, member
from core.htmx import redirect
from core.refusals import Refusal
from ledger.charts.names import shown
from ledger.forms.accounts import AccountForm, AccountNameForm
from ledger.forms.entries import fresh_ids
from ledger.forms.fields import DayField
from ledger.forms.vouchers import account_choices
from ledger.operations.accounts import add_account, close_account, open_account, rename_account
from ledger.papers.papers import against_words, ledger_paper, trial_balance_paper
from ledger.papers.words import account_kind_words, entry_words
from ledger.queries.accounts import account as account_card
from ledger.queries.chart import ChartAccount, chart_of
from ledger.queries.general_ledger import AccountLedger, account_ledger
from ledger.queries.pages import CursorUnknown
from ledger.queries.trial_balance import AccountBalance, trial_balance
from ledger.views.contexts import may, today_of
from ledger.views.desk import CURSOR_MAX, FILE_ROWS_MAX, PAPER, Days, entry_url, paper_response
from ledger.views.replies import number_of, refusals_answered, show_in

ROWS_SHOWN = 100


@member(can="totals.read")
@require_safe
def accounts(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    """The chart by kind, with what each account held at the end of a day (`?on=`)."""
    day, wrong = _day_of(request)
    balances = {one.account_id: one.balance for one in trial_balance(business_id, until=day)}
    found = list(chart_of(business_id).values())
    groups = [
        {
            "words": words,
            "rows": [_row(one, balances=balances) for one in found if one.kind == kind and one.is_active],
        }
        for kind, words in account_kind_words().items()
    ]
    closed = [_row(one, balances=balances) for one in found if not one.is_active]
    context = {
        "groups": groups,
        "closed": closed,
        "on": day,
        "wrong": wrong,
        "today": today_of(request),
        **PAPER,
    }
    return render(request, "ledger/accounts.html", context, status=422 if wrong else 200)


def _row(one: ChartAccount, *, balances: dict[uuid.UUID, int]) -> dict[str, Any]:
    return {"account": one, "name": shown(one.name), "balance": balances.get(one.id, 0)}


def _day_of(request: BookRequest) -> tuple[datetime.date, str]:
    """The day asked for, and what is wrong with it."""
    text = request.GET.get("on", "")
    if not text:
        return today_of(request), ""
    try:
        return DayField().clean(text) or today_of(request), ""
    except ValidationError as error:
        return today_of(request), " ".join(error.messages)


@member(can="book.accounts")
@require_http_methods(["GET", "POST"])
@refusals_answered
def account_add(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    choices = account_choices(one for one in chart_of(business_id).values() if not one.keeps_khatas)
    if request.method != "POST":
        return _add_page(request, AccountForm(choices=choices, initial=fresh_ids("account_id")))
    form = AccountForm(request.POST, choices=choices)
    if not form.is_valid():
        return _add_page(request, form, status=422)
    said = form.cleaned_data
    try:
        done = add_account(
            business_id=business_id, actor=request.actor, account_id=said["account_id"], code=said["code"],
            name=said["name"], kind=said["kind"], parent_id=said["parent"], now=timezone.now(),
        )  # fmt: skip
    except Refusal as refusal:
        show_in(form, refusal)
        return _add_page(request, form, status=refusal.status)
    messages.success(request, _("Added: %(account)s.") % {"account": f"{done.code} {done.name}"})
    return redirect(request, reverse("ledger:accounts", args=[business_id]))


def _add_page(request: BookRequest, form: AccountForm, *, status: int = 200) -> HttpResponse:
    return render(request, "ledger/account_add.html", {"form": form}, status=status)


@member(can="totals.read")
@require_safe
@refusals_answered
def account(request: BookRequest, *, business_id: UUID, account_id: UUID) -> HttpResponse:
    """An account's ledger: its lines of some days, oldest first, with what it held after each."""
    return _account_page(request, account_id)


def _account_page(
    request: BookRequest, account_id: UUID, *, form: AccountNameForm | None = None, status: int = 200
) -> HttpResponse:
    days = Days(request)
    found = _ledger(
        request, account_id, days=days, after=request.GET.get("after", "")[:CURSOR_MAX], limit=ROWS_SHOWN
    )
    path = reverse("ledger:account", args=[request.business.pk, account_id])
    chart = chart_of(request.business.pk)
    under = found.account.parent_id and chart.get(found.account.parent_id)
    rows = [
        (
            row,
            {
                "kind": entry_words(row.entry),
                "url": entry_url(request, row.entry.kind, row.entry.document_id),
                "against": against_words(row.against),
            },
        )
        for row in found.rows
    ]
    context = {
        "rows": rows, "found": found, **PAPER, "name": shown(found.account.name),
        "form": days.form, "chips": days.chips(path),
        "here": path, "query": days.query(), "today": days.today, "under": under and shown(under.name),
        "more": f"{path}?{days.query(after=found.next_cursor)}" if found.next_cursor else "",
        "is_later": bool(request.GET.get("after")),
        "name_form": form or AccountNameForm(
            initial={"name": shown(found.account.name), "base_rev": found.account.rev}
        ),
        "can_close": may(request, "book.accounts") and not found.account.role,
    }  # fmt: skip
    status = 422 if days.period is None else status
    return render(request, "ledger/account.html", context, status=status)


def _ledger(request: BookRequest, account_id: UUID, *, days: Days, after: str, limit: int) -> AccountLedger:
    asked: dict[str, Any] = {"start": days.shown.start, "end": days.shown.end, "limit": limit}
    try:
        return account_ledger(request.business.pk, account_id, after=after or None, **asked)
    except CursorUnknown:
        return account_ledger(request.business.pk, account_id, **asked)


@member(can="totals.read")
@require_safe
@refusals_answered
def account_file(request: BookRequest, *, business_id: UUID, account_id: UUID, kind: str) -> HttpResponse:
    """An account's ledger as PDF, Excel or CSV."""
    days = Days(request)
    found = _ledger(request, account_id, days=days, after="", limit=FILE_ROWS_MAX)
    paper = ledger_paper(found, book=request.business, today=days.today)
    return paper_response(request, paper, kind=kind)


@member(can="book.accounts")
@require_POST
@refusals_answered
def account_name(request: BookRequest, *, business_id: UUID, account_id: UUID) -> HttpResponse:
    """Call an account something else."""
    form = AccountNameForm(request.POST)
    if not form.is_valid():
        return _account_page(request, account_id, form=form, status=422)
    said = form.cleaned_data
    if said["name"] != shown(account_card(business_id, account_id).name):
        try:
            rename_account(
                business_id=business_id, actor=request.actor, account_id=account_id, base_rev=said["base_rev"],
                name=said["name"], now=timezone.now(),
            )  # fmt: skip
        except Refusal as refusal:
            if refusal.status == 404:
                raise
            show_in(form, refusal)
            return _account_page(request, account_id, form=form, status=refusal.status)
    messages.success(request, _("Saved"))
    return redirect(request, reverse("ledger:account", args=[business_id, account_id]))


@member(can="book.accounts")
@require_POST
@refusals_answered
def account_state(request: BookRequest, *, business_id: UUID, account_id: UUID) -> HttpResponse:
    """Close an account that holds nothing, or take it into use again (`do`)."""
    work = {"close": close_account, "open": open_account}.get(request.POST.get("do", ""))
    if work is None:
        raise Http404
    done = work(
        business_id=business_id, actor=request.actor, account_id=account_id, base_rev=number_of(request, "rev"),
        now=timezone.now(),
    )  # fmt: skip
    words = _("In use again: %(account)s.") if done.is_active else _("Closed: %(account)s.")
    messages.success(request, words % {"account": f"{done.code} {shown(done.name)}"})
    return redirect(request, reverse("ledger:accounts", args=[business_id]))


@member(can="totals.read")
@require_safe
def trial(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    """What stands on each account at the end of a day."""
    day, wrong = _day_of(request)
    rows = [one for one in trial_balance(business_id, until=day) if one.balance]
    context = {
        "rows": [(one, shown(one.name)) for one in rows], "on": day, "wrong": wrong, "today": today_of(request),
        **PAPER, "debit": _side(rows, sign=1), "credit": _side(rows, sign=-1),
    }  # fmt: skip
    return render(request, "ledger/trial_balance.html", context, status=422 if wrong else 200)


def _side(rows: list[AccountBalance], *, sign: int) -> int:
    return sum(one.balance * sign for one in rows if one.balance * sign > 0)


@member(can="totals.read")
@require_safe
@refusals_answered
def trial_file(request: BookRequest, *, business_id: UUID, kind: str) -> HttpResponse:
    """The trial balance as PDF, Excel or CSV."""
    day, _wrong = _day_of(request)
    rows = trial_balance(business_id, until=day)
    paper = trial_balance_paper(rows, until=day, book=request.business, today=today_of(request))
    return paper_response(request, paper, kind=kind)
