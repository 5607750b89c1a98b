from django.db import models


class Allocation(models.Model):
    """So much of one document set against another of the same khata that goes the other way: of a payment against a
    bill, of a credit note against one, of a refund against an advance. `payment` is the one that settles.

    Amounts in minor units; `withheld` of `amount` was tax the payer kept back. Foreign keys inside a book are
    composite, laid by SQL: so `db_constraint=False` here.
    """

    id = models.BigAutoField(primary_key=True)
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="+", db_index=False)
    payment = models.ForeignKey(
        "ledger.Document", models.PROTECT, related_name="settles", db_index=False, db_constraint=False
    )
    document = models.ForeignKey(
        "ledger.Document", models.PROTECT, related_name="settled_by", db_constraint=False
    )
    amount = models.BigIntegerField()
    withheld = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["payment", "document"], name="allocation_once"),
            models.CheckConstraint(
                condition=models.Q(amount__gt=0, withheld__gte=0, withheld__lte=models.F("amount")),
                name="allocation_above_zero",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payment_id} for {self.document_id}"
