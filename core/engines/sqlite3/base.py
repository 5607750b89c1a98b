"""Django's SQLite, with a fair wait for the one writer's place.

SQLite's own wait asks less and less often, down to ten times a second, while a newcomer asks at once: under
eight busy writers the one who waits longest is served last, and may wait in vain. Here the threads of a process
queue for a lock of ours, and the one in front asks SQLite every few milliseconds. Asking from all threads would
starve the writer itself of Python's own lock.
"""

import threading
import time
from collections import defaultdict

from django.db import OperationalError
from django.db.backends.sqlite3 import base

ASK_FOR_MS = 8
"""SQLite asks after 1, 2 and 5 ms, and gives up."""
WAIT_SECONDS = 20.0

_places: dict[str, threading.Lock] = defaultdict(threading.Lock)


class DatabaseWrapper(base.DatabaseWrapper):
    holds_place = False

    def _start_transaction_under_autocommit(self) -> None:
        deadline = time.monotonic() + WAIT_SECONDS
        self._take_place()
        self._be_patient(ASK_FOR_MS)
        try:
            while True:
                try:
                    return super()._start_transaction_under_autocommit()  # type: ignore[misc]
                except OperationalError as error:
                    if "locked" not in str(error) or time.monotonic() > deadline:
                        raise
        except BaseException:
            self._leave_place()
            raise
        finally:
            self._be_patient(int(WAIT_SECONDS * 1000))

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
            self.holds_place = _places[str(self.settings_dict["NAME"])].acquire(timeout=WAIT_SECONDS)

    def _leave_place(self) -> None:
        if self.holds_place:
            self.holds_place = False
            _places[str(self.settings_dict["NAME"])].release()

    def _be_patient(self, milliseconds: int) -> None:
        self.connection.execute(f"PRAGMA busy_timeout = {milliseconds}")
