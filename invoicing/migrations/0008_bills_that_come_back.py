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
        ("businesses", "0011_a_second_factor_for_members"),
        ("invoicing", "0007_papers_by_mail"),
        ("ledger", "0014_bills_of_khata_lines"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Recurring",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                ("content", models.JSONField()),
                ("total", models.BigIntegerField(default=0)),
                ("due_days", models.SmallIntegerField(null=True)),
                (
                    "frequency",
                    models.CharField(
                        choices=[
                            ("days", "Days"),
                            ("weeks", "Weeks"),
                            ("months", "Months"),
                            ("years", "Years"),
                        ],
                        max_length=8,
                    ),
                ),
                ("every", models.SmallIntegerField(default=1)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(null=True)),
                (
                    "makes",
                    models.CharField(
                        choices=[
                            ("draft", "A draft, for you to look at"),
                            ("approved", "A bill with its number"),
                        ],
                        default="draft",
                        max_length=8,
                    ),
                ),
                ("mails", models.BooleanField(default=False)),
                (
                    "prices",
                    models.CharField(
                        choices=[
                            ("kept", "As they are on this bill"),
                            ("of_day", "The item's price on the day"),
                        ],
                        default="kept",
                        max_length=8,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("running", "Running"), ("paused", "Paused"), ("stopped", "Stopped")],
                        default="running",
                        max_length=8,
                    ),
                ),
                ("next_number", models.IntegerField(default=0)),
                ("next_on", models.DateField(null=True)),
                ("error", models.CharField(blank=True, max_length=400)),
                ("rev", models.IntegerField(default=1)),
                ("changed_seq", models.BigIntegerField()),
                ("created_at", models.DateTimeField()),
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.party",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("business", "id"), name="recurring_of_book"),
                    models.CheckConstraint(
                        condition=models.Q(("every__gte", 1)), name="recurring_every_from_1"
                    ),
                ],
                "indexes": [models.Index(fields=["state", "next_on"], name="recurring_due")],
            },
        ),
        migrations.CreateModel(
            name="RecurringBill",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("day", models.DateField()),
                ("paper_id", models.UUIDField(null=True)),
                ("created_at", models.DateTimeField()),
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
                    "recurring",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bills",
                        to="invoicing.recurring",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("business", "id"), name="recurring_bill_of_book"),
                    models.UniqueConstraint(fields=("recurring", "day"), name="recurring_bill_once"),
                ],
            },
        ),
        migrations.RunPython(run("recurring_keys.postgresql.sql"), run("recurring_keys.undo.postgresql.sql")),
    ]
