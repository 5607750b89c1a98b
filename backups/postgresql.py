"""A dump of a PostgreSQL database in use, and a dump put in its place, both by PostgreSQL's own programs."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from django.conf import settings
from django.db import connection, transaction
from psycopg import sql

from backups.faults import BackupFailed, BackupRefused
from backups.inventory import Inventory, inventory, standing_in

NAME = "postgresql"
PART = "database.dump"
CATALOGUE = "postgres"
"""The database every server has, from which others are made and renamed."""


def owner_settings() -> dict[str, Any]:
    """The live database as its owner opens it, outside the pool of this process. Raises BackupFailed."""
    live = settings.OWNER_DATABASE or connection.settings_dict
    if live["USER"] == settings.APP_ROLE:
        raise BackupFailed(
            "Only the owner of the tables sees every book: set HALKHATA_OWNER_DATABASE_URL, or run this as the owner."
        )
    return {**live, "OPTIONS": {key: value for key, value in live["OPTIONS"].items() if key != "pool"}}


@contextmanager
def snapshot(folder: Path) -> Iterator[Inventory]:
    """Dump the live database into the folder, as one moment of it, and say what it holds at that moment."""
    with standing_in(owner_settings()) as live, transaction.atomic(), live.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (moment,) = cursor.fetchone()
        _run(
            "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={moment}",
            f"--file={folder / PART}", database=live.settings_dict, fault=BackupFailed,
        )  # fmt: skip
        found = inventory()
    yield found


def pack(folder: Path) -> Path:
    return folder / PART


def load(folder: Path) -> dict[str, Any]:
    """Restore the dump into a new database beside the live one; the settings that open it."""
    live = owner_settings()
    candidate = {**live, "NAME": f"{live['NAME'][:40]}_restored_{uuid4().hex[:12]}"}
    try:
        _execute(
            live,
            sql.SQL("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0").format(
                sql.Identifier(candidate["NAME"])
            ),
        )
    except psycopg.errors.InsufficientPrivilege:
        raise BackupRefused(
            f"The role {live['USER']} may not make databases. As the server's administrator: "
            f'ALTER ROLE "{live["USER"]}" CREATEDB'
        ) from None
    try:
        _run(
            "pg_restore", "--exit-on-error", "--no-owner", "--no-privileges", f"--dbname={candidate['NAME']}",
            str(folder / PART), database=candidate, fault=BackupRefused,
        )  # fmt: skip
    except BackupRefused:
        discard(candidate)
        raise
    return candidate


def swap(candidate: dict[str, Any], *, stamp: str) -> str:
    """Give the candidate the name of the live database, in one transaction; the name the former is kept under."""
    live = owner_settings()
    before = f"{live['NAME'][:36]}_before_{stamp.lower()}"
    connection.close()
    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    try:
        _execute(
            live,
            rename.format(sql.Identifier(live["NAME"]), sql.Identifier(before)),
            rename.format(sql.Identifier(candidate["NAME"]), sql.Identifier(live["NAME"])),
        )
    except psycopg.errors.ObjectInUse:
        raise BackupRefused("The books are in use. Stop Halkhata first, then restore.") from None
    return before


def discard(candidate: dict[str, Any]) -> None:
    _execute(candidate, sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(candidate["NAME"])))


def _execute(database: dict[str, Any], *statements: sql.Composed) -> None:
    """One statement by itself (CREATE and DROP DATABASE insist), several as one transaction."""
    named = {"host": database["HOST"], "port": database["PORT"], "user": database["USER"]}
    named |= {"password": database["PASSWORD"], "dbname": CATALOGUE}
    known = {name: value for name, value in named.items() if value}
    with psycopg.connect(**known, autocommit=len(statements) == 1) as catalogue:
        for statement in statements:
            catalogue.execute(statement)


def _run(program: str, *arguments: str, database: dict[str, Any], fault: type[Exception]) -> None:
    command = [_program(program, fault=fault), *arguments]
    done = subprocess.run(  # noqa: S603 our own arguments, no shell
        command, env=_environment(database), capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["it did not say why"]
        raise fault(f"{program} failed: {said[0]}")


def _environment(database: dict[str, Any]) -> dict[str, str]:
    """A password goes by the environment: the arguments of a process are there for everyone to read."""
    named = {
        "PGHOST": database["HOST"],
        "PGPORT": str(database["PORT"] or ""),
        "PGUSER": database["USER"],
        "PGPASSWORD": database["PASSWORD"],
        "PGDATABASE": database["NAME"],
        "PGSSLMODE": database["OPTIONS"].get("sslmode", ""),
    }
    return os.environ | {"LC_ALL": "C"} | {name: value for name, value in named.items() if value}


def _program(name: str, *, fault: type[Exception]) -> str:
    """The newest installed: an older pg_dump refuses a newer server."""
    by_version = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: -float(path.parent.parent.name)
    )
    found = str(by_version[0]) if by_version else shutil.which(name)
    if not found:
        raise fault(f"{name} is not installed: apt-get install postgresql-client")
    return found
