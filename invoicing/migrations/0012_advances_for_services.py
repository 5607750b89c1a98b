from pathlib import Path

import core.ids
import django.db.models.deletion
import django.db.models.expressions
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
        ("invoicing", "0011_goods_promised"),
        ("ledger", "0018_tax_on_advances"),
    ]

    operations = [
        migrations.RunPython(unseal, migrations.RunPython.noop),
        migrations.AddField(
            model_name="payment",
            name="advance",
            field=models.JSONField(null=True),
        ),
        migrations.CreateModel(
            name="AdvanceVoucher",
            fields=[
                ("amount", models.BigIntegerField()),
                ("value", models.BigIntegerField()),
                ("cgst", models.BigIntegerField(default=0)),
                ("sgst", models.BigIntegerField(default=0)),
                ("igst", models.BigIntegerField(default=0)),
                ("cess", models.BigIntegerField(default=0)),
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("receipt", "Receipt voucher"), ("refund", "Refund voucher")], max_length=8
                    ),
                ),
                ("number", models.CharField(max_length=16)),
                ("day", models.DateField()),
                ("our_registration", models.CharField(max_length=40)),
                ("our_state", models.CharField(max_length=2)),
                ("treatment", models.CharField(max_length=24)),
                ("their_name", models.CharField(max_length=120)),
                ("their_registration", models.CharField(blank=True, max_length=40)),
                ("billing_address", models.JSONField(default=dict)),
                ("place", models.CharField(blank=True, max_length=2)),
                ("is_inter_state", models.BooleanField()),
                ("reverse_charge", models.BooleanField(default=False)),
                ("description", models.CharField(blank=True, max_length=200)),
                ("hsn", models.CharField(blank=True, max_length=8)),
                ("tax_name", models.CharField(blank=True, max_length=60)),
                ("rate", models.IntegerField()),
                ("cess_rate", models.IntegerField(default=0)),
                ("rate_known", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField()),
                ("taken_out_at", models.DateTimeField(null=True)),
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
                    "party",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.party",
                    ),
                ),
                (
                    "receipt",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="refunds",
                        to="invoicing.advancevoucher",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AdvanceUse",
            fields=[
                ("amount", models.BigIntegerField()),
                ("value", models.BigIntegerField()),
                ("cgst", models.BigIntegerField(default=0)),
                ("sgst", models.BigIntegerField(default=0)),
                ("igst", models.BigIntegerField(default=0)),
                ("cess", models.BigIntegerField(default=0)),
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("day", models.DateField()),
                ("created_at", models.DateTimeField()),
                ("taken_off_at", models.DateTimeField(null=True)),
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
                    "paper",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="advances",
                        to="invoicing.paper",
                    ),
                ),
                (
                    "voucher",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uses",
                        to="invoicing.advancevoucher",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="advancevoucher",
            index=models.Index(fields=["business", "party", "day"], name="advance_voucher_of_party"),
        ),
        migrations.AddConstraint(
            model_name="advancevoucher",
            constraint=models.UniqueConstraint(fields=("business", "id"), name="advance_voucher_of_book"),
        ),
        migrations.AddConstraint(
            model_name="advancevoucher",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "receipt"), ("receipt__isnull", True)),
                    models.Q(("kind", "refund"), ("receipt__isnull", False)),
                    _connector="OR",
                ),
                name="advance_refund_of_receipt",
            ),
        ),
        migrations.AddConstraint(
            model_name="advancevoucher",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "amount",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("value"), "+", models.F("cgst")
                                    ),
                                    "+",
                                    models.F("sgst"),
                                ),
                                "+",
                                models.F("igst"),
                            ),
                            "+",
                            models.F("cess"),
                        ),
                    ),
                    ("amount__gt", 0),
                ),
                name="advance_voucher_adds_up",
            ),
        ),
        migrations.AddIndex(
            model_name="advanceuse",
            index=models.Index(fields=["voucher"], name="advance_use_of_voucher"),
        ),
        migrations.AddConstraint(
            model_name="advanceuse",
            constraint=models.UniqueConstraint(fields=("business", "id"), name="advance_use_of_book"),
        ),
        migrations.AddConstraint(
            model_name="advanceuse",
            constraint=models.UniqueConstraint(
                condition=models.Q(("taken_off_at__isnull", True)),
                fields=("voucher", "paper"),
                name="advance_use_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="advanceuse",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0)), name="advance_use_above_zero"
            ),
        ),
        migrations.RunPython(run("advances.postgresql.sql"), run("advances.undo.postgresql.sql")),
        migrations.RunPython(migrations.RunPython.noop, unseal),
    ]
