"""The merchant's side of a bill's public link: made, shown once with a way to send it, and withdrawn."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from businesses.access import BookRequest, member
from core.htmx import redirect
from invoicing.operations.links import make_link, withdraw_link
from invoicing.queries.links import standing_link
from invoicing.queries.papers import paper_card
from invoicing.views.editor import sale_of
from invoicing.views.messages import message_of
from ledger.views.contexts import today_of
from ledger.views.replies import refusals_answered


@member(can="sales.write")
@require_http_methods(["GET", "POST"])
@refusals_answered
def link(request: BookRequest, *, business_id: UUID, paper_id: UUID) -> HttpResponse:
    kept, now = sale_of(business_id, paper_id), timezone.now()
    context: dict[str, object] = {"kept": kept}
    if request.method == "POST" and "withdraw" in request.POST:
        withdraw_link(business_id=business_id, actor=request.actor, paper_id=paper_id, now=now)
        messages.success(request, _("The link does not work any more."))
        return redirect(request, reverse("invoicing:link", args=[business_id, paper_id]))
    if request.method == "POST":
        made = make_link(business_id=business_id, actor=request.actor, paper_id=paper_id, now=now)
        address = request.build_absolute_uri(reverse("shared:bill", args=[made.token]))
        card = paper_card(business_id, paper_id, today=today_of(request))
        text = f"{message_of(request.business, card)} {address}"
        number = kept.party.phone.lstrip("+")
        context |= {"address": address, "share": f"https://wa.me/{number}?{urlencode({'text': text})}"}
    context["standing"] = standing_link(business_id, paper_id, now=now)
    return render(request, "invoicing/link.html", context)
