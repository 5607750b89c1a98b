"""Django's SQLite, with a fair wait for the one writer's place, outside of SQLite.

SQLite's own wait asks less and less often, down to ten times a second, while a newcomer asks at once: under
eight busy writers the one who waits longest is served last, and may wait in vain. It also sleeps with its
connection locked, and Python's garbage collector may close a forgotten cursor of that connection from any
thread: the writer itself then stands still until the others give up. So SQLite is told to answer at once. The
threads of a process queue for a lock of ours, and the one in front asks again every few milliseconds. Asking
from all threads would starve the writer itself of Python's own lock.
"""

import sqlite3
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.db.backends.sqlite3 import base

ASK_AGAIN_SECONDS = 0.002
PATIENCE_SECONDS = 20.0
PRIMARY_CODE = 0xFF
"""The lower byte says busy, whatever it is busy with."""

_places: dict[str, threading.Lock] = defaultdict(threading.Lock)


@lru_cache(maxsize=128)
def _with_question_marks(query: str) -> str:
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


class PatientCursor(base.SQLiteCursorWrapper):
    """Waits with single statements. Many at once run in a transaction: outside, those before would run again."""

    engine: "DatabaseWrapper"

    def convert_query(self, query: str, *, param_names: list[str] | None = None) -> str:
        """The same few statements come again and again, those of an import a hundred kilobytes long."""
        if param_names is not None:
            return super().convert_query(query, param_names=param_names)  # type: ignore[no-any-return]
        return _with_question_marks(query)

    def execute(self, query: str, params: Any = None) -> Any:
        return self.engine.in_turn(lambda: super(PatientCursor, self).execute(query, params))


class DatabaseWrapper(base.DatabaseWrapper):
    patience = PATIENCE_SECONDS
    """Seconds a statement waits for another writer."""
    holds_place = False

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        connection = super().get_new_connection(conn_params)
        connection.execute("PRAGMA busy_timeout = 0")
        return connection

    def create_cursor(self, name: str | None = None) -> PatientCursor:
        cursor = self.connection.cursor(factory=PatientCursor)
        cursor.engine = self
        return cursor

    def in_turn(self, statement: Callable[[], Any]) -> Any:
        """Run one statement, and again while others write. Within a transaction the place is ours already."""
        try:
            return statement()
        except sqlite3.OperationalError as error:
            if not is_busy(error) or self.connection.in_transaction:
                raise
        deadline, had_place = time.monotonic() + self.patience, self.holds_place
        self._take_place()
        try:
            return self._ask(statement, deadline=deadline)
        finally:
            if not had_place:
                self._leave_place()

    def _ask(self, statement: Callable[[], Any], *, deadline: float) -> Any:
        while True:
            try:
                return statement()
            except sqlite3.OperationalError as error:
                if not is_busy(error) or time.monotonic() > deadline:
                    raise
            time.sleep(ASK_AGAIN_SECONDS)

    def _start_transaction_under_autocommit(self) -> None:
        self._take_place()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._leave_place()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        self._leave_place()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._leave_place()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._leave_place()

    def _take_place(self) -> None:
        """A courtesy, no guard: who waited in vain, as after a thread that died, asks SQLite all the same."""
        if not self.holds_place:
            self.holds_place = _places[str(self.settings_dict["NAME"])].acquire(timeout=self.patience)

    def _leave_place(self) -> None:
        if self.holds_place:
            self.holds_place = False
            _places[str(self.settings_dict["NAME"])].release()


def is_busy(error: sqlite3.OperationalError) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & PRIMARY_CODE == sqlite3.SQLITE_BUSY
