"""Making a backup: the database as one moment sees it, then the files, into one archive."""

import datetime
import os
import sqlite3
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import structlog
from django.conf import settings
from django.db import DatabaseError, connection

from backups import postgresql, shelf, sqlite
from backups.archive import ArchiveWriter, Manifest
from backups.faults import BackupFailed
from backups.shelf import Kept

log = structlog.get_logger("halkhata.backups")

FILES = "files"
KEY = "secret-key"
MADE_AGAIN = {"exports"}
"""Folders of files that anybody can have made again."""


def engine() -> ModuleType:
    return sqlite if connection.vendor == "sqlite" else postgresql


def version() -> str:
    """Of the program, as its own project file has it."""
    return str(
        tomllib.loads((settings.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    )


def make_backup(*, to: Path, now: datetime.datetime) -> Kept:
    """Write a backup into the folder `to` while everybody works on. Raises BackupFailed, and leaves nothing.

    The database goes first: a photo is written before the row that names it, so every row finds its file.
    """
    passphrase = settings.BACKUP_PASSPHRASE
    try:
        with shelf.at_work() as folder:
            to.mkdir(mode=0o700, parents=True, exist_ok=True)
            shelf.clear_unfinished(to)
            path = shelf.free_path(to, moment=now, is_encrypted=bool(passphrase))
            _write(path, folder=folder, passphrase=passphrase, now=now)
            size = path.stat().st_size
    except (OSError, DatabaseError, sqlite3.Error) as error:
        raise BackupFailed(f"The backup could not be written: {error}.") from error
    log.info("backup made", name=path.name, size=size)
    return Kept(name=path.name, path=path, made_at=now, size=size)


def _write(path: Path, *, folder: Path, passphrase: str, now: datetime.datetime) -> None:
    unfinished = path.with_name(f"{shelf.UNFINISHED}{path.name}")
    try:
        with engine().snapshot(folder) as found, unfinished.open("xb") as file:
            unfinished.chmod(0o600)
            archive = ArchiveWriter(file, passphrase=passphrase)
            archive.add(engine().PART, engine().pack(folder))
            for name, source in _files(passphrase):
                _add_if_there(archive, name, source)
            archive.finish(
                Manifest(
                    engine=engine().NAME, version=version(), made_at=now.isoformat(), migrations=found.migrations,
                    counts=found.counts, books=found.books,
                )
            )  # fmt: skip
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
        sqlite.durable(path.parent)
    finally:
        unfinished.unlink(missing_ok=True)


def _add_if_there(archive: ArchiveWriter, name: str, source: Path) -> None:
    """A file may be cleared away between the look into its folder and now; its row was then gone before."""
    try:
        archive.add(name, source)
    except FileNotFoundError:
        log.info("file gone during backup", name=name)


def _files(passphrase: str) -> Iterator[tuple[str, Path]]:
    """What stands beside the database. The key goes only into an archive that is itself locked."""
    root = Path(settings.MEDIA_ROOT)
    for path in sorted(root.rglob("*")):
        inside = path.relative_to(root)
        if path.is_file() and not path.is_symlink() and inside.parts[0] not in MADE_AGAIN:
            yield f"{FILES}/{inside.as_posix()}", path
    key = Path(settings.DATA) / KEY
    if passphrase and key.is_file():
        yield KEY, key
