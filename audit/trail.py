"""The one trail. Operations append to it inside their own transaction, under the lock of the book."""

import datetime
import hashlib
import os
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import orjson
from django.db import connection, transaction

from audit.actors import Actor
from core.sql import insert_rows, marks, prepared

EVENT_COLUMNS = (
    "business_id, user_id, seq, at, actor_id, device_id, trace_id, verb, subject_kind, subject_id, rev, amount,"
    " digest"
)
REVISION_COLUMNS = "business_id, seq, subject_id, rev, salt, contents"
ONE_OF_EACH = (
    f"WITH event AS (INSERT INTO audit_event ({EVENT_COLUMNS}) VALUES {marks(13)})"
    f" INSERT INTO audit_revision ({REVISION_COLUMNS}) VALUES {marks(6)}"
)
"""PostgreSQL writes both in one round trip; most changes are one event."""


Bell = Callable[[uuid.UUID], None]
_bells: list[Bell] = []


def after_commit(bell: Bell) -> None:
    """Have `bell(business_id)` rung when news of a book has been committed.

    It may be lost and may ring twice: whoever wants the news keeps a position in the trail and reads on.
    """
    if bell not in _bells:
        _bells.append(bell)


@dataclass(frozen=True, slots=True)
class News:
    """One change: what happened to whom, and what the subject holds now (JSON values only)."""

    seq: int
    verb: str
    subject_kind: str
    subject_id: uuid.UUID
    rev: int
    amount: int | None
    contents: dict[str, Any]


def canonical(contents: dict[str, Any]) -> str:
    """The one spelling of contents that is stored and digested: keys in order, no spaces, letters as they are."""
    return orjson.dumps(contents, option=orjson.OPT_SORT_KEYS).decode()


def event_row(
    *,
    business_id: uuid.UUID | None,
    user_id: uuid.UUID | None,
    at: datetime.datetime,
    actor: Actor,
    news: News,
    digest: bytes,
) -> tuple[Any, ...]:
    return (
        business_id, user_id, news.seq, at, actor.user_id, actor.device_id, actor.trace_id[:32],
        news.verb, news.subject_kind, news.subject_id, news.rev, news.amount, digest,
    )  # fmt: skip


def salted_digest(contents: str) -> tuple[bytes, bytes]:
    """(salt, sha256(salt ‖ contents)): the event keeps the digest, the revision the salt, so that
    blanking the revision leaves nothing to guess a person's words from."""
    salt = os.urandom(16)
    return salt, hashlib.sha256(salt + contents.encode()).digest()


def append(*, business_id: uuid.UUID, at: datetime.datetime, actor: Actor, news: Sequence[News]) -> None:
    """Append events and revisions of one book. The caller holds the book's lock and drew the numbers."""
    for bell in _bells:
        transaction.on_commit(partial(bell, business_id), robust=True)
    events, revisions = rows_of(business_id=business_id, at=at, actor=actor, news=news)
    with prepared() as cursor:
        if len(events) == 1 and connection.vendor == "postgresql":
            cursor.execute(ONE_OF_EACH, [*events[0], *revisions[0]])
            return
        insert_rows(cursor, table="audit_event", columns=EVENT_COLUMNS, rows=events)
        insert_rows(cursor, table="audit_revision", columns=REVISION_COLUMNS, rows=revisions)


def rows_of(
    *, business_id: uuid.UUID, at: datetime.datetime, actor: Actor, news: Sequence[News]
) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """Event and revision rows in the order of EVENT_COLUMNS and REVISION_COLUMNS."""
    events: list[tuple[Any, ...]] = []
    revisions: list[tuple[Any, ...]] = []
    for item in news:
        contents = canonical(item.contents)
        salt, digest = salted_digest(contents)
        events.append(
            event_row(business_id=business_id, user_id=None, at=at, actor=actor, news=item, digest=digest)
        )
        revisions.append((business_id, item.seq, item.subject_id, item.rev, salt, contents))
    return events, revisions


def append_to_user(*, user_id: uuid.UUID, at: datetime.datetime, actor: Actor, news: News) -> None:
    """Append one event to a person's own trail (sign-ins): it has a digest but keeps no contents."""
    _, digest = salted_digest(canonical(news.contents))
    row = event_row(business_id=None, user_id=user_id, at=at, actor=actor, news=news, digest=digest)
    with prepared() as cursor:
        insert_rows(cursor, table="audit_event", columns=EVENT_COLUMNS, rows=[row])
