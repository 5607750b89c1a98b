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


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0014_bills_of_khata_lines"),
        ("invoicing", "0003_paper_files"),
    ]

    operations = [
        migrations.AddField(
            model_name="paperline",
            name="khata",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.document",
            ),
        ),
        migrations.RunPython(
            run("khata_line_keys.postgresql.sql"), run("khata_line_keys.undo.postgresql.sql")
        ),
    ]
