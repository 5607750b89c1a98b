"""People: who is in the book, and what each may do there. For its owners."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from businesses.access import BookRequest, member
from businesses.forms import GrantsForm, MemberForm, RoleForm, refuse
from businesses.operations import members as operations
from businesses.operations.claims import confirm_claim
from businesses.operations.invitations import InvitationUnknown, invite, withdraw
from businesses.operations.people import give_name
from businesses.queries.contacts import is_claimed
from businesses.queries.invitations import open_invitations
from businesses.queries.memberships import MemberRow, member_row, members
from businesses.roles import SINGLE, Role, is_granted
from core.htmx import redirect
from core.phones import local_form
from core.refusals import Refusal

ISOLATE, END_ISOLATE = "\u2068", "\u2069"


@member(can="book.members")
@require_safe
def people(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    invited = open_invitations(business_id, now=timezone.now())
    context = {"people": members(business_id), "me": request.membership.pk, "invited": invited}
    return render(request, "businesses/members.html", context)


@member(can="book.members")
@require_http_methods(["GET", "POST"])
def add(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    asked: dict[str, Any] = {"country": request.business.country, "asks_name": not request.user.name}
    if request.method != "POST":
        return _add_page(request, MemberForm(**asked, initial={"role": Role.STAFF}))
    form = MemberForm(request.POST, **asked)
    if not form.is_valid():
        return _add_page(request, form, status=422)
    said, now = form.cleaned_data, timezone.now()
    try:
        give_name(user_id=request.user.pk, actor=request.actor, name=said.get("name", ""), now=now)
        invite(
            business_id=business_id, actor=request.actor, phone=form.phone, email=form.email, role=said["role"],
            now=now,
        )  # fmt: skip
    except Refusal as refusal:
        refuse(form, refusal)
        return _add_page(request, form, status=refusal.status)
    words = {"contact": f"{ISOLATE}{local_form(form.phone) or form.email}{END_ISOLATE}"}
    messages.success(
        request, _("Invited. They come in once they sign in with %(contact)s and say yes.") % words
    )
    return redirect(request, reverse("businesses:people", args=[business_id]))


@member(can="book.members")
@require_http_methods(["GET", "POST"])
def role(request: BookRequest, *, business_id: UUID, member_id: UUID) -> HttpResponse:
    """One person: how they are known, and the choice of what they may do."""
    person = _person(business_id, member_id)
    if request.method != "POST":
        return _role_page(request, person)
    form = RoleForm(request.POST)
    if not form.is_valid():
        return _role_page(request, person, form=form, status=422)
    try:
        changed = operations.change_role(
            business_id=business_id, actor=request.actor, member_id=member_id, role=form.cleaned_data["role"],
            now=timezone.now(),
        )  # fmt: skip
    except operations.MemberUnknown:
        raise Http404 from None
    except Refusal as refusal:
        refuse(form, refusal)
        return _role_page(request, person, form=form, status=refusal.status)
    messages.success(request, _("Saved"))
    stays = changed.user_id != request.user.pk or is_granted(changed.standing, "book.members")
    return redirect(request, reverse("businesses:people" if stays else "ledger:khata", args=[business_id]))


@member(can="book.members")
@require_POST
def grants(request: BookRequest, *, business_id: UUID, member_id: UUID) -> HttpResponse:
    """What this one person may do, besides or without what the role brings."""
    person = _person(business_id, member_id)
    form = GrantsForm(request.POST)
    if not form.is_valid():
        return _role_page(request, person, singles=form, status=422)
    try:
        operations.change_grants(
            business_id=business_id, actor=request.actor, member_id=member_id, grants=form.cleaned_data["grants"],
            now=timezone.now(),
        )  # fmt: skip
    except operations.MemberUnknown:
        raise Http404 from None
    except Refusal as refusal:
        refuse(form, refusal)
        return _role_page(request, person, singles=form, status=refusal.status)
    messages.success(request, _("Saved"))
    return redirect(request, reverse("businesses:people", args=[business_id]))


@member(can="book.members")
@require_POST
def confirm(request: BookRequest, *, business_id: UUID, member_id: UUID) -> HttpResponse:
    """The person signs in on a new device after a long time, and the owner says that it is really them."""
    try:
        confirm_claim(business_id=business_id, actor=request.actor, member_id=member_id, now=timezone.now())
    except operations.MemberUnknown:
        raise Http404 from None
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Confirmed. They can sign in again now."))
    return redirect(request, reverse("businesses:member", args=[business_id, member_id]))


@member(can="book.members")
@require_POST
def withdraw_invitation(request: BookRequest, *, business_id: UUID, invitation_id: UUID) -> HttpResponse:
    try:
        withdraw(
            business_id=business_id, actor=request.actor, invitation_id=invitation_id, now=timezone.now()
        )
    except InvitationUnknown:
        raise Http404 from None
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Withdrawn. They can no longer say yes."))
    return redirect(request, reverse("businesses:people", args=[business_id]))


@member(can="book.members")
@require_http_methods(["GET", "POST"])
def remove(request: BookRequest, *, business_id: UUID, member_id: UUID) -> HttpResponse:
    person = _person(business_id, member_id)
    if request.method != "POST":
        return _remove_page(request, person)
    try:
        removed = operations.remove_member(
            business_id=business_id, actor=request.actor, member_id=member_id, now=timezone.now()
        )
    except operations.MemberUnknown:
        raise Http404 from None
    except Refusal as refusal:
        return _remove_page(request, person, refusal=refusal)
    messages.success(request, _("Removed. What they wrote stays in the book."))
    left = removed.user_id == request.user.pk
    return redirect(request, "/" if left else reverse("businesses:people", args=[business_id]))


def _person(business_id: UUID, member_id: UUID) -> MemberRow:
    found = member_row(business_id, member_id)
    if found is None:
        raise Http404
    return found


def _add_page(request: BookRequest, form: MemberForm, *, status: int = 200) -> HttpResponse:
    return render(request, "businesses/member_add.html", {"form": form}, status=status)


def _role_page(
    request: BookRequest,
    person: MemberRow,
    *,
    form: RoleForm | None = None,
    singles: GrantsForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form or RoleForm(initial={"role": person.role}),
        "singles": singles or GrantsForm(initial={"grants": [can for can in SINGLE if can in person.grants]}),
        "wrong": singles or form,
        "is_waiting": is_claimed(person.user_id) and person.id != request.membership.pk,
        "person": person,
        "me": request.membership.pk,
    }
    return render(request, "businesses/member.html", context, status=status)


def _remove_page(request: BookRequest, person: MemberRow, *, refusal: Refusal | None = None) -> HttpResponse:
    context = {"person": person, "me": request.membership.pk, "refusal": refusal}
    return render(
        request, "businesses/member_remove.html", context, status=refusal.status if refusal else 200
    )
