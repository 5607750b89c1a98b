"""Invitations to the person who is signed in: which book, who invites, what they could do; yes or no."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from businesses.access import PersonRequest, signed_in
from businesses.context import menus_of
from businesses.operations.invitations import InvitationUnknown, accept, decline
from businesses.queries.invitations import offers
from core.htmx import redirect
from core.refusals import Refusal


@signed_in
@require_safe
def invitations(request: PersonRequest) -> HttpResponse:
    context = {"offers": offers(request.user, now=timezone.now()), **menus_of(request.user)}
    return render(request, "businesses/invitations.html", context)


@signed_in
@require_POST
def answer(request: PersonRequest, *, invitation_id: UUID) -> HttpResponse:
    """`answer` is yes or no; anything else is asked again."""
    said = request.POST.get("answer")
    doing = {"yes": accept, "no": decline}.get(said or "")
    if doing is None:
        return redirect(request, reverse("businesses:invitations"))
    try:
        done = doing(invitation_id=invitation_id, user=request.user, actor=request.actor, now=timezone.now())
    except InvitationUnknown:
        raise Http404 from None
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect(request, reverse("businesses:invitations"))
    if said == "yes":
        return redirect(request, reverse("ledger:khata", args=[done.business_id]))
    messages.success(request, _("You said no. Nobody in that book learns more than that."))
    return redirect(request, "/")
