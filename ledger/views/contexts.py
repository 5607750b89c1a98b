"""What the templates of the khata read. The same context serves the whole page and its parts."""

import datetime
import uuid
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from businesses.access import BookRequest
from businesses.roles import is_granted
from ledger.forms.entries import EntryForm, QuickEntryForm, fresh_ids
from ledger.party_kinds import kind_word, usual_kind
from ledger.queries import entries as entry_queries
from ledger.queries.habits import Habit, habits, usual
from ledger.queries.khata import khata_page
from ledger.queries.merges import joined_parties
from ledger.queries.pages import CursorUnknown
from ledger.queries.parties import CHIPS, SORTS, PartyCard, PartyRow, party_card, party_page, totals
from ledger.queries.periods import corrected_among
from ledger.views.branches import branch_asked, branch_tabs, branches_of, open_branches, usual_branch

SEARCH_MAX = 120
CURSOR_MAX = 600


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What of the party list is asked for: chip, words, order and the cursor of the page."""

    show: str
    search: str
    sort: str
    after: str

    @classmethod
    def read(cls, said: QueryDict) -> "ListQuery":
        show, sort = said.get("show", ""), said.get("sort", "")
        return cls(
            show=show if show in CHIPS else "all",
            search=searchable(said.get("q", "")),
            sort=sort if sort in SORTS else "recent",
            after=said.get("after", "")[:CURSOR_MAX],
        )

    def url(self, path: str, **changed: str) -> str:
        """The address of the list with some of it changed; what is usual is left out."""
        said = {"show": self.show, "q": self.search, "sort": self.sort, **changed}
        usually = {"show": "all", "sort": "recent", "q": "", "after": ""}
        query = urlencode({name: value for name, value in said.items() if value != usually[name]})
        return f"{path}?{query}" if query else path

    @property
    def is_plain(self) -> bool:
        return self.show == "all" and not self.search and not self.after


def searchable(text: str) -> str:
    """A search without characters no database takes."""
    kept = "".join(
        char if char.isprintable() or char in "\u200c\u200d" else " " for char in text[:SEARCH_MAX]
    )
    return " ".join(kept.split())


def may(request: BookRequest, can: str) -> bool:
    return is_granted(request.membership.standing, can)


def today_of(request: BookRequest, *, now: datetime.datetime | None = None) -> datetime.date:
    """The day it is where the book is kept."""
    return (now or timezone.now()).astimezone(ZoneInfo(request.business.timezone)).date()


def list_context(
    request: BookRequest, query: ListQuery, *, opened: uuid.UUID | None = None
) -> dict[str, Any]:
    """The party list: totals (or, for staff, what they wrote today), chips, rows, the next page.

    `opened` is the party whose khata stands beside the list.
    """
    today, path = today_of(request), reverse("ledger:khata", args=[request.business.pk])
    try:
        page = party_page(
            request.business.pk, today=today, chip=query.show, search=query.search, sort=query.sort,
            after=query.after or None,
        )  # fmt: skip
    except CursorUnknown:
        return list_context(request, ListQuery(query.show, query.search, query.sort, ""), opened=opened)
    known = habits(request.business.pk, [row.id for row in page.rows])
    return {
        "today": today,
        "query": query,
        "rows": [_row(request, row, habit=known.get(row.id), is_open=row.id == opened) for row in page.rows],
        "more": query.url(path, after=page.next_cursor) if page.next_cursor else "",
        "filters": _filters(query, path),
        "sorts": _sorts(query, path),
        "list_url": path,
        "is_new": not page.rows and query.is_plain,
        **summary_context(request, today=today),
    }


def summary_context(request: BookRequest, *, today: datetime.date) -> dict[str, Any]:
    """The two totals for those who may see them, else the count of one's own entries of today."""
    if may(request, "totals.read"):
        return {"totals": totals(request.business.pk)}
    midnight = datetime.datetime.combine(today, datetime.time(), tzinfo=ZoneInfo(request.business.timezone))
    written = entry_queries.written_since(request.business.pk, request.user.pk, since=midnight)
    return {"totals": None, "written_today": written}


