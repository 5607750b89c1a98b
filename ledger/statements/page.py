"""What the page of a statement shows, read once from the address."""

import datetime
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from businesses.languages import LANGUAGES
from core.ids import uuid7
from core.periods import Period, month_end, month_start
from ledger.queries.pages import CursorUnknown, cursor_of, key_of
from ledger.queries.statements import (
    Statement,
    StatementHead,
    StatementRow,
    nearest_day,
    statement_head,
    statement_of,
)
from ledger.statements.files import INLINE_ROWS_MAX
from ledger.statements.ranges import Chosen, RangeForm, as_query, chip_words, chosen
from ledger.statements.words import (
    balance_sentence,
    closing_words,
    day_in,
    digits_in,
    in_language,
    whatsapp_address,
)

PAGE_ROWS = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request wants. `language` and `digits` are those of the files and the message; the page itself
    keeps the reader's."""

    head: StatementHead
    form: RangeForm
    days: Chosen | None
    language: str
    digits: str
    reader_digits: str
    now: datetime.datetime
    today: datetime.date

    def statement(self) -> Statement | None:
        """None when the days can't be read. Raises TooManyEntries."""
        if self.days is None:
            return None
        return statement_of(
            self.head, start=self.days.period.start, end=self.days.period.end, made_at=self.now
        )

    def query(self, **more: str) -> str:
        return as_query(self.days.period, language=self.language, **more) if self.days else ""


def asked_for(
    said: Mapping[str, Any], *, business_id: UUID, party_id: UUID, reader_digits: str, now: datetime.datetime
) -> Asked:
    """Raises PartyUnknown."""
    head = statement_head(business_id, party_id)
    today = now.astimezone(ZoneInfo(head.timezone)).date()
    form, days = chosen(said, head=head, today=today)
    wishes = (str(said.get("language", "")), head.party_language, get_language() or "")
    language = next((code for code in wishes if code in LANGUAGES), settings.LANGUAGE_CODE)
    return Asked(
        head=head, form=form, days=days, language=language, digits=digits_in(language, wanted=reader_digits),
        reader_digits=reader_digits, now=now, today=today,
    )  # fmt: skip


def context_of(asked: Asked) -> dict[str, Any]:
    """What the page shows whether or not the days could be read."""
    here = reverse("ledger:statement", args=[asked.head.business_id, asked.head.party_id])
    name = asked.days.name if asked.days else ""
    chips = [
        {"label": label, "url": f"{here}?range={chip}&language={asked.language}", "current": chip == name}
        for chip, label in chip_words(digits=asked.reader_digits).items()
    ]
    return {
        "head": asked.head,
        "today": asked.today,
        "form": asked.form,
        "chips": chips,
        "language": asked.language,
        "here": here,
    }


def context_of_found(asked: Asked, found: Statement, *, after: str) -> dict[str, Any]:
    """The statement, a page of its rows from the cursor `after` on, and the ways to take it along.

    Raises CursorUnknown.
    """
    first = _first_after(found, after)
    last = first + PAGE_ROWS
    rows = found.rows[first:last]
    more = cursor_of(rows[-1].day.isoformat(), rows[-1].pos) if last < len(found.rows) else ""
    reader = get_language() or settings.LANGUAGE_CODE
    return {
        "statement": found,
        "with_paise": found.with_paise,
        "rows": rows,
        "is_continued": bool(after),
        "brought": found.rows[first - 1].running_balance if first else found.opening,
        "more": f"?{asked.query(after=more)}" if more else "",
        "query": asked.query(),
        "sentence": balance_sentence(found, digits=asked.reader_digits),
        "words": closing_words(found, language=reader),
        "points": found.balances() if _is_of_days(found) else (),
        "is_long": len(found.rows) > INLINE_ROWS_MAX,
        "request_id": uuid7(),
        "languages": _language_tabs(asked),
        "whatsapp": in_language(asked.language, lambda: whatsapp_address(found, digits=asked.digits)),
        **({} if found.rows else _nearest(asked, found)),
    }


def _is_of_days(found: Statement) -> bool:
    """Whether there is a course to draw: of a single day it would be one step at an edge."""
    return bool(found.rows) and found.rows[0].day < found.rows[-1].day


def _first_after(found: Statement, after: str) -> int:
    if not after:
        return 0
    day, pos = key_of(after, shape=(str, int))
    try:
        place = datetime.date.fromisoformat(day), pos
    except ValueError as error:
        raise CursorUnknown from error
    return bisect_right(found.rows, place, key=_place)


def _place(row: StatementRow) -> tuple[datetime.date, int]:
    return row.place


def _language_tabs(asked: Asked) -> list[dict[str, Any]]:
    if asked.days is None:
        return []
    return [
        {
            "label": name,
            "code": code,
            "url": f"?{as_query(asked.days.period, language=code)}",
            "current": code == asked.language,
        }
        for code, name in settings.LANGUAGES
    ]


def _nearest(asked: Asked, found: Statement) -> dict[str, Any]:
    """Where to look when these days have no entry: the month of the nearest one."""
    day = nearest_day(asked.head, start=found.start, end=found.end)
    if day is None:
        return {"nearest": _("No entries with %(name)s yet.") % {"name": asked.head.party_name}}
    text = _("No entries in this time. Nearest: %(day)s.") % {"day": day_in(day, digits=asked.reader_digits)}
    query = as_query(Period(month_start(day), month_end(day)), language=asked.language)
    return {"nearest": text, "nearest_query": query}
