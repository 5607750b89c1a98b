"""Close a business year: what was earned and spent moves into the owner's equity, and the year is locked.

The parties' balances go on: receivables and payables are not touched, so a statement of the new year opens
with what the old one closed with.
"""

import datetime
import hashlib
import uuid
from collections import defaultdict
from dataclasses import dataclass, replace

from django.db import connection

from audit import trail
from businesses.actors import Actor
from businesses.books import BookLock, lock
from businesses.models import Business
from businesses.roles import is_granted
from core.ids import uuid7
from core.periods import Period as Days
from core.periods import fiscal_year, fiscal_year_label
from core.sql import bind_all, insert_rows
from core.text import clean_line
from ledger import posting
from ledger.book_map import book_map
from ledger.directions import Content
from ledger.models import AccountRole, Direction, Document, DocumentKind, DocumentState, Mode, Period, YearEnd
from ledger.operations.drafts import local_day
from ledger.operations.entries import DOCUMENT_COLUMNS, document_row
from ledger.operations.periods import REASON_LENGTH_MAX, move_lock
from ledger.operations.standing import StandingDocument, legs_of
from ledger.operations.transactions import in_transaction
from ledger.posting import Draft, Leg
from ledger.queries.years import AccountSum, sums_to_close
from ledger.refusals import ReasonMissing, RoleNotAllowed, YearNotOver, YearRefused, YearStands, YearUnknown

ACCOUNTS_AN_ENTRY = 150


@dataclass(frozen=True, slots=True)
class YearResult:
    """Minor units; `result` above zero is a profit."""

    year_end_id: uuid.UUID
    first_day: datetime.date
    last_day: datetime.date
    income: int
    expense: int
    books_locked_until: datetime.date | None
    replayed: bool = False

    @property
    def result(self) -> int:
        return self.income - self.expense


def close_year(
    *, business_id: uuid.UUID, actor: Actor, first_day: datetime.date, now: datetime.datetime, dry_run: bool = False
) -> YearResult:  # fmt: skip
    """Close the year that begins on `first_day`, and with it every year before that is open still.

    Posts on the year's last day and locks the books until then, in one transaction: a lock that reaches
    further stands again at the end. Raises RoleNotAllowed, YearRefused, YearNotOver, YearStands when this
    or a later year is closed.
    """

    def work() -> YearResult:
        book = _entered(business_id, actor=actor)
        year = _year(business_id, first_day=first_day)
        if year.end >= local_day(now, timezone=book.timezone):
            raise YearNotOver(last_day=year.end)
        latest = latest_year(business_id)
        if latest is not None and latest.last_day >= year.end:
            raise YearStands(label=fiscal_year_label(Days(latest.first_day, latest.last_day)))
        sums = sums_to_close(business_id, until=year.end)
        _set_lock(
            business_id, until=_earlier(book.books_locked_until, year.start - datetime.timedelta(days=1))
        )
        _post(business_id, actor=actor, day=year.end, sums=sums, now=now)
        end = _keep_year(book, actor=actor, year=year, sums=sums, now=now)
        return _locked_again(
            book, actor=actor, end=end, until=_later(book.books_locked_until, year.end), now=now
        )

    return in_transaction(work, dry_run=dry_run)


def reopen_year(
    *, business_id: uuid.UUID, actor: Actor, year_end_id: uuid.UUID, reason: str, now: datetime.datetime,
    dry_run: bool = False,
) -> YearResult:  # fmt: skip
    """Take the closing of the newest closed year back: its postings are reversed where they stand, and the
    book is open again as it was before, at the latest from the year's last day.

    Raises RoleNotAllowed, ReasonMissing, TextError, YearUnknown, YearStands when a later year is closed.
    """
    why = clean_line(reason, max_length=REASON_LENGTH_MAX, field="reason")
    if not why:
        raise ReasonMissing

    def work() -> YearResult:
        book = _entered(business_id, actor=actor)
        end = YearEnd.objects.filter(business_id=business_id, id=year_end_id, reopened_at=None).first()
        if end is None:
            raise YearUnknown
        latest = latest_year(business_id)
        if latest is not None and latest.id != end.id:
            raise YearStands(label=fiscal_year_label(Days(latest.first_day, latest.last_day)))
        until = _earlier(end.locked_before, end.last_day - datetime.timedelta(days=1))
        _set_lock(business_id, until=until)
        _reverse(business_id, actor=actor, day=end.last_day, now=now)
        end.reopened_at, end.reopened_by_id, end.reason = now, actor.user_id, why
        end.save(update_fields=["reopened_at", "reopened_by", "reason"])
        _tell(book, actor=actor, end=end, verb="year.opened", rev=2, now=now)
        return _locked_again(book, actor=actor, end=end, until=until, now=now, reason=why)

    return in_transaction(work, dry_run=dry_run)


