"""What lies in the trash of a book."""

import datetime
import math
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from audit.models import Event
from businesses.models import User
from core.names import search_terms
from ledger.models import (
    KHATA_KINDS,
    VOUCHER_KINDS,
    Document,
    DocumentKind,
    DocumentState,
    KhataSettings,
    Party,
)
from ledger.queries.pages import ROWS_MAX, CursorUnknown, cursor_of, key_of

DAYS = 30
"""How long a book keeps its trash that chose nothing."""
SEARCH_LENGTH_MAX = 120
M = TypeVar("M", Document, Party)
Place = tuple[datetime.datetime, uuid.UUID]


@dataclass(frozen=True, slots=True)
class TrashRow:
    """`kind` is entry, party or voucher, which has no party. Amount in minor units; `days_left` counts begun
    days, 0 goes today."""

    kind: str
    id: uuid.UUID
    name: str
    trashed_at: datetime.datetime
    deleted_by: str
    days_left: int
    rev: int
    party_id: uuid.UUID | None
    direction: str = ""
    amount: int = 0
    mode: str = ""
    day: datetime.date | None = None
    note: str = ""
    deleted_by_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class TrashPage:
    rows: tuple[TrashRow, ...]
    next_cursor: str | None
    days: int


def trash_days(business_id: uuid.UUID) -> int:
    """How many days the book keeps its trash."""
    found = KhataSettings.objects.filter(business_id=business_id).values_list("trash_days", flat=True).first()
    return DAYS if found is None else found


def documents_in_trash(business_id: uuid.UUID) -> "QuerySet[Document]":
    return Document.objects.filter(
        business_id=business_id, state=DocumentState.TRASHED, closed_at=None, trashed_at__isnull=False,
        kind__in=(*KHATA_KINDS, *VOUCHER_KINDS),
    )  # fmt: skip


def trash_page(
    business_id: uuid.UUID, *, now: datetime.datetime, search: str = "", before: str | None = None, limit: int = 50,
    vouchers: bool = False,
) -> TrashPage:  # fmt: skip
    """Deleted entries and names, last deleted first, from a cursor on; vouchers too where they are wanted.

    Raises CursorUnknown.
    """
    limit, days = min(limit, ROWS_MAX), trash_days(business_id)
    place = _place_of(before) if before else None
    documents = _whole(documents_in_trash(business_id)).select_related("party")
    if not vouchers:
        documents = documents.filter(party__isnull=False)
    parties = Party.objects.filter(business_id=business_id, trashed_at__isnull=False, closed_at=None)
    found: list[Document | Party] = [
        *_cut(documents.filter(_named(search, prefix="party__", notes=True)), place=place, limit=limit),
        *_cut(parties.filter(_named(search)), place=place, limit=limit),
    ]
    found.sort(key=lambda one: (one.trashed_at or now, one.id), reverse=True)
    shown = found[:limit]
    by = _deleted_by(business_id, [one.id for one in shown])
    rows = tuple(_row(one, by=by.get(one.id), now=now, days=days) for one in shown)
    more = len(found) > limit
    return TrashPage(
        rows=rows, days=days,
        next_cursor=cursor_of(rows[-1].trashed_at.isoformat(), rows[-1].id.hex) if more else None,
    )  # fmt: skip


def _whole(found: "QuerySet[Document]") -> "QuerySet[Document]":
    """Without the lines of corrections that were taken back, which come again with a new correction alone, and
    without those of vouchers, which come with their voucher."""
    found = found.filter(part_of=None)
    its_own = Document.objects.filter(
        kind=DocumentKind.CORRECTION, state=DocumentState.POSTED, corrects_id=OuterRef("corrects_id"),
        pos=OuterRef("pos") - 1,
    )  # fmt: skip
    return found.exclude(kind=DocumentKind.CORRECTION).filter(Q(corrects=None) | Exists(its_own))


def _place_of(cursor: str) -> Place:
    said, row_id = key_of(cursor, shape=(str, str))
    try:
        place = datetime.datetime.fromisoformat(said), uuid.UUID(row_id)
    except ValueError as error:
        raise CursorUnknown from error
    if place[0].tzinfo is None:
        raise CursorUnknown
    return place


def _cut(found: "QuerySet[M]", *, place: Place | None, limit: int) -> list[M]:
    if place is not None:
        found = found.filter(Q(trashed_at__lt=place[0]) | Q(trashed_at=place[0], id__lt=place[1]))
    return list(found.order_by("-trashed_at", "-id")[: limit + 1])


def _named(search: str, *, prefix: str = "", notes: bool = False) -> Q:
    """A name in any script and spelling; of entries a piece of the note too."""
    text = search.strip()[:SEARCH_LENGTH_MAX]
    if not text:
        return Q()
    by_name = Q(**{f"{prefix}name": text})
    groups = search_terms(text).groups
    if groups:
        by_name = Q()
        for group in groups:
            one = Q()
            for part in group:
                one |= Q(**{f"{prefix}name_key__contains": part})
            by_name &= one
    return by_name | Q(note__icontains=text) if notes else by_name


def _deleted_by(business_id: uuid.UUID, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, User]:
    """Who deleted each last."""
    events = (
        Event.objects.filter(
            business_id=business_id,
            subject_id__in=ids,
            verb__in=("entry.deleted", "party.deleted", "voucher.deleted"),
        )
        .order_by("seq")
        .values_list("subject_id", "actor_id")
    )
    actors = dict(events)
    users = {user.id: user for user in User.objects.filter(id__in=set(actors.values()))}
    return {subject: users[actor] for subject, actor in actors.items() if actor in users}


def _row(one: Document | Party, *, by: User | None, now: datetime.datetime, days: int) -> TrashRow:
    row = _row_of(one, by=str(by) if by else "", now=now, days=days)
    return replace(row, deleted_by_id=by.id if by else None)


def _row_of(one: Document | Party, *, by: str, now: datetime.datetime, days: int) -> TrashRow:
    at = one.trashed_at or now
    left = max(0, math.ceil((at + datetime.timedelta(days=days) - now) / datetime.timedelta(days=1)))
    if isinstance(one, Party):
        return TrashRow("party", one.id, one.name, at, by, left, one.rev, one.id)
    party = one.party
    if party is None:
        return TrashRow(
            "voucher", one.id, "", at, by, left, one.rev, None, amount=one.amount, day=one.day, note=one.note
        )
    return TrashRow(
        "entry", one.id, party.name, at, by, left, one.rev, party.id, direction=one.direction, amount=one.amount,
        mode=one.mode, day=one.day, note=one.note,
    )  # fmt: skip
