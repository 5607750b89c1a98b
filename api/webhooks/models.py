"""Where news goes, and each message on its way. Rows are the truth: a killed worker loses none of them."""

from django.db import models

from api.webhooks.addresses import URL_LENGTH_MAX
from businesses.models import Business
from core.ids import uuid7


class StopReason(models.TextChoices):
    """Why an endpoint is off."""

    NONE = ""
    PERSON = "person"
    DEAD = "dead"
    GONE = "gone"


class Endpoint(models.Model):
    """An address that gets a book's news.

    `position` is the place in the book's trail up to which news was turned into deliveries. `events` empty
    means every kind. `deaths` counts messages given up since the last one that arrived; `failing_since` is
    the first failure since then. A removed endpoint is cleared away with its log.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    business = models.ForeignKey(Business, models.PROTECT, related_name="+")
    url = models.CharField(max_length=URL_LENGTH_MAX)
    description = models.CharField(max_length=120, blank=True)
    events = models.JSONField(default=list)
    created_by_id = models.UUIDField()
    created_at = models.DateTimeField()
    rev = models.IntegerField(default=1)
    is_enabled = models.BooleanField(default=True)
    stop_reason = models.CharField(max_length=8, choices=StopReason.choices, blank=True)
    stopped_at = models.DateTimeField(null=True)
    position = models.BigIntegerField()
    deaths = models.IntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business", "id"], name="webhook_of_book")]

    def __str__(self) -> str:
        return self.url


class EndpointSecret(models.Model):
    """One secret, encrypted. Two are active while a receiver changes over; the older has an end."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    business = models.ForeignKey(Business, models.PROTECT, related_name="+")
    endpoint = models.ForeignKey(Endpoint, models.CASCADE, related_name="secrets")
    encrypted = models.BinaryField(max_length=200)
    created_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.id)


class DeliveryState(models.TextChoices):
    WAITING = "waiting"
    DELIVERED = "delivered"
    DEAD = "dead"


class Delivery(models.Model):
    """One message to one endpoint. Its id is the `webhook-id` of every try, so that a receiver can tell
    a second copy.

    `seq` is the event's number in the trail, null for a test. `fence` rises with every claim: only the try
    that drew the present number may write what came of it. `tries` counts those that came to an end.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    business = models.ForeignKey(Business, models.PROTECT, related_name="+")
    endpoint = models.ForeignKey(Endpoint, models.CASCADE, related_name="deliveries")
    seq = models.BigIntegerField(null=True)
    verb = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    body = models.TextField()
    created_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    due_at = models.DateTimeField()
    locked_until = models.DateTimeField(null=True)
    fence = models.IntegerField(default=0)
    tries = models.IntegerField(default=0)
    status = models.SmallIntegerField(null=True)
    error = models.CharField(max_length=16, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["endpoint", "seq"], condition=models.Q(seq__isnull=False), name="delivery_once"
            ),
        ]
        indexes = [
            # Not partial: SQLite does not see that a bound parameter meets an index's condition.
            models.Index(fields=["endpoint", "state", "due_at"], name="delivery_due"),
            models.Index(fields=["endpoint", "state", "subject_id", "seq"], name="delivery_in_order"),
            models.Index(fields=["endpoint", "state", "locked_until"], name="delivery_under_way"),
            models.Index(fields=["endpoint", "-created_at", "-id"], name="delivery_newest"),
            models.Index(fields=["created_at"], name="delivery_age"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.state}"


class DeliveryTry(models.Model):
    """One try and what came back; `response` is the beginning of the body as text."""

    id = models.BigAutoField(primary_key=True)
    business = models.ForeignKey(Business, models.PROTECT, related_name="+", db_index=False)
    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="log")
    at = models.DateTimeField()
    milliseconds = models.IntegerField()
    address = models.CharField(max_length=45, blank=True)
    status = models.SmallIntegerField(null=True)
    error = models.CharField(max_length=16, blank=True)
    response = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.delivery_id} {self.status or self.error}"
