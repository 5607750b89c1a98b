"""Who called the API about a book: programs, their people, what they asked and what came of it."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from api.models import AccessRow, DeviceSession, Token
from api.oauth.models import Consent
from businesses.models import Membership
from businesses.queries.browsers import browser_words
from businesses.queries.visits import reasons_of

LOOKED_AT, CALLERS_MAX = 10_000, 100
EPOCH = datetime.date(1970, 1, 2)
PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """`start` and `end` are instants, the end left out."""

    caller_id: UUID | None = None
    trace_id: str = ""
    start: datetime.datetime | None = None
    end: datetime.datetime | None = None


@dataclass(frozen=True, slots=True)
class Access:
    """`program` is the name of a token or device, "" when it is gone; `person` of who is in the book."""

    row: AccessRow
    program: str
    person: str


def wanted_of(
    *, caller_id: UUID | None, trace_id: str, start: datetime.date | None, end: datetime.date | None,
    zone: datetime.tzinfo,
) -> Wanted:  # fmt: skip
    """`start` and `end` as days where the book is kept, both included."""
    far = datetime.date(9000, 1, 1)
    return Wanted(
        caller_id=caller_id,
        trace_id=trace_id,
        start=_midnight(start, zone=zone) if start and EPOCH < start < far else None,
        end=_midnight(end + datetime.timedelta(days=1), zone=zone) if end and end < far else None,
    )


def _midnight(day: datetime.date, *, zone: datetime.tzinfo) -> datetime.datetime:
    return datetime.datetime.combine(max(day, EPOCH), datetime.time(), tzinfo=zone)


def access_rows(business_id: UUID, *, wanted: Wanted, before: int | None, limit: int) -> list[AccessRow]:
    """Calls about a book, newest first, those before a number."""
    rows = AccessRow.objects.filter(business_id=business_id)
    tests: list[tuple[str, object]] = [
        ("caller_id", wanted.caller_id), ("trace_id", wanted.trace_id), ("at__gte", wanted.start),
        ("at__lt", wanted.end), ("id__lt", before),
    ]  # fmt: skip
    return list(rows.filter(**{name: value for name, value in tests if value}).order_by("-id")[:limit])


def accesses(business_id: UUID, *, wanted: Wanted, before: int | None) -> tuple[list[Access], int | None]:
    """A page of calls with the names behind them, and the number the next page begins before."""
    rows = access_rows(business_id, wanted=wanted, before=before, limit=PER_PAGE + 1)
    shown = rows[:PER_PAGE]
    programs = program_names({row.caller_id for row in shown if row.caller_id})
    people = _people(business_id, {row.user_id for row in shown if row.user_id})
    found = [
        Access(row, programs.get(row.caller_id, "") if row.caller_id else "", people.get(row.user_id, ""))
        for row in shown
    ]
    return found, shown[-1].pk if len(rows) > PER_PAGE else None


def callers_of(business_id: UUID) -> list[tuple[UUID, str]]:
    """The programs behind the last LOOKED_AT calls about a book, the latest first, CALLERS_MAX at most."""
    rows = AccessRow.objects.filter(business_id=business_id, caller_id__isnull=False).order_by("-id")
    latest = rows.values_list("caller_id", flat=True)[:LOOKED_AT]
    ids = [caller_id for caller_id in dict.fromkeys(latest) if caller_id][:CALLERS_MAX]
    names = program_names(ids)
    return [(caller_id, names.get(caller_id, "")) for caller_id in ids]


def program_names(caller_ids: Collection[UUID]) -> dict[UUID, str]:
    """The names of tokens, of the devices programs signed in on, and of apps people let in.

    The site's staff calls by no program: there it is the reason of their visit.
    """
    tokens = Token.objects.filter(pk__in=caller_ids).values_list("pk", "name", "shown")
    names = {pk: name or shown for pk, name, shown in tokens}
    sessions = DeviceSession.objects.filter(pk__in=caller_ids).values_list("pk", "device__label")
    consents = Consent.objects.filter(pk__in=caller_ids).values_list("pk", "app__name")
    programs = {**names, **{pk: browser_words(label) for pk, label in sessions}, **dict(consents)}
    missing = [pk for pk in caller_ids if pk not in programs]
    return {**programs, **(reasons_of(missing) if missing else {})}


def _people(business_id: UUID, user_ids: Collection[UUID | None]) -> dict[UUID | None, str]:
    """Names of members who opened the book; others are not the owner's to see."""
    inside = Q(business_id=business_id, user_id__in=user_ids, opened_at__isnull=False)
    return dict(Membership.objects.filter(inside).values_list("user_id", "user__name"))
