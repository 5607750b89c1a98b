"""The tax invoice of a rent under GST."""

from django.db import models


class RentInvoice(models.Model):
    """Who let to whom and where, as it stood when the invoice was made: rule 46 of the CGST Rules. Its day is the day
    the due was posted. Cancelled with its due, it keeps its number.

    Minor units, `rate` in 1/1,000,000: the taxes of the due, and under `reverse_charge` what the tenant owes the state.
    `their_address` is a mapping with the keys of invoicing.addresses.
    """

    id = models.BigAutoField(primary_key=True)
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="+", db_index=False)
    due = models.OneToOneField("rentals.Due", models.PROTECT, related_name="invoice", db_constraint=False)
    number = models.CharField(max_length=16)
    day = models.DateField()
    our_registration = models.CharField(max_length=40)
    our_state = models.CharField(max_length=2)
    their_name = models.CharField(max_length=120)
    their_registration = models.CharField(max_length=40, blank=True)
    their_address = models.JSONField(default=dict)
    place = models.CharField(max_length=2)
    premises = models.CharField(max_length=600)
    sac = models.CharField(max_length=8)
    reverse_charge = models.BooleanField(default=False)
    rate = models.IntegerField()
    cgst = models.BigIntegerField(default=0)
    sgst = models.BigIntegerField(default=0)
    igst = models.BigIntegerField(default=0)
    cancelled_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "id"], name="rent_invoice_of_book"),
            models.CheckConstraint(
                condition=models.Q(cgst=models.F("sgst"), cgst__gte=0, igst__gte=0),
                name="rent_invoice_in_halves",
            ),
        ]
        indexes = [models.Index(fields=["business", "day"], name="rent_invoice_by_day")]

    def __str__(self) -> str:
        return self.number

    @property
    def tax(self) -> int:
        return self.cgst + self.sgst + self.igst
