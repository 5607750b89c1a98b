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


class Migration(migrations.Migration):
    dependencies = [
        ("businesses", "0009_branches_and_registrations"),
        ("invoicing", "0001_contacts_and_papers"),
        ("ledger", "0012_allocations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Payment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "side",
                    models.CharField(choices=[("customer", "Received"), ("vendor", "Paid")], max_length=8),
                ),
                ("is_refund", models.BooleanField(default=False)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Cheque, waits for its day"),
                            ("posted", "Counted"),
                            ("deleted", "Taken out"),
                        ],
                        max_length=8,
                    ),
                ),
                ("number", models.IntegerField()),
                ("day", models.DateField()),
                ("taken_on", models.DateField()),
                ("cheque_on", models.DateField(null=True)),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("cash", "Cash"),
                            ("upi", "UPI or wallet"),
                            ("bank", "Bank transfer"),
                            ("cheque", "Cheque"),
                        ],
                        max_length=8,
                    ),
                ),
                ("amount", models.BigIntegerField(default=0)),
                ("withheld", models.BigIntegerField(default=0)),
                (
                    "section",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "No tax kept back"),
                            ("194C", "194C, work and contracts"),
                            ("194J", "194J, professional fees"),
                            ("194Q", "194Q, goods"),
                        ],
                        max_length=4,
                    ),
                ),
                ("written_off", models.BigIntegerField(default=0)),
                ("reference", models.CharField(blank=True, max_length=60)),
                ("note", models.CharField(blank=True, max_length=1000)),
                ("wanted", models.JSONField(null=True)),
                ("rev", models.IntegerField(default=1)),
                ("changed_seq", models.BigIntegerField()),
                ("content_hash", models.BinaryField(max_length=32)),
                ("made_at", models.DateTimeField()),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
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
                    "party",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="ledger.party",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["business", "side", "-day", "-id"], name="payment_list"),
                    models.Index(fields=["business", "party", "-day"], name="payment_of_party"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("business", "id"), name="payment_of_book"),
                    models.UniqueConstraint(
                        fields=("business", "side", "number"), name="payment_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0), ("withheld__gte", 0), ("written_off__gte", 0)),
                        name="payment_not_below_zero",
                    ),
                ],
            },
        ),
        migrations.RunPython(run("payment_keys.postgresql.sql"), run("payment_keys.undo.postgresql.sql")),
    ]
