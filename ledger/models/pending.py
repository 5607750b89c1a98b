from django.db import models

from core.ids import uuid7


class PendingReason(models.TextChoices):
    CONFLICT = "conflict"
    HELD = "held"


class PendingDecision(models.TextChoices):
    OPEN = "open"
    MINE = "mine"
    THEIRS = "theirs"


class Pending(models.Model):
    """A change from a phone that was kept and not applied: money changed on two devices, or its day is in
    a closed period. The server's version stands until somebody decides; nothing of either is lost."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    business = models.ForeignKey("businesses.Business", models.PROTECT, related_name="+")
    mutation_id = models.UUIDField()
    document_id = models.UUIDField()
    verb = models.CharField(max_length=8)
    reason = models.CharField(max_length=8, choices=PendingReason.choices)
    base_rev = models.IntegerField()
    server_rev = models.IntegerField()
    party_id = models.UUIDField(null=True)
    contents = models.JSONField(null=True)
    request_hash = models.BinaryField(max_length=32)
    user = models.ForeignKey("businesses.User", models.PROTECT, related_name="+")
    device_id = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    at = models.DateTimeField()
    decision = models.CharField(max_length=8, choices=PendingDecision.choices, default=PendingDecision.OPEN)
    decided_at = models.DateTimeField(null=True)
    changed_seq = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "mutation_id"], name="pending_once"),
            models.UniqueConstraint(fields=["business", "id"], name="pending_of_book"),
        ]
        indexes = [models.Index(fields=["business", "changed_seq"], name="pending_changed")]

    def __str__(self) -> str:
        return f"{self.reason} {self.document_id}"
