from django.db import models

from core.ids import uuid7


class AccountKind(models.TextChoices):
    ASSET = "asset"
    LIABILITY = "liability"
    EQUITY = "equity"
    INCOME = "income"
    EXPENSE = "expense"


class AccountRole(models.TextChoices):
    """What the program looks an account up by. A book has at most one account of a role."""

    NONE = ""
    CASH = "cash"
    BANK = "bank"
    UPI = "upi"
    RECEIVABLE = "receivable"
    PAYABLE = "payable"
    KHATA_SALES = "khata_sales"
    KHATA_PURCHASES = "khata_purchases"
    OPENING = "opening"
    UNSORTED = "unsorted"
    SALES = "sales"
    PURCHASES = "purchases"
    STOCK = "stock"
    DEPOSITS_HELD = "deposits_held"
    RENT_INCOME = "rent_income"
    TAX = "tax"
    CAPITAL = "capital"
    DRAWINGS = "drawings"
    ROUND_OFF = "round_off"
    RETAINED = "retained"
    COST_OF_GOODS = "cost_of_goods"
    STOCK_ADJUSTMENT = "stock_adjustment"
    LATE_FEES = "late_fees"
    SERVICE_CHARGES = "service_charges"
    RECOVERED = "recovered"
    OUTPUT_CGST = "output_cgst"
    OUTPUT_SGST = "output_sgst"
    OUTPUT_IGST = "output_igst"
    OUTPUT_CESS = "output_cess"
    OUTPUT_VAT = "output_vat"
    OUTPUT_DUTY = "output_duty"
    INPUT_CGST = "input_cgst"
    INPUT_SGST = "input_sgst"
    INPUT_IGST = "input_igst"
    INPUT_CESS = "input_cess"
    INPUT_VAT = "input_vat"
    REVERSE_CGST = "reverse_cgst"
    REVERSE_SGST = "reverse_sgst"
    REVERSE_IGST = "reverse_igst"
    REVERSE_CESS = "reverse_cess"
    WAITING_CGST = "waiting_cgst"
    WAITING_SGST = "waiting_sgst"
    WAITING_IGST = "waiting_igst"
    WAITING_CESS = "waiting_cess"
    TAX_WITHHELD = "tax_withheld"
    TAX_TO_PAY_OVER = "tax_to_pay_over"
    WRITTEN_OFF = "written_off"
    TAX_ON_ADVANCES = "tax_on_advances"


class Account(models.Model):
    """A row of a book's chart. The charts by country and kind of book are data in ledger/charts/."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="+")
    code = models.CharField(max_length=12)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=AccountKind.choices)
    role = models.CharField(max_length=20, choices=AccountRole.choices, default=AccountRole.NONE, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    currency = models.CharField(max_length=3)
    is_active = models.BooleanField(default=True)
    rev = models.IntegerField(default=1, db_default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "id"], name="account_of_book"),
            models.UniqueConstraint(fields=["business", "code"], name="account_code_once"),
            models.UniqueConstraint(
                fields=["business", "role"], condition=~models.Q(role=""), name="account_role_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
