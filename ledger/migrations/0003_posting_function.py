from pathlib import Path

from django.db import migrations

HERE = Path(__file__).parent


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            (HERE / "posting_function.postgresql.sql").read_text(encoding="utf-8"), params=None
        )


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "DROP FUNCTION ledger_post_v1(uuid, jsonb, jsonb, jsonb, jsonb, jsonb)", params=None
        )


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_composite_keys")]

    operations = [migrations.RunPython(create, drop)]
