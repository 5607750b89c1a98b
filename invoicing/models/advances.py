"""Advances for services: the vouchers on which their tax is told, and the bills they are set against.

Foreign keys inside a book are composite, laid by SQL: so `db_constraint=False` here.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.ids import uuid7

COLUMNS = ("cgst", "sgst", "igst", "cess")


class VoucherKind(models.TextChoices):
    RECEIPT = "receipt", _("Receipt voucher")
    REFUND = "refund", _("Refund voucher")


class Taxed(models.Model):
    """So much money with its taxes in it; minor units. `sgst` is also UTGST."""

    amount = models.BigIntegerField()
    value = models.BigIntegerField()
    cgst = models.BigIntegerField(default=0)
    sgst = models.BigIntegerField(default=0)
    igst = models.BigIntegerField(default=0)
    cess = models.BigIntegerField(default=0)

    class Meta:
        abstract = True

    @property
    def taxes(self) -> dict[str, int]:
        """By column, without zeros."""
        found = {name: int(getattr(self, name)) for name in COLUMNS}
        return {name: amount for name, amount in found.items() if amount}

    @property
    def tax(self) -> int:
        return sum(self.taxes.values())


class AdvanceVoucher(Taxed):
    """A receipt voucher, for money that came ahead of a service, or the refund voucher of one that was paid back.

    It shares its id with the payment it is about. `our_*` and `their_*` are whose supply it is to be and for whom, as
    they stood that day. `place` is "" where nobody could say it, `rate_known` false where the rate could not be said.
    `receipt` is what a refund voucher takes back.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="+", db_index=False)
    party = models.ForeignKey(
        "ledger.Party", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    kind = models.CharField(max_length=8, choices=VoucherKind.choices)
    receipt = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="refunds", db_constraint=False
    )
    number = models.CharField(max_length=16)
    day = models.DateField()
    our_registration = models.CharField(max_length=40)
    our_state = models.CharField(max_length=2)
    treatment = models.CharField(max_length=24)
    their_name = models.CharField(max_length=120)
    their_registration = models.CharField(max_length=40, blank=True)
    billing_address = models.JSONField(default=dict)
    place = models.CharField(max_length=2, blank=True)
    is_inter_state = models.BooleanField()
    reverse_charge = models.BooleanField(default=False)
    description = models.CharField(max_length=200, blank=True)
    hsn = models.CharField(max_length=8, blank=True)
    tax_name = models.CharField(max_length=60, blank=True)
    rate = models.IntegerField()
    cess_rate = models.IntegerField(default=0)
    rate_known = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    taken_out_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "id"], name="advance_voucher_of_book"),
            models.CheckConstraint(
                condition=models.Q(kind=VoucherKind.RECEIPT, receipt__isnull=True)
                | models.Q(kind=VoucherKind.REFUND, receipt__isnull=False),
                name="advance_refund_of_receipt",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    amount=models.F("value")
                    + models.F("cgst")
                    + models.F("sgst")
                    + models.F("igst")
                    + models.F("cess"),
                    amount__gt=0,
                ),
                name="advance_voucher_adds_up",
            ),
        ]
        indexes = [models.Index(fields=["business", "party", "day"], name="advance_voucher_of_party")]

    def __str__(self) -> str:
        return self.number


class AdvanceUse(Taxed):
    """So much of a receipt voucher set against a bill: its tax counts on the bill from then on. Where it bore tax it
    shares its id with a ledger.Document, which takes the voucher's tax off again."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="+", db_index=False)
    voucher = models.ForeignKey(
        AdvanceVoucher, models.PROTECT, related_name="uses", db_index=False, db_constraint=False
    )
    paper = models.ForeignKey("invoicing.Paper", models.PROTECT, related_name="advances", db_constraint=False)
    day = models.DateField()
    created_at = models.DateTimeField()
    taken_off_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "id"], name="advance_use_of_book"),
            models.UniqueConstraint(
                fields=["voucher", "paper"],
                condition=models.Q(taken_off_at__isnull=True),
                name="advance_use_once",
            ),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="advance_use_above_zero"),
        ]
        indexes = [models.Index(fields=["voucher"], name="advance_use_of_voucher")]

    def __str__(self) -> str:
        return f"{self.voucher_id} for {self.paper_id}"
