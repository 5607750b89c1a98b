"""Why a balance changed: the page of one khata, and of the whole book."""

import datetime
import uuid
from typing import Any
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from businesses.access import BookRequest, member
from core.htmx import is_htmx, redirect
from ledger.forms.time import SinceForm
from ledger.models import LastLook, Look
from ledger.operations.looks import mark_seen
from ledger.queries.pages import CursorUnknown
from ledger.queries.parties import party_card
from ledger.queries.since import SHOWS, ChangeSince, History, Moment, history_since, looks, moment_at
from ledger.views.contexts import CURSOR_MAX, may, today_of
from ledger.views.history import worded
from ledger.views.replies import number_of, refusals_answered, undo_url

DAYS_BACK = {"week": 7, "month": 30}


@member(can="totals.read")
@require_safe
@refusals_answered
def book_history(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    """Every entry touched since a moment, in all khatas."""
    return _page(request, party_id=None)


@member(can="khata.read")
@require_safe
@refusals_answered
def party_history(request: BookRequest, *, business_id: UUID, party_id: UUID) -> HttpResponse:
    """Every entry of one khata touched since a moment."""
    return _page(request, party_id=party_id)


@member(can="totals.read")
@require_POST
@refusals_answered
def book_seen(request: BookRequest, *, business_id: UUID) -> HttpResponse:
    """The person has seen what the page showed: next time it begins after that."""
    return _seen(request, party_id=None)


@member(can="khata.read")
@require_POST
@refusals_answered
def party_seen(request: BookRequest, *, business_id: UUID, party_id: UUID) -> HttpResponse:
    return _seen(request, party_id=party_id)


def _seen(request: BookRequest, *, party_id: UUID | None) -> HttpResponse:
    mark_seen(
        business_id=request.business.pk, user_id=request.actor.user_id, party_id=party_id,
        seq=number_of(request, "seq"), now=timezone.now(),
    )  # fmt: skip
    messages.success(request, _("Next time this begins from here."))
    return redirect(request, _address(request, party_id))


def _address(request: BookRequest, party_id: UUID | None) -> str:
    if party_id is None:
        return reverse("ledger:book_history", args=[request.business.pk])
    return reverse("ledger:party_history", args=[request.business.pk, party_id])


def _page(request: BookRequest, *, party_id: UUID | None) -> HttpResponse:
    today = today_of(request)
    card = party_card(request.business.pk, party_id, today=today) if party_id is not None else None
    party_id = card.id if card is not None else None
    seen = looks(request.business.pk, user_id=request.actor.user_id, party_id=party_id)
    form = SinceForm(request.GET) if "since" in request.GET else None
    chosen, moment = _moment(request, seen, form=form)
    show = request.GET.get("show", "all")
    show = show if show in SHOWS else "all"
    found = _found(request, party_id=party_id, moment=moment, show=show)
    here = _address(request, party_id)
    said = {"since": chosen, **({"show": show} if show != "all" else {})}
    more = urlencode({**said, "before": found.next_cursor}) if found.next_cursor else ""
    context = {
        "today": today, "card": card, "found": found, "here": here, "chosen": chosen,
        "rows": [_row(request, row, alone=card is not None) for row in found.rows],
        "form": form or SinceForm(), "more": f"{here}?{more}" if more else "",
        "chips": _chips(request, seen, here=here, chosen=chosen),
        "shows": _shows(here, show=show, chosen=chosen), "is_seen": _is_seen(seen, found),
        "seen_url": reverse(
            "ledger:book_seen" if card is None else "ledger:party_seen",
            args=[request.business.pk, *([] if card is None else [card.id])],
        ),
    }  # fmt: skip
    is_part = is_htmx(request) and request.GET.get("before")
    wrong = form is not None and chosen == "week" and request.GET.get("since") not in ("", "week")
    template = "ledger/_since_rows.html" if is_part else "ledger/since.html"
    return render(request, template, context, status=422 if wrong and form and form.errors else 200)


def _is_seen(seen: dict[str, LastLook], found: History) -> bool:
    return Look.HISTORY in seen and seen[Look.HISTORY].seq >= found.seq


def _moment(request: BookRequest, seen: dict[str, LastLook], *, form: SinceForm | None) -> tuple[str, Moment]:
    """The beginning that is asked for, under its name; the last look, or a week, when nothing is."""
    usual = "look" if Look.HISTORY in seen else "week"
    asked = request.GET.get("since", "") or usual
    kept = {"look": seen.get(Look.HISTORY), "statement": seen.get(Look.STATEMENT)}.get(asked)
    if kept is not None:
        return asked, Moment(seq=kept.seq, at=kept.at, day=today_of(request, now=kept.at))
    today, day = today_of(request), None
    if asked in DAYS_BACK:
        day = today - datetime.timedelta(days=DAYS_BACK[asked])
    elif form is not None and asked not in ("look", "statement") and form.is_valid():
        day = form.cleaned_data["since"]
    if day is None:
        asked, day = "week", today - datetime.timedelta(days=DAYS_BACK["week"])
    midnight = datetime.datetime.combine(day, datetime.time(), tzinfo=ZoneInfo(request.business.timezone))
    return asked, moment_at(request.business.pk, at=midnight - datetime.timedelta(microseconds=1), day=day)


def _found(request: BookRequest, *, party_id: UUID | None, moment: Moment, show: str) -> History:
    before = request.GET.get("before", "")[:CURSOR_MAX]
    try:
        return history_since(
            request.business.pk, moment=moment, party_id=party_id, show=show, before=before or None
        )
    except CursorUnknown:
        return history_since(request.business.pk, moment=moment, party_id=party_id, show=show)


def _chips(
    request: BookRequest, seen: dict[str, LastLook], *, here: str, chosen: str
) -> list[dict[str, Any]]:
    words = {
        "look": _("Since I last looked") if Look.HISTORY in seen else "",
        "statement": _("Since the last statement") if Look.STATEMENT in seen else "",
        "week": _("7 days"),
        "month": _("30 days"),
    }
    return [
        {"label": label, "url": f"{here}?since={name}", "current": name == chosen}
        for name, label in words.items()
        if label
    ]


def _shows(here: str, *, show: str, chosen: str) -> list[dict[str, Any]]:
    words = {"all": _("Everything"), "late": _("Late"), "changed": _("Changed"), "deleted": _("Deleted")}
    return [
        {
            "label": words[name],
            "url": f"{here}?{urlencode({'since': chosen, 'show': name})}",
            "current": name == show,
        }
        for name in words
    ]


def _row(request: BookRequest, row: ChangeSince, *, alone: bool) -> dict[str, Any]:
    """The words of one entry's change, and the way back where there is a plain one."""
    return {
        "row": row,
        "what": _what(row.what),
        "name": "" if alone else row.party_name,
        "said": None if row.before and row.after else row.after or row.before,
        "lines": _lines(request, row),
        "link": reverse("ledger:entry", args=[request.business.pk, row.document_id]),
        "undo_url": _undo(request, row),
    }


def _what(what: str) -> str:
    return {
        "new": _("Written"), "late": _("Written late"), "correction": _("Correction of a closed day"),
        "changed": _("Changed"), "words": _("Only words changed"), "same": _("Changed and put back"),
        "deleted": _("Deleted"), "back": _("Brought back"), "passing": _("Written and deleted again"),
    }[what]  # fmt: skip


def _lines(request: BookRequest, row: ChangeSince) -> list[dict[str, Any]]:
    """Before and after of each field that differs, of an entry that stood then and stands now."""
    before = worded(request, row.before) if row.before else {}
    after = worded(request, row.after) if row.after else {}
    if not (before and after):
        return []
    return [
        {"label": label, "before": before[field][1] or _("nothing"), "after": text or _("nothing")}
        for field, (label, text) in after.items()
        if before[field][1] != text
    ]


def _undo(request: BookRequest, row: ChangeSince) -> str:
    """Where Undo goes; "" where the entry's own page has to decide."""
    locked = request.business.books_locked_until
    days = [row.day, *([datetime.date.fromisoformat(row.before["day"])] if row.before else [])]
    is_closed = locked is not None and min(days) <= locked
    if not may(request, "khata.edit") or is_closed or row.corrects is not None:
        return ""
    document_id: uuid.UUID = row.document_id
    if row.what == "deleted":
        return undo_url(request, document_id, do="restore", rev=row.rev)
    if row.what in ("new", "late", "back"):
        return undo_url(request, document_id, do="delete", rev=row.rev)
    if row.what in ("changed", "words") and row.before_rev:
        return undo_url(request, document_id, do="back", rev=row.rev) + f"&to={row.before_rev}"
    return ""
