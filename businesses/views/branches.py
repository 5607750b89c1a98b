"""Branches of a book and the numbers they stand under: a list, and a page for each."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from businesses.access import BookRequest, member
from businesses.forms import BRANCH_KINDS, BranchForm, RegistrationForm, refuse
from businesses.models import BranchKind
from businesses.operations import branches as operations
from businesses.operations import registrations as numbers
from businesses.operations.registrations import RegistrationContent
from businesses.queries.branches import (
    BranchRow,
    RegistrationRow,
    branch_row,
    branches,
    registration_row,
    registrations,
)
from businesses.registrations import KINDS
from core.htmx import redirect
from core.refusals import Refusal

CAN = "book.settings"


@member(can=CAN)
@require_safe
def overview(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    context = {
        "branches": [_said(row) for row in branches(business_id)],
        "registrations": [(row, KINDS[row.kind]) for row in registrations(business_id)],
    }
    return render(request, "businesses/branches.html", context)


@member(can=CAN)
@require_http_methods(["GET", "POST"])
def branch_add(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    if request.method != "POST":
        return _branch_page(request, _branch_form(business_id, initial={"kind": BranchKind.SHOP}))
    form = _branch_form(business_id, request.POST)
    if not form.is_valid():
        return _branch_page(request, form, status=422)
    try:
        operations.add_branch(
            business_id=business_id, actor=request.actor, now=timezone.now(), **_typed_branch(form)
        )
    except Refusal as refusal:
        refuse(form, refusal)
        return _branch_page(request, form, status=refusal.status)
    return _saved(request)


@member(can=CAN)
@require_http_methods(["GET", "POST"])
def branch(request: BookRequest, *, business_id: UUID, branch_id: UUID) -> HttpResponse:
    row = _branch(business_id, branch_id)
    if request.method != "POST":
        number = str(row.registration.id) if row.registration else ""
        initial = {"name": row.name, "kind": row.kind, "registration": number, "rev": row.rev}
        return _branch_page(request, _branch_form(business_id, initial=initial, kept=row.kind), row=row)
    form = _branch_form(business_id, request.POST, kept=row.kind)
    if not form.is_valid():
        return _branch_page(request, form, row=row, status=422)
    try:
        operations.change_branch(
            business_id=business_id, actor=request.actor, branch_id=branch_id, now=timezone.now(),
            base_rev=form.cleaned_data["rev"] or 0, **_typed_branch(form),
        )  # fmt: skip
    except Refusal as refusal:
        refuse(form, refusal)
        return _branch_page(request, form, row=row, status=refusal.status)
    return _saved(request)


@member(can=CAN)
@require_POST
def branch_state(request: BookRequest, *, business_id: UUID, branch_id: UUID) -> HttpResponse:
    """Close a branch, open it again, or take it out; `do` says which."""
    row, do = _branch(business_id, branch_id), request.POST.get("do")
    about: dict[str, Any] = {
        "business_id": business_id, "actor": request.actor, "branch_id": branch_id, "base_rev": row.rev,
        "now": timezone.now(),
    }  # fmt: skip
    try:
        if do == "remove":
            operations.remove_branch(**about)
        elif do in ("close", "open"):
            operations.close_branch(**about, is_closed=do == "close")
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect(request, reverse("businesses:branch", args=[business_id, branch_id]))
    return _saved(request)


@member(can=CAN)
@require_http_methods(["GET", "POST"])
def registration_add(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    country = request.business.country
    if request.method != "POST":
        return _number_page(request, RegistrationForm(country=country))
    form = RegistrationForm(request.POST, country=country)
    if not form.is_valid():
        return _number_page(request, form, status=422)
    try:
        numbers.add_registration(
            business_id=business_id, actor=request.actor, content=_typed_number(form), now=timezone.now()
        )
    except Refusal as refusal:
        refuse(form, refusal)
        return _number_page(request, form, status=refusal.status)
    return _saved(request)


@member(can=CAN)
@require_http_methods(["GET", "POST"])
def registration(request: BookRequest, *, business_id: UUID, registration_id: UUID) -> HttpResponse:
    row, country = _number(business_id, registration_id), request.business.country
    if request.method != "POST":
        names = ("kind", "number", "scheme", "legal_name", "trade_name", "address", "rev")
        form = RegistrationForm(initial={name: getattr(row, name) for name in names}, country=country)
        return _number_page(request, form, row=row)
    form = RegistrationForm(request.POST, country=country)
    if not form.is_valid():
        return _number_page(request, form, row=row, status=422)
    try:
        numbers.change_registration(
            business_id=business_id, actor=request.actor, registration_id=registration_id,
            base_rev=form.cleaned_data["rev"] or 0, content=_typed_number(form), now=timezone.now(),
        )  # fmt: skip
    except Refusal as refusal:
        refuse(form, refusal)
        return _number_page(request, form, row=row, status=refusal.status)
    return _saved(request)


@member(can=CAN)
@require_POST
def registration_remove(request: BookRequest, *, business_id: UUID, registration_id: UUID) -> HttpResponse:
    row = _number(business_id, registration_id)
    try:
        numbers.remove_registration(
            business_id=business_id, actor=request.actor, registration_id=registration_id, base_rev=row.rev,
            now=timezone.now(),
        )  # fmt: skip
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect(request, reverse("businesses:registration", args=[business_id, registration_id]))
    return _saved(request)


def _saved(request: BookRequest) -> HttpResponse:
    messages.success(request, _("Saved"))
    return redirect(request, reverse("businesses:branches", args=[request.business.pk]))


def _said(row: BranchRow) -> dict[str, Any]:
    number = row.registration
    return {
        "row": row,
        "kind": BRANCH_KINDS.get(row.kind, ""),
        "number": number,
        "of": KINDS[number.kind].name if number else "",
    }


def _branch(business_id: UUID, branch_id: UUID) -> BranchRow:
    found = branch_row(business_id, branch_id)
    if found is None:
        raise Http404
    return found


def _number(business_id: UUID, registration_id: UUID) -> RegistrationRow:
    found = registration_row(business_id, registration_id)
    if found is None:
        raise Http404
    return found


def _branch_form(business_id: UUID, *args: Any, **kwargs: Any) -> BranchForm:
    choices = [(str(row.id), row.number) for row in registrations(business_id)]
    return BranchForm(*args, registrations=choices, **kwargs)


def _typed_branch(form: BranchForm) -> dict[str, Any]:
    said = form.cleaned_data
    number = UUID(said["registration"]) if said["registration"] else None
    return {"name": said["name"], "kind": said["kind"], "registration_id": number}


def _typed_number(form: RegistrationForm) -> RegistrationContent:
    said = {name: value for name, value in form.cleaned_data.items() if name != "rev"}
    if said.get("scheme") not in KINDS[said["kind"]].schemes:
        said["scheme"] = ""
    return RegistrationContent(**said)


def _branch_page(
    request: BookRequest, form: Form, *, row: BranchRow | None = None, status: int = 200
) -> HttpResponse:
    return render(request, "businesses/branch.html", {"form": form, "row": row}, status=status)


def _number_page(
    request: BookRequest, form: Form, *, row: RegistrationRow | None = None, status: int = 200
) -> HttpResponse:
    return render(request, "businesses/registration.html", {"form": form, "row": row}, status=status)
