"""Bills that come back by themselves."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.ids import uuid7


class Makes(models.TextChoices):
    DRAFT = "draft", _("A draft, for you to look at")
    APPROVED = "approved", _("A bill with its number")


class Prices(models.TextChoices):
    KEPT = "kept", _("As they are on this bill")
    OF_DAY = "of_day", _("The item's price on the day")


class RecurringState(models.TextChoices):
    RUNNING = "running", _("Running")
    PAUSED = "paused", _("Paused")
    STOPPED = "stopped", _("Stopped")


FREQUENCIES = [
    ("days", _("Days")),
    ("weeks", _("Weeks")),
    ("months", _("Months")),
    ("years", _("Years")),
]


class Recurring(models.Model):
    """What is billed again and again: `content` is what invoicing.content spells, without days. `next_number` counts
    the periods from `starts_on`; `next_on` is its day, None when no more comes. `due_days` from a bill's day on, None
    for the customer's terms. `error` is why the next bill could not be made, "" while all is well.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="+", db_index=False)
    party = models.ForeignKey("ledger.Party", models.PROTECT, related_name="+", db_constraint=False)
    name = models.CharField(max_length=100)
    content = models.JSONField()
    total = models.BigIntegerField(default=0)
    due_days = models.SmallIntegerField(null=True)
    frequency = models.CharField(max_length=8, choices=FREQUENCIES)
    every = models.SmallIntegerField(default=1)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    makes = models.CharField(max_length=8, choices=Makes.choices, default=Makes.DRAFT)
    mails = models.BooleanField(default=False)
    prices = models.CharField(max_length=8, choices=Prices.choices, default=Prices.KEPT)
    state = models.CharField(max_length=8, choices=RecurringState.choices, default=RecurringState.RUNNING)
    next_number = models.IntegerField(default=0)
    next_on = models.DateField(null=True)
    error = models.CharField(max_length=400, blank=True)
    rev = models.IntegerField(default=1)
    changed_seq = models.BigIntegerField()
    created_by = models.ForeignKey("businesses.User", models.PROTECT, related_name="+", db_index=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "id"], name="recurring_of_book"),
            models.CheckConstraint(condition=models.Q(every__gte=1), name="recurring_every_from_1"),
        ]
        indexes = [models.Index(fields=["state", "next_on"], name="recurring_due")]

    def __str__(self) -> str:
        return self.name


class RecurringBill(models.Model):
    """One period that was dealt with: by a bill, or left out (`paper_id` None). A draft among them may be thrown away
    later; its period stays dealt with."""

    id = models.BigAutoField(primary_key=True)
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="+", db_index=False)
    recurring = models.ForeignKey(Recurring, models.PROTECT, related_name="bills", db_constraint=False)
    day = models.DateField()
    paper_id = models.UUIDField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "id"], name="recurring_bill_of_book"),
            models.UniqueConstraint(fields=["recurring", "day"], name="recurring_bill_once"),
        ]

    def __str__(self) -> str:
        return f"{self.recurring_id} {self.day}"
