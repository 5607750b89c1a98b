"""Where a person is signed in: programs on phones and elsewhere, and browsers."""

import datetime
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from api.models import DeviceSession
from businesses.queries.browsers import browser_words, browsers_of

DEVICES_MAX = 200
"""As many are shown on the page."""


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """`scopes` of a program; empty for a browser, which does all its person may do. `limit` as staff set it."""

    id: UUID
    kind: Literal["program", "browser"]
    name: str
    scopes: list[str]
    is_current: bool
    created_at: datetime.datetime
    seen_at: datetime.datetime
    limit: int | None = None


def device_rows(
    *, user_id: UUID, current: UUID | None = None, session_key: str | None = None, before: UUID | None = None,
    limit: int = DEVICES_MAX, now: datetime.datetime,
) -> list[DeviceRow]:  # fmt: skip
    """Newest first. `current` is the asker's own sign-in, or `session_key` the asker's own browser."""
    programs = DeviceSession.objects.select_related("device").filter(user_id=user_id, revoked_at=None)
    if before is not None:
        programs = programs.filter(pk__lt=before)
    rows = [_program(each, current=current) for each in programs.order_by("-pk")[:limit]]
    browsers = browsers_of(user_id=user_id, session_key=session_key, now=now, before=before, limit=limit)
    rows += [
        DeviceRow(each.id, "browser", each.name, [], each.is_current, each.began_at, each.seen_at)
        for each in browsers
    ]
    return sorted(rows, key=lambda row: row.id, reverse=True)[:limit]


def device_row(
    *, user_id: UUID, device_id: UUID, current: UUID | None = None, now: datetime.datetime
) -> DeviceRow | None:
    """One of them."""
    rows = device_rows(user_id=user_id, current=current, before=UUID(int=device_id.int + 1), limit=1, now=now)
    return next((row for row in rows if row.id == device_id), None)


def _program(each: DeviceSession, *, current: UUID | None) -> DeviceRow:
    return DeviceRow(
        id=each.pk, kind="program", name=browser_words(each.device.label), scopes=each.scopes,
        is_current=each.pk == current, created_at=each.created_at, seen_at=each.seen_at, limit=each.limit,
    )  # fmt: skip
