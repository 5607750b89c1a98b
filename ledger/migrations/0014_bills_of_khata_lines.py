import django.db.models.deletion
from django.db import migrations, models

KEY = """
ALTER TABLE ledger_document ADD CONSTRAINT document_billed_by_book
    FOREIGN KEY (business_id, billed_by_id) REFERENCES ledger_document (business_id, id);
"""
NO_KEY = "ALTER TABLE ledger_document DROP CONSTRAINT document_billed_by_book;"


def on_postgresql(sql):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(sql, params=None)

    return run


class Migration(migrations.Migration):
    dependencies = [("ledger", "0013_store_when_dues_fall")]

    operations = [
        migrations.AlterField(
            model_name="document",
            name="kind",
            field=models.CharField(
                choices=[
                    ("khata", "Khata"),
                    ("opening", "Opening"),
                    ("correction", "Correction"),
                    ("year_end", "Year End"),
                    ("journal", "Journal"),
                    ("contra", "Contra"),
                    ("openings", "Openings"),
                    ("voucher_line", "Voucher Line"),
                    ("stock", "Stock"),
                    ("rent_due", "Rent Due"),
                    ("deposit_use", "Deposit Use"),
                    ("deposit", "Deposit"),
                    ("house_cost", "House Cost"),
                    ("invoice", "Invoice"),
                    ("credit_note", "Credit Note"),
                    ("debit_note", "Debit Note"),
                    ("bill", "Bill"),
                    ("vendor_credit", "Vendor Credit"),
                    ("payment", "Payment"),
                    ("expense", "Expense"),
                    ("khata_bill", "Khata Bill"),
                ],
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="billed_by",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="bills",
                to="ledger.document",
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                condition=models.Q(("billed_by__isnull", False)),
                fields=["billed_by"],
                name="document_billed_by",
            ),
        ),
        migrations.RunPython(on_postgresql(KEY), on_postgresql(NO_KEY)),
    ]
