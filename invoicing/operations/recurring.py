"""Templates of bills that come back: made, changed, paused, taken up again, stopped. Raising them is in raising.py."""

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from audit import trail
from businesses.actors import Actor
from businesses.books import BookLock, lock
from core.taken_ids import refused_when_taken
from core.text import clean_line
from invoicing import working
from invoicing.content import LineContent, PaperContent, is_of_khata, said, unsaid
from invoicing.models import (
    Makes,
    Paper,
    PaperKind,
    Prices,
    Recurring,
    RecurringBill,
    RecurringState,
)
from invoicing.operations import rules
from invoicing.operations.writing import clean, content_of, lines_of, paper_of
from invoicing.recurrence import Frequency, day_of, first_from
from invoicing.refusals import PaperUnknown, RecurringRefused, RecurringUnknown
from ledger.operations.drafts import local_day
from ledger.operations.transactions import in_transaction
from ledger.refusals import ChangedElsewhere, IdTaken

NAME_MAX, EVERY_MAX, DUE_MAX = 100, 365, 365
AHEAD_MAX = datetime.timedelta(days=3 * 366)
EACH_BOOK_MAX = 500
SAID = (
    "name", "content", "due_days", "frequency", "every", "starts_on", "ends_on", "makes", "mails", "prices", "party_id",
)  # fmt: skip
"""What tells a repeated request from another under the same id."""
NO_DAY = datetime.date(2000, 1, 1)
"""In the place of the day that every bill has of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecurringContent:
    """`starts_on` is the day of the first bill. `due_days` None for the customer's terms of payment."""

    name: str
    frequency: str
    every: int = 1
    starts_on: datetime.date
    ends_on: datetime.date | None = None
    makes: str = Makes.DRAFT.value
    mails: bool = False
    prices: str = Prices.KEPT.value
    due_days: int | None = None
    paper: PaperContent


@dataclass(frozen=True, slots=True)
class RecurringResult:
    recurring_id: uuid.UUID
    state: str
    next_on: datetime.date | None
    rev: int
    seq: int
    replayed: bool = False


def add_recurring(
    *, business_id: uuid.UUID, actor: Actor, recurring_id: uuid.UUID, content: RecurringContent,
    now: datetime.datetime, dry_run: bool = False,
) -> RecurringResult:  # fmt: skip
    """A new template; the worker makes its bills from `starts_on` on. Sent again it answers the first result.

    Raises RoleNotAllowed, RecurringRefused, IdTaken, and what working out a bill of today raises.
    """

    def work() -> RecurringResult:
        book = lock(business_id)
        rules.check_editor(actor)
        row = Recurring(id=recurring_id, business_id=business_id, created_by_id=actor.user_id, created_at=now)
        standing = Recurring.objects.filter(id=recurring_id).first()
        if standing is not None and standing.business_id != business_id:
            raise IdTaken
        _fill(row, content, book=book, now=now)
        if standing is not None:
            if any(getattr(standing, name) != getattr(row, name) for name in SAID):
                raise IdTaken
            return result_of(standing, replayed=True)
        if Recurring.objects.filter(business_id=business_id).count() >= EACH_BOOK_MAX:
            raise RecurringRefused(_("A book keeps %(most)s of these.") % {"most": EACH_BOOK_MAX})
        _check_start(content, book=book, now=now)
        row.changed_seq = book.first_seq
        with refused_when_taken(IdTaken):
            row.save(force_insert=True)
        return tell(row, what="created", actor=actor, now=now)

    return in_transaction(work, dry_run=dry_run)


def change_recurring(
    *, business_id: uuid.UUID, actor: Actor, recurring_id: uuid.UUID, base_rev: int, content: RecurringContent,
    now: datetime.datetime, dry_run: bool = False,
) -> RecurringResult:  # fmt: skip
    """Change a template that stands at a revision. Bills it made stay as they are; another rhythm goes on after them.

    Raises what add_recurring raises, RecurringUnknown, ChangedElsewhere.
    """

    def work() -> RecurringResult:
        book = lock(business_id)
        row = _open(business_id, recurring_id, actor=actor, base_rev=base_rev)
        before = (row.starts_on, row.frequency, row.every)
        _fill(row, content, book=book, now=now)
        if (content.starts_on, content.frequency, content.every) != before:
            _check_start(content, book=book, now=now)
            row.next_number = _after_made(row)
        set_next(row)
        row.error = ""
        return _changed(row, what="updated", book=book, actor=actor, now=now)

    return in_transaction(work, dry_run=dry_run)


def pause_recurring(
    *, business_id: uuid.UUID, actor: Actor, recurring_id: uuid.UUID, base_rev: int, now: datetime.datetime,
    dry_run: bool = False,
) -> RecurringResult:  # fmt: skip
    """No bills until it is taken up again.

    Raises RoleNotAllowed, RecurringUnknown, ChangedElsewhere, RecurringRefused.
    """
    return _move(
        business_id, recurring_id, to=RecurringState.PAUSED, base_rev=base_rev, actor=actor, now=now, dry_run=dry_run
    )  # fmt: skip


