"""Why a balance changed: what was written, changed or deleted since a moment, and what each made different.

"As known at seq N" is the sum of the postings with a number up to N. A reversal is a posting too, so the
difference since then is the sum of the postings above N, of whatever day they are.
"""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Max

from audit.models import Event, Revision
from businesses.models import Business, User
from core.sql import as_date, as_date_or_none, as_uuid, as_uuid_or_none, bind_all, marks
from ledger.book_map import book_map
from ledger.models import DocumentKind, DocumentState, LastLook
from ledger.queries.pages import ROWS_MAX, cursor_of, key_of
from ledger.queries.parties import Family, family_of

SHOWS = {
    "all": "",
    "late": " AND d.pos > %s AND d.day < %s AND d.state = 'posted'",
    "changed": " AND d.pos <= %s AND d.state = 'posted'",
    "deleted": " AND d.state = 'trashed'",
}


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in a book's history: everything up to number `seq` was known. `day` is its day in the book."""

    seq: int
    at: datetime.datetime
    day: datetime.date


@dataclass(frozen=True, slots=True)
class ChangeSince:
    """What became of one entry since. `before` and `after` are its contents as the trail keeps them: before is
    None when it was not there, or its words went for good; after is None while it is in the trash.

    `what`: new, late, correction, changed, words, same, deleted, back or passing (written and deleted since).
    `difference` is the party's balance more (above zero: they owe us more), minor units. `seq`, `at` and `who`
    are of the last change, `changes` how many there were; `before_rev` is the revision of then, 0 without.
    """

    document_id: uuid.UUID
    party_id: uuid.UUID
    party_name: str
    what: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    day: datetime.date
    difference: int
    seq: int
    at: datetime.datetime
    who: str
    who_id: uuid.UUID | None
    changes: int
    rev: int
    before_rev: int
    kind: str
    corrects: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class History:
    """`known` is the balance as it was known at the moment, `balance` the one now, in minor units; a book's are
    all its parties together. `count` is the number of entries touched since, whatever page is shown."""

    moment: Moment
    seq: int
    known: int
    balance: int
    count: int
    rows: tuple[ChangeSince, ...]
    next_cursor: str | None

    @property
    def difference(self) -> int:
        return self.balance - self.known


def moment_at(business_id: uuid.UUID, *, at: datetime.datetime, day: datetime.date) -> Moment:
    """What was known at an instant: the number of the last event up to it."""
    found = (
        Event.objects.filter(business_id=business_id, at__lte=at)
        .order_by("-seq")
        .values_list("seq", flat=True)
        .first()
    )
    return Moment(seq=found or 0, at=at, day=day)


def looks(business_id: uuid.UUID, *, user_id: uuid.UUID, party_id: uuid.UUID | None) -> dict[str, LastLook]:
    """When somebody last saw this history, and last had the party's statement made; by kind of look."""
    found = LastLook.objects.filter(business_id=business_id, user_id=user_id)
    found = found.filter(party__isnull=True) if party_id is None else found.filter(party_id=party_id)
    return {look.look: look for look in found}


def history_since(
    business_id: uuid.UUID, *, moment: Moment, party_id: uuid.UUID | None = None, show: str = "all",
    before: str | None = None, limit: int = 50,
) -> History:  # fmt: skip
    """Entries touched since a moment, last touched first, in one khata or the whole book.

    Raises PartyUnknown, CursorUnknown.
    """
    family = family_of(business_id, party_id) if party_id is not None else None
    limit = min(limit, ROWS_MAX)
    seq, known, balance, count = _sums(business_id, moment=moment, family=family)
    above = key_of(before, shape=(int,))[0] if before else seq + 1
    found = _documents(business_id, moment=moment, family=family, show=show, below=above, limit=limit + 1)
    return History(
        moment=moment, seq=seq, known=known, balance=balance, count=count,
        rows=tuple(_rows(business_id, found[:limit], moment=moment)),
        next_cursor=cursor_of(found[limit - 1][7]) if len(found) > limit else None,
    )  # fmt: skip


def _of(family: Family | None, column: str) -> tuple[str, list[uuid.UUID]]:
    if family is None:
        return "", []
    return f" AND {column} IN {marks(len(family.members))}", list(family.members)


