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
    initial = True

    dependencies = [
        ("businesses", "0006_account_claims"),
        ("ledger", "0009_accounts_for_stock"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Item",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("goods", "Goods"), ("service", "Service")], default="goods", max_length=8
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("name_key", models.CharField(max_length=400)),
                ("description", models.CharField(blank=True, max_length=1000)),
                ("sku", models.CharField(blank=True, max_length=40)),
                ("barcode", models.CharField(blank=True, max_length=30)),
                ("hsn", models.CharField(blank=True, max_length=8)),
                ("unit", models.CharField(blank=True, max_length=3)),
                ("pack_unit", models.CharField(blank=True, max_length=3)),
                ("pack_size", models.BigIntegerField(default=0)),
                ("sale_price", models.BigIntegerField(blank=True, null=True)),
                ("purchase_price", models.BigIntegerField(blank=True, null=True)),
                ("tax_inclusive", models.BooleanField(default=False)),
                (
                    "tax_preference",
                    models.CharField(
                        choices=[
                            ("taxable", "Taxed"),
                            ("nil", "Nil rated"),
                            ("exempt", "Exempt"),
                            ("non_gst", "Outside the tax"),
                        ],
                        default="taxable",
                        max_length=8,
                    ),
                ),
                ("tax_rate", models.IntegerField(blank=True, null=True)),
                ("low_level", models.BigIntegerField(blank=True, null=True)),
                ("is_counted", models.BooleanField(default=True)),
                ("has_batches", models.BooleanField(default=False)),
                ("has_serials", models.BooleanField(default=False)),
                (
                    "shortage",
                    models.CharField(
                        choices=[("warn", "Warn, and let it happen"), ("block", "Do not let it happen")],
                        default="warn",
                        max_length=8,
                    ),
                ),
                (
                    "valuation",
                    models.CharField(
                        choices=[
                            ("average", "Average of what was paid"),
                            ("fifo", "What came first leaves first"),
                        ],
                        default="average",
                        max_length=8,
                    ),
                ),
                ("photo", models.CharField(blank=True, max_length=200)),
                ("is_active", models.BooleanField(default=True)),
                ("rev", models.IntegerField(default=1)),
                ("changed_seq", models.BigIntegerField()),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                (
                    "business",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="businesses.business",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["business", "changed_seq"], name="item_changed"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("business", "id"), name="item_of_book"),
                    models.UniqueConstraint(
                        condition=models.Q(("sku", ""), _negated=True),
                        fields=("business", "sku"),
                        name="item_sku_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("barcode", ""), _negated=True),
                        fields=("business", "barcode"),
                        name="item_barcode_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_counted", False), ("kind", "goods"), _connector="OR"),
                        name="item_counted_is_goods",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Batch",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.CharField(max_length=40)),
                ("expires_on", models.DateField(null=True)),
                ("made_on", models.DateField(null=True)),
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
                    "item",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="batches",
                        to="inventory.item",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("expires_on__isnull", False)),
                        fields=["business", "expires_on"],
                        name="batch_expires",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("business", "id"), name="batch_of_book"),
                    models.UniqueConstraint(fields=("item", "number"), name="batch_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="BranchStock",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("on_hand", models.BigIntegerField()),
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
                    "item",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="by_branch",
                        to="inventory.item",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("business", "id"), name="branch_stock_of_book"),
                    models.UniqueConstraint(fields=("item", "branch"), name="branch_stock_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Part",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("quantity", models.BigIntegerField()),
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
                    "item",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="inventory.item",
                    ),
                ),
                (
                    "part",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="part_of",
                        to="inventory.item",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("business", "id"), name="part_of_book"),
                    models.UniqueConstraint(fields=("item", "part"), name="part_once"),
                    models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="part_above_zero"),
                    models.CheckConstraint(
                        condition=models.Q(("item", models.F("part")), _negated=True), name="part_of_another"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StockDocument",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("opening", "Opening"),
                            ("purchase", "Purchase"),
                            ("purchase_return", "Purchase Return"),
                            ("sale", "Sale"),
                            ("sale_return", "Sale Return"),
                            ("adjustment", "Adjustment"),
                            ("count", "Count"),
                            ("transfer", "Transfer"),
                            ("assembly", "Assembly"),
                            ("disassembly", "Disassembly"),
                            ("cost", "Cost"),
                        ],
                        max_length=16,
                    ),
                ),
                ("day", models.DateField()),
                ("pos", models.BigIntegerField()),
                ("seq", models.BigIntegerField()),
                ("note", models.CharField(blank=True, max_length=300)),
                ("content_hash", models.BinaryField(max_length=32)),
                ("created_at", models.DateTimeField()),
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
                    "difference",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.document",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.document",
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.document",
                    ),
                ),
                (
                    "reverses",
                    models.OneToOneField(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversed_by",
                        to="inventory.stockdocument",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("document__isnull", False)),
                        fields=["business", "document"],
                        name="stock_document_for",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("business", "id"), name="stock_document_of_book"),
                    models.UniqueConstraint(fields=("business", "seq"), name="stock_document_seq"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Serial",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("number", models.CharField(max_length=60)),
                (
                    "branch",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
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
                    "item",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="serials",
                        to="inventory.item",
                    ),
                ),
                (
                    "came_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="inventory.stockdocument",
                    ),
                ),
                (
                    "left_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="inventory.stockdocument",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("business", "id"), name="serial_of_book"),
                    models.UniqueConstraint(fields=("item", "number"), name="serial_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Movement",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("day", models.DateField()),
                ("pos", models.BigIntegerField()),
                ("line", models.SmallIntegerField()),
                ("quantity", models.BigIntegerField()),
                ("value", models.BigIntegerField()),
                ("asked", models.BigIntegerField(default=0)),
                (
                    "about",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="costs",
                        to="inventory.movement",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="inventory.batch",
                    ),
                ),
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
                    "item",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="inventory.item",
                    ),
                ),
                (
                    "reverses",
                    models.OneToOneField(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversed_by",
                        to="inventory.movement",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="movements",
                        to="inventory.stockdocument",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["item", "day", "pos", "line"], name="movement_of_item"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("business", "id"), name="movement_of_book"),
                    models.UniqueConstraint(fields=("document", "line"), name="movement_line_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="BatchStock",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("on_hand", models.BigIntegerField()),
                (
                    "batch",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="by_branch",
                        to="inventory.batch",
                    ),
                ),
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("business", "id"), name="batch_stock_of_book"),
                    models.UniqueConstraint(fields=("batch", "branch"), name="batch_stock_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="StockSum",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="stock",
                        serialize=False,
                        to="inventory.item",
                    ),
                ),
                ("on_hand", models.BigIntegerField()),
                ("committed", models.BigIntegerField(default=0)),
                ("value", models.BigIntegerField()),
                ("pile", models.JSONField()),
                ("last_day", models.DateField()),
                (
                    "business",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="businesses.business",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("business", "item"), name="stock_sum_of_book"),
                ],
            },
        ),
        migrations.RunPython(run("keys.postgresql.sql"), run("keys.undo.postgresql.sql")),
    ]
