"""Django's SQLite, with a fair wait for the one writer's place.

SQLite's own wait asks less and less often, down to ten times a second, while a newcomer asks at once: under
eight busy writers the one who waits longest is served last, and may wait in vain. Here each asks every few
milliseconds until the time is up, so all have the same chance.
"""

import time

from django.db import OperationalError
from django.db.backends.sqlite3 import base

ASK_FOR_MS = 8
"""SQLite asks after 1, 2 and 5 ms, and gives up."""
WAIT_SECONDS = 20.0


class DatabaseWrapper(base.DatabaseWrapper):
    def _start_transaction_under_autocommit(self) -> None:
        deadline = time.monotonic() + WAIT_SECONDS
        self._be_patient(ASK_FOR_MS)
        try:
            while True:
                try:
                    return super()._start_transaction_under_autocommit()  # type: ignore[misc]
                except OperationalError as error:
                    if "locked" not in str(error) or time.monotonic() > deadline:
                        raise
        finally:
            self._be_patient(int(WAIT_SECONDS * 1000))

    def _be_patient(self, milliseconds: int) -> None:
        self.connection.execute(f"PRAGMA busy_timeout = {milliseconds}")
