"""The history of an entry in words: who did what, and the way back."""

import datetime
import uuid
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from businesses.access import BookRequest
from businesses.queries.browsers import browser_words
from core.digits import in_digits
from core.templatetags.dates import date_words
from ledger.book_map import book_map
from ledger.forms.entries import MODES
from ledger.models import RENT_KINDS, TRADE_KINDS, Direction, DocumentState
from ledger.queries.entries import EntryCard, HistoryRow
from ledger.views.branches import branch_named, branches_of
from ledger.views.contexts import may, today_of
from ledger.views.replies import amount_words

ENDINGS = {
    "entry.deleted": gettext_lazy("Deleted"),
    "entry.closed": gettext_lazy("Left the trash for good"),
    "entry.erased": gettext_lazy("Words erased"),
}


DONE = {
    "created": gettext_lazy("Written"),
    "approved": gettext_lazy("Approved"),
    "sent": gettext_lazy("Sent"),
    "voided": gettext_lazy("Taken out"),
    "cancelled": gettext_lazy("Taken out"),
}
"""What was done with a bill or a payment."""


def may_change(request: BookRequest, card: EntryCard) -> bool:
    """Whether the page offers Edit and Delete: staff only what they wrote themselves today."""
    if card.document.part_of_id is not None or card.document.billed_by_id is not None:
        return False
    if card.document.kind in (*RENT_KINDS, *TRADE_KINDS):
        return False
    if may(request, "khata.edit"):
        return True
    if not may(request, "khata.write") or card.document.created_by_id != request.user.pk:
        return False
    written_on = card.document.created_at.astimezone(ZoneInfo(request.business.timezone)).date()
    return written_on == today_of(request)


def history_rows(request: BookRequest, card: EntryCard, *, changeable: bool) -> list[dict[str, Any]]:
    """Newest first: what was done, by whom, when, how it differs from before, and the way back to it."""
    rows = []
    for place, change in enumerate(card.history):
        older = card.history[place + 1] if place + 1 < len(card.history) else None
        rows.append(
            {
                "at": change.at,
                "who": _("You") if change.actor_id == request.user.pk else change.actor_name,
                "device": browser_words(change.device_label),
                "what": _what(change, older),
                "lines": _differences(request, change, older),
                "back_url": _back_url(request, card, change) if changeable and place else "",
            }
        )
    return rows


def _what(change: HistoryRow, older: HistoryRow | None) -> str:
    if change.verb in ENDINGS:
        return str(ENDINGS[change.verb])
    subject, _dot, done = change.verb.partition(".")
    if subject != "entry" and done in DONE:
        return str(DONE[done])
    if change.verb == "entry.created":
        return _("Written") if older is None else _("Brought back")
    before, after = _photos(older), _photos(change)
    if after > before:
        return _("Photo added")
    if after < before:
        return _("Photo removed")
    return _("Changed")


def _photos(change: HistoryRow | None) -> int:
    contents = change.contents if change else None
    return int(contents.get("photos", 0)) if contents else 0


def _differences(request: BookRequest, change: HistoryRow, older: HistoryRow | None) -> list[dict[str, str]]:
    """Each field that changed, before and after, in words; the first writing shows what was written."""
    if change.contents is None or (older is not None and older.contents is None):
        return []
    after = worded(request, change.contents)
    before = worded(request, older.contents) if older is not None and older.contents else {}
    if not before:
        return [{"label": str(after["amount"][0]), "before": "", "after": after["amount"][1]}]
    return [
        {"label": label, "before": before[field][1] or _("nothing"), "after": text or _("nothing")}
        for field, (label, text) in after.items()
        if before[field][1] != text
    ]


def worded(request: BookRequest, contents: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """Label and words of each field of a revision."""
    sides = {Direction.GAVE.value: _("You gave"), Direction.GOT.value: _("You got")}
    placed = {"branch": (_("Branch"), branch_named(request, _branch_of(request, contents)))}
    return {
        "direction": (_("Which way"), sides[contents["direction"]]),
        "amount": (_("Amount"), amount_words(request, contents["amount"])),
        "mode": (_("What changed hands"), str(dict(MODES).get(contents["mode"], ""))),
        "day": (_("Date"), _day(request, contents["day"])),
        "due_on": (_("Due date"), _day(request, contents["due_on"])),
        "note": (_("Note"), contents["note"]),
        **(placed if branches_of(request) else {}),
    }


def _branch_of(request: BookRequest, contents: dict[str, Any]) -> uuid.UUID:
    said = contents.get("branch")
    return uuid.UUID(said) if said else book_map(request.business.pk).branch_id


def _day(request: BookRequest, text: str | None) -> str:
    if not text:
        return ""
    return in_digits(date_words(datetime.date.fromisoformat(text)), request.user.digits)


def _back_url(request: BookRequest, card: EntryCard, change: HistoryRow) -> str:
    """Where "Bring this back" goes; "" for a state that was a deletion, was erased, or is what stands."""
    contents = change.contents
    if contents is None or contents["state"] != DocumentState.POSTED or _stands(card, contents):
        return ""
    path = reverse("ledger:entry_undo", args=[request.business.pk, card.document.id])
    return f"{path}?{urlencode({'do': 'back', 'rev': card.document.rev, 'to': change.rev})}"


def _stands(card: EntryCard, contents: dict[str, Any]) -> bool:
    """Whether the entry says just that today; a deleted entry is brought back by its own button."""
    document = card.document
    if document.state != DocumentState.POSTED:
        return True
    now = (
        document.direction, document.amount, document.mode, document.day.isoformat(), document.note,
        document.due_on.isoformat() if document.due_on else None, str(document.branch_id),
    )  # fmt: skip
    named = ("direction", "amount", "mode", "day", "note", "due_on")
    branch = contents.get("branch") or str(book_map(document.business_id).branch_id)
    return now == (*(contents[name] for name in named), branch)
