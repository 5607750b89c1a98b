"""Before a book opens to staff: why, which, for how long. And who looked into which."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from businesses.access import PersonRequest, staff
from businesses.operations.visits import begin_visit, end_visit
from businesses.queries.visits import open_visit, visits_of_staff
from core.htmx import redirect
from core.refusals import Refusal
from ledger.views.replies import show_in
from staff.forms import VisitForm


@staff
@require_http_methods(["GET", "POST"])
def visits(request: PersonRequest) -> HttpResponse:
    now = timezone.now()
    if request.method != "POST":
        return _page(request, VisitForm(initial={"book": request.GET.get("book", "")[:36], "minutes": 60}))
    form = VisitForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    said = form.cleaned_data
    try:
        begin_visit(
            business_id=said["book"],
            actor=request.actor,
            reason=said["reason"],
            minutes=said["minutes"],
            now=now,
        )
    except Refusal as refusal:
        show_in(form, refusal)
        return _page(request, form, status=422)
    return redirect(request, reverse("admin:index"))


@staff
@require_POST
def leave(request: PersonRequest) -> HttpResponse:
    end_visit(actor=request.actor, now=timezone.now())
    messages.success(request, _("You left the book."))
    return redirect(request, reverse("staff:visits"))


def _page(request: PersonRequest, form: VisitForm, *, status: int = 200) -> HttpResponse:
    now = timezone.now()
    context = {
        "form": form,
        "visit": open_visit(user_id=request.user.pk, now=now),
        "rows": visits_of_staff(now=now),
    }
    return render(request, "staff/visits.html", context, status=status)