def _sums(business_id: uuid.UUID, *, moment: Moment, family: Family | None) -> tuple[int, int, int, int]:
    """(the book's number, balance known then, balance now, entries touched), of one moment: one statement."""
    accounts = list(book_map(business_id).khata_accounts)
    parties, members = _of(family, "p.id")
    lines, _ = _of(family, "l.party_id")
    documents, _ = _of(family, "d.party_id")
    # Two partial indexes hold the numbers: each condition must name its own.
    since = " + ".join(
        "(SELECT COALESCE(SUM(l.amount), 0) FROM ledger_entry e JOIN ledger_line l ON l.entry_id = e.posted_as"
        f" WHERE e.business_id = %s AND e.seq > %s AND e.reverses_id {which}"
        f" AND l.account_id IN {marks(len(accounts))}{lines})"
        for which in ("IS NULL", "IS NOT NULL")
    )
    part = [business_id, moment.seq, *accounts, *members]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT b.seq, (SELECT COALESCE(SUM(p.balance), 0) FROM ledger_party p WHERE p.business_id = b.id"
            f"{parties}), {since}, (SELECT COUNT(*) FROM ledger_document d WHERE d.business_id = b.id"
            f" AND d.changed_seq > %s AND d.party_id IS NOT NULL{documents})"
            " FROM businesses_business b WHERE b.id = %s",
            bind_all([*members, *part, *part, moment.seq, *members, business_id]),
        )
        row = cursor.fetchone()
    seq, balance, changed, count = int(row[0]), int(row[1]), int(row[2]), int(row[3])
    return seq, balance - changed, balance, count


def _documents(
    business_id: uuid.UUID, *, moment: Moment, family: Family | None, show: str, below: int, limit: int
) -> list[Any]:
    documents, members = _of(family, "d.party_id")
    values: dict[str, list[Any]] = {"late": [moment.seq, moment.day], "changed": [moment.seq]}
    said = values.get(show, [])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT d.id, d.party_id, p.name, d.kind, d.state, d.day, d.pos, d.changed_seq, d.rev, d.direction,"
            " d.amount, d.mode, d.note, d.due_on, d.corrects_id, d.closed_at,"
            " d.branch_id"
            " FROM ledger_document d JOIN ledger_party p ON p.id = d.party_id"
            f" WHERE d.business_id = %s AND d.changed_seq > %s AND d.changed_seq < %s{documents}{SHOWS[show]}"
            " ORDER BY d.changed_seq DESC LIMIT %s",
            bind_all([business_id, moment.seq, below, *members, *said, limit]),
        )
        return list(cursor.fetchall())


def _rows(business_id: uuid.UUID, found: Sequence[Any], *, moment: Moment) -> list[ChangeSince]:
    ids = [as_uuid(row[0]) for row in found]
    if not ids:
        return []
    differences = _differences(business_id, ids, seq=moment.seq)
    before = _before(business_id, ids, seq=moment.seq)
    events = _events(business_id, ids, seq=moment.seq)
    names = _names(events)
    return [
        _row(
            row, before=before.get(document_id), difference=differences.get(document_id, 0),
            events=events.get(document_id, []), names=names, moment=moment,
        )
        for document_id, row in zip(ids, found, strict=True)
    ]  # fmt: skip


def _differences(business_id: uuid.UUID, ids: Sequence[uuid.UUID], *, seq: int) -> dict[uuid.UUID, int]:
    accounts = list(book_map(business_id).khata_accounts)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT d.id, SUM(l.amount) FROM ledger_document d"
            " JOIN ledger_entry e ON e.document_id = COALESCE(d.part_of_id, d.id)"
            " JOIN ledger_line l ON l.entry_id = e.posted_as AND l.party_id = d.party_id"
            f" WHERE d.id IN {marks(len(ids))} AND e.seq > %s AND l.account_id IN {marks(len(accounts))}"
            " GROUP BY d.id",
            bind_all([*ids, seq, *accounts]),
        )
        return {as_uuid(row[0]): int(row[1]) for row in cursor.fetchall()}


