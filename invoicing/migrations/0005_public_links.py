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
        ("invoicing", "0004_bills_from_khata"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PaperLink",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("digest", models.BinaryField(max_length=32, unique=True)),
                ("made_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("opened_at", models.DateTimeField(null=True)),
                ("seen_at", models.DateTimeField(null=True)),
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
                    "made_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="invoicing.paper",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("business", "id"), name="paper_link_of_book")
                ],
            },
        ),
        migrations.RunPython(
            run("paper_link_keys.postgresql.sql"), run("paper_link_keys.undo.postgresql.sql")
        ),
    ]
