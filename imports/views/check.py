"""Step 3: what is new, the same, doubtful and wrong, before anything is written."""

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods

from businesses.access import BookRequest, member
from core.refusals import Refusal
from imports import files
from imports.findings import Findings, findings_from
from imports.forms import fixes_in, same_in
from imports.models import ImportRun, RunState
from imports.operations.checking import amend, check_file
from imports.refusals import FileGone
from imports.sheet.mapping import mapping_from
from imports.views.steps import any_run_or_404, page_context, run_or_404, to_step, told
from imports.wrong_rows import wrong_rows_file


@member(can="book.import")
@require_http_methods(["GET", "POST"])
def check(request: BookRequest, business_id: object, run_id: uuid.UUID) -> HttpResponse:
    run = run_or_404(request, run_id)
    if run.state != RunState.CHECKED:
        return to_step(request, "columns" if run.state == RunState.MAPPING else "run", run_id)
    try:
        found = _findings(request, run)
        if request.method != "POST":
            return _page(request, run, found)
        posted = request.POST.dict()
        amend(
            business=request.business, run_id=run.id, fixes=fixes_in(posted),
            same_as=same_in(posted, found.doubts), sure_of_days=posted.get("sure_of_days") == "yes",
            now=timezone.now(),
        )  # fmt: skip
    except Refusal as refusal:
        return told(request, refusal, run_id=run_id)
    return to_step(request, "check", run_id)


@member(can="book.import")
@require_GET
def wrong_rows(request: BookRequest, business_id: object, run_id: uuid.UUID) -> HttpResponse:
    """Every wrong row with its sentence, to mend in the sheet."""
    run = any_run_or_404(request, run_id)
    if run.state not in (RunState.CHECKED, RunState.DONE):
        return to_step(request, "run", run_id)
    try:
        content = wrong_rows_file(business=request.business, run=run, now=timezone.now())
    except Refusal as refusal:
        return told(request, refusal, run_id=run_id)
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="halkhata-rows-to-mend.csv"'
    return response


def _findings(request: BookRequest, run: ImportRun) -> Findings:
    """What the check kept; found anew when its sentences are in another language than the page, or when a
    check at the same moment has just put its own in their place."""
    try:
        name = files.check_name(run.mapping)
        stored = files.fetch_json(business_id=request.business.pk, run_id=run.id, name=name)
    except FileGone:
        stored = None
    found = findings_from(stored) if stored else None
    if found is not None and found.language == (get_language() or ""):
        return found
    mapping = mapping_from(run.mapping or {})
    return check_file(business=request.business, run_id=run.id, mapping=mapping, now=timezone.now())


def _page(request: BookRequest, run: ImportRun, found: Findings) -> HttpResponse:
    return render(request, "imports/check.html", page_context("check", run=run, found=found))
