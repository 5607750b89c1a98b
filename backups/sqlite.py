"""A copy of an SQLite file in use, and a copy put in its place, both by the online backup API."""

import gzip
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from backups.faults import BackupFailed, BackupRefused
from backups.inventory import Inventory, inventory, standing_in

NAME = "sqlite"
PART = "database.sqlite3.gz"
COPY = "database.sqlite3"
BLOCK = 1024 * 1024
BUSY_SECONDS = 20
ALONE_SECONDS = 3
"""A request that is under way ends in that time; a server that goes on taking them should be stopped."""


def live_path() -> Path:
    return Path(connection.settings_dict["NAME"])


def settings_of(path: Path) -> dict[str, Any]:
    return {**connection.settings_dict, "NAME": str(path)}


@contextmanager
def snapshot(folder: Path) -> Iterator[Inventory]:
    """Copy the live file into the folder, as one moment of it, and say what the copy holds.

    In one step: a copy in steps starts again at every write of another process, and with busy writers
    never ends. Writers are not held back meanwhile.
    """
    copy = folder / COPY
    with closing(_opened(live_path())) as live, closing(sqlite3.connect(copy)) as target:
        live.backup(target, pages=-1)
        target.execute("PRAGMA journal_mode=DELETE")
    prove_whole(copy, fault=BackupFailed)
    with standing_in(settings_of(copy)), transaction.atomic():
        found = inventory()
    with closing(sqlite3.connect(copy)) as target:
        target.execute("PRAGMA journal_mode=DELETE")
    yield found


def pack(folder: Path) -> Path:
    """The copy as the part of the archive."""
    part = folder / PART
    with (folder / COPY).open("rb") as source, gzip.open(part, "wb", compresslevel=3) as target:
        shutil.copyfileobj(source, target, BLOCK)
    (folder / COPY).unlink()
    return part


def load(folder: Path) -> dict[str, Any]:
    """Unpack the part of an archive into a new file beside it; the settings that open it."""
    copy = folder / COPY
    try:
        with gzip.open(folder / PART, "rb") as source, copy.open("xb") as target:
            copy.chmod(0o600)
            shutil.copyfileobj(source, target, BLOCK)
    except (OSError, EOFError) as error:
        raise BackupRefused(f"The database in this backup can't be unpacked: {error}.") from None
    prove_whole(copy, fault=BackupRefused)
    return settings_of(copy)


def prove_whole(path: Path, *, fault: type[Exception]) -> None:
    try:
        with closing(sqlite3.connect(path)) as copy:
            said = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
            stray = copy.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError as error:
        raise fault(f"The copy of the database does not open: {error}.") from None
    if said != "ok" or stray:
        raise fault(
            f"The copy of the database is not whole: {said if said != 'ok' else 'rows point nowhere'}."
        )


def swap(candidate: dict[str, Any], *, stamp: str) -> Path | None:
    """Put the candidate in the place of the live file, in one transaction; the file the former is kept in.

    The contents are replaced and not the file: a process that waits for it goes on in what was restored, and
    after a crash the file holds the one or the other. The live file is locked from before its copy is made.
    """
    path = live_path()
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _single_file(Path(candidate["NAME"]))
        Path(candidate["NAME"]).replace(path)
        durable(path.parent)
        return None
    before = path.with_name(f"{path.name}.before-{stamp}")
    with closing(_alone(path)) as live, closing(sqlite3.connect(candidate["NAME"])) as source:
        _keep(live, before)
        source.backup(live, pages=-1)
        live.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return before


def discard(candidate: dict[str, Any]) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        Path(candidate["NAME"] + suffix).unlink(missing_ok=True)


def _keep(live: sqlite3.Connection, before: Path) -> None:
    unfinished = before.with_name(before.name + ".part")
    unfinished.unlink(missing_ok=True)
    with closing(sqlite3.connect(unfinished)) as copy:
        live.backup(copy, pages=-1)
        copy.execute("PRAGMA journal_mode=DELETE")
    unfinished.chmod(0o600)
    durable(unfinished)
    unfinished.replace(before)
    durable(before.parent)


def _alone(path: Path) -> sqlite3.Connection:
    """The live file, held so that no other process reads or writes it until this is closed."""
    connection.close()
    live = _opened(path, patience=ALONE_SECONDS)
    try:
        live.execute("PRAGMA synchronous=FULL")
        live.execute("PRAGMA locking_mode=EXCLUSIVE")
        live.execute("BEGIN EXCLUSIVE")
        live.execute("COMMIT")
    except sqlite3.OperationalError:
        live.close()
        raise BackupRefused("The books are in use. Stop Halkhata first, then restore.") from None
    except sqlite3.DatabaseError:
        live.close()
        raise BackupRefused(f"{path} is damaged. Move it aside, then restore.") from None
    return live


def _opened(path: Path, *, patience: float = BUSY_SECONDS) -> sqlite3.Connection:
    if not path.exists():
        raise BackupFailed(f"There is no database at {path}.")
    return sqlite3.connect(path, timeout=patience, isolation_level=None)


def _single_file(path: Path) -> None:
    with closing(sqlite3.connect(path)) as copy:
        copy.execute("PRAGMA journal_mode=DELETE")
    durable(path)


def durable(path: Path) -> None:
    """What was written to this file, or put into this folder, survives a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
