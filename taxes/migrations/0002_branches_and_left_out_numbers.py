from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models


HERE = Path(__file__).parent


def run(name):
    def on_postgresql(apps, schema_editor):
        """SQLite cannot add a foreign key to a table; there the seals keep the same rule."""
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute((HERE / name).read_text(encoding="utf-8"), params=None)

    return on_postgresql


def unseal(apps, schema_editor):
    """SQLite copies a table to change it, and stumbles over triggers that name it; after every migrate they are laid
    again."""
    connection = schema_editor.connection
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'seal%'")
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}")


class Migration(migrations.Migration):
    dependencies = [
        ("businesses", "0011_a_second_factor_for_members"),
        ("taxes", "0001_rates_and_numbers"),
    ]

    operations = [
        migrations.RunPython(unseal, migrations.RunPython.noop),
        migrations.RemoveConstraint(
            model_name="series",
            name="series_main_once",
        ),
        migrations.AddField(
            model_name="series",
            name="branch",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="businesses.branch",
            ),
        ),
        migrations.AddField(
            model_name="series",
            name="rev",
            field=models.IntegerField(default=1),
        ),
        migrations.AddField(
            model_name="seriesyear",
            name="resumed",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="seriesyear",
            name="skipped",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddConstraint(
            model_name="series",
            constraint=models.UniqueConstraint(
                condition=models.Q(("branch__isnull", True), ("is_main", True)),
                fields=("business", "registration", "kind"),
                name="series_main_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="series",
            constraint=models.UniqueConstraint(
                condition=models.Q(("branch__isnull", False), ("is_main", True)),
                fields=("business", "registration", "kind", "branch"),
                name="series_main_of_branch_once",
            ),
        ),
        migrations.RunPython(run("series_branch.postgresql.sql"), run("series_branch.undo.postgresql.sql")),
        migrations.RunPython(migrations.RunPython.noop, unseal),
    ]
