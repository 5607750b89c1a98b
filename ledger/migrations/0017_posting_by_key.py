from pathlib import Path

from django.db import migrations

HERE = Path(__file__).parent


def lay(name):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute((HERE / name).read_text(encoding="utf-8"), params=None)

    return run


class Migration(migrations.Migration):
    dependencies = [("ledger", "0016_tax_that_was_paid")]

    operations = [
        migrations.RunPython(lay("posting_by_key.postgresql.sql"), lay("posting_by_array.postgresql.sql"))
    ]
