"""Leaving a book of somebody else's, which anybody in it may do."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from businesses.access import BookRequest, member
from businesses.models import Membership
from businesses.operations.members import LastOwner, leave_book
from businesses.roles import Role
from core.htmx import redirect


@member(can="khata.read")
@require_http_methods(["GET", "POST"])
def leave(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    """The page that says what it means; its only owner is told what to do first."""
    owners = Membership.objects.filter(business_id=business_id, role=Role.OWNER)
    is_alone = request.membership.role == Role.OWNER and not owners.exclude(user_id=request.user.pk).exists()
    if request.method != "POST":
        return render(request, "businesses/leave.html", {"is_alone": is_alone})
    try:
        leave_book(business_id=business_id, actor=request.actor, now=timezone.now())
    except LastOwner as refusal:
        messages.error(request, refusal.message)
        return redirect(request, reverse("businesses:leave", args=[business_id]))
    messages.success(request, _("You left %(book)s.") % {"book": request.business.name})
    return redirect(request, reverse("businesses:home"))