def stop_recurring(
    *, business_id: uuid.UUID, actor: Actor, recurring_id: uuid.UUID, base_rev: int, now: datetime.datetime,
    dry_run: bool = False,
) -> RecurringResult:  # fmt: skip
    """No bills any more, for good. Raises as pause_recurring."""
    return _move(
        business_id, recurring_id, to=RecurringState.STOPPED, base_rev=base_rev, actor=actor, now=now, dry_run=dry_run
    )  # fmt: skip


def resume_recurring(
    *, business_id: uuid.UUID, actor: Actor, recurring_id: uuid.UUID, base_rev: int, now: datetime.datetime,
    dry_run: bool = False,
) -> RecurringResult:  # fmt: skip
    """Take up a paused one: from the next day that is due today or later; what fell into the pause is not billed.
    Raises as pause_recurring."""
    return _move(
        business_id, recurring_id, to=RecurringState.RUNNING, base_rev=base_rev, actor=actor, now=now, dry_run=dry_run
    )  # fmt: skip


def skip_next(
    *, business_id: uuid.UUID, actor: Actor, recurring_id: uuid.UUID, base_rev: int, now: datetime.datetime,
    dry_run: bool = False,
) -> RecurringResult:  # fmt: skip
    """Leave the next bill out, as one whose period is locked. Raises as pause_recurring."""

    def work() -> RecurringResult:
        book = lock(business_id)
        row = _open(business_id, recurring_id, actor=actor, base_rev=base_rev)
        if row.next_on is None or row.state != RecurringState.RUNNING:
            raise RecurringRefused(_("No bill comes next."))
        note_done(row, paper_id=None, now=now)
        return _changed(row, what="updated", book=book, actor=actor, now=now)

    return in_transaction(work, dry_run=dry_run)


def paper_content(business_id: uuid.UUID, paper_id: uuid.UUID) -> tuple[PaperContent, int | None]:
    """What a bill or draft says, to be said again, and after how many days it is due.

    Raises PaperUnknown, RecurringRefused.
    """
    paper: Paper = paper_of(business_id, paper_id)
    if paper.kind != PaperKind.INVOICE:
        raise PaperUnknown
    content = content_of(paper, lines_of(paper))
    if is_of_khata(content.lines):
        raise RecurringRefused(_("A bill of goods given on khata does not come back: they are billed once."))
    due = (paper.due_on - paper.day).days if paper.due_on else None
    # A place that only says where the customer is follows the customer.
    if content.place and working.work_out(business_id, replace(content, place="")).place == content.place:
        content = replace(content, place="")
    return replace(content, treatment=""), due


def tell(row: Recurring, *, what: str, actor: Actor, now: datetime.datetime) -> RecurringResult:
    """News of a template, under its own number."""
    news = trail.News(
        row.changed_seq, f"recurring_invoice.{what}", "recurring_invoice", row.id, row.rev, row.total, contents_of(row)
    )  # fmt: skip
    trail.append(business_id=row.business_id, at=now, actor=actor, news=[news])
    return result_of(row)


def contents_of(row: Recurring) -> dict[str, Any]:
    return {
        "name": row.name, "party": str(row.party_id), "frequency": row.frequency, "every": row.every,
        "starts_on": row.starts_on.isoformat(), "ends_on": row.ends_on.isoformat() if row.ends_on else None,
        "makes": row.makes, "mails": row.mails, "prices": row.prices, "state": row.state,
        "next_on": row.next_on.isoformat() if row.next_on else None, "amount": row.total, "error": row.error,
    }  # fmt: skip


def result_of(row: Recurring, *, replayed: bool = False) -> RecurringResult:
    return RecurringResult(row.id, row.state, row.next_on, row.rev, row.changed_seq, replayed)


def set_next(row: Recurring) -> None:
    """The day of the next bill, by its number; None after the last day."""
    day = day_of(row.next_number, start=row.starts_on, frequency=row.frequency, every=row.every)
    is_over = row.state == RecurringState.STOPPED or (row.ends_on is not None and day > row.ends_on)
    row.next_on = None if is_over else day


def note_done(row: Recurring, *, paper_id: uuid.UUID | None, now: datetime.datetime) -> None:
    """The next period is dealt with; the row is not saved."""
    day = day_of(row.next_number, start=row.starts_on, frequency=row.frequency, every=row.every)
    RecurringBill.objects.create(
        business_id=row.business_id, recurring=row, day=day, paper_id=paper_id, created_at=now
    )
    row.next_number += 1
    row.error = ""
    set_next(row)


