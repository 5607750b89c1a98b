from pathlib import Path

from django.db import migrations, models

HERE = Path(__file__).parent
MONTHS_AT_ONCE = 2_000
FILL = (
    "UPDATE ledger_partymonth AS m SET given = (SELECT COALESCE(SUM(d.amount), 0) FROM ledger_document d"
    " WHERE d.party_id = m.party_id AND d.branch_id = m.branch_id AND d.state = 'posted'"
    " AND d.direction = 'gave' AND d.day >= m.month AND d.day < {next_month}) WHERE m.id > %s AND m.id <= %s"
)
NEXT_MONTH = {
    "postgresql": "CAST(m.month + interval '1 month' AS date)",
    "sqlite": "date(m.month, '+1 month')",
}


def fill(apps, schema_editor):
    connection = schema_editor.connection
    sql = FILL.format(next_month=NEXT_MONTH[connection.vendor])
    with connection.cursor() as cursor:
        cursor.execute("SELECT COALESCE(MAX(id), 0) FROM ledger_partymonth")
        (last,) = cursor.fetchone()
        for start in range(0, last, MONTHS_AT_ONCE):
            cursor.execute(sql, [start, start + MONTHS_AT_ONCE])


def lay(name, *, instead_of):
    gone = f"DROP FUNCTION IF EXISTS {instead_of}(uuid, jsonb, jsonb, jsonb, jsonb, jsonb)"

    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(gone, params=None)
            schema_editor.execute((HERE / name).read_text(encoding="utf-8"), params=None)

    return run


class Migration(migrations.Migration):
    dependencies = [("ledger", "0018_tax_on_advances")]

    operations = [
        migrations.AddField(model_name="partymonth", name="given", field=models.BigIntegerField(default=0)),
        migrations.RemoveConstraint(model_name="partymonth", name="party_month_once"),
        migrations.AddConstraint(
            model_name="partymonth",
            constraint=models.UniqueConstraint(fields=("party", "month", "branch"), name="party_month_once"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(
            lay("posting_of_given.postgresql.sql", instead_of="ledger_post_v1"),
            lay("posting_by_key.postgresql.sql", instead_of="ledger_post_v2"),
        ),
    ]
