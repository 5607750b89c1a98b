"""Step 2: which column is what, guessed and shown with samples."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.forms import Form
from django.forms.boundfield import BoundField
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from businesses.access import BookRequest, member
from core.refusals import Refusal
from core.sheets.reading import Cell
from core.templatetags.dates import date_words
from imports import files
from imports.forms import ColumnsForm
from imports.models import ImportRun
from imports.operations.checking import cells_of, check_file, with_known_order
from imports.operations.files import choose_sheet
from imports.queries.runs import brought_before
from imports.refusals import WrongMoment
from imports.sheet import words
from imports.sheet.days import order_of
from imports.sheet.layout import Rows, cell_of, has_gaps
from imports.sheet.mapping import Mapping, mapping_from
from imports.sheet.sums import is_blank
from imports.views.steps import OPEN_STATES, page_context, run_or_404, step_of, to_step, told
from ledger.views.branches import open_branches

SAMPLES_MAX = 3
SAMPLE_LENGTH = 40
LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class ShownColumn:
    """A column with its heading, its first few different cells, and the field of its meaning."""

    number: int
    name: str
    samples: list[str]
    field: BoundField


@member(can="book.import")
@require_http_methods(["GET", "POST"])
def columns(request: BookRequest, business_id: object, run_id: uuid.UUID) -> HttpResponse:
    run = run_or_404(request, run_id)
    if run.state not in OPEN_STATES:
        return to_step(request, "run", run_id)
    mapping = mapping_from(run.mapping or {})
    try:
        if request.method != "POST":
            return _page(request, run, _form(request, mapping=mapping))
        if request.POST.get("of_sheet", mapping.sheet) != mapping.sheet:
            raise WrongMoment  # another sheet was chosen since, in another window
        form = _form(request, request.POST, mapping=mapping)
        if not form.is_valid():
            return _page(request, run, form, status=422)
        return _checked(request, run, form)
    except Refusal as refusal:
        return told(request, refusal, run_id=run_id)


def _form(request: BookRequest, *said: Any, mapping: Mapping) -> ColumnsForm:
    return ColumnsForm(
        *said, mapping=mapping, book_kind=request.business.kind, branches=open_branches(request)
    )


def _checked(request: BookRequest, run: ImportRun, form: ColumnsForm) -> HttpResponse:
    """Go on to the check, unless the columns as chosen leave open what the page had not asked."""
    rows = files.fetch_rows(business_id=request.business.pk, run_id=run.id, sheet=form.mapping.sheet)
    mapping = with_known_order(rows, form.said())
    if _questions(rows, mapping) - set(request.POST.get("asked", "").split()):
        return _page(request, run, form, shown=mapping)
    try:
        check_file(business=request.business, run_id=run.id, mapping=mapping, now=timezone.now())
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        form.add_error(refusal.field or None, refusal.message)
        return _page(request, run, form, shown=mapping, status=422)
    return to_step(request, "check", run.id)


@member(can="book.import")
@require_POST
def sheet(request: BookRequest, business_id: object, run_id: uuid.UUID) -> HttpResponse:
    """Another sheet of the same workbook."""
    try:
        subject = choose_sheet(business=request.business, run_id=run_id, sheet=request.POST.get("sheet", ""))
    except Refusal as refusal:
        return told(request, refusal, run_id=run_id)
    return to_step(request, step_of(subject), run_id)


def _page(
    request: BookRequest,
    run: ImportRun,
    form: ColumnsForm,
    *,
    shown: Mapping | None = None,
    status: int = 200,
) -> HttpResponse:
    mapping = shown or form.mapping
    name = files.table_name(mapping.sheet)
    stored = files.fetch_json(business_id=request.business.pk, run_id=run.id, name=name)
    rows = files.fetch_rows(business_id=request.business.pk, run_id=run.id, sheet=mapping.sheet)
    context = page_context(
        "columns", run=run, form=form, columns=shown_columns(rows, mapping, form), sheets=stored["sheets"],
        sheet=stored["sheet"], rows_count=max(0, len(rows) - mapping.head),
        asked=sorted(_questions(rows, mapping)), has_more=shown is not None and status == 200,
        before=brought_before(business_id=request.business.pk, run_id=run.id),
    )  # fmt: skip
    return render(request, "imports/columns.html", context, status=status)


def _questions(rows: Rows, mapping: Mapping) -> frozenset[str]:
    """What the table itself leaves open, given what its columns are."""
    below = rows[mapping.head :]
    asks = {
        "party": words.PARTY not in mapping.roles,
        "order": order_of(cells_of(below, mapping, words.DATE)).is_asked,
        "sign": words.AMOUNT in mapping.roles and words.TYPE not in mapping.roles,
        "fill": mapping.fill_down or has_gaps(below, mapping.roles),
    }
    return frozenset(question for question, is_asked in asks.items() if is_asked)


def shown_columns(rows: Rows, mapping: Mapping, form: Form) -> list[ShownColumn]:
    below = rows[mapping.head : mapping.head + LOOKED_AT]
    shown = []
    for number, name in enumerate(mapping.names):
        filled = [cell for row in below if not is_blank(cell := cell_of(row, number))]
        if filled or name:
            samples = list(dict.fromkeys(_sample(cell) for cell in filled))[:SAMPLES_MAX]
            shown.append(ShownColumn(number + 1, name, samples, form[f"column_{number}"]))
    return shown


def _sample(cell: Cell) -> str:
    if hasattr(cell, "strftime"):
        return date_words(cell)  # type: ignore[arg-type]
    text = " ".join(str(cell).split())
    return text if len(text) <= SAMPLE_LENGTH else text[: SAMPLE_LENGTH - 1] + "…"
