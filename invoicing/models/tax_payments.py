"""Tax on reverse charge, paid to the state with money.

Foreign keys inside a book are composite, laid by SQL: so `db_constraint=False` here.
"""

import datetime

from django.db import models

from core.ids import uuid7
from core.periods import month_end

COLUMNS = ("cgst", "sgst", "igst", "cess")


class TaxPayment(models.Model):
    """What was owed under one registration for purchases up to the end of `month`, its first day; minor units.

    `cgst` … `cess` were paid. `credit_…` of them may be set off from then on; the rest was blocked and is in the cost
    already. Which purchases it is for stands on them. It shares its id with its ledger.Document.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="+", db_index=False)
    branch = models.ForeignKey(
        "businesses.Branch", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    registration = models.CharField(max_length=40)
    month = models.DateField()
    day = models.DateField()
    paid_through = models.ForeignKey(
        "ledger.Account", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    reference = models.CharField(max_length=60, blank=True)
    cgst = models.BigIntegerField()
    sgst = models.BigIntegerField()
    igst = models.BigIntegerField()
    cess = models.BigIntegerField()
    credit_cgst = models.BigIntegerField()
    credit_sgst = models.BigIntegerField()
    credit_igst = models.BigIntegerField()
    credit_cess = models.BigIntegerField()

    rev = models.IntegerField(default=1)
    changed_seq = models.BigIntegerField()
    created_by = models.ForeignKey("businesses.User", models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    created_at = models.DateTimeField()
    taken_out_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business", "id"], name="tax_payment_of_book")]
        indexes = [models.Index(fields=["business", "-day", "-id"], name="tax_payment_list")]

    def __str__(self) -> str:
        return f"{self.registration} {self.month}"

    @property
    def total(self) -> int:
        return sum(self.owed.values())

    @property
    def owed(self) -> dict[str, int]:
        """What was paid, by column."""
        return {name: int(getattr(self, name)) for name in COLUMNS}

    @property
    def credits(self) -> dict[str, int]:
        """What of it may be set off, by column."""
        return {name: int(getattr(self, f"credit_{name}")) for name in COLUMNS}

    @property
    def until(self) -> datetime.date:
        """The last day of the month."""
        return month_end(self.month)
