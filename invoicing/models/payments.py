"""Money received and paid. A payment that is posted shares its id with its ledger.Document, whose allocations say
what it settles.

Foreign keys inside a book are composite, laid by SQL: so `db_constraint=False` here.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.ids import uuid7
from ledger.models import Direction


class PaymentSide(models.TextChoices):
    CUSTOMER = "customer", _("Received")
    VENDOR = "vendor", _("Paid")


class PaymentStatus(models.TextChoices):
    """A cheque of a later day waits; it moves nothing until that day."""

    WAITING = "waiting", _("Cheque, waits for its day")
    POSTED = "posted", _("Counted")
    DELETED = "deleted", _("Taken out")


class PaymentMode(models.TextChoices):
    CASH = "cash", _("Cash")
    UPI = "upi", _("UPI or wallet")
    BANK = "bank", _("Bank transfer")
    CHEQUE = "cheque", _("Cheque")


class Section(models.TextChoices):
    """Of the Income-tax Act, under which the payer kept tax back."""

    NONE = "", _("No tax kept back")
    CONTRACTS = "194C", _("194C, work and contracts")
    FEES = "194J", _("194J, professional fees")
    GOODS = "194Q", _("194Q, goods")


class Payment(models.Model):
    """Money in minor units. `amount` changed hands, `withheld` the payer kept back as tax, `written_off` was let go:
    together they are what it settles. `taken_on` is the day it changed hands, `day` the one it counts on, which a
    cheque may name. `wanted` is what it was set against by hand, as [document, amount, withheld]; null where the
    oldest come first. `advance` is what was said of a service that it was paid ahead for, null where it was for none.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="+", db_index=False)
    branch = models.ForeignKey(
        "businesses.Branch", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    party = models.ForeignKey(
        "ledger.Party", models.PROTECT, related_name="payments", db_index=False, db_constraint=False
    )
    side = models.CharField(max_length=8, choices=PaymentSide.choices)
    is_refund = models.BooleanField(default=False)
    status = models.CharField(max_length=8, choices=PaymentStatus.choices)
    number = models.IntegerField()
    day = models.DateField()
    taken_on = models.DateField()
    cheque_on = models.DateField(null=True)
    mode = models.CharField(max_length=8, choices=PaymentMode.choices)
    amount = models.BigIntegerField(default=0)
    withheld = models.BigIntegerField(default=0)
    section = models.CharField(max_length=4, choices=Section.choices, blank=True)
    written_off = models.BigIntegerField(default=0)
    reference = models.CharField(max_length=60, blank=True)
    note = models.CharField(max_length=1000, blank=True)
    wanted = models.JSONField(null=True)
    advance = models.JSONField(null=True)

    rev = models.IntegerField(default=1)
    changed_seq = models.BigIntegerField()
    content_hash = models.BinaryField(max_length=32)
    created_by = models.ForeignKey("businesses.User", models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "id"], name="payment_of_book"),
            models.UniqueConstraint(fields=["business", "side", "number"], name="payment_number_once"),
            models.CheckConstraint(
                condition=models.Q(amount__gte=0, withheld__gte=0, written_off__gte=0),
                name="payment_not_below_zero",
            ),
        ]
        indexes = [
            models.Index(fields=["business", "side", "-day", "-id"], name="payment_list"),
            models.Index(fields=["business", "party", "-day"], name="payment_of_party"),
        ]

    def __str__(self) -> str:
        return f"{self.side} {self.number}"

    @property
    def total(self) -> int:
        """What it settles in all."""
        return self.amount + self.withheld + self.written_off

    @property
    def direction(self) -> Direction:
        comes_in = (self.side == PaymentSide.CUSTOMER) != self.is_refund
        return Direction.GOT if comes_in else Direction.GAVE
