"""Houses and units, and what they cost."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
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
from core.htmx import redirect
from core.ids import uuid7
from core.money import format_amount
from core.periods import this_year
from ledger.charts.names import shown
from ledger.forms.entries import fresh_ids
from ledger.models import Account, AccountKind, AccountRole
from ledger.operations.transactions import in_transaction
from ledger.views.contexts import may, today_of
from ledger.views.replies import named, refusals_answered, uuid_or_none
from rentals.forms import AwayForm, CostForm, HouseForm, UnitForm, day_or
from rentals.models import Unit
from rentals.operations.archiving import archive_property, archive_unit
from rentals.operations.expenses import ExpenseResult, add_expense
from rentals.operations.ground import unit_in
from rentals.operations.kept_papers import keep_expense_paper
from rentals.operations.properties import add_property, add_unit, change_property, change_unit
from rentals.queries.expenses import ExpenseRow, expense_page
from rentals.queries.houses import HouseRow, house, houses
from rentals.queries.kept_papers import expense_papers
from rentals.queries.months import house_years
from rentals.views.shared import answered, moved, sent


@member(can="rent.read")
@require_safe
def house_list(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    today = today_of(request)
    years = {}
    if may(request, "totals.read"):
        span = this_year(today, starts_month=request.business.year_starts_month)
        years = {row.house_id: row for row in house_years(business_id, span)}
    known = houses(business_id, today=today, with_archived=True)
    context = {
        "houses": [(_standing(one), years.get(one.id)) for one in known if not one.is_archived], "today": today,
        "houses_away": [one for one in known if one.is_archived],
        "units_away": [unit for one in known if not one.is_archived for unit in one.units if unit.is_archived],
    }  # fmt: skip
    return render(request, "rentals/houses.html", context)


def _standing(one: HouseRow) -> HouseRow:
    return replace(one, units=tuple(unit for unit in one.units if not unit.is_archived))


@member(can="rent.write")
@require_http_methods(["GET", "POST"])
@refusals_answered
def house_add(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    form = HouseForm(sent(request), country=request.business.country)

    def do() -> HttpResponse:
        said = form.cleaned_data
        result = add_property(
            business_id=business_id, actor=request.actor, name=said["name"], address=said["address"],
            worth=said["worth"] or None, state=said.get("state", ""), now=timezone.now(),
        )  # fmt: skip
        messages.success(
            request, _("%(name)s is in your list. Now add its units.") % {"name": named(result.name)}
        )
        return redirect(request, reverse("rentals:unit_add", args=[business_id, result.property_id]))

    return answered(request, form, template="rentals/house_form.html", context={"house": None}, do=do)


@member(can="rent.write")
@require_http_methods(["GET", "POST"])
@refusals_answered
def house_edit(request: BookRequest, *, business_id: UUID, property_id: UUID) -> HttpResponse:
    one = house(business_id, property_id, today=today_of(request))
    worth = format_amount(one.worth, trim=True) if one.worth else ""
    initial = {
        "name": one.name,
        "address": one.address,
        "worth": worth,
        "state": one.state,
        "base_rev": one.rev,
    }
    form = HouseForm(sent(request), country=request.business.country, initial=initial)

    def do() -> HttpResponse:
        said = form.cleaned_data
        change_property(
            business_id=business_id, actor=request.actor, property_id=property_id, base_rev=said["base_rev"],
            name=said["name"], address=said["address"], worth=said["worth"] or None, state=said.get("state"),
            now=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("Saved"))
        return redirect(request, reverse("rentals:houses", args=[business_id]))

    return answered(request, form, template="rentals/house_form.html", context={"house": one}, do=do)


@member(can="rent.write")
@require_http_methods(["GET", "POST"])
@refusals_answered
def unit_add(request: BookRequest, *, business_id: UUID, property_id: UUID) -> HttpResponse:
    one = house(business_id, property_id, today=today_of(request))
    form = UnitForm(sent(request), initial=fresh_ids("unit_id"))

    def do() -> HttpResponse:
        said = form.cleaned_data
        result = add_unit(
            business_id=business_id, actor=request.actor, unit_id=said["unit_id"], property_id=property_id,
            name=said["name"], use=said["use"], asking_rent=said["asking_rent"] or None, now=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("Unit %(name)s is in your list.") % {"name": named(result.name)})
        again = "again" in request.POST
        onward = "rentals:unit_add" if again else "rentals:houses"
        return redirect(request, reverse(onward, args=[business_id, property_id] if again else [business_id]))

    return answered(
        request, form, template="rentals/unit_form.html", context={"house": one, "unit": None}, do=do
    )


@member(can="rent.write")
@require_http_methods(["GET", "POST"])
@refusals_answered
def unit_edit(request: BookRequest, *, business_id: UUID, unit_id: UUID) -> HttpResponse:
    unit = unit_in(business_id, unit_id)
    form = UnitForm(sent(request), initial=_said_of(unit))

    def do() -> HttpResponse:
        said = form.cleaned_data
        change_unit(
            business_id=business_id, actor=request.actor, unit_id=unit_id, base_rev=said["base_rev"],
            name=said["name"], use=said["use"], asking_rent=said["asking_rent"] or None,
            is_under_repair=said["is_under_repair"], now=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("Saved"))
        return redirect(request, reverse("rentals:houses", args=[business_id]))

    context: dict[str, Any] = {"unit": unit, "house": None}
    return answered(request, form, template="rentals/unit_form.html", context=context, do=do)


@member(can="rent.write")
@require_POST
@refusals_answered
def house_away(request: BookRequest, *, business_id: UUID, property_id: UUID) -> HttpResponse:
    """A house that was sold is put away, or brought back."""
    return _away(
        request,
        partial(archive_property, business_id=business_id, property_id=property_id),
        AwayForm(request.POST),
    )


@member(can="rent.write")
@require_POST
@refusals_answered
def unit_away(request: BookRequest, *, business_id: UUID, unit_id: UUID) -> HttpResponse:
    """A unit that is let no more is put away, or brought back."""
    return _away(
        request, partial(archive_unit, business_id=business_id, unit_id=unit_id), AwayForm(request.POST)
    )


def _away(request: BookRequest, put: Callable[..., object], form: AwayForm) -> HttpResponse:
    if not form.is_valid():
        raise Http404
    return moved(
        request, "rentals:houses",
        lambda: put(
            actor=request.actor, base_rev=form.cleaned_data["base_rev"], now=timezone.now(),
            is_archived=form.cleaned_data["what"] == "away",
        ),
    )  # fmt: skip


def _said_of(unit: Unit) -> dict[str, Any]:
    rent = format_amount(unit.asking_rent, trim=True) if unit.asking_rent else ""
    return {
        "name": unit.name, "use": unit.use, "asking_rent": rent, "is_under_repair": unit.is_under_repair,
        "base_rev": unit.rev,
    }  # fmt: skip


@member(can="rent.write")
@require_http_methods(["GET", "POST"])
@refusals_answered
def cost(request: BookRequest, *, business_id: UUID, property_id: UUID) -> HttpResponse:
    """Money paid for a house: repair, tax, caretaker."""
    one, today = house(business_id, property_id, today=today_of(request)), today_of(request)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = CostForm(
        *posted, accounts=_cost_accounts(business_id), units=_unit_choices(one),
        initial={"day": today, **fresh_ids("expense_id")},
    )  # fmt: skip

    def do() -> HttpResponse:
        _spend(request, form.cleaned_data, property_id=property_id)
        messages.success(request, _("Saved"))
        return redirect(request, reverse("rentals:houses", args=[business_id]))

    context = {"house": one, "today": today, "costs": _costs(request, property_id)}
    return answered(request, form, template="rentals/cost.html", context=context, do=do)


def _spend(request: BookRequest, said: dict[str, Any], *, property_id: UUID) -> None:
    """The cost and the bill behind it, both or neither."""
    book: dict[str, Any] = {"business_id": request.business.pk, "actor": request.actor, "now": timezone.now()}

    def work() -> ExpenseResult:
        done = add_expense(
            **book, expense_id=said["expense_id"], property_id=property_id, unit_id=uuid_or_none(said["unit"]),
            account_id=uuid_or_none(said["account"]) or UUID(int=0), amount=said["amount"], mode=said["mode"],
            day=day_or(said["day"], today_of(request)), note=said["note"],
        )  # fmt: skip
        if said["photo"] is not None:
            bill = {"scan": said["photo"], "name": _("Bill")}
            keep_expense_paper(**book, paper_id=uuid7(), expense_id=done.expense_id, **bill)
        return done

    in_transaction(work)


def _costs(request: BookRequest, property_id: UUID) -> list[tuple[ExpenseRow, int]]:
    """What the house cost this year, with how many papers; for those who see totals."""
    if not may(request, "totals.read"):
        return []
    span = this_year(today_of(request), starts_month=request.business.year_starts_month)
    found = expense_page(request.business.pk, property_id=property_id, start=span.start, end=span.end)
    kept = expense_papers(request.business.pk, [one.id for one in found])
    return [(one, len(kept.get(one.id, []))) for one in found]


def _cost_accounts(business_id: UUID) -> list[tuple[str, str]]:
    """Accounts of costs by code; what the program keeps for itself is no choice."""
    own = Account.objects.filter(business_id=business_id, kind=AccountKind.EXPENSE, is_active=True)
    rows = own.filter(role=AccountRole.NONE).order_by("code").values_list("id", "name")
    return [(str(key), shown(name)) for key, name in rows[:200]]


def _unit_choices(one: HouseRow) -> list[tuple[str, str]]:
    return [(str(unit.id), unit.name) for unit in one.units]