def latest_year(business_id: uuid.UUID) -> YearEnd | None:
    return YearEnd.objects.filter(business_id=business_id, reopened_at=None).order_by("-last_day").first()


def _entered(business_id: uuid.UUID, *, actor: Actor) -> BookLock:
    book = lock(business_id)
    if not is_granted(actor.role, "book.close"):
        raise RoleNotAllowed
    return book


def _year(business_id: uuid.UUID, *, first_day: datetime.date) -> Days:
    starts = Business.objects.values_list("year_starts_month", flat=True).get(id=business_id)
    year = fiscal_year(first_day, starts_month=starts)
    if year.start != first_day:
        raise YearRefused
    return year


def _earlier(one: datetime.date | None, other: datetime.date) -> datetime.date | None:
    return None if one is None else min(one, other)


def _later(one: datetime.date | None, other: datetime.date) -> datetime.date:
    return other if one is None else max(one, other)


def _set_lock(business_id: uuid.UUID, *, until: datetime.date | None) -> None:
    """Open the year's last day while this transaction posts on it; nobody else sees it open."""
    Business.objects.filter(id=business_id).update(books_locked_until=until)


def _locked_again(
    book: BookLock, *, actor: Actor, end: YearEnd, until: datetime.date | None, now: datetime.datetime,
    reason: str = "",
) -> YearResult:  # fmt: skip
    if until == book.books_locked_until:
        _set_lock(book.business_id, until=until)
        return YearResult(end.id, end.first_day, end.last_day, end.income, end.expense, until)
    drawn = lock(book.business_id)
    standing = replace(drawn, books_locked_until=book.books_locked_until)
    move_lock(standing, actor=actor, period=Period.BOOKS, until=until, reason=reason, now=now)
    return YearResult(end.id, end.first_day, end.last_day, end.income, end.expense, until)


def _keep_year(
    book: BookLock, *, actor: Actor, year: Days, sums: list[AccountSum], now: datetime.datetime
) -> YearEnd:
    income = -sum(one.balance for one in sums if one.kind == "income")
    expense = sum(one.balance for one in sums if one.kind == "expense")
    end = YearEnd.objects.create(
        business_id=book.business_id, first_day=year.start, last_day=year.end, income=income, expense=expense,
        locked_before=book.books_locked_until, closed_by_id=actor.user_id, closed_at=now,
    )  # fmt: skip
    _tell(book, actor=actor, end=end, verb="year.closed", rev=1, now=now)
    return end


def _tell(book: BookLock, *, actor: Actor, end: YearEnd, verb: str, rev: int, now: datetime.datetime) -> None:
    contents = {
        "first_day": end.first_day.isoformat(), "last_day": end.last_day.isoformat(), "income": end.income,
        "expense": end.expense, "reason": end.reason,
    }  # fmt: skip
    news = trail.News(book.first_seq, verb, "year", end.id, rev, end.income - end.expense, contents)
    trail.append(business_id=book.business_id, at=now, actor=actor, news=[news])


