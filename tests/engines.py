"""Fresh databases for tests that commit.

The trail and the journal refuse DELETE, so a table can't be emptied after a test. A test that
commits gets a database of its own instead: a copy of a migrated one.
"""

import os
import sqlite3
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from unittest.mock import patch

import environ
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections

from config.databases import with_options
from tests.postgres import APP_USER, USER, as_app, create_database, drop_database

TEMPLATE = "halkhata_template"
KEPT_SECONDS = 86_400
MAKINGS = {"migrations", "seals", "walls", "models", "laying", "apps", "data", "charts"}
MADE_FROM = {".py", ".sql", ".json", ".toml", ".csv"}


def database_settings(url: str) -> dict:
    """Django's settings for the database at `url`, with our options for its engine and without a pool."""
    found = with_options(environ.Env.db_url_config(url), pool=0)
    return connections.configure_settings({"default": found})["default"]


@contextmanager
def default_database(url: str) -> Iterator[None]:
    """Point Django at the database at `url`, in every thread started meanwhile; then back again."""
    kept_settings = connections.databases["default"]
    kept_connection = connections["default"]
    connections.databases["default"] = database_settings(url)
    del connections["default"]
    try:
        yield
    finally:
        connections["default"].close()
        connections.databases["default"] = kept_settings
        connections["default"] = kept_connection


@contextmanager
def app_role() -> Iterator[None]:
    """The default database is used by the app role from here on, and by its owner again afterwards."""
    with _role(APP_USER):
        yield


@contextmanager
def as_owner() -> Iterator[None]:
    """For a moment the tables may be changed: by a new connection, so not inside a transaction."""
    with _role(USER):
        yield


@contextmanager
def _role(user: str) -> Iterator[None]:
    default = connections["default"]
    if default.vendor != "postgresql":
        yield
        return
    former = default.settings_dict["USER"]
    default.close()
    default.settings_dict["USER"] = user
    try:
        yield
    finally:
        default.close()
        default.settings_dict["USER"] = former


def migrate(url: str) -> None:
    with default_database(url):
        call_command("migrate", verbosity=0, interactive=False)
        if connections["default"].vendor == "sqlite":
            # A copy takes the one file, so nothing may stay behind in the log beside it.
            connections["default"].cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")


def sqlite_copy(template: Path, folder: Path) -> Path:
    path = folder / f"{uuid.uuid4().hex}.sqlite3"
    path.write_bytes(template.read_bytes())
    return path


def make_template_file(folder: Path) -> Path:
    path = folder / "template.sqlite3"
    migrate(f"sqlite:///{path}")
    sqlite3.connect(path).close()
    return path


def kept_template_file(folder: Path) -> Path:
    """A migrated file that narrow runs share for as long as nothing it is made of changes: to migrate takes
    longer than most of them.
    """
    shelf = Path(tempfile.gettempdir()) / f"halkhata-templates-{os.getuid()}"
    shelf.mkdir(mode=0o700, exist_ok=True)
    kept = shelf / f"{_digest_of_makings()}.sqlite3"
    if not kept.exists():
        for former in shelf.iterdir():
            if time.time() - former.stat().st_mtime > KEPT_SECONDS:
                former.unlink(missing_ok=True)
        made = shelf / f"{uuid.uuid4().hex}.making"
        made.write_bytes(make_template_file(folder).read_bytes())
        made.replace(kept)
    return kept


def _digest_of_makings() -> str:
    """Of every migration, seal, wall, model and table of rates, and of the packages' versions."""
    digest = sha256((settings.ROOT / "requirements.txt").read_bytes())
    folders = (Path(app.path) for app in apps.get_app_configs())
    for folder in sorted(
        path for path in folders if path.parent in {settings.ROOT, *settings.ROOT.glob("*")}
    ):
        for path in sorted(folder.rglob("*")):
            inside = path.relative_to(settings.ROOT)
            if path.suffix in MADE_FROM and MAKINGS & {*inside.parts, inside.stem}:
                digest.update(f"{inside}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:32]


@contextmanager
def copied_by_migrate(template: Path) -> Iterator[None]:
    """Meanwhile `migrate` makes the default database a copy of the template."""

    def copy(*_args, **_options) -> None:
        connections["default"].ensure_connection()
        with closing(sqlite3.connect(template)) as source:
            source.backup(connections["default"].connection)

    with patch("django.core.management.commands.migrate.Command.handle", copy):
        yield


def make_template_database(server_url: str, *, name: str) -> None:
    """A migrated database that copies are made of, owned by who makes tables."""
    migrate(create_database(server_url, name))


@contextmanager
def postgres_copy(server_url: str, template: str) -> Iterator[str]:
    """The address of a new database, for the role of pages and workers."""
    name = f"halkhata_{uuid.uuid4().hex}"
    yield as_app(create_database(server_url, name, template=template))
    drop_database(server_url, name)


def process_environment(url: str, *, data: Path) -> dict[str, str]:
    """The environment of a process of ours that works on the database at `url`."""
    return {
        **os.environ,
        "DATABASE_URL": url,
        "HALKHATA_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": str(settings.ROOT),
        "PYTHONUNBUFFERED": "1",
    }
