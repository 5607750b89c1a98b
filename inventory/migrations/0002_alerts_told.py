from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inventory", "0001_items_and_stock")]

    operations = [
        migrations.AddField(
            model_name="batch",
            name="is_told",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="stocksum",
            name="is_told_low",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
