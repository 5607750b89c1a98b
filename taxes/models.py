"""Rates by day, of the law and of a book, and the numbers that documents were given.

Foreign keys inside a book are composite, laid by SQL: so `db_constraint=False` here.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.ids import uuid7
from taxes.arithmetic.supplies import Treatment

TREATMENTS = [
    (Treatment.TAXABLE.value, _("Taxed")),
    (Treatment.NIL.value, _("Nil rated")),
    (Treatment.EXEMPT.value, _("Exempt")),
    (Treatment.NON_GST.value, _("Outside the tax")),
]


class DatedRate(models.Model):
    """Rates in 1/1,000,000, taxes by the unit in 1/1,000,000 of the currency's unit; see taxes.arithmetic.Tax.

    It holds from `valid_from` to `valid_to`, both included. `prefixes` are first digits of HSN and SAC codes, with
    blanks between. A row's rate is never changed: another row follows it.
    """

    name = models.CharField(max_length=60)
    treatment = models.CharField(max_length=8, choices=TREATMENTS, default=Treatment.TAXABLE.value)
    rate = models.IntegerField(default=0)
    cess = models.IntegerField(default=0)
    cess_per_unit = models.BigIntegerField(default=0)
    duty = models.IntegerField(default=0)
    vat_per_unit = models.BigIntegerField(default=0)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    prefixes = models.CharField(max_length=400, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class LawRate(DatedRate):
    """A rate of the law, the same for every book of a country. Laid from files; see taxes.laying.

    `tax_id` is one for all rows of a tax. `edition` is the day of the file it came with.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    country = models.CharField(max_length=2)
    key = models.CharField(max_length=40)
    tax_id = models.UUIDField()
    condition = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=200)
    is_confirmed = models.BooleanField(default=True)
    edition = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["country", "key"], name="law_rate_of_country")]


class OwnRate(DatedRate):
    """A rate that a book keeps for itself: its codes, a cess, a duty, or what the law changed since."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="+")
    rev = models.IntegerField(default=1)
    changed_seq = models.BigIntegerField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business", "id"], name="own_rate_of_book")]


class NumberedKind(models.TextChoices):
    """Kinds of documents that are numbered each by itself; a bill of supply is numbered among the invoices."""

    INVOICE = "invoice", _("Invoice")
    SELF_INVOICE = "self_invoice", _("Self-invoice")
    REVISED_INVOICE = "revised_invoice", _("Revised invoice")
    DEBIT_NOTE = "debit_note", _("Debit note")
    CREDIT_NOTE = "credit_note", _("Credit note")
    RECEIPT_VOUCHER = "receipt_voucher", _("Receipt voucher")
    PAYMENT_VOUCHER = "payment_voucher", _("Payment voucher")
    REFUND_VOUCHER = "refund_voucher", _("Refund voucher")
    DELIVERY_CHALLAN = "delivery_challan", _("Delivery challan")
    ESTIMATE = "estimate", _("Estimate")
    PAYMENT = "payment", _("Payment")


WRITTEN_KINDS = (
    NumberedKind.INVOICE, NumberedKind.CREDIT_NOTE, NumberedKind.DEBIT_NOTE, NumberedKind.ESTIMATE,
    NumberedKind.DELIVERY_CHALLAN, NumberedKind.SELF_INVOICE,
)  # fmt: skip
"""Kinds that a book writes today; the rest wait for their documents."""


class Series(models.Model):
    """Consecutive numbers of one kind under one registration (GSTIN or BIN, "" without one).

    A number is `prefix`, in which {fy} stands for the year, and digits, at least `width` of them. `stem` is what two
    series must not share, or their numbers could meet. `is_main`: documents are numbered by it that name no other,
    those of `branch`, or where that is None of every branch without a main series of its own.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="+")
    registration = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=20, choices=NumberedKind.choices)
    branch = models.ForeignKey(
        "businesses.Branch", models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    prefix = models.CharField(max_length=20, blank=True)
    stem = models.CharField(max_length=20, blank=True)
    width = models.SmallIntegerField(default=4)
    is_main = models.BooleanField(default=False)
    rev = models.IntegerField(default=1)
    changed_seq = models.BigIntegerField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "id"], name="series_of_book"),
            models.UniqueConstraint(
                fields=["business", "registration", "kind", "stem"], name="series_stem_once"
            ),
            models.UniqueConstraint(
                fields=["business", "registration", "kind"],
                condition=models.Q(is_main=True, branch__isnull=True),
                name="series_main_once",
            ),
            models.UniqueConstraint(
                fields=["business", "registration", "kind", "branch"],
                condition=models.Q(is_main=True, branch__isnull=False),
                name="series_main_of_branch_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.prefix}"


class SeriesYear(models.Model):
    """How far a series came in a year of the tax law that begins on `year`; numbers ran from `first` on.

    `skipped` were left out on purpose, the last of them before `resumed`, None where none was.
    """

    id = models.BigAutoField(primary_key=True)
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="+", db_index=False)
    series = models.ForeignKey(Series, models.PROTECT, related_name="years", db_constraint=False)
    year = models.DateField()
    first = models.BigIntegerField(default=1)
    last = models.BigIntegerField()
    resumed = models.BigIntegerField(null=True)
    skipped = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "id"], name="series_year_of_book"),
            models.UniqueConstraint(fields=["series", "year"], name="series_year_once"),
            models.CheckConstraint(
                condition=models.Q(first__gte=1) & models.Q(last__gte=models.F("first") - 1),
                name="series_year_counts_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.last}"


class DrawnNumber(models.Model):
    """A number that a document was given, for good: it stays when the document is cancelled, and is told in returns.

    `key` is the number in capitals, unique under registration, kind and year whatever the series. `position` is its
    place in the series; a number typed by hand has neither.
    """

    id = models.BigAutoField(primary_key=True)
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="+", db_index=False)
    registration = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=20, choices=NumberedKind.choices)
    year = models.DateField()
    number = models.CharField(max_length=16)
    key = models.CharField(max_length=16)
    series = models.ForeignKey(
        Series, models.PROTECT, null=True, related_name="numbers", db_constraint=False, db_index=False
    )
    position = models.BigIntegerField(null=True)
    document_id = models.UUIDField()
    seq = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "id"], name="number_of_book"),
            models.UniqueConstraint(
                fields=["business", "registration", "kind", "year", "key"], name="number_once_a_year"
            ),
            models.UniqueConstraint(fields=["business", "document_id"], name="number_of_document"),
            models.UniqueConstraint(fields=["series", "year", "position"], name="number_in_series"),
            models.CheckConstraint(
                condition=models.Q(series__isnull=True, position__isnull=True)
                | models.Q(series__isnull=False, position__isnull=False),
                name="number_has_place_in_series",
            ),
        ]

    def __str__(self) -> str:
        return self.number
