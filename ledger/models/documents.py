"""Documents and what hangs on them.

Foreign keys inside a book are composite (business and id together), laid by SQL on PostgreSQL and kept by
seals on SQLite: so `db_constraint=False` here.
"""

from django.db import models

from core.ids import uuid7


class DocumentKind(models.TextChoices):
    KHATA = "khata"
    OPENING = "opening"
    CORRECTION = "correction"
    YEAR_END = "year_end"
    JOURNAL = "journal"
    CONTRA = "contra"
    OPENINGS = "openings"
    VOUCHER_LINE = "voucher_line"
    STOCK = "stock"
    RENT_DUE = "rent_due"
    RENT_PAID = "rent_paid"
    DEPOSIT_USE = "deposit_use"
    DEPOSIT = "deposit"
    HOUSE_COST = "house_cost"
    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    DEBIT_NOTE = "debit_note"
    BILL = "bill"
    VENDOR_CREDIT = "vendor_credit"
    PAYMENT = "payment"
    EXPENSE = "expense"
    KHATA_BILL = "khata_bill"
    TAX_PAID = "tax_paid"
    ADVANCE_USED = "advance_used"


TRADE_KINDS = (
    DocumentKind.INVOICE,
    DocumentKind.CREDIT_NOTE,
    DocumentKind.DEBIT_NOTE,
    DocumentKind.BILL,
    DocumentKind.VENDOR_CREDIT,
    DocumentKind.PAYMENT,
)
"""Kinds that apps above write and change, and that stand in somebody's khata; `open_amount` says what is left to be
set against another of them."""
PARTY_KINDS = (
    DocumentKind.KHATA,
    DocumentKind.OPENING,
    DocumentKind.CORRECTION,
    DocumentKind.VOUCHER_LINE,
    DocumentKind.RENT_DUE,
    DocumentKind.DEPOSIT_USE,
    *TRADE_KINDS,
)
"""Kinds the table refuses without a party."""
KHATA_KINDS = (*PARTY_KINDS, DocumentKind.RENT_PAID)
"""Kinds that stand in somebody's khata, and so have a party. Of a rent paid with tax kept back the proof of the rents
sees to it: a longer list in the table would write every document anew."""
RENT_KINDS = (
    DocumentKind.RENT_DUE,
    DocumentKind.RENT_PAID,
    DocumentKind.DEPOSIT_USE,
    DocumentKind.DEPOSIT,
    DocumentKind.HOUSE_COST,
)
"""Kinds that the rent pages write and change, never the sheet of an entry."""
VOUCHER_KINDS = (DocumentKind.JOURNAL, DocumentKind.CONTRA, DocumentKind.OPENINGS)
"""Kinds an accountant writes line by line; of no party themselves."""


class DocumentState(models.TextChoices):
    POSTED = "posted"
    TRASHED = "trashed"


class Direction(models.TextChoices):
    GAVE = "gave"
    GOT = "got"


class Mode(models.TextChoices):
    """What changed hands."""

    GOODS = "goods"
    CASH = "cash"
    UPI = "upi"
    BANK = "bank"
    UNSORTED = "unsorted"


