"""Step 1: the file; beside it the files brought before and samples to fill in."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from businesses.access import BookRequest, member
from core.refusals import Refusal
from core.sheets.refusals import BYTES_LIMIT, refused
from imports.forms import FileForm
from imports.operations.files import take_file
from imports.queries.runs import recent_runs
from imports.samples import SAMPLES, sample_file
from imports.views.steps import page_context, to_step

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
LANGUAGE_NAMES = (("en", "English"), ("hi", "हिन्दी"), ("bn", "বাংলা"))


@member(can="book.import")
@require_http_methods(["GET", "POST"])
def bring(request: BookRequest, business_id: object) -> HttpResponse:
    if request.method != "POST":
        return _page(request, FileForm())
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    upload = form.cleaned_data["file"]
    try:
        if upload.size > BYTES_LIMIT:
            raise refused("bytes")
        run_id = take_file(
            business=request.business, actor=request.actor, content=upload.read(), file_name=upload.name,
            now=timezone.now(),
        )  # fmt: skip
    except Refusal as refusal:
        form.add_error("file", refusal.message)
        return _page(request, form, status=refusal.status)
    return to_step(request, "columns", run_id)


@member(can="book.import")
@require_GET
def sample(request: BookRequest, business_id: object, language: str, kind: str) -> HttpResponse:
    if language not in SAMPLES or kind not in CONTENT_TYPES:
        raise Http404
    content = sample_file(language=language, kind=kind, today=timezone.localdate())
    response = HttpResponse(content, content_type=CONTENT_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="halkhata-khata-{language}.{kind}"'
    return response


def _page(request: BookRequest, form: FileForm, *, status: int = 200) -> HttpResponse:
    runs = recent_runs(business_id=request.business.pk)
    context = page_context("file", form=form, runs=runs, languages=LANGUAGE_NAMES)
    return render(request, "imports/file.html", context, status=status)
