"""Values on their way to and from plain SQL, on SQLite and on PostgreSQL.

The ORM does this quietly; the few modules that speak SQL for speed (ledger.posting and its queries) do it here.
"""

import datetime
import json
import uuid
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import connection


def bind(value: Any) -> Any:
    """One parameter as the driver wants it: SQLite keeps ids as 32 hex digits and instants as naive UTC text."""
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    if connection.vendor != "sqlite":
        return value
    if isinstance(value, uuid.UUID):
        return value.hex
    if isinstance(value, datetime.datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value


def bind_all(values: Iterable[Any]) -> list[Any]:
    return [bind(value) for value in values]


def as_uuid(value: Any) -> uuid.UUID:
    return value if isinstance(value, uuid.UUID) else uuid.UUID(value)


def as_uuid_or_none(value: Any) -> uuid.UUID | None:
    return None if value is None else as_uuid(value)


def as_date(value: Any) -> datetime.date:
    return value if isinstance(value, datetime.date) else datetime.date.fromisoformat(value)


def as_date_or_none(value: Any) -> datetime.date | None:
    return None if value is None else as_date(value)


def as_instant(value: Any) -> datetime.datetime:
    if isinstance(value, datetime.datetime):
        return value
    return datetime.datetime.fromisoformat(value).replace(tzinfo=datetime.UTC)


def as_bytes(value: Any) -> bytes:
    return bytes(value)


def marks(columns: int, rows: int = 1) -> str:
    """Placeholders for VALUES: (%s,%s),(%s,%s) for two columns and two rows."""
    one = "(" + ",".join(["%s"] * columns) + ")"
    return ",".join([one] * rows)


ROWS_A_STATEMENT = 400
"""SQLite takes 32,766 parameters a statement; our widest table has under 40 columns."""
COPY_FROM_ROWS = 60
"""From here on PostgreSQL's COPY beats one INSERT of many rows."""


def batched(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Rows in pieces that fit one statement."""
    for start in range(0, len(rows), ROWS_A_STATEMENT):
        yield rows[start : start + ROWS_A_STATEMENT]


def insert_rows(cursor: Any, *, table: str, columns: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows, values in the order of `columns`. Both names are our own constants, never user text.

    Any number of rows is one set to PostgreSQL's statement triggers when it goes by COPY.
    """
    if connection.vendor == "postgresql" and len(rows) >= COPY_FROM_ROWS:
        with cursor.cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row([bind(value) for value in row])
        return
    width = columns.count(",") + 1
    for part in batched(rows):
        parameters = [bind(value) for row in part for value in row]
        cursor.execute(f"INSERT INTO {table} ({columns}) VALUES {marks(width, len(part))}", parameters)
