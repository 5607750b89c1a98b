"""Houses from a sheet: the file, then one page with the columns and what they come to."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from businesses.access import BookRequest, member
from core.refusals import Refusal
from core.sheets.refusals import BYTES_LIMIT, refused
from imports import files
from imports.findings import ShownWrong
from imports.forms import FileForm, RentColumnsForm, fixes_in
from imports.models import ImportRun, RunState, RunSubject
from imports.operations.files import take_file
from imports.operations.rent_runs import check_rents, look_through_rents
from imports.queries.runs import brought_before, recent_runs
from imports.refusals import MappingIncomplete
from imports.rents.plan import RentPlan
from imports.samples import RENT_SAMPLES, rent_sample_file
from imports.sheet.mapping import FIXED_ROWS_MAX, Mapping, mapping_from
from imports.views.columns import shown_columns
from imports.views.file import CONTENT_TYPES, LANGUAGE_NAMES
from imports.views.steps import OPEN_STATES, page_context, run_or_404, to_step, told

SHOWN_MAX = 60


@member(can="book.import")
@require_http_methods(["GET", "POST"])
def rents(request: BookRequest, business_id: object) -> HttpResponse:
    if request.method != "POST":
        return _file_page(request, FileForm())
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _file_page(request, form, status=422)
    upload = form.cleaned_data["file"]
    try:
        if upload.size > BYTES_LIMIT:
            raise refused("bytes")
        run_id = take_file(
            business=request.business, actor=request.actor, content=upload.read(), file_name=upload.name,
            now=timezone.now(), subject=RunSubject.RENTS,
        )  # fmt: skip
    except Refusal as refusal:
        form.add_error("file", refusal.message)
        return _file_page(request, form, status=refusal.status)
    return to_step(request, "rents_check", run_id)


def _file_page(request: BookRequest, form: FileForm, *, status: int = 200) -> HttpResponse:
    runs = recent_runs(business_id=request.business.pk, subject=RunSubject.RENTS)
    context = page_context("file", form=form, runs=runs, languages=LANGUAGE_NAMES)
    return render(request, "imports/rents.html", context, status=status)


@member(can="book.import")
@require_GET
def rents_sample(request: BookRequest, business_id: object, language: str, kind: str) -> HttpResponse:
    if language not in RENT_SAMPLES or kind not in CONTENT_TYPES:
        raise Http404
    content = rent_sample_file(language=language, kind=kind, today=timezone.localdate())
    response = HttpResponse(content, content_type=CONTENT_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="halkhata-houses-{language}.{kind}"'
    return response


@member(can="book.import")
@require_http_methods(["GET", "POST"])
def rents_check(request: BookRequest, business_id: object, run_id: uuid.UUID) -> HttpResponse:
    """The columns as guessed or chosen, and what is new, the same and wrong with them."""
    run = run_or_404(request, run_id, subject=RunSubject.RENTS)
    if run.state not in OPEN_STATES:
        return to_step(request, "run", run_id)
    mapping = mapping_from(run.mapping or {})
    form = RentColumnsForm(request.POST if request.method == "POST" else None, mapping=mapping)
    try:
        if request.method == "POST" and "mended" in request.POST:
            return _mended(request, run)
        if request.method == "POST":
            return _chosen(request, run, form)
        return _check_page(request, run, form, plan=_guess(request, run))
    except Refusal as refusal:
        return told(request, refusal, run_id=None if refusal.status == 410 else run_id)


def _guess(request: BookRequest, run: ImportRun) -> RentPlan | None:
    """What the columns come to; a fresh file whose headings say enough is checked at once."""
    now = timezone.now()
    try:
        if run.state == RunState.CHECKED:
            return look_through_rents(business=request.business, run_id=run.pk, now=now)
        return check_rents(business=request.business, run_id=run.pk, now=now)
    except MappingIncomplete:
        return None


def _mended(request: BookRequest, run: ImportRun) -> HttpResponse:
    """Checked again with the cells as they were written on the page."""
    check_rents(
        business=request.business, run_id=run.pk, fixes=fixes_in(request.POST.dict()), now=timezone.now()
    )
    return to_step(request, "rents_check", run.pk)


def _chosen(request: BookRequest, run: ImportRun, form: RentColumnsForm) -> HttpResponse:
    if not form.is_valid():
        return _check_page(request, run, form, plan=None, status=422)
    try:
        check_rents(
            business=request.business, run_id=run.pk, roles=form.roles(),
            day_first=form.cleaned_data["day_order"] == "day", now=timezone.now(),
        )  # fmt: skip
    except MappingIncomplete as refusal:
        form.add_error(None, refusal.message)
        return _check_page(request, run, form, plan=None, status=422)
    return to_step(request, "rents_check", run.pk)


def _check_page(
    request: BookRequest, run: ImportRun, form: RentColumnsForm, *, plan: RentPlan | None, status: int = 200
) -> HttpResponse:
    mapping = mapping_from(run.mapping or {})
    name = files.table_name(mapping.sheet)
    stored = files.fetch_json(business_id=request.business.pk, run_id=run.pk, name=name)
    rows = files.fetch_rows(business_id=request.business.pk, run_id=run.pk, sheet=mapping.sheet)
    context = page_context(
        "check" if plan else "columns", run=run, form=form, plan=plan, sheets=stored["sheets"],
        sheet=stored["sheet"], columns=shown_columns(rows, mapping, form), shown_max=SHOWN_MAX,
        wrong=_to_mend(plan, mapping) if plan else [], mend_max=FIXED_ROWS_MAX,
        before=brought_before(business_id=request.business.pk, run_id=run.pk),
    )  # fmt: skip
    return render(request, "imports/rents_check.html", context, status=status)


def _to_mend(plan: RentPlan, mapping: Mapping) -> list[ShownWrong]:
    """The first wrong rows, each with its cells to write over."""
    return [
        ShownWrong(row.line, row.message, [(at, mapping.names[at], text) for at, text in row.cells.items()])
        for row in plan.wrong[:FIXED_ROWS_MAX]
    ]