def _row(request: BookRequest, party: PartyRow, *, habit: Habit | None, is_open: bool) -> dict[str, Any]:
    return {
        "is_open": is_open,
        "party": party,
        "habit": habit or usual(party.kind),
        "id_text": str(party.id),
        "link": reverse("ledger:party", args=[request.business.pk, party.id]),
    }


def _filters(query: ListQuery, path: str) -> list[dict[str, Any]]:
    words = {
        "all": _("All"),
        "get": _("Will get"),
        "give": _("Will give"),
        "overdue": _("Overdue"),
        "settled": _("Settled"),
    }
    return [
        {"label": words[show], "url": query.url(path, show=show), "current": query.show == show}
        for show in words
    ]


def _sorts(query: ListQuery, path: str) -> list[dict[str, Any]]:
    words = {"recent": _("Newest"), "amount": _("Amount"), "name": _("Name")}
    return [
        {"label": words[sort], "url": query.url(path, sort=sort), "current": query.sort == sort}
        for sort in words
    ]


def sheet_context(request: BookRequest) -> dict[str, Any]:
    """The entry sheet, ready in the page for whoever may write."""
    if not may(request, "khata.write"):
        return {"sheet_form": None}
    return {"sheet_form": new_quick_form(request), "sheet_habit": usual(usual_kind(request.business.kind))}


def new_quick_form(request: BookRequest, **initial: Any) -> QuickEntryForm:
    return QuickEntryForm(
        auto_id="sheet_%s",
        can_choose_day=may(request, "khata.edit"),
        branches=open_branches(request),
        initial={"branch": usual_branch(request), **fresh_ids("document_id", "new_party_id"), **initial},
    )


def khata_context(
    request: BookRequest, party_id: uuid.UUID, *, before: str = "", foot: EntryForm | None = None
) -> dict[str, Any]:
    """One khata: card, feed grouped by day, and the form at its foot. Raises PartyUnknown."""
    today = today_of(request)
    card = party_card(request.business.pk, party_id, today=today)
    alone = branch_asked(request)
    only = alone.id if alone else None
    try:
        page = khata_page(request.business.pk, card.id, before=before[:CURSOR_MAX] or None, branch_id=only)
    except CursorUnknown:
        page = khata_page(request.business.pk, card.id, branch_id=only)
    path = reverse("ledger:party", args=[request.business.pk, card.id])
    more = {"before": page.next_cursor, "day": page.rows[-1].day.isoformat()} if page.next_cursor else {}
    if more and alone:
        more["branch"] = str(alone.id)
    return {
        "today": today,
        "card": card,
        "joined": joined_parties(request.business.pk, card.id) if card.is_merged else (),
        "kind_word": kind_word(request.business.kind, card.kind),
        "days": [(day, list(rows)) for day, rows in groupby(page.rows, key=lambda row: row.day)],
        "to_bill": any(row.is_to_bill for row in page.rows),
        "corrected": _corrected(request, [row.document_id for row in page.rows]),
        "more": f"{path}?{urlencode(more)}" if more else "",
        "foot": foot or new_foot(request, card),
        "khata_url": path,
        "branch_tabs": branch_tabs(request, path),
        "branch_alone": alone,
        "branch_balance": page.balance,
        "branch_names": {one.id: one.name for one in branches_of(request)},
    }


def _corrected(request: BookRequest, ids: list[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Rows that were corrected later; only a book that was closed once can have them."""
    if request.business.books_locked_until is None:
        return frozenset()
    return corrected_among(request.business.pk, ids)


def new_foot(request: BookRequest, card: PartyCard) -> EntryForm | None:
    """The small form under a khata: an amount and the two buttons."""
    if not may(request, "khata.write"):
        return None
    initial = {"branch": usual_branch(request), **fresh_ids("document_id")}
    return EntryForm(
        auto_id="foot_%s", can_choose_day=False, branches=open_branches(request), initial=initial
    )


def habit_of(request: BookRequest, card: PartyCard) -> Habit:
    return habits(request.business.pk, [card.id]).get(card.id) or usual(card.kind)
