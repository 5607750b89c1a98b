"""How a book's papers are numbered: the series of each registration, and a page for each."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from businesses.access import BookRequest, member
from businesses.queries.branches import BranchName, branch_names
from core.htmx import redirect
from core.ids import uuid7
from core.refusals import Refusal
from ledger.views.contexts import today_of
from ledger.views.replies import show_in
from taxes import numbers
from taxes.forms.series import NewSeriesForm, SeriesForm
from taxes.models import WRITTEN_KINDS, NumberedKind
from taxes.operations.series import add_series
from taxes.operations.series_changes import change_series
from taxes.queries.series import (
    MAIN_PREFIXES,
    WIDTH,
    SeriesRow,
    numbered_under,
    series_of,
    usual_series,
    year_on,
)
from taxes.refusals import SeriesGap

CAN = "sales.edit"


@dataclass(frozen=True, slots=True)
class Shown:
    row: SeriesRow
    name: str
    branch: str


@dataclass(frozen=True, slots=True)
class Group:
    """The series under one registration."""

    registration: str
    rows: list[Shown]


@member(can=CAN)
@require_safe
def all_series(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    day = today_of(request)
    found = series_of(business_id, day=day)
    branches = {one.id: one.name for one in branch_names(business_id)}
    registrations = numbered_under(business_id)
    registrations += sorted({row.registration for row in found} - set(registrations))
    groups = [
        Group(registration, _shown(request, registration, found, branches)) for registration in registrations
    ]
    return render(request, "taxes/numbers.html", {"groups": groups})


def _shown(
    request: BookRequest, registration: str, found: list[SeriesRow], branches: dict[UUID, str]
) -> list[Shown]:
    shown = []
    own = [row for row in found if row.registration == registration]
    for kind in (*WRITTEN_KINDS, *(kind for kind in NumberedKind if kind not in WRITTEN_KINDS)):
        rows = [row for row in own if row.kind == kind]
        if not any(row.is_main and row.branch_id is None for row in rows) and _begins(kind, registration):
            usual = usual_series(
                request.business.pk, registration=registration, kind=kind, day=today_of(request)
            )
            rows.insert(0, usual)
        rows.sort(key=lambda row: (not row.is_main, row.branch_id is not None))
        shown += [Shown(row, str(kind.label), branches.get(row.branch_id, "")) for row in rows]  # type: ignore[arg-type]
    return shown


def _begins(kind: str, registration: str) -> bool:
    return kind in WRITTEN_KINDS and (bool(registration) or kind != NumberedKind.SELF_INVOICE)


@member(can=CAN)
@require_http_methods(["GET", "POST"])
def add(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    """A series more; `?kind=` and `?registration=` say what for."""
    form = _new_form(request)
    if request.method != "POST":
        return _page(request, form)
    if not form.is_valid():
        return _page(request, form, status=422)
    said = form.content
    try:
        result = add_series(
            business_id=business_id, actor=request.actor, series_id=form.cleaned_data["series_id"],
            registration=form.registration_said, kind=form.cleaned_data["kind"], prefix=said.prefix, width=said.width,
            start_at=said.next_number, is_main=said.is_main, branch_id=said.branch_id, day=today_of(request),
            now=timezone.now(),
        )  # fmt: skip
    except Refusal as refusal:
        show_in(form, refusal, names={"prefix": "front", "start_at": "next_number", "branch_id": "branch"})
        return _page(request, form, status=refusal.status)
    return _saved(request, result.example)


@member(can=CAN)
@require_http_methods(["GET", "POST"])
def one(request: BookRequest, *, business_id: UUID, series_id: UUID) -> HttpResponse:
    found = series_of(business_id, day=today_of(request), series_id=series_id)
    if not found:
        raise Http404
    row, branches = found[0], branch_names(business_id)
    if request.method != "POST":
        return _page(request, SeriesForm(initial=_standing(request, row), branches=branches), row=row)
    form = SeriesForm(request.POST, branches=branches)
    if not form.is_valid():
        return _page(request, form, row=row, status=422)
    try:
        result = change_series(
            business_id=business_id, actor=request.actor, series_id=series_id, base_rev=form.cleaned_data["base_rev"],
            content=form.content, leave_out=form.cleaned_data["leave_out"], day=today_of(request), now=timezone.now(),
        )  # fmt: skip
    except SeriesGap as refusal:
        form = SeriesForm(request.POST, branches=branches, is_gap=True)
        form.is_valid()
        show_in(form, refusal)
        return _page(request, form, row=row, status=refusal.status)
    except Refusal as refusal:
        show_in(form, refusal, names={"prefix": "front", "start_at": "next_number", "branch_id": "branch"})
        return _page(request, form, row=row, status=refusal.status)
    return _saved(request, result.example)


def _standing(request: BookRequest, row: SeriesRow) -> dict[str, Any]:
    year = year_on(request.business.pk, day=today_of(request))
    return {
        "base_rev": row.rev, "front": numbers.spelt(row.prefix, year=year), "width": row.width,
        "next_number": row.position, "branch": str(row.branch_id or ""), "is_main": row.is_main,
    }  # fmt: skip


def _new_form(request: BookRequest) -> NewSeriesForm:
    branches: tuple[BranchName, ...] = branch_names(request.business.pk)
    registrations = numbered_under(request.business.pk)
    if request.method == "POST":
        return NewSeriesForm(request.POST, branches=branches, registrations=registrations)
    kind = request.GET.get("kind", "")
    registration = request.GET.get("registration", "")
    year = year_on(request.business.pk, day=today_of(request))
    asked = kind if kind in WRITTEN_KINDS else NumberedKind.INVOICE.value
    initial = {
        "series_id": uuid7(), "kind": asked, "width": WIDTH, "next_number": 1,
        "registration": registration if registration in registrations else registrations[0],
        "front": numbers.spelt(MAIN_PREFIXES[asked], year=year) if kind else "", "is_main": bool(kind),
    }  # fmt: skip
    return NewSeriesForm(branches=branches, registrations=registrations, initial=initial)


def _page(
    request: BookRequest, form: SeriesForm, *, row: SeriesRow | None = None, status: int = 200
) -> HttpResponse:
    name = str(NumberedKind(row.kind).label) if row else ""
    return render(request, "taxes/number.html", {"form": form, "row": row, "name": name}, status=status)


def _saved(request: BookRequest, example: str) -> HttpResponse:
    messages.success(request, _("Saved. The next number is %(number)s.") % {"number": example})
    return redirect(request, reverse("numbers:all", args=[request.business.pk]))
