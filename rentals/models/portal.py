"""What passes between a tenant and their landlord: the way in, payments that wait for a yes, and words."""

from django.db import models

from core.ids import uuid7


class TenantLink(models.Model):
    """A tenant's way in without signing in. Of the address only its hash is kept: it is shown once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="+", db_index=False)
    party = models.ForeignKey(
        "ledger.Party", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    digest = models.BinaryField(max_length=32, unique=True)
    made_by = models.ForeignKey("businesses.User", models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business", "id"], name="tenant_link_of_book")]
        indexes = [models.Index(fields=["party"], name="tenant_link_of_party")]

    def __str__(self) -> str:
        return str(self.id)


class ClaimState(models.TextChoices):
    WAITING = "waiting"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


class PaymentClaim(models.Model):
    """A tenant says they paid. It is money once the landlord confirms it: `document` is the entry then."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="+", db_index=False)
    lease = models.ForeignKey(
        "rentals.Lease", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    amount = models.BigIntegerField()
    day = models.DateField()
    mode = models.CharField(max_length=8)
    tax_kept = models.BigIntegerField(default=0)
    """What they kept back as tax besides, under `section` of the law."""
    section = models.CharField(max_length=20, blank=True)
    reference = models.CharField(max_length=60, blank=True)
    photo = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=ClaimState.choices, default=ClaimState.WAITING)
    answer = models.CharField(max_length=300, blank=True)
    due = models.ForeignKey(
        "rentals.Due", models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    """What the tenant says it is for; nothing where the oldest comes first."""
    document = models.OneToOneField(
        "ledger.Document", models.PROTECT, null=True, related_name="+", db_constraint=False
    )
    made_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "id"], name="payment_claim_of_book"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="payment_claim_above_zero"),
        ]
        indexes = [
            models.Index(fields=["lease", "made_at"], name="payment_claim_of_lease"),
            models.Index(
                fields=["business"], condition=models.Q(state="waiting"), name="payment_claim_waiting"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.amount}"


class WordKind(models.TextChoices):
    MESSAGE = "message"
    PROBLEM = "problem"


class WordState(models.TextChoices):
    SENT = "sent"
    UNDER_WAY = "under_way"
    DONE = "done"


class TenantWord(models.Model):
    """A message of a tenant, or a problem they report, with the landlord's answer."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="+", db_index=False)
    lease = models.ForeignKey(
        "rentals.Lease", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    kind = models.CharField(max_length=8, choices=WordKind.choices)
    text = models.CharField(max_length=1000)
    photo = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=WordState.choices, default=WordState.SENT)
    answer = models.CharField(max_length=1000, blank=True)
    made_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business", "id"], name="tenant_word_of_book")]
        indexes = [
            models.Index(fields=["lease", "made_at"], name="tenant_word_of_lease"),
            models.Index(fields=["business"], condition=~models.Q(state="done"), name="tenant_word_open"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.made_at:%Y-%m-%d}"
