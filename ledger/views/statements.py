"""The statement of a party: on the page, and as PDF, Excel and CSV."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods

from businesses.access import BookRequest, member
from core.htmx import is_htmx, redirect
from core.ids import uuid7
from core.refusals import Refusal
from ledger.models import Look
from ledger.operations.looks import mark_seen
from ledger.queries.since import Moment, history_since, looks
from ledger.queries.statements import Statement
from ledger.refusals import PartyUnknown
from ledger.statements import sheets
from ledger.statements.files import INLINE_ROWS_MAX, ask_for_pdf
from ledger.statements.names import disposition, file_name
from ledger.statements.page import Asked, asked_for, context_of, context_of_found
from ledger.statements.pdf import pdf

CSV_TYPE = "text/csv; charset=utf-8"
EXCEL_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@member(can="totals.read")
@require_GET
def statement_page(request: BookRequest, *, business_id: UUID, party_id: UUID) -> HttpResponse:
    return _page(request, _asked(request, business_id=business_id, party_id=party_id))


@member(can="totals.read")
@require_GET
def statement_excel(request: BookRequest, *, business_id: UUID, party_id: UUID) -> HttpResponse:
    asked = _asked(request, business_id=business_id, party_id=party_id)
    return _file(
        request, asked, kind="xlsx", content_type=EXCEL_TYPE,
        write=lambda found: sheets.excel(found, language=asked.language),
    )  # fmt: skip


@member(can="totals.read")
@require_GET
def statement_csv(request: BookRequest, *, business_id: UUID, party_id: UUID) -> HttpResponse:
    asked = _asked(request, business_id=business_id, party_id=party_id)
    return _file(request, asked, kind="csv", content_type=CSV_TYPE, write=sheets.csv)


@member(can="totals.read")
@require_http_methods(["GET", "POST"])
def statement_pdf(request: BookRequest, *, business_id: UUID, party_id: UUID) -> HttpResponse:
    """GET draws a short one at once, `?show=1` to look at and print it; POST asks for a long one."""
    asked = _asked(request, business_id=business_id, party_id=party_id)
    if request.method == "POST":
        return _ask_for_pdf(request, asked)
    return _file(
        request, asked, kind="pdf", content_type="application/pdf", rows_max=INLINE_ROWS_MAX,
        write=lambda found: pdf(found, language=asked.language, digits=asked.digits),
    )  # fmt: skip


def _asked(request: BookRequest, *, business_id: UUID, party_id: UUID) -> Asked:
    said = request.POST if request.method == "POST" else request.GET
    try:
        return asked_for(
            said,
            business_id=business_id,
            party_id=party_id,
            reader_digits=request.user.digits,
            now=timezone.now(),
        )
    except PartyUnknown:
        raise Http404 from None


def _page(request: BookRequest, asked: Asked) -> HttpResponse:
    """The whole page, its part, or the rows after those that are shown; 422 when something is wrong."""
    after = request.GET.get("after", "")
    template = "ledger/_statement.html" if is_htmx(request) else "ledger/statement.html"
    try:
        found = asked.statement()
        context = context_of_found(asked, found, after=after) if found else {}
    except Refusal as refusal:
        asked.form.refuse(refusal.message)
        found, context = None, {}
    if found and after and is_htmx(request):
        template = "ledger/_statement_rows.html"
    context |= {"taken": _changed_since_taken(request, asked)}
    return render(request, template, context_of(asked) | context, status=200 if found else 422)


def _changed_since_taken(request: BookRequest, asked: Asked) -> dict[str, Any] | None:
    """When the reader last took a statement of this party, and how many entries changed since; None when
    none did."""
    book, party_id = asked.head.business_id, asked.head.party_id
    look = looks(book, user_id=request.actor.user_id, party_id=party_id).get(Look.STATEMENT)
    if look is None:
        return None
    moment = Moment(seq=look.seq, at=look.at, day=look.at.date())
    found = history_since(book, moment=moment, party_id=party_id, limit=1)
    address = reverse("ledger:party_history", args=[book, party_id])
    return {"at": look.at, "count": found.count, "url": f"{address}?since=statement"} if found.count else None


def _file(
    request: BookRequest, asked: Asked, *, kind: str, content_type: str, write: Callable[[Statement], bytes],
    rows_max: int | None = None,
) -> HttpResponse:  # fmt: skip
    """The file, or the page with what is wrong about the days."""
    try:
        found = asked.statement()
    except Refusal:
        found = None
    if found is None:
        return _page(request, asked)
    if rows_max is not None and len(found.rows) > rows_max:
        return redirect(request, f"{reverse('ledger:statement', args=_place(asked))}?{asked.query()}")
    with override(asked.language):
        content = write(found)
    note_taken(request, asked, seq=found.seq)
    response = HttpResponse(content, content_type=content_type)
    shown = request.GET.get("show") == "1"
    response["Content-Disposition"] = disposition(file_name(found, kind=kind), attached=not shown)
    return response


def note_taken(request: BookRequest, asked: Asked, *, seq: int) -> None:
    """Remember how far the book had come, for "changed since you sent it"."""
    mark_seen(
        business_id=asked.head.business_id, user_id=request.actor.user_id, party_id=asked.head.party_id, seq=seq,
        now=asked.now, look=Look.STATEMENT,
    )  # fmt: skip


def _ask_for_pdf(request: BookRequest, asked: Asked) -> HttpResponse:
    if asked.days is None:
        return _page(request, asked)
    job_id = ask_for_pdf(
        business_id=asked.head.business_id, person_id=request.actor.user_id, request_id=_request_id(request),
        party_id=asked.head.party_id, period=asked.days.period, language=asked.language, digits=asked.digits,
        now=asked.now,
    )  # fmt: skip
    note_taken(request, asked, seq=request.business.seq)
    return redirect(request, reverse("audit:job", args=[asked.head.business_id, job_id]))


def _request_id(request: BookRequest) -> UUID:
    try:
        return UUID(request.POST.get("request_id", ""))
    except ValueError:
        return uuid7()


def _place(asked: Asked) -> list[UUID]:
    return [asked.head.business_id, asked.head.party_id]
