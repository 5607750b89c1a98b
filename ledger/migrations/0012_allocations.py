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
        ("businesses", "0009_branches_and_registrations"),
        ("ledger", "0011_documents_of_trade"),
    ]

    operations = [
        migrations.CreateModel(
            name="Allocation",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("amount", models.BigIntegerField()),
                ("withheld", models.BigIntegerField(default=0)),
                (
                    "business",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="businesses.business",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="settled_by",
                        to="ledger.document",
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="settles",
                        to="ledger.document",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("payment", "document"), name="allocation_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__gt", 0), ("withheld__gte", 0), ("withheld__lte", models.F("amount"))
                        ),
                        name="allocation_above_zero",
                    ),
                ],
            },
        ),
        migrations.RunPython(run("allocations.postgresql.sql"), run("allocations.undo.postgresql.sql")),
    ]
