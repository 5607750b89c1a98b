"""Stock: what moved, which never changes, and the sums of it, which inventory.stock alone writes.

Foreign keys inside a book are composite, laid by SQL: so `db_constraint=False` here.
"""

from django.db import models

from core.ids import uuid7
from inventory.models.items import Item


class StockKind(models.TextChoices):
    OPENING = "opening"
    PURCHASE = "purchase"
    PURCHASE_RETURN = "purchase_return"
    SALE = "sale"
    SALE_RETURN = "sale_return"
    ADJUSTMENT = "adjustment"
    COUNT = "count"
    TRANSFER = "transfer"
    ASSEMBLY = "assembly"
    DISASSEMBLY = "disassembly"
    COST = "cost"


class StockDocument(models.Model):
    """One act that moved stock: its movements hang on it. Written once, never changed.

    `document` is what it was done for (an invoice, a bill). `posting` holds its money in the journal, None where
    nothing was worth anything; `difference` holds what it made earlier issues cost. `reverses`: it takes another
    back. (`day`, `pos`) is its place, as of every document.
    """

    id = models.UUIDField(primary_key=True)
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="+", db_index=False)
    branch = models.ForeignKey(
        "businesses.Branch", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    kind = models.CharField(max_length=16, choices=StockKind.choices)
    day = models.DateField()
    pos = models.BigIntegerField()
    seq = models.BigIntegerField()
    note = models.CharField(max_length=300, blank=True)
    document = models.ForeignKey(
        "ledger.Document", models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    posting = models.ForeignKey(
        "ledger.Document", models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    difference = models.ForeignKey(
        "ledger.Document", models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="reversed_by", db_constraint=False
    )
    content_hash = models.BinaryField(max_length=32)
    created_by = models.ForeignKey("businesses.User", models.PROTECT, related_name="+", db_index=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "id"], name="stock_document_of_book"),
            models.UniqueConstraint(fields=["business", "seq"], name="stock_document_seq"),
        ]
        indexes = [
            models.Index(
                fields=["business", "document"],
                condition=models.Q(document__isnull=False),
                name="stock_document_for",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Batch(models.Model):
    """Goods of one make, with the day they are good until. `is_told`: the trail was told that it comes near."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="+", db_index=False)
    item = models.ForeignKey(Item, models.PROTECT, related_name="batches", db_constraint=False)
    number = models.CharField(max_length=40)
    expires_on = models.DateField(null=True)
    made_on = models.DateField(null=True)
    is_told = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "id"], name="batch_of_book"),
            models.UniqueConstraint(fields=["item", "number"], name="batch_once"),
        ]
        indexes = [
            models.Index(
                fields=["business", "expires_on"],
                condition=models.Q(expires_on__isnull=False),
                name="batch_expires",
            )
        ]

    def __str__(self) -> str:
        return self.number


class Movement(models.Model):
    """Goods that came (quantity above zero) or went (below), in 1/10,000 of the item's unit.

    `value` (minor units) is what it did to the worth of the stock; `asked` what goods that went were worth by the
    item's price then, which counts where none were left. A row of no quantity is money alone: `about` names the
    movement whose goods cost more or less than was said, None what earlier issues cost by it.
    """

    id = models.BigAutoField(primary_key=True)
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="+", db_index=False)
    document = models.ForeignKey(StockDocument, models.PROTECT, related_name="movements", db_constraint=False)
    branch = models.ForeignKey(
        "businesses.Branch", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    item = models.ForeignKey(Item, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, related_name="+", db_constraint=False)
    day = models.DateField()
    pos = models.BigIntegerField()
    line = models.SmallIntegerField()
    quantity = models.BigIntegerField()
    value = models.BigIntegerField()
    asked = models.BigIntegerField(default=0)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="reversed_by", db_constraint=False
    )
    about = models.ForeignKey("self", models.PROTECT, null=True, related_name="costs", db_constraint=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "id"], name="movement_of_book"),
            models.UniqueConstraint(fields=["document", "line"], name="movement_line_once"),
        ]
        indexes = [models.Index(fields=["item", "day", "pos", "line"], name="movement_of_item")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.quantity}"


class Serial(models.Model):
    """One piece by its own number. `branch` is where it lies, None when it left."""

    id = models.BigAutoField(primary_key=True)
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="+", db_index=False)
    item = models.ForeignKey(Item, models.PROTECT, related_name="serials", db_constraint=False)
    number = models.CharField(max_length=60)
    branch = models.ForeignKey(
        "businesses.Branch", models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    came_by = models.ForeignKey(
        StockDocument, models.PROTECT, null=True, related_name="+", db_constraint=False
    )
    left_by = models.ForeignKey(
        StockDocument, models.PROTECT, null=True, related_name="+", db_constraint=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "id"], name="serial_of_book"),
            models.UniqueConstraint(fields=["item", "number"], name="serial_once"),
        ]

    def __str__(self) -> str:
        return self.number


class StockSum(models.Model):
    """How an item stands in the whole book: quantity, worth, and the pile its next issue leaves from."""

    item = models.OneToOneField(
        Item, models.PROTECT, primary_key=True, related_name="stock", db_constraint=False
    )
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="+")
    on_hand = models.BigIntegerField()
    committed = models.BigIntegerField(default=0)
    value = models.BigIntegerField()
    pile = models.JSONField()
    is_told_low = models.BooleanField(default=False, db_default=False)
    last_day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business", "item"], name="stock_sum_of_book")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.on_hand}"


class BranchStock(models.Model):
    """How much of an item lies in a branch."""

    id = models.BigAutoField(primary_key=True)
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="+", db_index=False)
    item = models.ForeignKey(
        Item, models.PROTECT, related_name="by_branch", db_index=False, db_constraint=False
    )
    branch = models.ForeignKey(
        "businesses.Branch", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    on_hand = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "id"], name="branch_stock_of_book"),
            models.UniqueConstraint(fields=["item", "branch"], name="branch_stock_once"),
        ]

    def __str__(self) -> str:
        return f"{self.branch_id} {self.on_hand}"


class BatchStock(models.Model):
    """How much of a batch lies in a branch."""

    id = models.BigAutoField(primary_key=True)
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="+", db_index=False)
    batch = models.ForeignKey(
        Batch, models.PROTECT, related_name="by_branch", db_index=False, db_constraint=False
    )
    branch = models.ForeignKey(
        "businesses.Branch", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    on_hand = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "id"], name="batch_stock_of_book"),
            models.UniqueConstraint(fields=["batch", "branch"], name="batch_stock_once"),
        ]

    def __str__(self) -> str:
        return f"{self.branch_id} {self.on_hand}"
