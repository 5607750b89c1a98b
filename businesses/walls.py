"""Lays the second wall on PostgreSQL: a policy for every table that has a book, read from the models.

Laid anew after every migrate, like the seals, so that a new table can't be left outside.
"""

from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_migrate

from core import walls
from core.book_tables import BookTable, book_tables

BOOKS = BookTable(name="businesses_business", column="id", may_be_none=False)
OPEN = "(SELECT halkhata_is_open())"
IN_REACH = "{column} = ANY ((SELECT halkhata_books())::uuid[])"
# A person finds the way into their books before one is entered, and changes to another from inside one.
ALSO_READ = {
    "businesses_membership": "user_id = (SELECT halkhata_user())",
    "businesses_invitation": "contact = ANY ((SELECT halkhata_own_contacts())::text[])",
    "businesses_business": "id = ANY ((SELECT halkhata_own_books())::uuid[])",
}


def walled(app: AppConfig) -> list[BookTable]:
    """Every table of the app that has a book; the books themselves are one, by their own id."""
    found = book_tables(app.get_models(include_auto_created=True))
    return [*found, BOOKS] if app.label == "businesses" else found


def statements(table: BookTable) -> list[str]:
    written = f"{OPEN} OR {IN_REACH.format(column=table.column)}"
    if table.may_be_none:
        written += f" OR {table.column} IS NULL"
    read = f"{written} OR {ALSO_READ[table.name]}" if table.name in ALSO_READ else written
    return [
        f"ALTER TABLE {table.name} ENABLE ROW LEVEL SECURITY",
        f"DROP POLICY IF EXISTS books_in_reach ON {table.name}",
        f"CREATE POLICY books_in_reach ON {table.name} USING ({read}) WITH CHECK ({written})",
    ]


def lay(sender: AppConfig, using: str, **_kwargs: Any) -> None:
    """Receiver of post_migrate, once for each app."""
    from django.db import connections, transaction  # leaf: apps are loading when this module is read

    connection = connections[using]
    if connection.vendor != "postgresql":
        return
    with transaction.atomic(using=using), connection.cursor() as cursor:
        standing = set(connection.introspection.table_names(cursor))
        if "businesses_membership" not in standing:
            return
        cursor.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
        for table in walled(sender):
            for statement in statements(table) if table.name in standing else ():
                cursor.execute(statement)
        if settings.APP_ROLE:
            _grant(cursor, connection.ops.quote_name(settings.APP_ROLE))


def _grant(cursor: Any, role: str) -> None:
    """The app role reads and writes rows; it makes, changes, empties and owns nothing."""
    for grant in ("SELECT, INSERT, UPDATE, DELETE ON ALL TABLES", "USAGE ON ALL SEQUENCES"):
        cursor.execute(f"GRANT {grant} IN SCHEMA public TO {role}")


def admit_person(user: Any, **_signal: Any) -> None:
    """Somebody signs in, in the middle of a request that was nobody's."""
    walls.know(user.pk)


def guard() -> None:
    """Called once, when the apps are ready."""
    post_migrate.connect(lay, dispatch_uid="businesses.walls")
    user_logged_in.connect(admit_person, dispatch_uid="businesses.walls")
