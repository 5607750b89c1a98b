from django.db import migrations, models

ROLES = {
    "Input CGST": "input_cgst",
    "Input SGST": "input_sgst",
    "Input IGST": "input_igst",
    "Input cess": "input_cess",
    "Input VAT": "input_vat",
    "Output CGST": "output_cgst",
    "Output SGST": "output_sgst",
    "Output IGST": "output_igst",
    "Output cess": "output_cess",
    "Output VAT": "output_vat",
    "Tax withheld by tenants": "tax_withheld",
}


def unseal(apps, schema_editor):
    """SQLite rebuilds both tables, and cannot while triggers elsewhere name them. They are laid again after
    migrate."""
    if schema_editor.connection.vendor != "sqlite":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            " AND (sql LIKE '%ledger_document%' OR sql LIKE '%ledger_account%')"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}")


def give_roles(apps, schema_editor):
    """Accounts of taxes stood in the chart without a role. One that somebody renamed is left to its owner, and
    the book gets another when it needs it."""
    account = apps.get_model("ledger", "Account")
    for name, role in ROLES.items():
        taken = account.objects.filter(role=role).values("business_id")
        first = {}
        for found in (
            account.objects.filter(name=name, role="").exclude(business_id__in=taken).order_by("code")
        ):
            first.setdefault(found.business_id, found.pk)
        for pk in first.values():
            account.objects.filter(pk=pk).update(role=role, is_active=True)


def take_roles(apps, schema_editor):
    account = apps.get_model("ledger", "Account")
    account.objects.filter(role__in=ROLES.values()).update(role="")


def nothing(apps, schema_editor):
    pass


class Migration(migrations.Migration):
    dependencies = [
        ("businesses", "0009_branches_and_registrations"),
        ("ledger", "0010_rent_in_the_books"),
    ]

    operations = [
        migrations.RunPython(unseal, nothing),
        migrations.RemoveConstraint(
            model_name="document",
            name="document_of_khata_has_party",
        ),
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
                    ("late_fees", "Late Fees"),
                    ("service_charges", "Service Charges"),
                    ("recovered", "Recovered"),
                    ("output_cgst", "Output Cgst"),
                    ("output_sgst", "Output Sgst"),
                    ("output_igst", "Output Igst"),
                    ("output_cess", "Output Cess"),
                    ("output_vat", "Output Vat"),
                    ("output_duty", "Output Duty"),
                    ("input_cgst", "Input Cgst"),
                    ("input_sgst", "Input Sgst"),
                    ("input_igst", "Input Igst"),
                    ("input_cess", "Input Cess"),
                    ("input_vat", "Input Vat"),
                    ("reverse_cgst", "Reverse Cgst"),
                    ("reverse_sgst", "Reverse Sgst"),
                    ("reverse_igst", "Reverse Igst"),
                    ("reverse_cess", "Reverse Cess"),
                    ("tax_withheld", "Tax Withheld"),
                    ("tax_to_pay_over", "Tax To Pay Over"),
                    ("written_off", "Written Off"),
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
                    ("rent_due", "Rent Due"),
                    ("deposit_use", "Deposit Use"),
                    ("deposit", "Deposit"),
                    ("house_cost", "House Cost"),
                    ("invoice", "Invoice"),
                    ("credit_note", "Credit Note"),
                    ("debit_note", "Debit Note"),
                    ("bill", "Bill"),
                    ("vendor_credit", "Vendor Credit"),
                    ("payment", "Payment"),
                    ("expense", "Expense"),
                ],
                max_length=16,
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("party__isnull", False),
                    models.Q(
                        (
                            "kind__in",
                            (
                                "khata",
                                "opening",
                                "correction",
                                "voucher_line",
                                "rent_due",
                                "deposit_use",
                                "invoice",
                                "credit_note",
                                "debit_note",
                                "bill",
                                "vendor_credit",
                                "payment",
                            ),
                        ),
                        _negated=True,
                    ),
                    _connector="OR",
                ),
                name="document_of_khata_has_party",
            ),
        ),
        migrations.RunPython(give_roles, take_roles),
        migrations.RunPython(nothing, unseal),
    ]
