"""What bills must know of a name, on a page beside its khata."""

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
from core.refusals import Refusal
from invoicing.forms.contacts import PERSONS, ContactForm, said_of
from invoicing.operations.contact_cards import write_contact
from invoicing.operations.contacts import content_of
from invoicing.queries.contacts import contact_card
from ledger.queries.parties import party_card
from ledger.views.contexts import today_of
from ledger.views.replies import refusals_answered, show_in


@member(can="khata.edit")
@require_http_methods(["GET", "POST"])
@refusals_answered
def contact(request: BookRequest, *, business_id: UUID, party_id: UUID) -> HttpResponse:
    card = party_card(business_id, party_id, today=today_of(request))
    standing = content_of(contact_card(business_id, party_id).contact)
    is_indian = request.business.country == "IN"
    if request.method != "POST":
        initial = {**said_of(standing), "base_rev": card.rev, "registration_number": card.registration_number}
        return _page(request, card, ContactForm(initial=initial, is_indian=is_indian))
    form = ContactForm(request.POST, is_indian=is_indian)
    if not form.is_valid():
        return _page(request, card, form, status=422)
    try:
        write_contact(
            business_id=business_id, actor=request.actor, party_id=party_id, now=timezone.now(),
            registration_number=form.cleaned_data["registration_number"].upper() if is_indian
            else form.cleaned_data["registration_number"],
            content=form.content(others=standing.persons[PERSONS:]), base_rev=form.cleaned_data["base_rev"],
        )  # fmt: skip
    except Refusal as refusal:
        show_in(form, refusal)
        return _page(request, card, form, status=refusal.status)
    messages.success(request, _("Saved. New bills know it."))
    return redirect(request, reverse("ledger:party", args=[business_id, party_id]))


def _page(request: BookRequest, card: object, form: ContactForm, *, status: int = 200) -> HttpResponse:
    more = any(name.startswith(("shipping_", "person")) for name in form.errors)
    return render(
        request, "invoicing/contact.html", {"form": form, "card": card, "more": more}, status=status
    )
