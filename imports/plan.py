"""What a run would write: every row of the sheet as new, the same, or wrong, and every party found or made."""

import datetime
import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from businesses.books import BookLock
from businesses.models import Business
from core.refusals import Refusal
from imports.queries.parties import standing_keys, standing_names, with_opening
from imports.sheet.closing import Closings, compare
from imports.sheet.layout import Rows
from imports.sheet.mapping import Mapping
from imports.sheet.people import Match, People, match_people
from imports.sheet.reading import Reading, ReadRow, WrongRow, mended_row, read_rows, wrong_row
from ledger.directions import Content
from ledger.models import DocumentKind, Mode
from ledger.operations.drafts import check_content, local_day
from ledger.operations.likely_days import check_likely
from ledger.operations.runs import RowDraft
from ledger.refusals import DayUnlikely


@dataclass(frozen=True, slots=True)
class Planned:
    """A row that may go in; `key` is its party's, `name` as the sheet has it."""

    line: int
    key: str
    name: str
    draft: RowDraft


@dataclass(frozen=True, slots=True)
class Plan:
    """`new` goes in; `same` stands already; `wrong` breaks a rule; `kept_out` would be a second opening
    balance; `far` are the lines of wrong rows whose day is far from today, which nobody confirmed. Rows are in the
    order of the khata."""

    reading: Reading
    matches: dict[str, Match]
    closings: Closings
    new: list[Planned]
    same: list[Planned]
    wrong: list[WrongRow]
    kept_out: list[WrongRow]
    far: list[int]


def make_plan(*, business: Business, rows: Rows, mapping: Mapping, now: datetime.datetime) -> Plan:
    """Read the sheet and hold it against the book. Reads only; the same sheet gives the same source keys."""
    reading = read_rows(rows, mapping=mapping, country=business.country)
    people = People(reading.contacts)
    matches = match_people(
        people.by_key.values(), standing=standing_names(business_id=business.id), same_as=mapping.same_as
    )
    plan = Plan(
        reading=reading, matches=matches, closings=compare(reading, people),
        new=[], same=[], wrong=list(reading.wrong), kept_out=[], far=[],
    )  # fmt: skip
    drafted = _drafted(reading, people=people, matches=matches, mapping=mapping, today=_today(business, now))
    _sort(plan, drafted, business=business, now=now)
    if not mapping.sure_of_days:
        _ask_about_days(plan, rows=rows, mapping=mapping, today=_today(business, now))
    plan.wrong.sort(key=lambda row: row.line)
    return plan


def source_key(*told: object) -> bytes:
    """What tells a brought row from all others, in any book and in any copy of its sheet."""
    return hashlib.sha256("\x1f".join(str(part) for part in told).encode()).digest()


def _today(business: Business, now: datetime.datetime) -> datetime.date:
    return local_day(now, timezone=business.timezone)


def _drafted(
    reading: Reading, *, people: People, matches: dict[str, Match], mapping: Mapping, today: datetime.date
) -> list[Planned]:
    first_days: dict[str, datetime.date] = {}
    for row in reading.rows:
        if row.day is not None:
            key = people.key(row.name, row.phone)
            first_days[key] = min(row.day, first_days.get(key, row.day))
    ordinals: Counter[tuple[object, ...]] = Counter()
    drafted: list[Planned] = []
    for row in _in_order(reading.rows):
        key = people.key(row.name, row.phone)
        day = row.day or min(first_days.get(key, today), today)
        told: tuple[object, ...] = ("opening", key)
        if not row.is_opening:
            told = (key, day.isoformat(), row.direction, row.amount, row.note)
            ordinals[told] += 1
            told = (*told, ordinals[told])
        draft = RowDraft(
            source_key=source_key(*told), direction=row.direction, amount=row.amount, mode=Mode.UNSORTED, day=day,
            note=row.note, party_id=matches[key].standing_id,
            branch_id=UUID(mapping.branch) if mapping.branch else None,
            kind=DocumentKind.OPENING if row.is_opening else DocumentKind.KHATA,
        )  # fmt: skip
        drafted.append(Planned(row.line, key, people.by_key[key].name, draft))
    return drafted


def _in_order(rows: Sequence[ReadRow]) -> list[ReadRow]:
    """Opening balances first, then entries oldest first: some sheets are written from the newest down."""
    dated = [row for row in rows if not row.is_opening]
    if dated and dated[0].day and dated[-1].day and dated[0].day > dated[-1].day:
        dated.reverse()
    return [*(row for row in rows if row.is_opening), *dated]


def _sort(plan: Plan, drafted: list[Planned], *, business: Business, now: datetime.datetime) -> None:
    """Put each drafted row where it belongs."""
    standing = standing_keys(business_id=business.id, keys=[row.draft.source_key for row in drafted])
    opened = with_opening(
        business_id=business.id,
        party_ids=[match.standing_id for match in plan.matches.values() if match.standing_id],
    )
    book = BookLock(
        business_id=business.id, first_seq=0, books_locked_until=business.books_locked_until,
        tax_locked_until=business.tax_locked_until, currency=business.currency, timezone=business.timezone,
    )  # fmt: skip
    openings: dict[str, RowDraft] = {}
    for item in drafted:
        if item.draft.kind == DocumentKind.OPENING:
            first = openings.setdefault(item.key, item.draft)
            if first is not item.draft:
                _second_opening(plan, item, first)
                continue
        if item.draft.source_key in standing:
            plan.same.append(item)
        elif item.draft.kind == DocumentKind.OPENING and plan.matches[item.key].standing_id in opened:
            _keep_out(plan, item)
        elif sentence := _broken_rule(item.draft, book=book, now=now):
            plan.wrong.append(_wrong(item.line, sentence))
        else:
            plan.new.append(item)


def _ask_about_days(plan: Plan, *, rows: Rows, mapping: Mapping, today: datetime.date) -> None:
    """Rows whose year is likelier a slip wait among the wrong ones, to be mended or confirmed."""
    likely = []
    for item in plan.new:
        draft = item.draft
        try:
            check_likely(Content(draft.direction, draft.amount, draft.mode, draft.day, "", None), today=today)
        except DayUnlikely as refusal:
            row = mended_row(rows[item.line - 1], line=item.line, mapping=mapping)
            plan.wrong.append(wrong_row(row, line=item.line, mapping=mapping, reason=refusal.message))
            plan.far.append(item.line)
        else:
            likely.append(item)
    plan.new[:] = likely


def _second_opening(plan: Plan, item: Planned, first: RowDraft) -> None:
    """Sheets repeat a party's opening balance on each of its rows; two different ones cannot both be right."""
    if (item.draft.direction, item.draft.amount) != (first.direction, first.amount):
        sentence = _("%(name)s has another opening balance further up.") % {"name": item.name}
        plan.wrong.append(_wrong(item.line, sentence))


def _keep_out(plan: Plan, item: Planned) -> None:
    sentence = _("%(name)s has an opening balance in this book already. It stays as it is.")
    plan.kept_out.append(_wrong(item.line, sentence % {"name": item.name}))


def _broken_rule(draft: RowDraft, *, book: BookLock, now: datetime.datetime) -> str:
    content = Content(draft.direction, draft.amount, draft.mode, draft.day, draft.note, None)
    try:
        check_content(content, book=book, now=now)
    except Refusal as refusal:
        return refusal.message
    return ""


def _wrong(line: int, sentence: str) -> WrongRow:
    return WrongRow(line, _("Row %(line)s: %(reason)s") % {"line": line, "reason": sentence}, {})
