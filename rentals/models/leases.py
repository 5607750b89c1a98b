"""Leases: who lives where, for how much, on which terms."""

from django.db import models

from core.ids import uuid7


class Lease(models.Model):
    """One unit let to one tenant, whose khata it is written in; others who live there stand in LeaseTenant.

    Money in minor units, percents in 1/100 of a percent. The words of the rules are those of
    rentals.arithmetic: `period_rule` PeriodRule, `part_rule` PartRule, `fee_kind` FeeKind. `ends_on` is the last
    day; `ended_at` says when the tenant had moved out and all was settled.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(
        "rentals.Unit", models.PROTECT, related_name="leases", db_index=False, db_constraint=False
    )
    party = models.ForeignKey(
        "ledger.Party", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    rent = models.BigIntegerField()
    due_day = models.SmallIntegerField(default=1)
    period_rule = models.CharField(max_length=8, default="month")
    part_rule = models.CharField(max_length=8, default="days")
    advance_months = models.SmallIntegerField(default=0)
    round_to = models.SmallIntegerField(default=100)
    deposit_asked = models.BigIntegerField(default=0)
    notice_days = models.SmallIntegerField(default=30)
    fee_kind = models.CharField(max_length=8, blank=True)
    fee_amount = models.BigIntegerField(default=0)
    fee_percent = models.IntegerField(default=0)
    fee_grace_days = models.SmallIntegerField(default=0)
    fee_cap = models.BigIntegerField(default=0)
    fee_repeats = models.BooleanField(default=False)
    raises_from = models.DateField()
    """Rents of periods that end before this day were asked for elsewhere: the book began later than the lease."""
    use = models.CharField(max_length=8, blank=True)
    """rentals.arithmetic.Use: home or business; "" where nobody said, and no GST is worked out."""
    tenant_composition = models.BooleanField(default=False)
    """Whether the tenant pays GST as a composition dealer."""
    note = models.CharField(max_length=1000, blank=True)
    ended_at = models.DateTimeField(null=True)
    rev = models.IntegerField(default=1)
    changed_seq = models.BigIntegerField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "id"], name="lease_of_book"),
            models.CheckConstraint(condition=models.Q(rent__gte=0), name="lease_rent_not_below_zero"),
            models.CheckConstraint(
                condition=models.Q(due_day__gte=1, due_day__lte=31), name="lease_due_day_of_a_month"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="lease_ends_after_its_start",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "starts_on"], name="lease_of_unit"),
            models.Index(fields=["party"], name="lease_of_party"),
            models.Index(
                fields=["business"], condition=models.Q(ended_at__isnull=True), name="lease_running"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class LeaseTenant(models.Model):
    """Somebody else who rents together with the tenant."""

    id = models.BigAutoField(primary_key=True)
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="+", db_index=False)
    lease = models.ForeignKey(
        Lease, models.PROTECT, related_name="others", db_index=False, db_constraint=False
    )
    party = models.ForeignKey(
        "ledger.Party", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "id"], name="lease_tenant_of_book"),
            models.UniqueConstraint(fields=["lease", "party"], name="lease_tenant_once"),
        ]
        indexes = [models.Index(fields=["party"], name="lease_tenant_party")]

    def __str__(self) -> str:
        return f"{self.lease_id} {self.party_id}"


class RentRise(models.Model):
    """From `day` on: the new rent (`amount`), or so much more than before (`percent`), once or every so many months."""

    id = models.BigAutoField(primary_key=True)
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="+", db_index=False)
    lease = models.ForeignKey(Lease, models.PROTECT, related_name="rises", db_constraint=False)
    day = models.DateField()
    amount = models.BigIntegerField(null=True)
    percent = models.IntegerField(default=0)
    every_months = models.SmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "id"], name="rent_rise_of_book"),
        ]

    def __str__(self) -> str:
        return f"{self.lease_id} {self.day}"
