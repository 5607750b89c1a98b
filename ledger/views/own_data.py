"""A person's own data: taking it along, and taking the account away."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from businesses.access import PersonRequest, signed_in
from businesses.context import menus_of
from businesses.models import Business
from businesses.operations.leaving import OwnsBooks, books_owned_alone, erase_account
from core.htmx import redirect
from core.ids import uuid7
from core.refusals import Refusal
from ledger.exports.own import KIND, ask_for_own, own_file
from ledger.forms.exports import TypedForm
from ledger.made_files import KEPT, FileGone
from ledger.queries.downloads import downloads
from ledger.queries.forgetting import backups_until
from ledger.views.downloads import sent
from ledger.views.replies import show_in, uuid_or_none


@signed_in
@require_http_methods(["GET", "POST"])
def own_data(request: PersonRequest) -> HttpResponse:
    """What was packed, and the buttons to pack it and to leave."""
    now, user_id = timezone.now(), request.user.pk
    if request.method == "POST":
        request_id = uuid_or_none(request.POST.get("request_id", "")) or uuid7()
        ask_for_own(user_id=user_id, actor=request.actor, request_id=request_id, now=now)
        messages.success(request, _("Your data is being packed. It stands here when it is done."))
        return redirect(request, reverse("ledger:own_data"))
    rows = downloads(None, kinds=[KIND], person_id=user_id, since=now - KEPT, only_own=True)
    is_working = any(row.is_open for row in rows)
    context = {"rows": rows, "is_working": is_working, "request_id": uuid7(), **menus_of(request.user)}
    return render(request, "ledger/own_data.html", context)


@signed_in
@require_GET
def own_data_file(request: PersonRequest, *, job_id: UUID) -> HttpResponseBase:
    try:
        kept = own_file(user_id=request.user.pk, job_id=job_id)
    except FileGone as gone:
        messages.error(request, gone.message)
        return redirect(request, reverse("ledger:own_data"))
    if kept is None:
        raise Http404
    return sent(kept)


@signed_in
@require_http_methods(["GET", "POST"])
def account_erase(request: PersonRequest) -> HttpResponse:
    """The page that says what it means, and the end of the account."""
    form = TypedForm(request.POST or None)
    form.fields["typed"].label = _("Type the phone number or e-mail you sign in with")
    alone = books_owned_alone(request.user.pk)
    if request.method == "POST" and alone:
        messages.error(request, OwnsBooks(alone).message)
        return redirect(request, reverse("ledger:account_erase"))
    if request.method != "POST" or not form.is_valid():
        return _erase_page(request, form, alone=alone)
    try:
        erase_account(
            user_id=request.user.pk, actor=request.actor, typed=form.cleaned_data["typed"], now=timezone.now()
        )
    except Refusal as refusal:
        show_in(form, refusal)
        return _erase_page(request, form, alone=alone, status=refusal.status)
    logout(request)
    messages.success(request, _("Your account is gone. Thank you for having been here."))
    return redirect(request, reverse("businesses:sign_in"))


def _erase_page(
    request: PersonRequest, form: TypedForm, *, alone: list[Business], status: int = 200
) -> HttpResponse:
    context = {
        "form": form, "alone": alone,
        "backups_until": backups_until(timezone.now().date()), **menus_of(request.user),
    }  # fmt: skip
    return render(request, "ledger/account_erase.html", context, status=status)