class Document(models.Model):
    """The head of every khata line. Its money stands in `entry`; words, photos and history hang here.

    `amount` is above zero, in minor units; `direction` says which way. (`day`, `pos`) is its place in
    the khata for good: `pos` is the seq of its first posting. `made_at` is the phone's own clock, kept
    for display and for the rule on backdating; it orders nothing.

    `corrects` stands on what corrects an entry of a closed period: a document of kind correction, which
    takes the entry's money back in an open one, and the entry that replaces it. `closed_at` says when a
    trashed document left the trash for good: its words are gone then.

    `part_of` stands on a voucher's line in a party's khata, and names the voucher: the two share its entry.

    `billed_by` stands on goods given on khata, and names the bill that moved them to sales: a document of kind
    khata_bill, which is in nobody's khata since what is owed stays on the line.
    """

    id = models.UUIDField(primary_key=True)
    business = models.ForeignKey(
        "businesses.Business", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    branch = models.ForeignKey(
        "businesses.Branch", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    kind = models.CharField(max_length=16, choices=DocumentKind.choices)
    party = models.ForeignKey(
        "ledger.Party",
        models.PROTECT,
        null=True,
        related_name="documents",
        db_index=False,
        db_constraint=False,
    )
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="corrections", db_index=False, db_constraint=False
    )
    part_of = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="parts", db_index=False, db_constraint=False
    )
    billed_by = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="bills", db_index=False, db_constraint=False
    )
    direction = models.CharField(max_length=4, choices=Direction.choices)
    mode = models.CharField(max_length=8, choices=Mode.choices)
    day = models.DateField()
    pos = models.BigIntegerField()
    due_on = models.DateField(null=True, blank=True)
    amount = models.BigIntegerField()
    open_amount = models.BigIntegerField(default=0)
    note = models.CharField(max_length=1000, blank=True)
    rev = models.IntegerField(default=1)
    changed_seq = models.BigIntegerField()
    state = models.CharField(max_length=8, choices=DocumentState.choices, default=DocumentState.POSTED)
    trashed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    entry = models.ForeignKey(
        "ledger.Entry", models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    content_hash = models.BinaryField(max_length=32)
    created_by = models.ForeignKey("businesses.User", models.PROTECT, related_name="+", db_index=False)
    device_id = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    created_at = models.DateTimeField()
    run_id = models.UUIDField(null=True)
    source_key = models.BinaryField(max_length=32, null=True)
    has_attachment = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "id"], name="document_of_book"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="document_amount_above_zero"),
            models.UniqueConstraint(
                fields=["business", "source_key"],
                condition=models.Q(state="posted", source_key__isnull=False),
                name="document_source_once",
            ),
            models.CheckConstraint(
                condition=models.Q(party__isnull=False) | ~models.Q(kind__in=PARTY_KINDS),
                name="document_of_khata_has_party",
            ),
        ]
        indexes = [
            models.Index(fields=["party", "day", "pos"], name="document_khata"),
            models.Index(fields=["business", "changed_seq"], name="document_changed"),
            models.Index(
                fields=["business", "run_id"], condition=models.Q(run_id__isnull=False), name="document_run"
            ),
            models.Index(
                fields=["party", "due_on"], condition=models.Q(due_on__isnull=False), name="document_due"
            ),
            models.Index(
                fields=["corrects"], condition=models.Q(corrects__isnull=False), name="document_corrects"
            ),
            models.Index(
                fields=["part_of"], condition=models.Q(part_of__isnull=False), name="document_part_of"
            ),
            models.Index(
                fields=["billed_by"], condition=models.Q(billed_by__isnull=False), name="document_billed_by"
            ),
            models.Index(
                fields=["business", "trashed_at"],
                condition=models.Q(state="trashed", closed_at__isnull=True),
                name="document_in_trash",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Attachment(models.Model):
    """A photo of a bill, re-encoded on the way in; served only through a checked view."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    business = models.ForeignKey(
        "businesses.Business", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    document = models.ForeignKey(Document, models.PROTECT, related_name="attachments", db_constraint=False)
    file = models.CharField(max_length=200)
    content_type = models.CharField(max_length=40)
    size = models.IntegerField()
    digest = models.BinaryField(max_length=32)
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business", "id"], name="attachment_of_book")]

    def __str__(self) -> str:
        return self.file


class MutationReceipt(models.Model):
    """The answer a change got, so that the same change sent again gets it again. Kept 400 days."""

    id = models.BigAutoField(primary_key=True)
    business = models.ForeignKey(
        "businesses.Business", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    mutation_id = models.UUIDField()
    document_id = models.UUIDField()
    request_hash = models.BinaryField(max_length=32)
    rev = models.IntegerField()
    seq = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "mutation_id"], name="mutation_once"),
        ]

    def __str__(self) -> str:
        return str(self.mutation_id)
