from pathlib import Path

import core.ids
import django.db.models.deletion
import django.db.models.expressions
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
        ("businesses", "0009_branches_and_registrations"),
        ("inventory", "0002_alerts_told"),
        ("ledger", "0011_documents_of_trade"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Paper",
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
                        choices=[
                            ("estimate", "Estimate"),
                            ("invoice", "Invoice"),
                            ("credit_note", "Credit note"),
                            ("debit_note", "Debit note"),
                            ("challan", "Delivery challan"),
                            ("bill", "Bill"),
                            ("vendor_credit", "Vendor credit"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("approved", "Approved"),
                            ("sent", "Sent"),
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                            ("invoiced", "Billed"),
                            ("void", "Void"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="draft",
                        max_length=12,
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=40)),
                ("series_id", models.UUIDField(null=True)),
                ("reference", models.CharField(blank=True, max_length=60)),
                ("day", models.DateField()),
                ("due_on", models.DateField(null=True)),
                ("supply_on", models.DateField(null=True)),
                (
                    "form",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("tax_invoice", "Tax invoice"),
                            ("bill_of_supply", "Bill of supply"),
                            ("invoice_cum_bill_of_supply", "Invoice-cum-bill of supply"),
                            ("plain", "Invoice"),
                        ],
                        max_length=28,
                    ),
                ),
                ("our_registration", models.CharField(blank=True, max_length=40)),
                ("our_state", models.CharField(blank=True, max_length=2)),
                ("our_scheme", models.CharField(default="unregistered", max_length=12)),
                ("treatment", models.CharField(blank=True, max_length=24)),
                ("their_name", models.CharField(blank=True, max_length=120)),
                ("their_registration", models.CharField(blank=True, max_length=40)),
                ("billing_address", models.JSONField(default=dict)),
                ("shipping_address", models.JSONField(default=dict)),
                ("place", models.CharField(blank=True, max_length=2)),
                ("is_inter_state", models.BooleanField(default=False)),
                ("reverse_charge", models.BooleanField(default=False)),
                ("with_tax", models.BooleanField(default=False)),
                ("discount_amount", models.BigIntegerField(default=0)),
                ("discount_rate", models.IntegerField(default=0)),
                ("rounds", models.BooleanField(default=True)),
                ("gross", models.BigIntegerField(default=0)),
                ("discount", models.BigIntegerField(default=0)),
                ("value", models.BigIntegerField(default=0)),
                ("tax", models.BigIntegerField(default=0)),
                ("round_off", models.BigIntegerField(default=0)),
                ("total", models.BigIntegerField(default=0)),
                ("note", models.CharField(blank=True, max_length=1000)),
                ("terms", models.CharField(blank=True, max_length=2000)),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("stock_id", models.UUIDField(null=True)),
                ("rev", models.IntegerField(default=1)),
                ("changed_seq", models.BigIntegerField()),
                ("content_hash", models.BinaryField(max_length=32)),
                ("made_at", models.DateTimeField()),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("approved_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
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
                    "party",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="ledger.party",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="made",
                        to="invoicing.paper",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["business", "kind", "-day", "-id"], name="paper_list"),
                    models.Index(fields=["business", "party", "kind"], name="paper_of_party"),
                    models.Index(fields=["business", "changed_seq"], name="paper_changed"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("business", "id"), name="paper_of_book"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status", "draft"), models.Q(("number", ""), _negated=True), _connector="OR"
                        ),
                        name="paper_approved_has_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "total",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("value"), "+", models.F("tax")
                                    ),
                                    "+",
                                    models.F("round_off"),
                                ),
                            ),
                            ("total__gte", 0),
                        ),
                        name="paper_adds_up",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperLine",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("position", models.SmallIntegerField()),
                ("name", models.CharField(max_length=200)),
                ("description", models.CharField(blank=True, max_length=1000)),
                ("hsn", models.CharField(blank=True, max_length=8)),
                ("unit", models.CharField(blank=True, max_length=3)),
                ("quantity", models.BigIntegerField()),
                ("stock_quantity", models.BigIntegerField(default=0)),
                ("serials", models.JSONField(default=list)),
                ("price", models.BigIntegerField()),
                ("inclusive", models.BooleanField(default=False)),
                ("discount_amount", models.BigIntegerField(default=0)),
                ("discount_rate", models.IntegerField(default=0)),
                ("tax_id", models.UUIDField(null=True)),
                ("tax_name", models.CharField(blank=True, max_length=60)),
                (
                    "treatment",
                    models.CharField(
                        choices=[
                            ("taxable", "Taxed"),
                            ("nil", "Nil rated"),
                            ("exempt", "Exempt"),
                            ("non_gst", "Outside the tax"),
                        ],
                        max_length=8,
                    ),
                ),
                ("rate", models.IntegerField(default=0)),
                ("cess_rate", models.IntegerField(default=0)),
                ("cess_per_unit", models.BigIntegerField(default=0)),
                ("duty_rate", models.IntegerField(default=0)),
                ("vat_per_unit", models.BigIntegerField(default=0)),
                ("credit_clause", models.CharField(blank=True, max_length=8)),
                ("gross", models.BigIntegerField(default=0)),
                ("less", models.BigIntegerField(default=0)),
                ("share", models.BigIntegerField(default=0)),
                ("value", models.BigIntegerField(default=0)),
                ("cgst", models.BigIntegerField(default=0)),
                ("sgst", models.BigIntegerField(default=0)),
                ("igst", models.BigIntegerField(default=0)),
                ("cess", models.BigIntegerField(default=0)),
                ("vat", models.BigIntegerField(default=0)),
                ("duty", models.BigIntegerField(default=0)),
                ("total", models.BigIntegerField(default=0)),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="inventory.batch",
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="inventory.item",
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="invoicing.paper",
                    ),
                ),
                (
                    "source_line",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="made",
                        to="invoicing.paperline",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("business", "id"), name="paper_line_of_book"),
                    models.UniqueConstraint(fields=("paper", "position"), name="paper_line_once"),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gt", 0)), name="paper_line_above_zero"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "party",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="contact",
                        serialize=False,
                        to="ledger.party",
                    ),
                ),
                (
                    "treatment",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("business_gst", "Registered business"),
                            ("business_composition", "Registered business, composition scheme"),
                            ("business_none", "Unregistered business"),
                            ("consumer", "Consumer"),
                            ("overseas", "Abroad"),
                            ("business_sez", "Special economic zone"),
                            ("deemed_export", "Deemed export"),
                            ("uin", "Embassy or United Nations body"),
                        ],
                        max_length=24,
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=2)),
                ("legal_name", models.CharField(blank=True, max_length=120)),
                ("email", models.CharField(blank=True, max_length=254)),
                ("payment_terms", models.SmallIntegerField(null=True)),
                ("billing_address", models.JSONField(default=dict)),
                ("shipping_address", models.JSONField(default=dict)),
                ("changed_seq", models.BigIntegerField()),
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
                    models.UniqueConstraint(fields=("business", "party"), name="contact_of_book"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("payment_terms__isnull", True), ("payment_terms__gte", 0), _connector="OR"
                        ),
                        name="contact_terms_from_0",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContactPerson",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("designation", models.CharField(blank=True, max_length=60)),
                ("phone", models.CharField(blank=True, max_length=16)),
                ("email", models.CharField(blank=True, max_length=254)),
                ("position", models.SmallIntegerField(default=0)),
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contact_persons",
                        to="ledger.party",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("business", "id"), name="contact_person_of_book")
                ],
            },
        ),
        migrations.RunPython(run("keys.postgresql.sql"), run("keys.undo.postgresql.sql")),
    ]
