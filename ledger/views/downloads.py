"""Files to take along: the list of those that were made, the whole book, and the statements of many."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from businesses.access import BookRequest, member
from businesses.roles import is_granted
from core.htmx import redirect
from core.ids import uuid7
from core.refusals import Refusal
from ledger.exports.packs import Wanted
from ledger.forms.exports import PackForm
from ledger.made_files import KEPT, KINDS, FileGone, KeptFile, kept_file
from ledger.operations.exports import ask_for_book, ask_for_pack, delete_download
from ledger.queries.downloads import downloads
from ledger.statements.names import disposition
from ledger.statements.words import digits_in
from ledger.views.contexts import today_of
from ledger.views.replies import refusals_answered, show_in, uuid_or_none


@member(can="totals.read")
@require_GET
def downloads_page(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    now = timezone.now()
    rows = downloads(business_id, kinds=kinds_of(request), person_id=request.actor.user_id, since=now - KEPT)
    is_working = any(row.is_open for row in rows)
    context = {"rows": rows, "today": today_of(request), "is_working": is_working, "request_id": uuid7()}
    return render(request, "ledger/downloads.html", context)


def kinds_of(request: BookRequest) -> list[str]:
    """The kinds of files this person may take."""
    return [kind for kind, can in KINDS.items() if is_granted(request.actor.role, can)]


@member(can="totals.read")
@require_GET
def statement_file(request: BookRequest, *, business_id: UUID, job_id: UUID) -> HttpResponseBase:
    """The file a job left behind."""
    try:
        kept = kept_file(business_id=business_id, job_id=job_id, kinds=kinds_of(request))
    except FileGone as gone:
        messages.error(request, gone.message)
        return redirect(request, reverse("ledger:downloads", args=[business_id]))
    if kept is None:
        raise Http404
    return sent(kept)


def sent(kept: KeptFile) -> FileResponse:
    response = FileResponse(kept.content, content_type=kept.content_type)
    response["Content-Disposition"] = disposition(kept.name)
    return response


@member(can="totals.read")
@require_POST
@refusals_answered
def download_delete(request: BookRequest, *, business_id: UUID, job_id: UUID) -> HttpResponse:
    delete_download(business_id=business_id, actor=request.actor, job_id=job_id)
    messages.success(request, _("The file is deleted."))
    return redirect(request, reverse("ledger:downloads", args=[business_id]))


@member(can="book.settings")
@require_POST
@refusals_answered
def book_export(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    """Have the whole book packed."""
    job_id = ask_for_book(
        business_id=business_id, actor=request.actor, request_id=request_id_of(request), now=timezone.now()
    )
    return redirect(request, reverse("audit:job", args=[business_id, job_id]))


@member(can="totals.read")
@require_http_methods(["GET", "POST"])
def pack(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    """The statements of many: whose, of which days, and as what."""
    form = PackForm(request.POST or None, digits=request.user.digits)
    if request.method != "POST":
        return _pack_page(request, form)
    if not form.is_valid():
        return _pack_page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        job_id = ask_for_pack(
            business_id=business_id, actor=request.actor, wanted=_wanted(request, form), today=today_of(request),
            request_id=request_id_of(request), now=timezone.now(),
        )  # fmt: skip
    except Refusal as refusal:
        show_in(form, refusal)
        return _pack_page(request, form, status=refusal.status)
    return redirect(request, reverse("audit:job", args=[business_id, job_id]))


def _pack_page(request: BookRequest, form: PackForm, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "request_id": uuid7(),
        "typed": bool(form["start"].value() or form["end"].value()),
    }
    return render(request, "ledger/pack.html", context, status=status)


def _wanted(request: BookRequest, form: PackForm) -> Wanted:
    said, language = form.cleaned_data, get_language() or "en"
    return Wanted(
        who=said["who"], form=said["form"], range=said["range"], start=said.get("start"), end=said.get("end"),
        language=language, digits=digits_in(language, wanted=request.user.digits),
    )  # fmt: skip


def request_id_of(request: BookRequest) -> UUID:
    """So that a button pressed twice asks once."""
    return uuid_or_none(request.POST.get("request_id", "")) or uuid7()
