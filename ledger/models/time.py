"""What a book remembers of time: how long its trash is kept, when it was closed and opened, what somebody saw last."""

from django.db import models

from core.ids import uuid7


class KhataSettings(models.Model):
    """What a book chose for its khata; a book without a row has chosen nothing, and the defaults hold."""

    business = models.OneToOneField("businesses.Business", models.PROTECT, primary_key=True, related_name="+")
    trash_days = models.SmallIntegerField()

    def __str__(self) -> str:
        return str(self.business_id)


class Period(models.TextChoices):
    """The two locks: everything, and documents with tax that were filed."""

    BOOKS = "books"
    TAX = "tax"


class PeriodChange(models.Model):
    """A lock that was set, moved or taken away; None is open. An opening has its reason."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="+", db_index=False)
    period = models.CharField(max_length=8, choices=Period.choices)
    before = models.DateField(null=True)
    until = models.DateField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey("businesses.User", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    seq = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "id"], name="period_change_of_book"),
            models.UniqueConstraint(fields=["business", "seq"], name="period_change_seq"),
        ]

    def __str__(self) -> str:
        return f"{self.period} {self.until}"


class YearEnd(models.Model):
    """A year that was closed: its figures (minor units), and the lock that stood before.

    Its postings are the documents of kind year_end of its last day. `reopened_at` is set when they were
    taken back.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField()
    income = models.BigIntegerField()
    expense = models.BigIntegerField()
    locked_before = models.DateField(null=True)
    closed_by = models.ForeignKey("businesses.User", models.PROTECT, related_name="+", db_index=False)
    closed_at = models.DateTimeField()
    reopened_by = models.ForeignKey(
        "businesses.User", models.PROTECT, null=True, related_name="+", db_index=False
    )
    reopened_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "id"], name="year_end_of_book"),
            models.UniqueConstraint(
                fields=["business", "last_day"],
                condition=models.Q(reopened_at__isnull=True),
                name="year_end_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_day} {self.last_day}"


class Look(models.TextChoices):
    HISTORY = "history"
    STATEMENT = "statement"


class LastLook(models.Model):
    """Up to which number of the book somebody has seen its history (`party` None: the whole book's), or had
    a party's statement made."""

    id = models.BigAutoField(primary_key=True)
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="+", db_index=False)
    user = models.ForeignKey("businesses.User", models.PROTECT, related_name="+", db_index=False)
    party = models.ForeignKey(
        "ledger.Party", models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    look = models.CharField(max_length=12, choices=Look.choices)
    seq = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["business", "user", "look", "party"],
                condition=models.Q(party__isnull=False),
                name="look_at_khata_once",
            ),
            models.UniqueConstraint(
                fields=["business", "user", "look"],
                condition=models.Q(party__isnull=True),
                name="look_at_book_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.look} {self.seq}"
