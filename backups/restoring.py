"""Putting a backup in the place of the books: proved in full first, then swapped in at one stroke."""

import datetime
import secrets
import shutil
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, transaction

from audit import trail
from audit.actors import Actor
from audit.erasing import RECORD
from backups import shelf, sqlite
from backups.archive import Manifest, read_manifest, unpack
from backups.faults import BackupRefused
from backups.inventory import Inventory, inventory, standing_in, unknown_migrations
from backups.making import FILES, KEY, engine
from businesses.books import lock
from businesses.models import Business
from businesses.operations.leaving import forget_again as forget_people_again
from core import seals, walls
from core.ids import uuid7
from core.trace import new_trace_id
from ledger.operations.erasing import forget_again
from ledger.verify import verify_book

log = structlog.get_logger("halkhata.backups")

NOBODY = uuid.UUID(int=0)
"""The actor of what the operator did at the machine itself."""


@dataclass(frozen=True, slots=True)
class Restored:
    """`before` is where the former books are kept: a file, or a database's name; "" when there were none.

    `erased` people were forgotten after this backup was made, and so once more; the worker takes out the rest.
    """

    made_at: str
    books: int
    files: int
    before: str
    erased: int = 0


def restore_backup(path: Path, *, now: datetime.datetime) -> Restored:
    """Raises BackupRefused, or BackupFailed when a backup is under way; live data is then as it was.

    The database is the last thing put in place, in one step. Files are only added to those that stand: a
    file is named by its content, so the former books find theirs as well.
    """
    manifest = read_manifest(path, passphrase=settings.BACKUP_PASSPHRASE)
    refuse_foreign(manifest)
    try:
        with shelf.at_work() as folder:
            unpack(path, folder=folder, passphrase=settings.BACKUP_PASSPHRASE, manifest=manifest)
            with _candidate(folder) as candidate:
                prove(candidate, manifest=manifest, now=now)
                erased = _forget_again(candidate, beside=path.parent, now=now)
                files = _add_files(folder / FILES)
                before = engine().swap(candidate, stamp=shelf.stamp_of(now))
            _put_key(folder / KEY, stamp=shelf.stamp_of(now))
    except (OSError, DatabaseError, sqlite3.Error) as error:
        raise BackupRefused(f"The backup could not be restored: {error}.") from error
    log.info("backup restored", name=path.name, books=len(manifest.books), erased=erased)
    return Restored(manifest.made_at, len(manifest.books), files, str(before or ""), erased)


def refuse_foreign(manifest: Manifest) -> None:
    if manifest.engine != engine().NAME:
        raise BackupRefused(
            f"This backup is of {manifest.engine}, and the books are kept in {engine().NAME}."
        )
    newer = unknown_migrations(manifest.migrations)
    if newer:
        raise BackupRefused(
            f"This backup was made by a newer version of Halkhata ({manifest.version}, with {newer[0]})."
            " Upgrade first, then restore."
        )


@contextmanager
def _candidate(folder: Path) -> Iterator[dict[str, Any]]:
    """The restored database beside the live one; away with it when it was not swapped in."""
    candidate = engine().load(folder)
    try:
        yield candidate
    finally:
        engine().discard(candidate)


def prove(candidate: dict[str, Any], *, manifest: Manifest, now: datetime.datetime) -> None:
    """Count, compare and verify the candidate; then bring it up to date. Raises BackupRefused."""
    with standing_in(candidate):
        with transaction.atomic():
            found = inventory()
        _compare(found, manifest)
        call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
        gone = {name for app in _sealed() for name in seals.missing(app, using=DEFAULT_DB_ALIAS)}
        if gone:
            raise BackupRefused(f"Seals are missing in the restored books: {', '.join(sorted(gone))}.")
        for business_id in Business.objects.order_by("id").values_list("id", flat=True):
            faults = verify_book(business_id)
            if faults:
                raise BackupRefused(
                    f"Book {business_id} does not add up: {faults[0].what}, {faults[0].where}."
                )
            _begin_again(business_id, now=now)
        if connection.vendor == "sqlite":
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _forget_again(candidate: dict[str, Any], *, beside: Path, now: datetime.datetime) -> int:
    """Whoever was erased since this backup was made is erased in it before anybody sees it; how many.

    The list lies outside of every backup: in the data folder, and in a copy beside the archives.
    """
    with standing_in(candidate), walls.everything():
        lists = [beside / RECORD]
        count = forget_again(also=lists, now=now) + forget_people_again(also=lists, now=now)
        if connection.vendor == "sqlite":
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return count


def _compare(found: Inventory, manifest: Manifest) -> None:
    if found.migrations != manifest.migrations:
        raise BackupRefused("The restored database is of another version than its backup says.")
    if found.counts != manifest.counts:
        tables = {*found.counts, *manifest.counts}
        other = sorted(one for one in tables if found.counts.get(one) != manifest.counts.get(one))
        raise BackupRefused(
            f"The restored database holds other rows than were backed up: {', '.join(other)}."
        )
    if found.books != manifest.books:
        raise BackupRefused("The restored books are not the ones that were backed up.")


def _sealed() -> list[Any]:
    return [app for app in apps.get_app_configs() if (Path(app.path) / "seals").is_dir()]


def _begin_again(business_id: Any, *, now: datetime.datetime) -> None:
    """A new epoch, so that every phone reads afresh and sends again what this copy never saw; and its event."""
    actor = Actor(user_id=NOBODY, role="system", device_id=None, trace_id=new_trace_id())
    with transaction.atomic():
        seq = lock(business_id).first_seq
        Business.objects.filter(id=business_id).update(epoch=secrets.token_hex(8))
        news = trail.News(
            seq=seq, verb="book.restored", subject_kind="restore", subject_id=uuid7(), rev=1, amount=None, contents={}
        )  # fmt: skip
        trail.append(business_id=business_id, at=now, actor=actor, news=[news])


def _add_files(source: Path) -> int:
    """Lay the files of the backup among those that stand; the same name is the same file, unless it is damaged."""
    root, count = Path(settings.MEDIA_ROOT), 0
    for path in sorted(source.rglob("*")) if source.is_dir() else ():
        if path.is_file():
            target = root / path.relative_to(source)
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            unfinished = target.with_name(f"{shelf.UNFINISHED}{target.name}")
            shutil.copyfile(path, unfinished)
            unfinished.chmod(0o600)
            sqlite.durable(unfinished)
            unfinished.replace(target)
            count += 1
    return count


def _put_key(kept: Path, *, stamp: str) -> None:
    """The key of the backup, when it brought one; another one that stands is kept beside it."""
    if not kept.is_file():
        return
    standing = Path(settings.DATA) / KEY
    if standing.exists():
        if standing.read_bytes() == kept.read_bytes():
            return
        standing.replace(standing.with_name(f"{KEY}.before-{stamp}"))
    shutil.copyfile(kept, standing)
    standing.chmod(0o600)
