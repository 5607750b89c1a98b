"""What two phones said differently, side by side, until somebody decides."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from businesses.access import BookRequest, member
from core.htmx import redirect
from ledger.models import Pending, PendingReason
from ledger.operations.push import decide
from ledger.queries.pending import OPEN_MAX, PendingCard, waiting
from ledger.refusals import PendingUnknown
from ledger.views.corrections import held_words
from ledger.views.history import worded
from ledger.views.replies import refusals_answered

DECISIONS = ("mine", "theirs")


@member(can="khata.edit")
@require_safe
def waiting_page(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    """Every change that waits, oldest first."""
    found = waiting(business_id, limit=OPEN_MAX + 1)
    context = {
        "cards": [_card(request, card) for card in found[:OPEN_MAX]],
        "has_more": len(found) > OPEN_MAX,
        "held_words": held_words(request),
    }
    return render(request, "ledger/waiting.html", context)


@member(can="khata.edit")
@require_POST
@refusals_answered
def decide_waiting(request: BookRequest, *, business_id: UUID, pending_id: UUID) -> HttpResponse:
    decision = request.POST.get("decision", "")
    if decision not in DECISIONS:
        raise Http404
    try:
        decide(
            business_id=business_id, actor=request.actor, pending_id=pending_id, decision=decision,
            now=timezone.now(),
        )  # fmt: skip
    except PendingUnknown:
        if not Pending.objects.filter(business_id=business_id, id=pending_id).exists():
            raise
        messages.info(request, _("This is decided already."))
    else:
        messages.success(request, _("Saved"))
    return redirect(request, reverse("ledger:waiting", args=[business_id]))


def _card(request: BookRequest, card: PendingCard) -> dict[str, Any]:
    """The words of a card; `lines` are (label, mine, theirs, whether they differ)."""
    placed = {"branch": card.theirs["branch"]} if card.theirs else {}
    mine = worded(request, placed | card.mine) if card.mine else {}
    theirs = worded(request, card.theirs) if card.theirs else {}
    lines = [
        (label, mine.get(field, ("", ""))[1], theirs.get(field, ("", ""))[1])
        for field, (label, _text) in (theirs or mine).items()
    ]
    return {
        "card": card,
        "id_text": str(card.id),
        "is_held": card.reason == PendingReason.HELD,
        "mine_title": _title_of_mine(card),
        "theirs_title": _title_of_theirs(card),
        "lines": [
            (*line, bool(mine and theirs) and line[1] != line[2]) for line in lines if line[1] or line[2]
        ],
        "action": reverse("ledger:decide_waiting", args=[request.business.pk, card.id]),
    }


def _title_of_mine(card: PendingCard) -> str:
    if card.verb == "delete":
        return _("Mine: deleted")
    if card.verb == "restore":
        return _("Mine: brought back")
    return _("Mine: from the phone")


def _title_of_theirs(card: PendingCard) -> str:
    if card.theirs is None:
        return _("In the book: nothing yet")
    return _("Theirs: deleted") if card.is_deleted else _("Theirs: in the book now")
