"""A bill sent by e-mail: to whom, with which words; the worker sends it."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from businesses.access import BookRequest, member
from core.htmx import redirect
from core.ids import uuid7
from core.messages.letters import mail_is_set
from core.refusals import Refusal
from invoicing.forms.mails import MailForm
from invoicing.operations.mails import mail_paper
from invoicing.operations.rules import check_standing
from invoicing.paper.message import message_of, subject_of
from invoicing.queries.mails import addresses_of
from invoicing.queries.papers import PaperCard, paper_card
from invoicing.views.editor import sale_of
from ledger.views.contexts import today_of
from ledger.views.replies import refusals_answered


@member(can="sales.write")
@require_http_methods(["GET", "POST"])
@refusals_answered
def mail(request: BookRequest, *, business_id: UUID, paper_id: UUID) -> HttpResponse:
    """Without a mail server the words go into the mail program of the reader."""
    kept = sale_of(business_id, paper_id)
    check_standing(kept)
    card = paper_card(business_id, paper_id, today=today_of(request))
    addresses = addresses_of(business_id, kept.whom.pk)
    form = MailForm(
        request.POST if request.method == "POST" else None,
        addresses=addresses,
        initial=_first(request, card, addresses),
    )
    if request.method == "POST" and form.is_valid():
        try:
            return _sent(request, card, form)
        except Refusal as refusal:
            if refusal.status == 404:
                raise
            field = {"to": "other"}.get(refusal.field, refusal.field)
            form.add_error(field if field in form.fields else None, refusal.message)
    context: dict[str, Any] = {
        "form": form, "kept": kept, "is_set": mail_is_set(), "own_program": own_program(request, card),
        "answers_to": request.user.email,
    }  # fmt: skip
    return render(request, "invoicing/mail.html", context, status=422 if form.errors else 200)


def own_program(request: BookRequest, card: PaperCard) -> str:
    """The same words for the mail program of whoever reads the page."""
    said = {"subject": subject_of(request.business, card), "body": message_of(request.business, card)}
    # Mail programs take %20 for a blank, not a plus.
    return f"mailto:?{urlencode(said)}".replace("+", "%20")


def _first(request: BookRequest, card: PaperCard, addresses: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    return {
        "request_id": uuid7(), "to": [one for one, _name in addresses[:1]], "body": message_of(request.business, card),
        "subject": subject_of(request.business, card),
    }  # fmt: skip


def _sent(request: BookRequest, card: PaperCard, form: MailForm) -> HttpResponse:
    made = mail_paper(
        business_id=request.business.pk, actor=request.actor, paper_id=card.paper.pk,
        request_id=form.cleaned_data["request_id"], to=form.addresses(), subject=form.cleaned_data["subject"],
        words=form.cleaned_data["body"], now=timezone.now(),
    )  # fmt: skip
    return redirect(request, reverse("audit:job", args=[request.business.pk, made.job_id]))
