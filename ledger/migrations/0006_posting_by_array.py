from pathlib import Path

from django.db import migrations

HERE = Path(__file__).parent


def lay(name):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            sql = (
                (HERE / name)
                .read_text(encoding="utf-8")
                .replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
            )
            schema_editor.execute(sql, params=None)

    return run


class Migration(migrations.Migration):
    dependencies = [("ledger", "0005_time_in_the_khata")]

    operations = [
        migrations.RunPython(lay("posting_by_array.postgresql.sql"), lay("posting_function.postgresql.sql"))
    ]
