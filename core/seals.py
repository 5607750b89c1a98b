"""Seals: triggers by which the database refuses what the application must never do.

An app keeps them in seals/sqlite.sql and seals/postgresql.sql. They are laid anew after every migrate,
because SQLite drops a table's triggers when a migration rebuilds it, and a system check proves they stand.
"""

import re
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate

TRIGGER_NAME = re.compile(r"^CREATE (?:OR REPLACE )?TRIGGER (\w+)", re.MULTILINE)


def sql_of(app: AppConfig, *, vendor: str) -> str:
    return (Path(app.path) / "seals" / f"{vendor}.sql").read_text(encoding="utf-8")


def trigger_names(app: AppConfig, *, vendor: str) -> set[str]:
    return set(TRIGGER_NAME.findall(sql_of(app, vendor=vendor)))


def statements(sql: str) -> list[str]:
    """Whole SQLite statements; a trigger's own semicolons do not end it."""
    found: list[str] = []
    pending = ""
    for line in sql.splitlines(keepends=True):
        if not pending and (not line.strip() or line.startswith("--")):
            continue
        pending += line
        if sqlite3.complete_statement(pending):
            found.append(pending)
            pending = ""
    return found


def lay(sender: AppConfig, using: str, plan: Sequence[tuple[Any, bool]] = (), **_kwargs: Any) -> None:
    """Receiver of post_migrate: drop and lay every seal of the app. On the way back they are dropped alone: some speak
    of tables that are gone, and the older version lays its own."""
    from django.db import connections, transaction  # leaf: apps are loading when this module is read

    connection = connections[using]
    sql, goes_back = (
        sql_of(sender, vendor=connection.vendor),
        any(backwards for _migration, backwards in plan),
    )
    with transaction.atomic(using=using), connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            if not goes_back:
                cursor.execute(sql)
            return
        for name in trigger_names(sender, vendor="sqlite"):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        for statement in [] if goes_back else statements(sql):
            cursor.execute(statement)


def missing(app: AppConfig, *, using: str) -> set[str]:
    from django.db import connections

    connection = connections[using]
    catalogue = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    )
    with connection.cursor() as cursor:
        cursor.execute(catalogue)
        standing = {row[0] for row in cursor.fetchall()}
    return trigger_names(app, vendor=connection.vendor) - standing


def guard(app: AppConfig) -> None:
    """Called once by an app that has seals: lay them after migrate, and check that they stand.

    The check warns and does not stop `migrate`, which is the cure; /readyz answers 503 without the seals.
    """

    def check_seals(
        *, app_configs: object = None, databases: Sequence[str] | None = None, **_kwargs: Any
    ) -> list[checks.CheckMessage]:
        return [
            checks.Warning(
                f"Seals are missing on {using}: {', '.join(sorted(gone))}.",
                hint="Run manage.py migrate: it lays them again.",
                id=f"{app.label}.W001",
            )
            for using in databases or []
            if (gone := missing(app, using=using))
        ]

    post_migrate.connect(lay, sender=app)
    checks.register(check_seals, checks.Tags.database)
