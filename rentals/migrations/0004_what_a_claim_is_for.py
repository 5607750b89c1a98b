import django.db.models.deletion
from django.db import migrations, models

KEY = (
    "ALTER TABLE rentals_paymentclaim ADD CONSTRAINT payment_claim_due_key"
    " FOREIGN KEY (business_id, due_id) REFERENCES rentals_due (business_id, id)"
)
NO_KEY = "ALTER TABLE rentals_paymentclaim DROP CONSTRAINT payment_claim_due_key"


def on_postgresql(sql):
    def run(apps, schema_editor):
        """SQLite cannot add a foreign key to a table; there the seals keep the same rule."""
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(sql, params=None)

    return run


class Migration(migrations.Migration):
    dependencies = [
        ("rentals", "0003_photos_of_meters"),
    ]

    operations = [
        migrations.AddField(
            model_name="paymentclaim",
            name="due",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="rentals.due",
            ),
        ),
        migrations.RunPython(on_postgresql(KEY), on_postgresql(NO_KEY)),
    ]
