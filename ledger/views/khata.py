"""The party list and one party's khata: the two pages a shopkeeper lives in."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from businesses.access import BookRequest, member
from core.htmx import is_htmx, redirect
from ledger.party_kinds import usual_kind
from ledger.queries.habits import Habit, habits, usual
from ledger.queries.parties import party_card, party_page
from ledger.refusals import PartyUnknown
from ledger.views.contexts import (
    ListQuery,
    habit_of,
    khata_context,
    list_context,
    may,
    new_quick_form,
    searchable,
    sheet_context,
    today_of,
)
from ledger.views.replies import refusals_answered, uuid_or_none

NAMES_MAX = 8


@dataclass(frozen=True, slots=True)
class Choice:
    """A party as the chooser offers it."""

    id: UUID
    name: str
    balance: int
    habit: Habit


@member(can="khata.read")
@require_safe
def khata(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    """The list, and beside it the khata named by `?open=`. `?add=` is the entry form as a page."""
    query = ListQuery.read(request.GET)
    if is_htmx(request):
        return _part(request, query)
    if request.GET.get("add") and may(request, "khata.write"):
        return entry_page(request)
    opened = uuid_or_none(request.GET.get("open", ""))
    context = {**list_context(request, query, opened=opened), **sheet_context(request)}
    if context["is_new"] and context["sheet_form"]:
        context["sheet_form"].fields["amount"].widget.attrs["autofocus"] = True
    if request.GET.get("open"):
        context |= _opened(request, opened)
    return render(request, "ledger/khata.html", context)


def _part(request: BookRequest, query: ListQuery) -> HttpResponse:
    if request.htmx.target == "pane":
        context = _opened(request, uuid_or_none(request.GET.get("open", "")))
        return render(request, "ledger/_khata.html", context)
    name = "ledger/_rows.html" if query.after else "ledger/_list.html"
    return render(request, name, list_context(request, query))


def _opened(request: BookRequest, party_id: UUID | None) -> dict[str, object]:
    if party_id is None:
        raise Http404
    try:
        context = khata_context(request, party_id)
    except PartyUnknown:
        raise Http404 from None
    return {**context, "habit": habit_of(request, context["card"])}


def names_url(request: BookRequest) -> str:
    """Where the chooser asks for names."""
    return reverse("ledger:names", args=[request.business.pk])


def entry_page(request: BookRequest, **context: object) -> HttpResponse:
    """The entry form on a page of its own, for browsers that open no sheet and for forms sent back; `?party=` is
    whom it is for."""
    context = {
        "form": new_quick_form(request, **_chosen(request)),
        "action": reverse("ledger:record", args=[request.business.pk]),
        "choices_url": names_url(request),
        "habit": usual(usual_kind(request.business.kind)),
        "today": today_of(request),
        **context,
    }
    return render(request, "ledger/entry_new.html", context)


def _chosen(request: BookRequest) -> dict[str, object]:
    """The name alone: with the id too, a name changed by hand would still book to the first."""
    chosen = uuid_or_none(request.GET.get("party", ""))
    if chosen is None:
        return {}
    try:
        card = party_card(request.business.pk, chosen, today=today_of(request))
    except PartyUnknown:
        return {}
    return {"party_name": card.name}


@member(can="khata.read")
@require_safe
@refusals_answered
def party(request: BookRequest, *, business_id: UUID, party_id: UUID) -> HttpResponse:
    """One khata, newest first; `?before=` is the next page of its feed."""
    before = request.GET.get("before", "")
    context = khata_context(request, party_id, before=before)
    if context["card"].id != party_id:
        return redirect(request, context["khata_url"])
    context["shown_day"] = request.GET.get("day", "")
    if is_htmx(request) and before:
        return render(request, "ledger/_feed_rows.html", context)
    context |= {**sheet_context(request), "habit": habit_of(request, context["card"]), "before": before}
    return render(request, "ledger/party.html", context)


@member(can="khata.write")
@require_safe
def names(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    """Parties whose names sound like what is being typed, for the chooser."""
    text = searchable(request.GET.get("party_name", ""))
    found = party_page(request.business.pk, today=today_of(request), search=text, limit=NAMES_MAX).rows
    known = habits(request.business.pk, [row.id for row in found])
    context = {
        "parties": [
            Choice(row.id, row.name, row.balance, known.get(row.id) or usual(row.kind)) for row in found
        ],
        "query": text,
        "found": any(row.name.casefold() == text.casefold() for row in found),
    }
    return render(request, "components/chooser_options.html", context)
