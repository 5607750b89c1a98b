"""The landlord's side of a tenant's page: the link, what tenants say they paid, and what they write."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from businesses.access import BookRequest, member
from core.htmx import redirect
from ledger.views.contexts import today_of
from ledger.views.photos import SEALED
from ledger.views.replies import amount_words, named, refusals_answered
from rentals.forms import WhyForm
from rentals.operations.portal import answer_word, confirm_claim, make_link, refuse_claim, withdraw_link
from rentals.papers import lease_pdf, receipt_pdf
from rentals.portal.pages import pdf_response
from rentals.queries.houses import lease_card
from rentals.queries.portal import claims, photo_name, receipt, standing_link, tenant_words
from rentals.tenant_forms import WordAnswerForm
from rentals.views.shared import answered, sent


@member(can="rent.write")
@require_http_methods(["GET", "POST"])
@refusals_answered
def link(request: BookRequest, *, business_id: UUID, lease_id: UUID) -> HttpResponse:
    """The tenant's link: made, shown once with a way to send it, and withdrawn."""
    card, now = lease_card(business_id, lease_id), timezone.now()
    party_id, context = card.lease.party_id, {"card": card, "lease": card.lease}
    if request.method == "POST" and "withdraw" in request.POST:
        withdraw_link(business_id=business_id, actor=request.actor, party_id=party_id, now=now)
        messages.success(request, _("The link does not work any more."))
        return redirect(request, reverse("rentals:link", args=[business_id, lease_id]))
    if request.method == "POST":
        made = make_link(business_id=business_id, actor=request.actor, party_id=party_id, now=now)
        address = request.build_absolute_uri(reverse("tenant:rented_home", args=[made.token]))
        context |= {
            "address": address,
            "share": _share(card.phone, card.tenant, address),
            "ends_at": made.ends_at,
        }
    context["standing"] = standing_link(business_id, party_id, now=now)
    return render(request, "rentals/link.html", context)


def _share(phone: str, name: str, address: str) -> str:
    text = _("%(name)s, your rent, what is paid and your receipts: %(address)s") % {
        "name": name,
        "address": address,
    }
    return f"https://wa.me/{phone.lstrip('+')}?text={quote(text)}"


@member(can="rent.read")
@require_safe
def said_list(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    """What tenants say: payments that wait for a yes, then messages and problems."""
    context = {"claims": claims(business_id), "words": tenant_words(business_id)}
    return render(request, "rentals/said.html", context)


@member(can="khata.write")
@require_POST
@refusals_answered
def claim_yes(request: BookRequest, *, business_id: UUID, claim_id: UUID) -> HttpResponse:
    """It came: the rent is received."""
    paid = confirm_claim(business_id=business_id, actor=request.actor, claim_id=claim_id, now=timezone.now())
    words = {"amount": amount_words(request, paid.amount), "name": named(paid.tenant)}
    messages.success(request, _("%(amount)s received from %(name)s.") % words)
    return redirect(request, reverse("rentals:said", args=[business_id]))


@member(can="khata.write")
@require_http_methods(["GET", "POST"])
@refusals_answered
def claim_no(request: BookRequest, *, business_id: UUID, claim_id: UUID) -> HttpResponse:
    """It did not come; the tenant reads why."""
    found = [one for one in claims(business_id) if one.pk == claim_id]
    if not found:
        raise Http404
    form = WhyForm(sent(request))

    def do() -> HttpResponse:
        refuse_claim(
            business_id=business_id, actor=request.actor, claim_id=claim_id, answer=form.cleaned_data["reason"],
            now=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("The tenant sees your answer."))
        return redirect(request, reverse("rentals:said", args=[business_id]))

    return answered(request, form, template="rentals/claim_no.html", context={"claim": found[0]}, do=do)


@member(can="rent.write")
@require_http_methods(["GET", "POST"])
@refusals_answered
def word(request: BookRequest, *, business_id: UUID, word_id: UUID) -> HttpResponse:
    """A message or problem, and what is done about it."""
    found = [one for one in tenant_words(business_id) if one.pk == word_id]
    if not found:
        raise Http404
    form = WordAnswerForm(sent(request), initial={"answer": found[0].answer, "state": found[0].state})

    def do() -> HttpResponse:
        answer_word(
            business_id=business_id, actor=request.actor, word_id=word_id, state=form.cleaned_data["state"],
            answer=form.cleaned_data["answer"], now=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("The tenant sees your answer."))
        return redirect(request, reverse("rentals:said", args=[business_id]))

    context: dict[str, Any] = {"word": found[0]}
    return answered(request, form, template="rentals/word.html", context=context, do=do)


@member(can="rent.read")
@require_safe
def photo(request: BookRequest, *, business_id: UUID, row_id: UUID) -> HttpResponseBase:
    """A picture of a tenant's, or of a meter, sealed so that a browser does nothing but show it."""
    name = photo_name(business_id, row_id)
    if not name or not default_storage.exists(name):
        raise Http404
    response = FileResponse(default_storage.open(name), content_type="image/jpeg")
    response["Content-Disposition"] = "inline"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SEALED
    return response


@member(can="rent.read")
@require_safe
@refusals_answered
def lease_file(request: BookRequest, *, business_id: UUID, lease_id: UUID) -> HttpResponse:
    card = lease_card(business_id, lease_id)
    return pdf_response(
        lease_pdf(card.lease, business=request.business, tenant=card.lease.party, today=today_of(request)),
        name="lease",
    )


@member(can="rent.read")
@require_safe
@refusals_answered
def receipt_file(
    request: BookRequest, *, business_id: UUID, lease_id: UUID, document_id: UUID
) -> HttpResponse:
    card = lease_card(business_id, lease_id)
    payer = card.lease.party.merged_into_id or card.lease.party_id
    found = receipt(business_id, payer, document_id)
    if found is None:
        raise Http404
    content = receipt_pdf(found, business=request.business, tenant=card.tenants, lease=card.lease)
    return pdf_response(content, name=f"receipt-{found.number}")