def _before(business_id: uuid.UUID, ids: Sequence[uuid.UUID], *, seq: int) -> dict[uuid.UUID, Revision]:
    """What each held at the moment: its last revision up to it."""
    known = Revision.objects.filter(business_id=business_id, subject_id__in=ids, seq__lte=seq)
    last = dict(known.values_list("subject_id").annotate(last=Max("rev")).values_list("subject_id", "last"))
    found = Revision.objects.filter(
        business_id=business_id, subject_id__in=list(last), rev__in=set(last.values()), seq__lte=seq
    )
    return {one.subject_id: one for one in found if last[one.subject_id] == one.rev}


def _events(business_id: uuid.UUID, ids: Sequence[uuid.UUID], *, seq: int) -> dict[uuid.UUID, list[Event]]:
    found: dict[uuid.UUID, list[Event]] = {}
    for event in Event.objects.filter(business_id=business_id, subject_id__in=ids, seq__gt=seq).order_by(
        "seq"
    ):
        found.setdefault(event.subject_id, []).append(event)
    return found


def _names(events: dict[uuid.UUID, list[Event]]) -> dict[uuid.UUID | None, str]:
    actors = {of_one[-1].actor_id for of_one in events.values() if of_one[-1].actor_id is not None}
    return {user.id: str(user) for user in User.objects.filter(id__in={one for one in actors if one})}


def _row(
    row: Any, *, before: Revision | None, difference: int, events: list[Event],
    names: dict[uuid.UUID | None, str], moment: Moment,
) -> ChangeSince:  # fmt: skip
    day, is_trashed = as_date(row[5]), row[4] == DocumentState.TRASHED
    now = {
        "kind": row[3], "direction": row[9], "amount": row[10], "mode": row[11], "day": day.isoformat(),
        "note": row[12], "due_on": due.isoformat() if (due := as_date_or_none(row[13])) else None,
        "branch": str(as_uuid(row[16])),
    }  # fmt: skip
    held = before.contents if before is not None else None
    was = held if held is not None and held["state"] == DocumentState.POSTED else None
    last = events[-1] if events else None
    return ChangeSince(
        document_id=as_uuid(row[0]), party_id=as_uuid(row[1]), party_name=row[2],
        what=_what(row, day=day, before=held, now=now, difference=difference, moment=moment),
        before=was if row[6] <= moment.seq else None, after=None if is_trashed else now, day=day,
        difference=difference, seq=row[7], at=last.at if last else moment.at,
        who=names.get(last.actor_id, "") if last else "", who_id=last.actor_id if last else None, changes=len(events),
        rev=row[8],
        before_rev=before.rev if before is not None else 0, kind=row[3], corrects=as_uuid_or_none(row[14]),
    )  # fmt: skip


def _what(
    row: Any, *, day: datetime.date, before: dict[str, Any] | None, now: dict[str, Any], difference: int,
    moment: Moment,
) -> str:  # fmt: skip
    is_trashed = row[4] == DocumentState.TRASHED
    if row[6] > moment.seq:
        fresh = "late" if day < moment.day else "new"
        return "passing" if is_trashed else "correction" if row[3] == DocumentKind.CORRECTION else fresh
    stood = before is None or before["state"] == DocumentState.POSTED
    if is_trashed:
        return "deleted" if stood and difference else "same"
    return _kept(before, now=now, difference=difference) if stood else "back"


def _kept(before: dict[str, Any] | None, *, now: dict[str, Any], difference: int) -> str:
    """How an entry differs that stood then and stands now."""
    if before is None or difference:
        return "changed"
    if any(before[name] != now[name] for name in ("direction", "amount", "mode", "day")):
        return "changed"
    return "words" if any(before[name] != now[name] for name in ("note", "due_on")) else "same"


def balance_known(business_id: uuid.UUID, party_id: uuid.UUID, *, seq: int) -> int:
    """A khata's balance as known at a number of the book, minor units. Raises PartyUnknown."""
    family = family_of(business_id, party_id)
    at = Business.objects.values_list("created_at", flat=True).get(id=business_id)
    return _sums(business_id, moment=Moment(seq=seq, at=at, day=at.date()), family=family)[1]
