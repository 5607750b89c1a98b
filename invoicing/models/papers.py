"""What is sold and bought on paper: one head and its lines for every kind, from an estimate to a vendor credit.

A head that is posted shares its id with its ledger.Document, which holds the money. Foreign keys inside a book are
composite, laid by SQL: so `db_constraint=False` here.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.ids import uuid7
from inventory.models import Item
from ledger.models import Party
from taxes.arithmetic import DocumentForm, Scheme
from taxes.models import TREATMENTS


class PaperKind(models.TextChoices):
    ESTIMATE = "estimate", _("Estimate")
    INVOICE = "invoice", _("Invoice")
    CREDIT_NOTE = "credit_note", _("Credit note")
    DEBIT_NOTE = "debit_note", _("Debit note")
    CHALLAN = "challan", _("Delivery challan")
    BILL = "bill", _("Bill")
    VENDOR_CREDIT = "vendor_credit", _("Vendor credit")
    EXPENSE = "expense", _("Expense")


SALES_KINDS = (
    PaperKind.ESTIMATE,
    PaperKind.INVOICE,
    PaperKind.CREDIT_NOTE,
    PaperKind.DEBIT_NOTE,
    PaperKind.CHALLAN,
)
PURCHASE_KINDS = (PaperKind.BILL, PaperKind.VENDOR_CREDIT)
BOUGHT_KINDS = (*PURCHASE_KINDS, PaperKind.EXPENSE)
"""What others supplied to us."""


class PaperStatus(models.TextChoices):
    """What somebody did with it. Part paid, paid, overdue and expired are read from amounts and days, not kept."""

    DRAFT = "draft", _("Draft")
    APPROVED = "approved", _("Approved")
    SENT = "sent", _("Sent")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    INVOICED = "invoiced", _("Billed")
    VOID = "void", _("Void")
    CANCELLED = "cancelled", _("Cancelled")


STANDING = (
    PaperStatus.APPROVED,
    PaperStatus.SENT,
    PaperStatus.ACCEPTED,
    PaperStatus.DECLINED,
    PaperStatus.INVOICED,
)
"""It has its number, and counts."""
TAKEN_OUT = (PaperStatus.VOID, PaperStatus.CANCELLED)
"""It has its number still, and counts no more."""

FORMS = [
    (DocumentForm.TAX_INVOICE.value, _("Tax invoice")),
    (DocumentForm.BILL_OF_SUPPLY.value, _("Bill of supply")),
    (DocumentForm.INVOICE_CUM_BILL_OF_SUPPLY.value, _("Invoice-cum-bill of supply")),
    (DocumentForm.PLAIN.value, _("Invoice")),
]


class Paper(models.Model):
    """The head. Money in minor units, rates in 1/1,000,000.

    `day` is the date on it, `due_on` until when it is to be paid (an estimate: until when it holds), `supply_on` the
    day whose tax rates hold, None for `day`. `source` is what it was made from: the estimate of an invoice, the
    invoice of a note. `number` is "" for a draft; a bill's is the supplier's own. `our_*` and `their_*` are whose
    supply it was and for whom, as they stood when it was approved. `form` is which paper the law wants.

    `gross` is quantities by prices, `discount` all that is taken off, `value` what taxes are on, `tax` all charged
    taxes, and `total` = `value` + `tax` + `round_off`. Sums of a draft are those it would have today.
    `stock_id` is the act of stock that it moved goods by, None where none did.

    An expense is a purchase that was paid at once, out of the account `paid_through`: nothing is owed for it, so it
    needs no party and no number.

    `status_before` is how an estimate or challan stood before it was billed, "" while it is not.

    `credit_waits`: under reverse charge its tax is set off only once it was paid to the state, by `tax_payment`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="+", db_index=False)
    branch = models.ForeignKey(
        "businesses.Branch", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    kind = models.CharField(max_length=16, choices=PaperKind.choices)
    status = models.CharField(max_length=12, choices=PaperStatus.choices, default=PaperStatus.DRAFT)
    party = models.ForeignKey(
        "ledger.Party", models.PROTECT, null=True, related_name="papers", db_index=False, db_constraint=False
    )
    source = models.ForeignKey("self", models.PROTECT, null=True, related_name="made", db_constraint=False)
    number = models.CharField(max_length=40, blank=True)
    series_id = models.UUIDField(null=True)
    reference = models.CharField(max_length=60, blank=True)
    day = models.DateField()
    due_on = models.DateField(null=True)
    supply_on = models.DateField(null=True)
    form = models.CharField(max_length=28, choices=FORMS, blank=True)

    our_registration = models.CharField(max_length=40, blank=True)
    our_state = models.CharField(max_length=2, blank=True)
    our_scheme = models.CharField(max_length=12, default=Scheme.UNREGISTERED.value)
    treatment = models.CharField(max_length=24, blank=True)
    their_name = models.CharField(max_length=120, blank=True)
    their_registration = models.CharField(max_length=40, blank=True)
    billing_address = models.JSONField(default=dict)
    shipping_address = models.JSONField(default=dict)
    place = models.CharField(max_length=2, blank=True)
    is_inter_state = models.BooleanField(default=False)
    reverse_charge = models.BooleanField(default=False)
    with_tax = models.BooleanField(default=False)

    discount_amount = models.BigIntegerField(default=0)
    discount_rate = models.IntegerField(default=0)
    rounds = models.BooleanField(default=True)
    gross = models.BigIntegerField(default=0)
    discount = models.BigIntegerField(default=0)
    value = models.BigIntegerField(default=0)
    tax = models.BigIntegerField(default=0)
    round_off = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)

    note = models.CharField(max_length=1000, blank=True)
    terms = models.CharField(max_length=2000, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    stock_id = models.UUIDField(null=True)
    paid_through = models.ForeignKey(
        "ledger.Account", models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    status_before = models.CharField(
        max_length=12, choices=PaperStatus.choices, blank=True, default="", db_default=""
    )
    credit_waits = models.BooleanField(default=False, db_default=False)
    tax_payment = models.ForeignKey(
        "invoicing.TaxPayment", models.PROTECT, null=True, related_name="papers", db_constraint=False
    )

    rev = models.IntegerField(default=1)
    changed_seq = models.BigIntegerField()
    content_hash = models.BinaryField(max_length=32)
    created_by = models.ForeignKey("businesses.User", models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    taken_out_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "id"], name="paper_of_book"),
            models.CheckConstraint(
                condition=models.Q(status=PaperStatus.DRAFT)
                | models.Q(kind=PaperKind.EXPENSE)
                | ~models.Q(number=""),
                name="paper_approved_has_number",
            ),
            models.CheckConstraint(
                condition=models.Q(kind=PaperKind.EXPENSE, paid_through__isnull=False)
                | (
                    ~models.Q(kind=PaperKind.EXPENSE)
                    & models.Q(party__isnull=False, paid_through__isnull=True)
                ),
                name="paper_is_owed_or_paid",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    total=models.F("value") + models.F("tax") + models.F("round_off"), total__gte=0
                ),
                name="paper_adds_up",
            ),
        ]
        indexes = [
            models.Index(fields=["business", "kind", "-day", "-id"], name="paper_list"),
            models.Index(fields=["business", "party", "kind"], name="paper_of_party"),
            models.Index(fields=["business", "changed_seq"], name="paper_changed"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number or self.id}"

    @property
    def whom(self) -> Party:
        """The party of whatever is owed; an expense may have none. Raises LookupError."""
        if self.party is None:
            raise LookupError(f"{self.kind} {self.pk} has no party")
        return self.party


class PaperLine(models.Model):
    """One line. `quantity` in 1/10,000 of `unit`, `price` in 1/1,000,000 of the currency for one of it.

    `stock_quantity` is the same in the item's own unit, 0 where no stock moves. `tax_id` names the rate that was
    taken; its figures stand here (rates in 1/1,000,000, `cess_per_unit` and `vat_per_unit` as prices), so that no
    later rate changes it. `less` is the line's own discount, `share` its part of the document's. `value` is what the
    taxes are on; `cgst` … `duty` are the taxes in minor units, `sgst` also UTGST. Under reverse charge they are what
    the buyer owes the state, and no part of `total`.

    `batch_number` and `expires_on` are what stands on the pack, `batch` one that was named by its id.

    `source_line` is the line it came from: of the invoice for a note's; `khata` the goods given on khata that it
    bills. `account` stands where it is not the kind's usual one. `credit_clause`: on a bill, the clause that blocks
    the input credit.
    """

    id = models.BigAutoField(primary_key=True)
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="+", db_index=False)
    paper = models.ForeignKey(
        Paper, models.PROTECT, related_name="lines", db_index=False, db_constraint=False
    )
    position = models.SmallIntegerField()
    item = models.ForeignKey(Item, models.PROTECT, null=True, related_name="+", db_constraint=False)
    account = models.ForeignKey(
        "ledger.Account", models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    source_line = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="made", db_constraint=False
    )
    khata = models.ForeignKey(
        "ledger.Document", models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    name = models.CharField(max_length=200)
    description = models.CharField(max_length=1000, blank=True)
    hsn = models.CharField(max_length=8, blank=True)
    unit = models.CharField(max_length=3, blank=True)
    quantity = models.BigIntegerField()
    stock_quantity = models.BigIntegerField(default=0)
    batch = models.ForeignKey(
        "inventory.Batch", models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    batch_number = models.CharField(max_length=40, blank=True, default="", db_default="")
    expires_on = models.DateField(null=True)
    serials = models.JSONField(default=list)
    price = models.BigIntegerField()
    inclusive = models.BooleanField(default=False)
    discount_amount = models.BigIntegerField(default=0)
    discount_rate = models.IntegerField(default=0)

    tax_id = models.UUIDField(null=True)
    tax_name = models.CharField(max_length=60, blank=True)
    treatment = models.CharField(max_length=8, choices=TREATMENTS)
    rate = models.IntegerField(default=0)
    cess_rate = models.IntegerField(default=0)
    cess_per_unit = models.BigIntegerField(default=0)
    duty_rate = models.IntegerField(default=0)
    vat_per_unit = models.BigIntegerField(default=0)
    credit_clause = models.CharField(max_length=8, blank=True)

    gross = models.BigIntegerField(default=0)
    less = models.BigIntegerField(default=0)
    share = models.BigIntegerField(default=0)
    value = models.BigIntegerField(default=0)
    cgst = models.BigIntegerField(default=0)
    sgst = models.BigIntegerField(default=0)
    igst = models.BigIntegerField(default=0)
    cess = models.BigIntegerField(default=0)
    vat = models.BigIntegerField(default=0)
    duty = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "id"], name="paper_line_of_book"),
            models.UniqueConstraint(fields=["paper", "position"], name="paper_line_once"),
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="paper_line_above_zero"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def taxes(self) -> int:
        """All its taxes, charged or owed by the buyer."""
        return self.cgst + self.sgst + self.igst + self.cess + self.vat + self.duty
