"""Health of the machine and the database: room, size, migrations, seals, walls, version."""

import shutil
import tomllib
from functools import lru_cache
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from businesses.walls import walled
from core.health import seals as find_seals
from staff.queries.readings import Level, Reading

MB = 1024 * 1024
LOG_LARGE = 512 * MB
REVISION_LENGTH = 12


def disk() -> Reading:
    total, _used, free = shutil.disk_usage(settings.DATA if Path(settings.DATA).exists() else settings.ROOT)
    least = settings.DISK_FREE_MIN_MB * MB
    level: Level = "bad" if free < least else "look" if free < 5 * least or free < total / 10 else "good"
    says = _("%(free)s free of %(total)s") % {"free": filesizeformat(free), "total": filesizeformat(total)}
    todo = _("Make room or give the disk more: when it is full, nothing can be written any more.")
    return Reading("disk", _("Disk of the data folder"), level, says, todo, {"free": free, "total": total})


def database() -> Reading:
    """Its size; on SQLite the log beside it must stay small."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            size = int(cursor.fetchone()[0])
        return Reading(
            "database", _("Database"), "good", f"PostgreSQL · {filesizeformat(size)}", "", {"size": size}
        )
    path = Path(str(connection.settings_dict["NAME"]))
    size, log = (_size(one) for one in (path, path.with_name(path.name + "-wal")))
    says = f"SQLite · {filesizeformat(size)}"
    todo = _("The log beside the file is large: something reads for very long. Start the program anew.")
    level: Level = "look" if log > LOG_LARGE else "good"
    return Reading("database", _("Database"), level, says, todo, {"size": size, "log": log})


def migrations() -> Reading:
    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    says = (
        _("All tables are up to date")
        if not missing
        else _("%(count)s steps are missing") % {"count": missing}
    )
    todo = _("Run manage.py migrate.")
    level: Level = "bad" if missing else "good"
    return Reading("migrations", _("Tables"), level, says, todo, {"missing": missing})


def seals() -> Reading:
    found = find_seals()
    says = _("What is written cannot be changed past the program") if found.is_well else found.detail
    todo = _("Run manage.py migrate: it lays them again. Then run manage.py verify_books.")
    return Reading("seals", _("Seals"), "good" if found.is_well else "bad", says, todo)


def walls() -> Reading:
    """The second wall between books, where there is one."""
    title = _("Walls between books")
    if connection.vendor != "postgresql":
        return Reading("walls", title, "good", _("SQLite has the first wall only"))
    wanted = {table.name for app in apps.get_app_configs() for table in walled(app)}
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relrowsecurity")
        open_tables = sorted(wanted - {row[0] for row in cursor.fetchall()})
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        passes_by = bool(cursor.fetchone()[0])
    facts = {"open": open_tables, "passes_by": passes_by}
    if open_tables:
        todo = _("Run manage.py migrate as the owner of the tables.")
        return Reading("walls", title, "bad", ", ".join(open_tables), todo, facts)
    if passes_by or not settings.APP_ROLE:
        todo = _("Let the pages connect as a role that owns nothing, and set HALKHATA_APP_ROLE.")
        return Reading("walls", title, "look", _("The pages' role passes them by"), todo, facts)
    return Reading("walls", title, "good", _("In place on every table"), "", facts)


def version() -> Reading:
    release, revision = _release()
    says = " · ".join(part for part in (release, revision, f"Django {django.get_version()}") if part)
    facts = {"release": release, "revision": revision, "django": django.get_version()}
    return Reading("version", _("Version"), "good", says, "", facts)


@lru_cache
def _release() -> tuple[str, str]:
    """What runs, as it was when this process first asked."""
    release = tomllib.loads((settings.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "version"
    ]
    return str(release), _revision(settings.ROOT / ".git")


def _revision(git: Path) -> str:
    """The commit that is checked out, as far as it can be told without git."""
    try:
        head = (git / "HEAD").read_text(encoding="ascii").strip()
        if head.startswith("ref: "):
            head = (git / head.removeprefix("ref: ")).read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""
    return head[:REVISION_LENGTH]


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0
