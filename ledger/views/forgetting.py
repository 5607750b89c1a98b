"""What is kept about a person: taking all of it along, and erasing it."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from businesses.access import BookRequest, member
from core.htmx import redirect
from core.ids import uuid7
from core.refusals import Refusal
from ledger.forms.exports import TypedForm
from ledger.operations.erasing import erase_party
from ledger.operations.exports import ask_for_party
from ledger.queries.forgetting import Kept, kept_of
from ledger.refusals import PartyUnknown
from ledger.statements.words import digits_in
from ledger.views.contexts import today_of
from ledger.views.downloads import request_id_of
from ledger.views.replies import refusals_answered, show_in


@member(can="totals.read")
@require_http_methods(["GET", "POST"])
@refusals_answered
def party_data(request: BookRequest, *, business_id: UUID, party_id: UUID) -> HttpResponse:
    """What is kept about somebody; POST has it packed."""
    if request.method != "POST":
        context = {"kept": _kept(request, party_id), "request_id": uuid7()}
        return render(request, "ledger/party_data.html", context)
    language = get_language() or settings.LANGUAGE_CODE
    job_id = ask_for_party(
        business_id=business_id, actor=request.actor, party_id=party_id, request_id=request_id_of(request),
        language=language, digits=digits_in(language, wanted=request.user.digits), now=timezone.now(),
    )  # fmt: skip
    return redirect(request, reverse("audit:job", args=[business_id, job_id]))


@member(can="book.members")
@require_http_methods(["GET", "POST"])
def party_erase(request: BookRequest, *, business_id: UUID, party_id: UUID) -> HttpResponse:
    """The page that says what it means, and the erasing itself once the name was typed."""
    form = TypedForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _erase_page(request, party_id, form)
    try:
        done = erase_party(
            business_id=business_id, actor=request.actor, party_id=party_id, typed=form.cleaned_data["typed"],
            now=timezone.now(),
        )  # fmt: skip
    except PartyUnknown:
        raise Http404 from None
    except Refusal as refusal:
        show_in(form, refusal)
        return _erase_page(request, party_id, form, status=refusal.status)
    messages.success(request, _("Erased. The khata is called %(name)s from now on.") % {"name": done.name})
    return redirect(request, reverse("audit:job", args=[business_id, done.job_id]))


def _erase_page(request: BookRequest, party_id: UUID, form: TypedForm, *, status: int = 200) -> HttpResponse:
    context = {"kept": _kept(request, party_id), "form": form}
    return render(request, "ledger/party_erase.html", context, status=status)


def _kept(request: BookRequest, party_id: UUID) -> Kept:
    try:
        return kept_of(request.business.pk, party_id, today=today_of(request))
    except PartyUnknown:
        raise Http404 from None
