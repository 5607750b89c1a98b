"""Houses let out and the units in them. Foreign keys inside a book are composite, laid by SQL."""

from django.db import models

from core.ids import uuid7


class Property(models.Model):
    """What a rent book knows of a branch of kind house besides its name."""

    branch = models.OneToOneField(
        "businesses.Branch", models.PROTECT, primary_key=True, related_name="+", db_constraint=False
    )
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="+")
    address = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=2, blank=True)
    """The two-digit code of the Indian state it stands in, "" for that of its registration."""
    worth = models.BigIntegerField(null=True)
    """What the house cost or is worth, minor units: the yield is counted on it."""
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business", "branch"], name="property_of_book")]

    def __str__(self) -> str:
        return str(self.branch_id)


class UnitUse(models.TextChoices):
    HOME = "home"
    SHOP = "shop"


class Unit(models.Model):
    """A flat, a room, a shop. Whether it is let is told by its leases."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="+", db_index=False)
    branch = models.ForeignKey("businesses.Branch", models.PROTECT, related_name="+", db_constraint=False)
    name = models.CharField(max_length=60)
    use = models.CharField(max_length=8, choices=UnitUse.choices, default=UnitUse.HOME)
    asking_rent = models.BigIntegerField(null=True)
    is_under_repair = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True)
    rev = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "id"], name="unit_of_book"),
            models.UniqueConstraint(fields=["branch", "name"], name="unit_once"),
        ]

    def __str__(self) -> str:
        return self.name
