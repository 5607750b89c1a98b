from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0007_vouchers")]

    operations = [
        migrations.AddField(model_name="party", name="erased_at", field=models.DateTimeField(null=True)),
    ]
