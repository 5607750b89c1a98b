"""Values on their way to and from plain SQL, on SQLite and on PostgreSQL.

The ORM does this quietly; the few modules that speak SQL for speed (ledger.posting and its queries) do it here.
"""

import datetime
import json
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from itertools import chain
from typing import Any

from django.db import connection

from core.arrays import array_of, arrays_of, unnested


def bind(value: Any) -> Any:
    """One parameter as the driver wants it: SQLite keeps ids as 32 hex digits and instants as naive UTC text."""
    return _for_sqlite(value) if connection.vendor == "sqlite" else _for_postgresql(value)


def bind_all(values: Iterable[Any]) -> list[Any]:
    one = _for_sqlite if connection.vendor == "sqlite" else _for_postgresql
    return [one(value) for value in values]


def _for_postgresql(value: Any) -> Any:
    return _as_json(value) if isinstance(value, dict | list) else value


def _for_sqlite(value: Any) -> Any:
    convert = _SQLITE.get(type(value))
    return value if convert is None else convert(value)


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _naive_utc(value: datetime.datetime) -> str:
    return str(value.astimezone(datetime.UTC).replace(tzinfo=None))


_SQLITE: dict[type, Callable[[Any], Any]] = {
    uuid.UUID: lambda value: value.hex,
    datetime.datetime: _naive_utc,
    datetime.date: datetime.date.isoformat,
    dict: _as_json,
    list: _as_json,
}


def prepared() -> Any:
    """A cursor for a statement that every posting runs, in words that never change: planned once a connection."""
    open_cursor = getattr(connection, "prepared_cursor", connection.cursor)
    return open_cursor()


def in_one_trip() -> AbstractContextManager[None]:
    """Around statements whose answers nobody reads: PostgreSQL gets them without a wait between them, and what it
    refuses is told at the end. SQLite lives in this process and has no way to go."""
    pipelined = getattr(connection, "pipelined", nullcontext)
    return pipelined()  # type: ignore[no-any-return]


def as_uuid(value: Any) -> uuid.UUID:
    """Of 32 hex digits, as SQLite keeps an id, at a third of what the constructor takes: a list has hundreds."""
    if isinstance(value, uuid.UUID):
        return value
    found = object.__new__(uuid.UUID)
    object.__setattr__(found, "int", int(value, 16))
    object.__setattr__(found, "is_safe", uuid.SafeUUID.unknown)
    return found


def as_uuid_or_none(value: Any) -> uuid.UUID | None:
    return None if value is None else as_uuid(value)


def as_date(value: Any) -> datetime.date:
    return value if isinstance(value, datetime.date) else datetime.date.fromisoformat(value)


def as_date_or_none(value: Any) -> datetime.date | None:
    if value is None or isinstance(value, datetime.date):
        return value
    return datetime.date.fromisoformat(value)


def as_instant(value: Any) -> datetime.datetime:
    """SQLite gives a column of the type datetime as a naive one, and a computed column as text."""
    found = value if isinstance(value, datetime.datetime) else datetime.datetime.fromisoformat(value)
    return found if found.tzinfo else found.replace(tzinfo=datetime.UTC)


def as_bytes(value: Any) -> bytes:
    return bytes(value)


def marks(columns: int, rows: int = 1) -> str:
    """Placeholders for VALUES: (%s,%s),(%s,%s) for two columns and two rows."""
    one = "(" + ",".join(["%s"] * columns) + ")"
    return ",".join([one] * rows)


def among(values: Sequence[Any], *, kind: str) -> tuple[str, list[Any]]:
    """What follows the name of a column that must be one of `values`, and its parameters. `kind`: PostgreSQL's type."""
    if connection.vendor == "postgresql":
        return f"= ANY(%s::{kind}[])", [array_of(values)]
    return f"IN {marks(len(values))}", bind_all(values)


ROWS_A_STATEMENT = 400
"""SQLite takes 32,766 parameters a statement; our widest table has under 40 columns."""
ARRAYS_FROM_ROWS = 60
"""From here on PostgreSQL reads an array a column quicker than one INSERT of many rows."""


def batched(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Rows in pieces that fit one statement."""
    for start in range(0, len(rows), ROWS_A_STATEMENT):
        yield rows[start : start + ROWS_A_STATEMENT]


def insert_rows(
    cursor: Any, *, table: str, columns: str, rows: Sequence[tuple[Any, ...]], on_conflict: str = ""
) -> None:
    """Insert rows, values in the order of `columns`. The names are our own constants, never user text.

    From ARRAYS_FROM_ROWS on a value goes as it is: contents of JSON columns come as text. Any number of rows is one set
    to PostgreSQL's statement triggers then.
    """
    if connection.vendor == "postgresql" and len(rows) >= ARRAYS_FROM_ROWS:
        _insert_arrays(table=table, columns=columns, rows=rows, on_conflict=on_conflict)
        return
    width = columns.count(",") + 1
    for part in batched(rows):
        parameters = _bound(part) if connection.vendor == "sqlite" else bind_all(chain.from_iterable(part))
        cursor.execute(
            f"INSERT INTO {table} ({columns}) VALUES {marks(width, len(part))} {on_conflict}", parameters
        )


def _bound(rows: Sequence[tuple[Any, ...]]) -> list[Any]:
    """All values of rows, one after the other, as SQLite keeps them; turned over by columns, which are quicker."""
    columns = (_bound_column(column) for column in zip(*rows, strict=True))
    return list(chain.from_iterable(zip(*columns, strict=True)))


def _bound_column(values: Sequence[Any]) -> Sequence[Any]:
    """What SQLite keeps of one column, of which most hold one type and many one value, as the book's id."""
    kinds = set(map(type, values))
    if _SQLITE.keys().isdisjoint(kinds):
        return values
    first, last = values[0], values[-1]
    if first == last and values.count(first) == len(values):
        return [_for_sqlite(first)] * len(values)
    if kinds == {uuid.UUID}:
        return [f"{value.int:032x}" for value in values]
    return [_for_sqlite(value) for value in values]


def _insert_arrays(*, table: str, columns: str, rows: Sequence[tuple[Any, ...]], on_conflict: str) -> None:
    types = connection.column_types(table)  # type: ignore[attr-defined]
    source = unnested([types[name] for name in columns.split(", ")])
    with prepared() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns}) SELECT * FROM {source} {on_conflict}", arrays_of(rows)
        )


def plan_anew() -> None:
    """Have PostgreSQL plan its checks of foreign keys again, before many rows go in.

    It plans them once a connection; planned while a book was empty, each check reads the whole book from then on,
    until the tables are next analyzed.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DISCARD PLANS")
