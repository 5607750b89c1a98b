"""Who called the API about this book, for its owners: by program and day, a page at a time."""

import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from api.forms import LogForm
from api.queries.access_log import Wanted, accesses, callers_of, wanted_of
from businesses.access import BookRequest, member
from businesses.queries.visits import visits_to
from core.htmx import is_htmx


@member(can="book.members")
@require_safe
def access_log(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    callers = [(str(pk), name or _("A program that is gone")) for pk, name in callers_of(business_id)]
    form = LogForm(request.GET or None, callers=callers)
    valid = form.is_valid()
    wanted = _wanted(form, zone=ZoneInfo(request.business.timezone)) if valid else Wanted()
    before = request.GET.get("before", "")
    found, after = accesses(business_id, wanted=wanted, before=int(before) if _is_number(before) else None)
    context = {
        "form": form,
        "rows": found,
        "visits": [] if before else visits_to(business_id, now=timezone.now()),
        "next": _address(request, before=after) if after else "", "is_asked": form.is_bound and wanted != Wanted(),
    }  # fmt: skip
    template = "developer/_accesses.html" if is_htmx(request) and before else "developer/access_log.html"
    return render(request, template, context, status=200 if valid or not form.is_bound else 422)


def _wanted(form: LogForm, *, zone: datetime.tzinfo) -> Wanted:
    said = form.cleaned_data
    return wanted_of(
        caller_id=UUID(said["caller"]) if said["caller"] else None, trace_id=said["trace"].strip(), start=said["start"],
        end=said["end"], zone=zone,
    )  # fmt: skip


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 18


def _address(request: BookRequest, *, before: int) -> str:
    asked = request.GET.copy()
    asked["before"] = str(before)
    return f"{request.path}?{asked.urlencode()}"
