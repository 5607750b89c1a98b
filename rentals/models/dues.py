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
