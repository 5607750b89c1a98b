from django.db import migrations, models

from core.ids import uuid7

ACCOUNTS = (("5100", "Cost of goods sold", "cost_of_goods"), ("5110", "Stock adjustment", "stock_adjustment"))


def add_accounts(apps, schema_editor):
    """Books opened before their chart had these; a code somebody took is counted on from."""
    account = apps.get_model("ledger", "Account")
    for stock in account.objects.filter(role="stock").order_by("id").iterator():
        own = account.objects.filter(business_id=stock.business_id)
        codes, roles = set(own.values_list("code", flat=True)), set(own.values_list("role", flat=True))
        for code, name, role in ACCOUNTS:
            if role in roles:
                continue
            free = next(number for number in map(str, range(int(code), 10_000)) if number not in codes)
            codes.add(free)
            account.objects.create(
                id=uuid7(),
                business_id=stock.business_id,
                code=free,
                name=name,
                kind="expense",
                role=role,
                currency=stock.currency,
                is_active=True,
            )


def nothing(apps, schema_editor):
    """An account may have lines by now; without its role it is an ordinary one."""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0008_when_a_party_was_erased")]

    operations = [
        migrations.AlterField(
            model_name="account",
            name="role",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "None"),
                    ("cash", "Cash"),
                    ("bank", "Bank"),
                    ("upi", "Upi"),
                    ("receivable", "Receivable"),
                    ("payable", "Payable"),
                    ("khata_sales", "Khata Sales"),
                    ("khata_purchases", "Khata Purchases"),
                    ("opening", "Opening"),
                    ("unsorted", "Unsorted"),
                    ("sales", "Sales"),
                    ("purchases", "Purchases"),
                    ("stock", "Stock"),
                    ("deposits_held", "Deposits Held"),
                    ("rent_income", "Rent Income"),
                    ("tax", "Tax"),
                    ("capital", "Capital"),
                    ("drawings", "Drawings"),
                    ("round_off", "Round Off"),
                    ("retained", "Retained"),
                    ("cost_of_goods", "Cost Of Goods"),
                    ("stock_adjustment", "Stock Adjustment"),
                ],
                default="",
                max_length=20,
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
                    ("stock", "Stock"),
                ],
                max_length=12,
            ),
        ),
        migrations.RunPython(add_accounts, nothing),
    ]
