"""The merchant's side of a bill's public link: made, shown once with a way to send it, and withdrawn. Sharing makes
one at the press, beside those that were sent before."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from businesses.access import BookRequest, member
from businesses.secret_links import sealed
from core.htmx import redirect
from invoicing.models import Paper
from invoicing.operations.links import make_link, withdraw_link
from invoicing.paper.message import message_of
from invoicing.queries.links import standing_link
from invoicing.queries.papers import paper_card
from invoicing.views.editor import sale_of
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
        context |= _made(request, kept, ends_others=True)
    context["standing"] = standing_link(business_id, paper_id, now=now)
    return render(request, "invoicing/link.html", context)


@member(can="sales.write")
@require_POST
@refusals_answered
def share(request: BookRequest, *, business_id: UUID, paper_id: UUID) -> HttpResponse:
    """A link made on the press: for WhatsApp on a page that goes on by itself, for the phone's own ways to share as
    JSON, else to be copied from the page of links."""
    kept = sale_of(business_id, paper_id)
    made = _made(request, kept, ends_others=False)
    if request.POST.get("by") == "whatsapp":
        response = render(request, "invoicing/share.html", {"kept": kept, **made})
        # A redirect would not do: what follows a form stays on this site by the policy of content.
        response["Refresh"] = f"0; url={made['share']}"
        sealed(response)
        return response
    if request.accepts("application/json") and not request.accepts("text/html"):
        answer = JsonResponse({"url": made["address"], "words": made["words"]})
        sealed(answer)
        return answer
    standing = standing_link(business_id, paper_id, now=timezone.now())
    return render(request, "invoicing/link.html", {"kept": kept, "standing": standing, **made})


def _made(request: BookRequest, kept: Paper, *, ends_others: bool) -> dict[str, Any]:
    made = make_link(
        business_id=request.business.pk, actor=request.actor, paper_id=kept.pk, now=timezone.now(),
        ends_others=ends_others,
    )  # fmt: skip
    address = request.build_absolute_uri(reverse("shared:bill", args=[made.token]))
    words = message_of(request.business, paper_card(request.business.pk, kept.pk, today=today_of(request)))
    number = kept.whom.phone.lstrip("+")
    return {
        "address": address, "words": words,
        "share": f"https://wa.me/{number}?{urlencode({'text': f'{words} {address}'})}",
    }  # fmt: skip
