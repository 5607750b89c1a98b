from django.db import migrations, models

NEXT = (
    "SELECT DISTINCT party_id FROM ledger_document WHERE due_on IS NOT NULL AND party_id > %s"
    " ORDER BY party_id LIMIT 500"
)
FILL = (
    "UPDATE ledger_party AS p SET unpaid_due_on = (SELECT MIN(u.due_on) FROM (SELECT g.due_on,"
    " SUM(g.amount) OVER (ORDER BY g.day DESC, g.pos DESC) - g.amount AS given_after FROM ledger_document g"
    " WHERE g.party_id = p.id AND g.state = 'posted' AND g.direction = 'gave') u"
    " WHERE u.due_on IS NOT NULL AND u.given_after < p.balance) WHERE p.balance > 0 AND p.id IN ({})"
)


def fill(apps, schema_editor):
    """Of parties with a due date, as it was read until now: the earliest among the newest gaves that make the balance."""
    last = "0" * 32
    with schema_editor.connection.cursor() as cursor:
        while True:
            cursor.execute(NEXT, [last])
            ids = [row[0] for row in cursor.fetchall()]
            if not ids:
                return
            cursor.execute(FILL.format(",".join(["%s"] * len(ids))), ids)
            last = ids[-1]


class Migration(migrations.Migration):
    dependencies = [("ledger", "0012_allocations")]

    operations = [
        migrations.AddField(model_name="party", name="unpaid_due_on", field=models.DateField(null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
