"""What the accountant's pages share: the days they show, and the files they are taken as."""

import datetime
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from businesses.access import BookRequest
from core.periods import RANGES, Period, fiscal_year
from ledger.charts.names import shown
from ledger.models import Document, DocumentKind
from ledger.papers import table
from ledger.papers.table import Paper
from ledger.queries.general_ledger import booked
from ledger.queries.statements import TooManyEntries
from ledger.statements.files import INLINE_ROWS_MAX
from ledger.statements.names import disposition
from ledger.statements.ranges import DAY_FORMAT, RangeForm
from ledger.views.contexts import may, today_of

CURSOR_MAX = 400
CHIPS = ("this_month", "last_month", "this_year", "last_year")
EXCEL_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {"pdf": "application/pdf", "xlsx": EXCEL_TYPE, "csv": "text/csv; charset=utf-8"}
FILE_ROWS_MAX = 20_000
PAPER = {"with_paise": True}
"""Columns of an accountant's page keep their paise."""


class Days:
    """The days somebody asked for: two of their own, else this business year up to today."""

    def __init__(self, request: BookRequest, *, default: str = "this_year") -> None:
        self.today = today_of(request)
        self.starts_month = request.business.year_starts_month
        said = {name: request.GET.get(name, "") for name in ("start", "end")}
        if any(said.values()):
            self.form = RangeForm(said)
            self.period = self.form.period if self.form.is_valid() else None
            return
        self.period = self._whole(default)
        self.form = RangeForm(initial={"start": self.period.start, "end": self.period.end})

    @property
    def shown(self) -> Period:
        return self.period or self._whole("this_year")

    def query(self, **more: str) -> str:
        days = {"start": self.shown.start.strftime(DAY_FORMAT), "end": self.shown.end.strftime(DAY_FORMAT)}
        return urlencode({**days, **more})

    def chips(self, path: str, **kept: str) -> list[dict[str, Any]]:
        words = {
            "this_month": _("This month"), "last_month": _("Last month"), "this_year": _("This year"),
            "last_year": _("Last year"),
        }  # fmt: skip
        found = [(words[name], self._whole(name)) for name in CHIPS]
        return [
            {
                "label": label,
                "url": f"{path}?{urlencode({'start': one.start.isoformat(), 'end': one.end.isoformat(), **kept})}",
                "current": one == self.period,
            }
            for label, one in found
        ]

    def _whole(self, name: str) -> Period:
        return RANGES[name](self.today, starts_month=self.starts_month)


def year_start(request: BookRequest) -> datetime.date:
    return fiscal_year(today_of(request), starts_month=request.business.year_starts_month).start


def paper_response(request: BookRequest, paper: Paper, *, kind: str) -> HttpResponse:
    """The paper as a file. Raises TooManyEntries for a PDF of more rows than are drawn while one waits."""
    if len(paper.rows) > (INLINE_ROWS_MAX if kind == "pdf" else FILE_ROWS_MAX):
        raise TooManyEntries
    write: dict[str, Callable[[], bytes]] = {
        "pdf": lambda: table.pdf(paper, digits=request.user.digits),
        "xlsx": lambda: table.excel(paper),
        "csv": lambda: table.csv(paper),
    }
    response = HttpResponse(write[kind](), content_type=TYPES[kind])
    response["Content-Disposition"] = disposition(f"{paper.name}.{kind}")
    return response


def entry_url(request: BookRequest, kind: str, document_id: UUID) -> str:
    """Where an entry of the journal is looked at; "" for one without a page."""
    if kind in (DocumentKind.YEAR_END, DocumentKind.DEPOSIT, DocumentKind.HOUSE_COST):
        return ""
    if kind == DocumentKind.TAX_PAID:
        return reverse("purchases:reverse_tax", args=[request.business.pk])
    if kind == DocumentKind.EXPENSE:
        return reverse("expenses:expense", args=[request.business.pk, document_id])
    if kind == DocumentKind.KHATA_BILL:
        return reverse("invoicing:paper", args=[request.business.pk, document_id])
    is_voucher = kind in (DocumentKind.JOURNAL, DocumentKind.CONTRA, DocumentKind.OPENINGS)
    return reverse(
        "ledger:voucher" if is_voucher else "ledger:entry", args=[request.business.pk, document_id]
    )


def booked_context(request: BookRequest, document: Document) -> dict[str, Any]:
    """How an entry stands in the books, for whoever reads accounts."""
    if not may(request, "book.accounts") or document.part_of_id is not None:
        return {"booked": []}
    lines = [line for one in booked(request.business.pk, document.id) for line in one.lines]
    return {"booked": [(line, shown(line.account_name)) for line in lines]}
