"""Django's PostgreSQL, which tells the database whose rows are in reach (core.walls) before a statement.

The database forgets with a rollback and remembers over a commit, and a pooled connection comes from somebody
else: so what it was told is known only since this connection was taken, and is told again when in doubt.
"""

from typing import Any

from django.conf import settings
from django.db.backends.postgresql import base

from core import walls

TELL = "SELECT set_config('halkhata.books', %s, false), set_config('halkhata.user', %s, false)"


class DatabaseWrapper(base.DatabaseWrapper):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._told: walls.Reach | None = None
        self.execute_wrappers.append(self._tell)

    def _configure_connection(self, connection: Any) -> bool:
        """Every statement of ours takes milliseconds. To compile one first takes forty, and PostgreSQL does so by an
        estimate that a list of a thousand khatas passes. PgBouncer lets no such word into the start of a connection."""
        with connection.cursor() as cursor:
            cursor.execute("SET jit = off")
        super()._configure_connection(connection)  # type: ignore[misc]
        return True

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