def _post(
    business_id: uuid.UUID, *, actor: Actor, day: datetime.date, sums: list[AccountSum], now: datetime.datetime
) -> None:  # fmt: skip
    """Bring every account of income and expense to zero; what is left over goes to the owner's equity."""
    accounts = book_map(business_id).accounts
    kept = accounts.get(AccountRole.RETAINED) or accounts[AccountRole.CAPITAL]
    parts: list[tuple[uuid.UUID, list[Leg]]] = []
    by_branch: dict[uuid.UUID, list[AccountSum]] = defaultdict(list)
    for one in sums:
        by_branch[one.branch_id].append(one)
    for branch, found in by_branch.items():
        for start in range(0, len(found), ACCOUNTS_AN_ENTRY):
            legs = [Leg(one.account_id, -one.balance) for one in found[start : start + ACCOUNTS_AN_ENTRY]]
            left = -sum(leg.amount for leg in legs)
            parts.append((branch, [*legs, Leg(kept, left)] if left else legs))
    if not parts:
        return
    seq = lock(business_id, events=len(parts)).first_seq
    drafts = [
        Draft(document_id=uuid7(), branch_id=branch, seq=number, day=day, pos=number, legs=tuple(legs), khata_id=None)
        for number, (branch, legs) in enumerate(parts, start=seq)
    ]  # fmt: skip
    rows = [_row(business_id, actor=actor, draft=draft, now=now) for draft in drafts]
    with connection.cursor() as cursor:
        insert_rows(cursor, table="ledger_document", columns=DOCUMENT_COLUMNS, rows=rows)
    _write(business_id, actor=actor, drafts=drafts, verb="journal.posted", rev=1, now=now)


def _row(business_id: uuid.UUID, *, actor: Actor, draft: Draft, now: datetime.datetime) -> tuple[object, ...]:
    amount = sum(leg.amount for leg in draft.legs if leg.amount > 0)
    document = StandingDocument(
        document_id=draft.document_id, branch_id=draft.branch_id, kind=DocumentKind.YEAR_END,
        content=Content(Direction.GOT.value, amount, Mode.UNSORTED.value, draft.day, "", None), pos=draft.pos, rev=1,
        state=DocumentState.POSTED, entry_id=draft.entry_id,
        content_hash=hashlib.sha256(draft.document_id.bytes).digest(), created_by=actor.user_id, created_at=now,
        run_id=None, changed_seq=draft.seq, photos=0,
    )  # fmt: skip
    return document_row(business_id=business_id, party_id=None, actor=actor, document=document, made_at=now)


def _reverse(business_id: uuid.UUID, *, actor: Actor, day: datetime.date, now: datetime.datetime) -> None:
    standing = list(
        Document.objects.filter(
            business_id=business_id, kind=DocumentKind.YEAR_END, day=day, state=DocumentState.POSTED
        ).order_by("pos")
    )
    if not standing:
        return
    seq = lock(business_id, events=len(standing)).first_seq
    entries = [one.entry_id for one in standing if one.entry_id is not None]
    legs = legs_of(entries, khata_accounts=book_map(business_id).khata_accounts)
    drafts = [
        posting.reversal(
            of=entry_id, document_id=one.id, branch_id=one.branch_id, seq=number, day=day, pos=one.pos,
            legs=legs[entry_id], khata_id=None,
        )
        for number, (one, entry_id) in enumerate(zip(standing, entries, strict=True), start=seq)
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE ledger_document SET state = 'trashed', trashed_at = %s, closed_at = %s, changed_seq = %s, rev = 2"
            " WHERE id = %s AND business_id = %s",
            [bind_all([now, now, draft.seq, draft.document_id, business_id]) for draft in drafts],
        )
    _write(business_id, actor=actor, drafts=drafts, verb="journal.reversed", rev=2, now=now)


def _write(
    business_id: uuid.UUID, *, actor: Actor, drafts: list[Draft], verb: str, rev: int, now: datetime.datetime
) -> None:  # fmt: skip
    posting.post(
        business_id=business_id, actor_id=actor.user_id, device_id=actor.device_id, drafts=drafts, khatas={}
    )
    news = [
        trail.News(
            seq=draft.seq, verb=verb, subject_kind="journal", subject_id=draft.document_id, rev=rev, amount=None,
            contents={"day": draft.day.isoformat(), "legs": len(draft.legs)},
        )
        for draft in drafts
    ]  # fmt: skip
    trail.append(business_id=business_id, at=now, actor=actor, news=news)
