"""Money of a rent book that is no due: deposits, cheques that wait for their day, costs of a house."""

from django.db import models

from core.ids import uuid7


class DepositKind(models.TextChoices):
    RECEIVED = "received"
    USED = "used"
    """It paid what the tenant owed."""
    RETURNED = "returned"


class DepositMovement(models.Model):
    """What came to a lease's deposit or went from it. `amount` in minor units, above zero; the sum over all leases is
    what the account of deposits held stands at."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="+", db_index=False)
    lease = models.ForeignKey("rentals.Lease", models.PROTECT, related_name="deposits", db_constraint=False)
    kind = models.CharField(max_length=8, choices=DepositKind.choices)
    amount = models.BigIntegerField()
    day = models.DateField()
    reason = models.CharField(max_length=300, blank=True)
    document = models.OneToOneField("ledger.Document", models.PROTECT, related_name="+", db_constraint=False)
    taken_back_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "id"], name="deposit_movement_of_book"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="deposit_movement_above_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"


class ChequeState(models.TextChoices):
    WAITING = "waiting"
    CLEARED = "cleared"
    BOUNCED = "bounced"
    GIVEN_BACK = "given_back"


class Cheque(models.Model):
    """A cheque with a day on it: shown beside what is owed, and money only when the bank has paid it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="+", db_index=False)
    lease = models.ForeignKey("rentals.Lease", models.PROTECT, related_name="cheques", db_constraint=False)
    number = models.CharField(max_length=20)
    bank = models.CharField(max_length=60, blank=True)
    day = models.DateField()
    amount = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=ChequeState.choices, default=ChequeState.WAITING)
    document = models.OneToOneField(
        "ledger.Document", models.PROTECT, null=True, related_name="+", db_constraint=False
    )
    rev = models.IntegerField(default=1)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "id"], name="cheque_of_book"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="cheque_above_zero"),
        ]
        indexes = [
            models.Index(
                fields=["business", "day"], condition=models.Q(state="waiting"), name="cheque_waiting"
            )
        ]

    def __str__(self) -> str:
        return self.number


class PropertyExpense(models.Model):
    """What a house or one of its units cost: the document has the money, and says on which account."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="+", db_index=False)
    branch = models.ForeignKey("businesses.Branch", models.PROTECT, related_name="+", db_constraint=False)
    unit = models.ForeignKey("rentals.Unit", models.PROTECT, null=True, related_name="+", db_constraint=False)
    account = models.ForeignKey(
        "ledger.Account", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    day = models.DateField()
    amount = models.BigIntegerField()
    note = models.CharField(max_length=300, blank=True)
    document = models.OneToOneField("ledger.Document", models.PROTECT, related_name="+", db_constraint=False)
    taken_back_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "id"], name="property_expense_of_book"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="property_expense_above_zero"),
        ]
        indexes = [models.Index(fields=["business", "day"], name="property_expense_by_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.amount}"
