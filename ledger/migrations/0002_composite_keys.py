from pathlib import Path

from django.db import migrations

HERE = Path(__file__).parent


def run(name):
    def on_postgresql(apps, schema_editor):
        """SQLite cannot add a foreign key to a table; there the seals keep the same rule."""
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute((HERE / name).read_text(encoding="utf-8"), params=None)

    return on_postgresql


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial"), ("businesses", "0001_initial")]

    operations = [
        migrations.RunPython(run("composite_keys.postgresql.sql"), run("composite_keys.undo.postgresql.sql")),
    ]
