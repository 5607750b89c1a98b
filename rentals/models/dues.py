"""What tenants are asked for."""

from django.db import models

from core.ids import uuid7


class DueKind(models.TextChoices):
    RENT = "rent"
    SERVICE = "service"
    UTILITY = "utility"
    LATE_FEE = "late_fee"
    DAMAGE = "damage"
    OTHER = "other"


class Due(models.Model):
    """Something asked for of a lease; its money is the document of the same id, if it comes to anything.

    Unique per lease, kind, period and `label`: so a due is raised once, however often the work runs. `period` is
    the first day of what it is for; `label` tells charges of one kind apart ("Water"; the count of a late fee).
    A due that was taken back keeps its row, so that nothing raises it again. `working` is the sum it came from.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="+", db_index=False)
    lease = models.ForeignKey(
        "rentals.Lease", models.PROTECT, related_name="dues", db_index=False, db_constraint=False
    )
    kind = models.CharField(max_length=8, choices=DueKind.choices)
    period = models.DateField()
    period_end = models.DateField()
    label = models.CharField(max_length=40, blank=True)
    due_on = models.DateField()
    amount = models.BigIntegerField()
    working = models.JSONField(default=dict)
    about = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="late_fees", db_constraint=False
    )
    document = models.OneToOneField(
        "ledger.Document", models.PROTECT, null=True, related_name="+", db_constraint=False
    )
    note = models.CharField(max_length=300, blank=True)
    taken_back_at = models.DateTimeField(null=True)
    taken_back_for = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "id"], name="due_of_book"),
            models.UniqueConstraint(fields=["lease", "kind", "period", "label"], name="due_once"),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="due_not_below_zero"),
        ]
        indexes = [models.Index(fields=["business", "period"], name="due_by_period")]

    def __str__(self) -> str:
        return f"{self.kind} {self.period}"


class DueTax(models.Model):
    """GST of a due, minor units, inside its amount: what is more is the rent itself. `case` is GstCase forward, or
    reverse, where the tenant pays it to the state and nothing is added. `rate` in 1/1,000,000; `sgst` also UTGST."""

    id = models.BigAutoField(primary_key=True)
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="+", db_index=False)
    due = models.OneToOneField(Due, models.PROTECT, related_name="tax", db_constraint=False)
    case = models.CharField(max_length=8)
    because = models.CharField(max_length=24)
    rate = models.IntegerField(default=0)
    cgst = models.BigIntegerField(default=0)
    sgst = models.BigIntegerField(default=0)
    igst = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "id"], name="due_tax_of_book"),
            models.CheckConstraint(
                condition=models.Q(cgst=models.F("sgst"), cgst__gte=0, igst__gte=0), name="due_tax_in_halves"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.amount}"

    @property
    def amount(self) -> int:
        return self.cgst + self.sgst + self.igst


class TaxKept(models.Model):
    """What a tenant kept back of a rent as tax (TDS), and pays to the state in the landlord's name. `document` is the
    payment, whose amount is the money that came and this; `section` the law's, as a tenant's paper names it."""

    id = models.BigAutoField(primary_key=True)
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="+", db_index=False)
    lease = models.ForeignKey("rentals.Lease", models.PROTECT, related_name="+", db_constraint=False)
    document = models.OneToOneField("ledger.Document", models.PROTECT, related_name="+", db_constraint=False)
    amount = models.BigIntegerField()
    section = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "id"], name="tax_kept_of_book"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="tax_kept_above_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.section} {self.amount}"


class PaymentShare(models.Model):
    """Money that was received for a certain due; what of a payment has no share counts for the oldest."""

    id = models.BigAutoField(primary_key=True)
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="+", db_index=False)
    payment = models.ForeignKey(
        "ledger.Document", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    due = models.ForeignKey(Due, models.PROTECT, related_name="shares", db_constraint=False)
    amount = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "id"], name="payment_share_of_book"),
            models.UniqueConstraint(fields=["payment", "due"], name="payment_share_once"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="payment_share_above_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.payment_id} {self.amount}"
