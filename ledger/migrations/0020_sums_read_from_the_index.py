from django.db import migrations, models

import core.indexes

BEFORE = models.Index(
    condition=models.Q(("party__isnull", False)), fields=["party", "day", "pos"], name="line_by_party"
)
AFTER = core.indexes.CoveringOnSqlite(
    also=("account", "amount"),
    condition=models.Q(("party__isnull", False)),
    fields=["party", "day", "pos"],
    name="line_by_party",
)


def lay(index):
    """On SQLite alone: PostgreSQL's stays as it is."""

    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "sqlite":
            line = apps.get_model("ledger", "Line")
            schema_editor.remove_index(line, index)
            schema_editor.add_index(line, index)

    return run


class Migration(migrations.Migration):
    dependencies = [("ledger", "0019_what_a_party_was_given")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(lay(AFTER), lay(BEFORE))],
            state_operations=[
                migrations.RemoveIndex(model_name="line", name="line_by_party"),
                migrations.AddIndex(model_name="line", index=AFTER),
            ],
        )
    ]