def _move(
    business_id: uuid.UUID, recurring_id: uuid.UUID, *, to: RecurringState, base_rev: int, actor: Actor,
    now: datetime.datetime, dry_run: bool,
) -> RecurringResult:  # fmt: skip
    def work() -> RecurringResult:
        book = lock(business_id)
        rules.check_editor(actor)
        row = recurring_of(business_id, recurring_id)
        if row.state == to and row.rev in (base_rev, base_rev + 1):
            return result_of(row, replayed=True)
        row = _open(business_id, recurring_id, actor=actor, base_rev=base_rev)
        row.state, row.error = to, ""
        if to == RecurringState.RUNNING:
            today = local_day(now, timezone=book.timezone)
            row.next_number = max(
                row.next_number,
                first_from(today, start=row.starts_on, frequency=row.frequency, every=row.every),
            )
        set_next(row)
        what = {"running": "resumed", "paused": "paused", "stopped": "stopped"}[to.value]
        return _changed(row, what=what, book=book, actor=actor, now=now)

    return in_transaction(work, dry_run=dry_run)


def _changed(
    row: Recurring, *, what: str, book: BookLock, actor: Actor, now: datetime.datetime
) -> RecurringResult:
    row.rev += 1
    row.changed_seq = book.first_seq
    row.save()
    return tell(row, what=what, actor=actor, now=now)


def recurring_of(business_id: uuid.UUID, recurring_id: uuid.UUID) -> Recurring:
    """Raises RecurringUnknown."""
    row = Recurring.objects.select_related("party").filter(business_id=business_id, id=recurring_id).first()
    if row is None:
        raise RecurringUnknown
    return row


def _open(business_id: uuid.UUID, recurring_id: uuid.UUID, *, actor: Actor, base_rev: int) -> Recurring:
    rules.check_editor(actor)
    row = recurring_of(business_id, recurring_id)
    if row.rev != base_rev:
        raise ChangedElsewhere
    if row.state == RecurringState.STOPPED:
        raise RecurringRefused(_("This was stopped for good. Make a new one."))
    return row


def _fill(row: Recurring, content: RecurringContent, *, book: BookLock, now: datetime.datetime) -> None:
    """Everything said of it, and what a bill of today would come to."""
    _check(content)
    paper = plain(content.paper)
    today = local_day(now, timezone=book.timezone)
    worked = working.work_out(book.business_id, replace(paper, day=today))
    row.name = clean_line(content.name, max_length=NAME_MAX, field="name")
    if not row.name:
        raise RecurringRefused(_("Give it a name, for example Monthly cleaning."), field="name")
    row.party, row.total = worked.ground.party, worked.found.total
    row.content = said(paper)
    row.frequency, row.every, row.starts_on, row.ends_on = (
        content.frequency, content.every, content.starts_on, content.ends_on,
    )  # fmt: skip
    row.makes, row.mails, row.prices, row.due_days = (
        content.makes,
        content.mails and content.makes == Makes.APPROVED,
        content.prices,
        content.due_days,
    )
    set_next(row)


def _check(content: RecurringContent) -> None:
    if content.frequency not in set(Frequency) or not 1 <= content.every <= EVERY_MAX:
        raise RecurringRefused(
            _("Choose how often: every 1 to 365 days, weeks, months or years."), field="every"
        )
    if content.ends_on is not None and content.ends_on < content.starts_on:
        raise RecurringRefused(_("Choose a last day on or after the first."), field="ends_on")
    if content.makes not in Makes.values or content.prices not in Prices.values:
        raise RecurringRefused(_("Choose what is made: a draft or a bill."), field="makes")
    if content.due_days is not None and not 0 <= content.due_days <= DUE_MAX:
        raise RecurringRefused(_("Enter 0 to 365 days."), field="due_days")
    if content.paper.kind != PaperKind.INVOICE or is_of_khata(content.paper.lines):
        raise RecurringRefused(_("Only a bill of goods or services comes back."))


def _check_start(content: RecurringContent, *, book: BookLock, now: datetime.datetime) -> None:
    today = local_day(now, timezone=book.timezone)
    if not today <= content.starts_on <= today + AHEAD_MAX:
        raise RecurringRefused(_("Choose a first day from today on, within three years."), field="starts_on")


def _after_made(row: Recurring) -> int:
    """The first period of a new rhythm after every day that was dealt with."""
    last = RecurringBill.objects.filter(recurring=row).order_by("-day").values_list("day", flat=True).first()
    if last is None or last < row.starts_on:
        return 0
    after = last + datetime.timedelta(days=1)
    return first_from(after, start=row.starts_on, frequency=row.frequency, every=row.every)


def plain(content: PaperContent) -> PaperContent:
    """What is the same on every bill: no days, no source, no single pieces."""
    lines: tuple[LineContent, ...] = tuple(
        replace(line, source_line_id=None, batch_id=None, batch_number="", expires_on=None, serials=())
        for line in content.lines
    )
    return replace(
        clean(content),
        lines=lines,
        day=NO_DAY,
        due_on=None,
        supply_on=None,
        source_id=None,
        number="",
        reason="",
    )


def standing_content(row: Recurring) -> RecurringContent:
    """What a template says now, to be said with changes."""
    paper: Mapping[str, Any] = row.content
    return RecurringContent(
        name=row.name, frequency=row.frequency, every=row.every, starts_on=row.starts_on, ends_on=row.ends_on,
        makes=row.makes, mails=row.mails, prices=row.prices, due_days=row.due_days, paper=unsaid(paper),
    )  # fmt: skip
