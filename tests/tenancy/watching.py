"""Which tables can have changed since they were read, told by the statements that ran meanwhile."""

import re
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from django.db import connection

# What a SELECT calls of ours may write: on PostgreSQL the posting is a function.
READS = re.compile(r"\s*(?:SELECT(?!\s+ledger_\w+\()|RELEASE|PRAGMA|EXPLAIN)\b", re.IGNORECASE)
WRITES = re.compile(
    r'\s*(?:INSERT(?: OR \w+)? INTO|REPLACE INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE
)
SAVES = re.compile(r'\s*SAVEPOINT "?(\w+)')
GOES_BACK = re.compile(r'\s*ROLLBACK TO SAVEPOINT "?(\w+)')


class Watch:
    """Gives a table another number with each statement that writes to it; a rollback gives it the former one.

    Our triggers refuse, and write to no other table.
    """

    def __init__(self) -> None:
        self.is_listening = False
        self.numbers = count(1)
        self.since, self.tables = 0, {}
        self.saved: dict[str, tuple[int, dict[str, int]]] = {}
        self.read: dict[Hashable, Any] = {}

    def once(self, what: Hashable, table: str, read: Callable[[], Any]) -> Any:
        """What `read()` finds in the table: read again only when the table can have changed."""
        if not self.is_listening:
            return read()
        key = (what, table, self.since, self.tables.get(table, 0))
        if key not in self.read:
            self.read[key] = read()
        return self.read[key]

    def told(self, sql: str) -> None:
        if READS.match(sql):
            return
        if saves := SAVES.match(sql):
            self.saved[saves[1]] = self.since, dict(self.tables)
        elif (back := GOES_BACK.match(sql)) and back[1] in self.saved:
            self.since, tables = self.saved[back[1]]
            self.tables = dict(tables)
        elif writes := WRITES.match(sql):
            self.tables[writes[1]] = next(self.numbers)
        else:
            self.since, self.tables = next(self.numbers), {}

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.told(sql)
        return execute(sql, params, many, context)

    @contextmanager
    def listening(self) -> Iterator[None]:
        with connection.execute_wrapper(self):
            self.is_listening = True
            yield
            self.is_listening = False
