"""What a book deals in. Foreign keys inside a book are composite, laid by SQL: so `db_constraint=False` here."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.ids import uuid7


class ItemKind(models.TextChoices):
    GOODS = "goods", _("Goods")
    SERVICE = "service", _("Service")


class TaxPreference(models.TextChoices):
    TAXABLE = "taxable", _("Taxed")
    NIL = "nil", _("Nil rated")
    EXEMPT = "exempt", _("Exempt")
    NON_GST = "non_gst", _("Outside the tax")


class Shortage(models.TextChoices):
    """What happens when more is to leave than there is."""

    WARN = "warn", _("Warn, and let it happen")
    BLOCK = "block", _("Do not let it happen")


class Valuation(models.TextChoices):
    AVERAGE = "average", _("Average of what was paid")
    FIFO = "fifo", _("What came first leaves first")


class Item(models.Model):
    """Goods or a service; the name stands as typed, in any script.

    Prices are minor units for one `unit`. `pack_size` (1/10,000) is how many of `unit` a `pack_unit` holds, 0
    without packs. `tax_rate` is in 1/1,000,000 (18 % is 180,000), None where the codes decide.
    `low_level` (1/10,000): at or below it the item is low. `is_counted`: its stock is kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=ItemKind.choices, default=ItemKind.GOODS)
    name = models.CharField(max_length=120)
    name_key = models.CharField(max_length=400)
    description = models.CharField(max_length=1000, blank=True)
    sku = models.CharField(max_length=40, blank=True)
    barcode = models.CharField(max_length=30, blank=True)
    hsn = models.CharField(max_length=8, blank=True)
    unit = models.CharField(max_length=3, blank=True)
    pack_unit = models.CharField(max_length=3, blank=True)
    pack_size = models.BigIntegerField(default=0)
    sale_price = models.BigIntegerField(null=True, blank=True)
    purchase_price = models.BigIntegerField(null=True, blank=True)
    tax_inclusive = models.BooleanField(default=False)
    tax_preference = models.CharField(
        max_length=8, choices=TaxPreference.choices, default=TaxPreference.TAXABLE
    )
    tax_rate = models.IntegerField(null=True, blank=True)
    low_level = models.BigIntegerField(null=True, blank=True)
    is_counted = models.BooleanField(default=True)
    has_batches = models.BooleanField(default=False)
    has_serials = models.BooleanField(default=False)
    shortage = models.CharField(max_length=8, choices=Shortage.choices, default=Shortage.WARN)
    valuation = models.CharField(max_length=8, choices=Valuation.choices, default=Valuation.AVERAGE)
    photo = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    rev = models.IntegerField(default=1)
    changed_seq = models.BigIntegerField()
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "id"], name="item_of_book"),
            models.UniqueConstraint(
                fields=["business", "sku"], condition=~models.Q(sku=""), name="item_sku_once"
            ),
            models.UniqueConstraint(
                fields=["business", "barcode"], condition=~models.Q(barcode=""), name="item_barcode_once"
            ),
            models.CheckConstraint(
                condition=models.Q(is_counted=False) | models.Q(kind="goods"), name="item_counted_is_goods"
            ),
        ]
        indexes = [models.Index(fields=["business", "changed_seq"], name="item_changed")]

    def __str__(self) -> str:
        return self.name


class Part(models.Model):
    """A row of a bill of materials: `quantity` (1/10,000) of a part goes into one unit of the item."""

    id = models.BigAutoField(primary_key=True)
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="+", db_index=False)
    item = models.ForeignKey(Item, models.PROTECT, related_name="parts", db_constraint=False)
    part = models.ForeignKey(Item, models.PROTECT, related_name="part_of", db_constraint=False)
    quantity = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "id"], name="part_of_book"),
            models.UniqueConstraint(fields=["item", "part"], name="part_once"),
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="part_above_zero"),
            models.CheckConstraint(condition=~models.Q(item=models.F("part")), name="part_of_another"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.part_id}"
