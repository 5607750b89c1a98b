"""For the people who run the site: the busiest programs, and the limit of each."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from api.forms import LimitForm
from api.operations.limits import set_limit
from api.queries.limits import busy_program, busy_programs
from businesses.access import PersonRequest, staff
from core.htmx import redirect
from core.refusals import Refusal
from ledger.views.replies import show_in

WHO_LENGTH_MAX = 254


@staff
@require_safe
def tokens(request: PersonRequest) -> HttpResponse:
    who = request.GET.get("who", "").strip()[:WHO_LENGTH_MAX].replace("\0", "")
    found = busy_programs(who=who, now=timezone.now())
    return render(request, "developer/staff_tokens.html", {"programs": found, "who": who})


@staff
@require_http_methods(["GET", "POST"])
def limit(request: PersonRequest, token_id: UUID) -> HttpResponse:
    program = busy_program(program_id=token_id, now=timezone.now())
    if program is None:
        raise Http404
    form = LimitForm(request.POST or None, initial={"limit": program.limit})
    context = {"program": program, "form": form}
    if request.method != "POST":
        return render(request, "developer/staff_limit.html", context)
    if not form.is_valid():
        return render(request, "developer/staff_limit.html", context, status=422)
    try:
        set_limit(
            actor=request.actor, program_id=token_id, limit=form.cleaned_data["limit"], now=timezone.now()
        )
    except Refusal as refusal:
        show_in(form, refusal)
        return render(request, "developer/staff_limit.html", context, status=refusal.status)
    messages.success(request, _("Saved"))
    return redirect(request, reverse("developer:staff_tokens"))
