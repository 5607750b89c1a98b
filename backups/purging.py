"""Taking one book away for good: the one place that opens the seals, in one transaction, for this alone."""

import datetime
import json
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

import structlog
from django.apps import apps
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, models, transaction

from audit import trail
from audit.actors import Actor
from backups import shelf
from backups.faults import BackupRefused
from backups.sqlite import durable
from businesses.books import BookUnknown, lock, lock_user
from businesses.models import Business, Membership
from core import seals
from core.book_tables import COLUMN, book_tables
from core.sql import bind
from core.trace import new_trace_id

log = structlog.get_logger("halkhata.backups")

RECORD = "purged.jsonl"
BOOKS = "businesses_business"
NOBODY = uuid.UUID(int=0)


@dataclass(frozen=True, slots=True)
class Purged:
    rows: int
    folders: int


def purge_business(
    *, business_id: uuid.UUID, reason: str, exported_to: str, now: datetime.datetime,
    due_at: datetime.datetime | None = None,
) -> Purged:  # fmt: skip
    """Delete a book's rows in every table, then its files. Run again after a crash, it ends what is left.

    One transaction: killed half-way, the book and every seal stand as before. Others wait meanwhile. What
    remains is one line in purged.jsonl, which names no person, and an event in each member's own trail.
    Raises BackupRefused when there is neither book nor file of that id; with `due_at`, also for a book that is not
    in the trash any more, or not long enough.
    """
    folders = _folders(business_id)
    if not Business.objects.filter(id=business_id).exists():
        if not folders:
            raise BackupRefused(f"There is no book {business_id}.")
        return Purged(rows=0, folders=_remove(folders))
    with transaction.atomic():
        members = list(Membership.objects.filter(business_id=business_id).values_list("user_id", flat=True))
        _hold(business_id)
        if due_at is not None and not Business.objects.filter(id=business_id, purge_at__lte=due_at).exists():
            raise BackupRefused(f"Book {business_id} was brought back.")
        with _unsealed():
            rows = _delete_rows(business_id)
        for user_id in sorted(members):
            _tell(user_id, business_id=business_id, now=now)
    _write_down(business_id, reason=reason, exported_to=exported_to, rows=rows, now=now)
    return Purged(rows=rows, folders=_remove(folders))


def tables_in_order() -> list[str]:
    """Tables with a book, each before those it points at; the books themselves last."""
    found = {one.name for one in book_tables(apps.get_models(include_auto_created=True))}
    points: dict[str, set[str]] = {name: set() for name in found}
    may_be_none = set()
    for model in apps.get_models(include_auto_created=True):
        own = model._meta  # noqa: SLF001 Django's documented interface
        for field in own.local_fields if own.db_table in found else ():
            target = field.related_model._meta.db_table if isinstance(field, models.ForeignKey) else None  # type: ignore[union-attr]  # noqa: SLF001
            if target in found and target != own.db_table:
                points[own.db_table].add(str(target))
                if field.null:
                    may_be_none.add((own.db_table, str(target)))
    return [*reversed(_sorted(points, may_be_none)), BOOKS]


def _sorted(points: dict[str, set[str]], may_be_none: set[tuple[str, str]]) -> list[str]:
    """What is pointed at first. A circle is cut where it may be empty: that key is checked at the commit."""
    while True:
        try:
            return list(TopologicalSorter(points).static_order())
        except CycleError as error:
            circle = error.args[1]
            edge = next((pair for pair in zip(circle[1:], circle, strict=False) if pair in may_be_none), None)
            if edge is None:
                raise
            points[edge[0]].discard(edge[1])


def _hold(business_id: uuid.UUID) -> None:
    try:
        lock(business_id)
    except BookUnknown:
        raise BackupRefused(f"There is no book {business_id}.") from None


def _delete_rows(business_id: uuid.UUID) -> int:
    rows = 0
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA defer_foreign_keys=ON")
        for table, column in _other_pointers():
            cursor.execute(f"UPDATE {table} SET {column} = NULL WHERE {column} = %s", [bind(business_id)])  # noqa: S608 from the models
        for table in tables_in_order():
            column = "id" if table == BOOKS else COLUMN
            cursor.execute(f"DELETE FROM {table} WHERE {column} = %s", [bind(business_id)])  # noqa: S608 from the models
            rows += cursor.rowcount
    return rows


def _other_pointers() -> list[tuple[str, str]]:
    """Columns of people's own tables that name a book: the one a phone stands in."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        own = model._meta  # noqa: SLF001 Django's documented interface
        for field in own.local_fields:
            if field.related_model is Business and field.column != COLUMN:
                if not field.null:
                    raise LookupError(f"{own.db_table}.{field.column} names a book and can't be emptied.")
                found.append((own.db_table, str(field.column)))
    return found


@contextmanager
def _unsealed() -> Iterator[None]:
    """Without seals until the end of the block, inside the caller's transaction: a crash lays them again."""
    sealed = [app for app in apps.get_app_configs() if (Path(app.path) / "seals").is_dir()]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for app in sealed:
                for name in sorted(seals.trigger_names(app, vendor="sqlite")):
                    cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            yield
            for app in sealed:
                seals.lay(app, using=DEFAULT_DB_ALIAS)
            return
        tables = tables_in_order()
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _tell(user_id: uuid.UUID, *, business_id: uuid.UUID, now: datetime.datetime) -> None:
    actor = Actor(user_id=NOBODY, role="system", device_id=None, trace_id=new_trace_id())
    news = trail.News(
        seq=lock_user(user_id), verb="book.purged", subject_kind="book", subject_id=business_id, rev=0, amount=None,
        contents={},
    )  # fmt: skip
    trail.append_to_user(user_id=user_id, at=now, actor=actor, news=news)


def _folders(business_id: uuid.UUID) -> list[Path]:
    """Wherever among the files a folder bears the book's id."""
    root = Path(settings.MEDIA_ROOT)
    names = {str(business_id), business_id.hex}
    return [path for path in root.glob("*/*") if path.is_dir() and path.name in names]


def _remove(folders: list[Path]) -> int:
    for folder in folders:
        shutil.rmtree(folder)
    return len(folders)


def _write_down(
    business_id: uuid.UUID, *, reason: str, exported_to: str, rows: int, now: datetime.datetime
) -> None:
    said: dict[str, Any] = {"at": now.isoformat(), "book": str(business_id), "reason": reason, "rows": rows}
    said["backup"] = exported_to
    path = Path(settings.DATA) / RECORD
    with path.open("a", encoding="utf-8") as file:
        path.chmod(0o600)
        file.write(json.dumps(said, ensure_ascii=False) + "\n")
    durable(path)
    log.warning("book purged", business_id=str(business_id), rows=rows)


def export_first(to: Path | None, *, now: datetime.datetime) -> str:
    """A backup of everything before it; where it lies. Raises BackupFailed."""
    from backups.making import make_backup

    place = to or shelf.folder()
    if place is None:
        raise BackupRefused("Say where the backup before it goes: --to DIR, or --no-backup.")
    return str(make_backup(to=place, now=now).path)
