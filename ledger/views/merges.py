"""Joining the khatas of one person, and taking them apart."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from businesses.access import BookRequest, member
from ledger.operations.merges import merge_party, unmerge_party
from ledger.queries.merges import joined_parties, revision
from ledger.queries.parties import PartyCard, party_card, party_page
from ledger.views.contexts import searchable, today_of
from ledger.views.replies import named, refusals_answered, saved, uuid_or_none

OFFERED_MAX = 20


@member(can="khata.edit")
@require_http_methods(["GET", "POST"])
@refusals_answered
def join(request: BookRequest, *, business_id: UUID, party_id: UUID) -> HttpResponse:
    """Which other khatas are of the same person; `?q=` looks for another name."""
    card = party_card(business_id, party_id, today=today_of(request))
    if request.method != "POST":
        return _join_page(request, card)
    chosen = uuid_or_none(request.POST.get("party", ""))
    if chosen is None:
        return _join_page(request, card, refused=_("Choose a name first."))
    result = merge_party(
        business_id=business_id, actor=request.actor, party_id=chosen, into_id=card.id,
        base_rev=revision(business_id, chosen), now=timezone.now(),
    )  # fmt: skip
    words = {"one": named(result.head_name), "other": named(result.party_name)}
    return saved(
        request,
        message=_("%(other)s now stands in the khata of %(one)s.") % words,
        undo_url=reverse("ledger:party_apart", args=[business_id, result.party_id]),
        onward=reverse("ledger:party", args=[business_id, card.id]),
    )


def _join_page(request: BookRequest, card: PartyCard, *, refused: str = "") -> HttpResponse:
    asked = searchable(request.POST.get("q", request.GET.get("q", "")))
    found = party_page(
        request.business.pk, today=today_of(request), search=asked or card.name, limit=OFFERED_MAX
    )
    context = {
        "card": card, "asked": asked, "refused": refused,
        "offered": [row for row in found.rows if row.id != card.id],
        "joined": joined_parties(request.business.pk, card.id),
    }  # fmt: skip
    return render(request, "ledger/join.html", context, status=422 if refused else 200)


@member(can="khata.edit")
@require_POST
@refusals_answered
def apart(request: BookRequest, *, business_id: UUID, party_id: UUID) -> HttpResponse:
    result = unmerge_party(
        business_id=business_id, actor=request.actor, party_id=party_id, now=timezone.now()
    )
    return saved(
        request,
        message=_("%(name)s has a khata again.") % {"name": named(result.party_name)},
        onward=reverse("ledger:party", args=[business_id, party_id]),
    )
