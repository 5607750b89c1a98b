"""The page of backups, for the people who run the site."""

import structlog
from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from audit import trail
from backups import jobs, shelf
from businesses.access import PersonRequest, staff
from businesses.books import lock_user
from core.htmx import redirect
from core.ids import uuid7
from core.text import TextError, clean_line

log = structlog.get_logger("halkhata.backups")

REASON_MAX = 200


@staff
@require_http_methods(["GET", "POST"])
def backups(request: PersonRequest) -> HttpResponse:
    place = shelf.folder()
    if request.method == "POST":
        if place is None:
            messages.error(request, _("Backups are switched off on this machine."))
        else:
            with transaction.atomic():
                _tell(request, verb="backup.asked")
                jobs.ask_for_backup(asked_by_id=request.user.pk, now=timezone.now())
            messages.success(request, _("The backup is being made. It stands here when it is done."))
        return redirect(request, reverse("backups:backups"))
    kept = shelf.kept(place)[: shelf.LISTED_MAX] if place else []
    taken = next((one for one in kept if one.name == request.GET.get("take")), None)
    context = {"kept": kept, "taken": taken, "is_on": place is not None, "last": jobs.last_try()}
    return render(request, "backups/backups.html", {**context, "place": place})


@staff
@require_POST
def download(request: PersonRequest) -> HttpResponseBase:
    """The whole archive, with every book in it: for superusers, with a reason, and noted in their own trail."""
    place = shelf.folder()
    kept = shelf.kept(place) if place else []
    found = next((one for one in kept if one.name == request.POST.get("name")), None)
    try:
        reason = clean_line(request.POST.get("reason", ""), max_length=REASON_MAX, field="reason")
    except TextError:
        reason = ""
    if not request.user.is_superuser:
        return _no(request, _("A backup holds every book. Only a superuser may download one."))
    if found is None:
        return _no(request, _("This backup is gone."))
    if not reason:
        return _no(request, _("Say why you need it."))
    with transaction.atomic():
        _tell(request, verb="backup.downloaded")
    log.warning("backup downloaded", name=found.name, by=str(request.user.pk), reason=reason)
    return FileResponse(found.path.open("rb"), as_attachment=True, filename=found.name)


def _no(request: PersonRequest, why: str) -> HttpResponseBase:
    messages.error(request, why)
    return redirect(request, reverse("backups:backups"))


def _tell(request: PersonRequest, *, verb: str) -> None:
    user_id = request.user.pk
    news = trail.News(
        seq=lock_user(user_id), verb=verb, subject_kind="backup", subject_id=uuid7(), rev=0, amount=None, contents={}
    )  # fmt: skip
    trail.append_to_user(user_id=user_id, at=timezone.now(), actor=request.actor, news=news)
