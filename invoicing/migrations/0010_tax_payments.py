from pathlib import Path

import core.ids
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
        ("invoicing", "0009_expenses_paid_directly"),
        ("ledger", "0016_tax_that_was_paid"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(unseal, migrations.RunPython.noop),
        migrations.AddField(
            model_name="paper",
            name="credit_waits",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.CreateModel(
            name="TaxPayment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("registration", models.CharField(max_length=40)),
                ("month", models.DateField()),
                ("day", models.DateField()),
                ("reference", models.CharField(blank=True, max_length=60)),
                ("cgst", models.BigIntegerField()),
                ("sgst", models.BigIntegerField()),
                ("igst", models.BigIntegerField()),
                ("cess", models.BigIntegerField()),
                ("credit_cgst", models.BigIntegerField()),
                ("credit_sgst", models.BigIntegerField()),
                ("credit_igst", models.BigIntegerField()),
                ("credit_cess", models.BigIntegerField()),
                ("rev", models.IntegerField(default=1)),
                ("changed_seq", models.BigIntegerField()),
                ("made_at", models.DateTimeField()),
                ("created_at", models.DateTimeField()),
                ("taken_out_at", models.DateTimeField(null=True)),
                (
                    "branch",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="businesses.branch",
                    ),
                ),
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
                    "created_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "paid_through",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="paper",
            name="tax_payment",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="papers",
                to="invoicing.taxpayment",
            ),
        ),
        migrations.AddIndex(
            model_name="taxpayment",
            index=models.Index(fields=["business", "-day", "-id"], name="tax_payment_list"),
        ),
        migrations.AddConstraint(
            model_name="taxpayment",
            constraint=models.UniqueConstraint(fields=("business", "id"), name="tax_payment_of_book"),
        ),
        migrations.RunPython(run("tax_payments.postgresql.sql"), run("tax_payments.undo.postgresql.sql")),
        migrations.RunPython(migrations.RunPython.noop, unseal),
    ]
