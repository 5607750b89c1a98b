from pathlib import Path

import django.db.models.deletion
from django.conf import settings
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
        ("invoicing", "0008_bills_that_come_back"),
        ("ledger", "0014_bills_of_khata_lines"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(unseal, migrations.RunPython.noop),
        migrations.RemoveConstraint(
            model_name="paper",
            name="paper_approved_has_number",
        ),
        migrations.AddField(
            model_name="paper",
            name="paid_through",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.account",
            ),
        ),
        migrations.AlterField(
            model_name="paper",
            name="kind",
            field=models.CharField(
                choices=[
                    ("estimate", "Estimate"),
                    ("invoice", "Invoice"),
                    ("credit_note", "Credit note"),
                    ("debit_note", "Debit note"),
                    ("challan", "Delivery challan"),
                    ("bill", "Bill"),
                    ("vendor_credit", "Vendor credit"),
                    ("expense", "Expense"),
                ],
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="paper",
            name="party",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="papers",
                to="ledger.party",
            ),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status", "draft"),
                    ("kind", "expense"),
                    models.Q(("number", ""), _negated=True),
                    _connector="OR",
                ),
                name="paper_approved_has_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "expense"), ("paid_through__isnull", False)),
                    models.Q(
                        models.Q(("kind", "expense"), _negated=True),
                        ("paid_through__isnull", True),
                        ("party__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="paper_is_owed_or_paid",
            ),
        ),
        migrations.RunPython(
            run("paper_paid_through.postgresql.sql"), run("paper_paid_through.undo.postgresql.sql")
        ),
        migrations.RunPython(migrations.RunPython.noop, unseal),
    ]
