"""The token behind a call, by its hash, and its books: asked on every call, so in plain SQL."""

import datetime
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from core.sql import as_instant, as_uuid, as_uuid_or_none, bind, bind_all

GOOD = (
    "SELECT t.id, t.user_id, t.kind, t.scopes, t.all_books,"
    ' coalesce(t."limit", s."limit", a."limit"), t.used_at, t.session_id, t.consent_id,'
    " s.device_id, s.current_book_id FROM api_token t JOIN businesses_user u ON u.id = t.user_id"
    " LEFT JOIN api_devicesession s ON s.id = t.session_id LEFT JOIN oauth_consent c ON c.id = t.consent_id"
    " LEFT JOIN oauth_app a ON a.id = c.app_id"
    " WHERE t.secret_hash = %s AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > %s)"
    " AND u.is_active AND (t.session_id IS NULL OR s.revoked_at IS NULL)"
    " AND (t.consent_id IS NULL OR (c.ended_at IS NULL AND c.ends_at > %s AND a.stopped_at IS NULL"
    " AND a.removed_at IS NULL))"
)


@dataclass(frozen=True, slots=True)
class GoodToken:
    """A token that opens doors now."""

    id: UUID
    user_id: UUID
    kind: str
    scopes: frozenset[str]
    all_books: bool
    limit: int | None
    used_at: datetime.datetime | None
    session_id: UUID | None
    consent_id: UUID | None
    device_id: UUID | None
    current_book: UUID | None


def good_token(*, secret_hash: str, now: datetime.datetime) -> GoodToken | None:
    """None for one that is unknown, over, revoked, or whose sign-in, consent, app or person is no more."""
    with connection.cursor() as cursor:
        cursor.execute(GOOD, bind_all([secret_hash, now, now]))
        row = cursor.fetchone()
    return _token(row) if row else None


def books_of_token(*, token_id: UUID) -> frozenset[UUID]:
    """Those it was made for, to be read once it is known whose it is (core.walls)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT business_id FROM api_token_books WHERE token_id = %s", [bind(token_id)])
        return frozenset(as_uuid(row[0]) for row in cursor.fetchall())


def _token(row: Sequence[Any]) -> GoodToken:
    pk, user_id, kind, scopes, all_books, limit, used_at, *others = row
    session_id, consent_id, device_id, current_book = map(as_uuid_or_none, others)
    return GoodToken(
        id=as_uuid(pk), user_id=as_uuid(user_id), kind=kind, all_books=bool(all_books), limit=limit,
        scopes=frozenset(json.loads(scopes) if isinstance(scopes, str) else scopes),
        used_at=as_instant(used_at) if used_at else None, session_id=session_id, consent_id=consent_id,
        device_id=device_id, current_book=current_book,
    )  # fmt: skip
