"""Django's PostgreSQL, which tells the database whose rows are in reach (core.walls) before a statement.

The database forgets with a rollback and remembers over a commit, and a pooled connection comes from somebody
else: so what it was told is known only since this connection was taken, and is told again when in doubt.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db.backends.postgresql import base, operations

from core import walls

TELL = "SELECT set_config('halkhata.books', %s, false), set_config('halkhata.user', %s, false)"

COLUMN_TYPES = (
    "SELECT attname, format_type(atttypid, NULL) FROM pg_attribute"
    " WHERE attrelid = to_regclass(%s) AND attnum > 0 AND NOT attisdropped"
)

PREPARED_FROM = 2
"""Times a connection has met a statement before it is kept."""


class DatabaseOperations(operations.DatabaseOperations):
    def last_executed_query(self, cursor: Any, sql: str, params: Any) -> str:
        """Of a prepared statement the server has the words and the values apart."""
        told = super().last_executed_query(cursor, sql, params)
        return told or str(self.compose_sql(sql, params))


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._told: walls.Reach | None = None
        self._column_types: dict[str, dict[str, str]] = {}
        self.execute_wrappers.append(self._tell)

    def _configure_connection(self, connection: Any) -> bool:
        """Every statement of ours takes milliseconds. To compile one first takes forty, and PostgreSQL does so by an
        estimate that a list of a thousand khatas passes. PgBouncer lets no such word into the start of a connection."""
        with connection.cursor() as cursor:
            cursor.execute("SET jit = off")
        super()._configure_connection(connection)  # type: ignore[misc]
        return True

    def get_connection_params(self) -> dict[str, Any]:
        # Only what goes by `prepared_cursor` is ever prepared: Django's own cursors put the values into the text.
        return {**super().get_connection_params(), "prepare_threshold": PREPARED_FROM}

    def prepared_cursor(self) -> Any:
        """A cursor for the few statements of every posting: PostgreSQL reads and plans them once a connection,
        which takes it longer than to run them."""
        self.ensure_connection()
        with self.wrap_database_errors:
            cursor = base.ServerBindingCursor(self.connection)  # type: ignore[call-arg]
        return self._prepare_cursor(cursor)  # type: ignore[attr-defined]

    def column_types(self, table: str) -> dict[str, str]:
        """The type of each column, as the catalogue names it; asked once a connection."""
        if table not in self._column_types:
            with self.cursor() as cursor:  # type: ignore[attr-defined]
                cursor.execute(COLUMN_TYPES, [table])
                self._column_types[table] = dict(cursor.fetchall())
        return self._column_types[table]

    @contextmanager
    def pipelined(self) -> Iterator[None]:
        """Statements inside go out one behind the other, and no answer is waited for before the end. Nobody may read
        one; what the server refuses is raised by a later statement or at the end."""
        self.ensure_connection()
        with self.wrap_database_errors, self.connection.pipeline():
            yield

    @property
    def is_walled(self) -> bool:
        """Whether this connection is the app role's: the owner of the tables sees every row."""
        role = settings.APP_ROLE
        return bool(role) and self.settings_dict["USER"] == role

    def _tell(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        if self.is_walled:
            wanted = walls.reach()
            if wanted != self._told:
                with self.wrap_database_errors, self.connection.cursor() as cursor:
                    cursor.execute(TELL, [wanted.books, wanted.user])
                self._told = wanted
        return execute(sql, params, many, context)

    def connect(self) -> None:
        self._told = None
        self._column_types.clear()
        super().connect()

    def _close(self) -> Any:
        self._told = None
        return super()._close()  # type: ignore[misc]

    def _rollback(self) -> Any:
        self._told = None
        return super()._rollback()  # type: ignore[misc]

    def _savepoint_rollback(self, sid: str) -> None:
        # A transaction that failed takes this one statement alone, so nothing is told ahead of it.
        self._told = walls.reach()
        super()._savepoint_rollback(sid)  # type: ignore[misc]
        self._told = None
