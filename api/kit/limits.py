"""How often a caller may call: one row a caller and minute, counted in the database by all processes alike."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction

from core.engines.sqlite3.base import DatabaseWrapper as SqliteEngine
from core.sql import bind

DEVICE_LIMIT = 60
PERSONAL_LIMIT = 600
PARTNER_LIMIT = 3_000
SECONDS = 60
WAIT_SECONDS = 10
"""How long a call waits for others that write."""


@dataclass(frozen=True, slots=True)
class Count:
    """Where a caller stands: `left` is below 0 once too many calls came; `seconds` until the next minute."""

    limit: int
    left: int
    seconds: int

    def headers(self) -> dict[str, str]:
        """RateLimit headers as of the IETF draft, and the older ones."""
        left = str(max(self.left, 0))
        return {
            "RateLimit-Policy": f'"minute";q={self.limit};w={SECONDS}',
            "RateLimit": f'"minute";r={left};t={self.seconds}',
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": left,
            "X-RateLimit-Reset": str(self.seconds),
        }


def count_call(*, caller_id: UUID, limit: int, now: datetime.datetime) -> Count:
    """Count one call and say what is left of this minute."""
    minute, second = divmod(int(now.timestamp()), SECONDS)
    with light_write(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO api_callcount (caller_id, minute, calls) VALUES (%s, %s, 1)"
            " ON CONFLICT (caller_id, minute) DO UPDATE SET calls = api_callcount.calls + 1 RETURNING calls",
            [bind(caller_id), minute],
        )
        (calls,) = cursor.fetchone()
    return Count(limit=limit, left=limit - calls, seconds=SECONDS - second)


@contextmanager
def light_write() -> Iterator[None]:
    """A write that a power cut may take back: counts and the log of calls need not wait for the disk.

    NORMAL and not OFF: a checkpoint may fall into this moment, and it must reach the disk.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        _pragma("synchronous=NORMAL")
        before = wait_on_sqlite(WAIT_SECONDS)
        try:
            yield
        finally:
            wait_on_sqlite(before)
            _pragma("synchronous=FULL")
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit TO OFF")
            yield


def wait_on_sqlite(seconds: float) -> float:
    """How long SQLite waits for another writer; gives back what it was. PostgreSQL is told in the transaction."""
    engine = connections[DEFAULT_DB_ALIAS]
    if not isinstance(engine, SqliteEngine):
        return 0
    before, engine.patience = engine.patience, seconds
    return before


def _pragma(text: str) -> Any:
    """On the driver's own connection: four of these a call are too many for Django's wrappers."""
    connection.ensure_connection()
    return connection.connection.execute(f"PRAGMA {text}").fetchone()
