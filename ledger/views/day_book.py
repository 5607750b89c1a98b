"""The day book: every voucher and entry of some days."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from businesses.access import BookRequest, member
from ledger.charts.names import shown
from ledger.papers.papers import day_book_paper
from ledger.papers.words import entry_words
from ledger.queries.general_ledger import DayBook, day_book
from ledger.queries.pages import CursorUnknown
from ledger.views.branches import branch_asked, branch_named, branch_tabs
from ledger.views.desk import CURSOR_MAX, FILE_ROWS_MAX, PAPER, Days, entry_url, paper_response
from ledger.views.replies import refusals_answered

ROWS_SHOWN = 100


@member(can="totals.read")
@require_safe
@refusals_answered
def days(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    """The day book: every voucher of some days, in the order of the books."""
    asked = Days(request, default="this_month")
    found = _day_book(request, asked, after=request.GET.get("after", "")[:CURSOR_MAX], limit=ROWS_SHOWN)
    path, alone = reverse("ledger:day_book", args=[business_id]), branch_asked(request)
    kept = {"branch": str(alone.id)} if alone else {}
    context = {
        "entries": [
            {"entry": one, "kind": entry_words(one), "url": entry_url(request, one.kind, one.document_id),
             "branch": branch_named(request, one.branch_id),
             "lines": [(line, shown(line.account_name)) for line in one.lines]}
            for one in found.rows
        ],
        **PAPER, "form": asked.form, "chips": asked.chips(path, **kept), "here": path,
        "query": asked.query(**kept), "today": asked.today,
        "more": f"{path}?{asked.query(after=found.next_cursor, **kept)}" if found.next_cursor else "",
        "branch_tabs": branch_tabs(request, path, query=asked.query()), "branch_alone": alone,
    }  # fmt: skip
    return render(request, "ledger/day_book.html", context, status=422 if asked.period is None else 200)


def _day_book(request: BookRequest, asked: Days, *, after: str, limit: int) -> DayBook:
    alone = branch_asked(request)
    span: dict[str, Any] = {
        "start": asked.shown.start, "end": asked.shown.end, "limit": limit,
        "branch_id": alone.id if alone else None,
    }  # fmt: skip
    try:
        return day_book(request.business.pk, after=after or None, **span)
    except CursorUnknown:
        return day_book(request.business.pk, **span)


@member(can="totals.read")
@require_safe
@refusals_answered
def day_book_file(request: BookRequest, *, business_id: UUID, kind: str) -> HttpResponse:
    """The day book as PDF, Excel or CSV."""
    asked = Days(request, default="this_month")
    found = _day_book(request, asked, after="", limit=FILE_ROWS_MAX)
    return paper_response(request, day_book_paper(found, book=request.business, today=asked.today), kind=kind)
