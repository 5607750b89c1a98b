"""Meters of a unit and what they showed."""

from django.db import models

from core.ids import uuid7


class Meter(models.Model):
    """`rate` in 1/1,000,000 of the currency for one unit; `turns_at` in 1/10,000, 0 where it never turns over."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("rentals.Unit", models.PROTECT, related_name="meters", db_constraint=False)
    name = models.CharField(max_length=40)
    measured_in = models.CharField(max_length=12, blank=True)
    rate = models.BigIntegerField()
    turns_at = models.BigIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)
    rev = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "id"], name="meter_of_book"),
            models.UniqueConstraint(fields=["unit", "name"], name="meter_once"),
        ]

    def __str__(self) -> str:
        return self.name


class MeterReading(models.Model):
    """What a meter showed on a day, in 1/10,000; `due` is what was asked for since the reading before."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="+", db_index=False)
    meter = models.ForeignKey(
        Meter, models.PROTECT, related_name="readings", db_index=False, db_constraint=False
    )
    day = models.DateField()
    value = models.BigIntegerField()
    photo = models.CharField(max_length=200, blank=True)
    due = models.OneToOneField(
        "rentals.Due", models.PROTECT, null=True, related_name="+", db_constraint=False
    )
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "id"], name="meter_reading_of_book"),
            models.UniqueConstraint(fields=["meter", "day"], name="meter_reading_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.value}"
