"""What a database holds, in figures that another copy of it must give again."""

import hashlib
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import load_backend

from backups.archive import Book
from core.sql import as_bytes, as_date, as_uuid, as_uuid_or_none, bind

SEQS_A_FETCH = 2_000

EVENTS = (
    "SELECT seq, verb, subject_id, rev, amount, digest FROM audit_event"
    " WHERE business_id = %s AND seq > %s AND seq <= %s ORDER BY seq"
)
ENTRIES = (
    "SELECT e.seq, e.id, e.document_id, e.reverses_id, e.day, e.pos, e.chain, l.account_id, l.party_id, l.amount"
    " FROM ledger_entry e JOIN ledger_line l ON l.entry_id = e.posted_as"
    " WHERE e.business_id = %s AND e.seq > %s AND e.seq <= %s"
    " ORDER BY e.seq, CASE WHEN e.reverses_id IS NULL THEN 1 ELSE 0 END, l.id"
)


@dataclass(frozen=True, slots=True)
class Inventory:
    migrations: list[str]
    counts: dict[str, int]
    books: dict[str, Book]


@contextmanager
def standing_in(settings: dict[str, Any]) -> Iterator[BaseDatabaseWrapper]:
    """In this thread, and until the end, the default database is the one of `settings`.

    So that what proves and migrates the books does it to a copy, by the code it uses every day.
    """
    complete = connections.configure_settings({DEFAULT_DB_ALIAS: settings})[DEFAULT_DB_ALIAS]
    other = load_backend(complete["ENGINE"]).DatabaseWrapper(complete, DEFAULT_DB_ALIAS)
    kept = connections[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = other
    try:
        yield other
    finally:
        other.close()
        connections[DEFAULT_DB_ALIAS] = kept


def inventory() -> Inventory:
    """Of the default database, as one moment sees it: the caller holds a snapshot."""
    return Inventory(migrations=applied(), counts=counts(), books=books())


def applied() -> list[str]:
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def unknown_migrations(names: list[str]) -> list[str]:
    """Those this version of the program does not have: made by a newer one."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    replaced = {one for migration in loader.disk_migrations.values() for one in migration.replaces}
    known = {f"{app}.{name}" for app, name in {*loader.disk_migrations, *replaced}}
    return sorted(set(names) - known)


def counts() -> dict[str, int]:
    """Rows of every table there is."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 from the catalogue
            found[table] = cursor.fetchone()[0]
    return found


def books() -> dict[str, Book]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, seq FROM businesses_business ORDER BY id")
        rows = [(as_uuid(row[0]), int(row[1])) for row in cursor.fetchall()]
    return {book_id.hex: Book(seq=seq, digest=digest_at(book_id, seq)) for book_id, seq in rows}


def digest_at(business_id: uuid.UUID, seq: int) -> str:
    """SHA-256 of the trail and the journal of a book up to number `seq`.

    Both are only ever added to, so the live book gives the same digest at that number for ever.
    """
    total = hashlib.sha256()
    with connection.cursor() as cursor:
        for start in range(0, seq, SEQS_A_FETCH):
            window = [bind(business_id), start, min(start + SEQS_A_FETCH, seq)]
            cursor.execute(EVENTS, window)
            for number, verb, subject, rev, amount, digest in cursor.fetchall():
                total.update(
                    repr((number, verb, as_uuid(subject).hex, rev, amount, as_bytes(digest))).encode()
                )
            cursor.execute(ENTRIES, window)
            for row in cursor.fetchall():
                total.update(repr(_plain(row)).encode())
    return total.hexdigest()


def _plain(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """The same values whichever engine gave the row."""
    seq, entry, document, reverses, day, pos, chain, account, party, amount = row
    ids = [
        as_uuid(entry),
        as_uuid(document),
        as_uuid_or_none(reverses),
        as_uuid(account),
        as_uuid_or_none(party),
    ]
    return (seq, [one and one.hex for one in ids], as_date(day).isoformat(), pos, as_bytes(chain), amount)
