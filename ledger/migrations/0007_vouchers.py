import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

KEYS = """
ALTER TABLE ledger_document ADD CONSTRAINT document_part_of_book
    FOREIGN KEY (business_id, part_of_id) REFERENCES ledger_document (business_id, id);
ALTER TABLE ledger_account ADD CONSTRAINT account_parent_of_book
    FOREIGN KEY (business_id, parent_id) REFERENCES ledger_account (business_id, id);
"""
NO_KEYS = """
ALTER TABLE ledger_document DROP CONSTRAINT document_part_of_book;
ALTER TABLE ledger_account DROP CONSTRAINT account_parent_of_book;
"""


def unseal(apps, schema_editor):
    """SQLite rebuilds both tables, and cannot while triggers elsewhere name them. They are laid again after
    migrate."""
    if schema_editor.connection.vendor != "sqlite":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            " AND (sql LIKE '%ledger_document%' OR sql LIKE '%ledger_account%')"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}")


def on_postgresql(sql):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(sql, params=None)

    return run


def nothing(apps, schema_editor):
    pass


class Migration(migrations.Migration):
    dependencies = [
        ("businesses", "0006_account_claims"),
        ("ledger", "0006_posting_by_array"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(unseal, nothing),
        migrations.RemoveConstraint(model_name="document", name="document_of_khata_has_party"),
        migrations.AddField(
            model_name="account",
            name="rev",
            field=models.IntegerField(db_default=1, default=1),
        ),
        migrations.AddField(
            model_name="document",
            name="part_of",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="parts",
                to="ledger.document",
            ),
        ),
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
                ],
                max_length=12,
            ),
        ),
        # No column has a length here: nothing in the database changes.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(model_name="entry", name="chain", field=models.BinaryField())
            ],
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                condition=models.Q(("part_of__isnull", False)), fields=["part_of"], name="document_part_of"
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("party__isnull", False),
                    models.Q(("kind__in", ("khata", "opening", "correction", "voucher_line")), _negated=True),
                    _connector="OR",
                ),
                name="document_of_khata_has_party",
            ),
        ),
        migrations.RunPython(on_postgresql(KEYS), on_postgresql(NO_KEYS)),
        migrations.RunPython(nothing, unseal),
    ]
