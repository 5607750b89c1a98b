from django.db import models

from core.ids import uuid7


class PartyKind(models.TextChoices):
    CUSTOMER = "customer"
    SUPPLIER = "supplier"
    TENANT = "tenant"
    OTHER = "other"


MERGED_MAX = 20
"""Parties one khata stands for besides its own."""


class Party(models.Model):
    """Somebody the book deals with; the name stands as typed, in any script.

    No column that a posting changes is indexed: the row stays a hot update on PostgreSQL, and a book's
    parties are few enough to sort.

    `balance` (minor units, debit positive: above zero they owe us) is a stored sum kept by
    ledger.posting alone. `chain` is the head of this khata's chain of check codes.
    `unpaid_due_on`, stored by it too, is the earliest due date among its entries that are not paid.
    `closed_at`: when a deleted one left the trash for good. `erased_at`: when all words about the person
    were taken out; the money stays under a name that tells nothing.
    `merged_into` points at the party that now stands for this one; lines never move.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="parties")
    name = models.CharField(max_length=120)
    name_key = models.CharField(max_length=400)
    phone = models.CharField(max_length=16, blank=True)
    kind = models.CharField(max_length=12, choices=PartyKind.choices, default=PartyKind.CUSTOMER)
    address = models.CharField(max_length=300, blank=True)
    registration_number = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=8, blank=True)
    credit_limit = models.BigIntegerField(null=True, blank=True)
    balance = models.BigIntegerField(default=0)
    chain = models.BinaryField(max_length=32, default=b"")
    last_day = models.DateField(null=True)
    last_pos = models.BigIntegerField(default=0)
    unpaid_due_on = models.DateField(null=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    run_id = models.UUIDField(null=True)
    rev = models.IntegerField(default=1)
    changed_seq = models.BigIntegerField()
    trashed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business", "id"], name="party_of_book")]
        indexes = [
            models.Index(fields=["business", "phone"], name="party_phone"),
        ]

    def __str__(self) -> str:
        return self.name
