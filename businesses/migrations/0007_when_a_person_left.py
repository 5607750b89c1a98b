from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("businesses", "0006_account_claims")]

    operations = [
        migrations.AddField(model_name="user", name="erased_at", field=models.DateTimeField(null=True)),
    ]
