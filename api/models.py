"""Tokens of programs, and what the doors of the API remember: keys of retries, calls, and who read what."""

from django.db import models

from businesses.models import Business, Device, User
from core.ids import uuid7


class TokenKind(models.TextChoices):
    PERSONAL = "personal"
    DEVICE = "device"
    OAUTH = "oauth"


class DeviceSession(models.Model):
    """A sign-in of a program on one device: the family of all tokens that come from it.

    `all_books` is every book the person keeps, now and later. `current_book` is the one its calls are about when they
    name none. `limit` (calls a minute) is empty unless staff set another than the usual one.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    device = models.ForeignKey(Device, models.CASCADE, related_name="+")
    scopes = models.JSONField(default=list)
    current_book = models.ForeignKey(Business, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    limit = models.IntegerField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_why = models.CharField(max_length=12, blank=True)

    class Meta:
        indexes = [models.Index(fields=["user", "created_at"], name="session_of_user")]

    def __str__(self) -> str:
        return str(self.id)


class Token(models.Model):
    """A bearer token. Only its SHA-256 is kept; `shown` is enough of it to tell one from another.

    `limit` (calls a minute) is empty unless staff set another than the kind's.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=TokenKind.choices)
    name = models.CharField(max_length=80, blank=True)
    shown = models.CharField(max_length=16)
    secret_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    all_books = models.BooleanField(default=False)
    books = models.ManyToManyField(Business, related_name="+")
    session = models.ForeignKey(DeviceSession, models.CASCADE, null=True, related_name="tokens")
    consent = models.ForeignKey("oauth.Consent", models.CASCADE, null=True, related_name="tokens")
    limit = models.IntegerField(null=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "kind", "created_at"], name="token_of_user")]

    def __str__(self) -> str:
        return self.shown


class TokenOrigin(models.Model):
    """A web page's origin (https://host) that may call with this token from a browser."""

    id = models.BigAutoField(primary_key=True)
    token = models.ForeignKey(Token, models.CASCADE, related_name="origins")
    origin = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "origin"], name="token_origin_once")]
        indexes = [models.Index(fields=["origin"], name="token_origin")]

    def __str__(self) -> str:
        return self.origin


class RefreshToken(models.Model):
    """Good for one refresh. Used a second time, it ends its whole family: one of the two was a thief."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    session = models.ForeignKey(DeviceSession, models.CASCADE, related_name="refreshes")
    secret_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.id)


class KeptAnswer(models.Model):
    """The answer to an Idempotency-Key, written in the transaction of the write itself. Kept 24 hours."""

    id = models.BigAutoField(primary_key=True)
    caller_id = models.UUIDField()
    key = models.CharField(max_length=128)
    request_hash = models.BinaryField(max_length=32)
    status = models.SmallIntegerField(default=0)
    body = models.BinaryField(default=b"")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["caller_id", "key"], name="kept_answer_once")]
        indexes = [models.Index(fields=["at"], name="kept_answer_age")]

    def __str__(self) -> str:
        return self.key


class CallCount(models.Model):
    """Calls of one caller in one minute since 1970: the limit and the meter are the same figure."""

    id = models.BigAutoField(primary_key=True)
    caller_id = models.UUIDField()
    minute = models.IntegerField()
    calls = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["caller_id", "minute"], name="call_count_once")]
        indexes = [models.Index(fields=["minute"], name="call_count_age")]

    def __str__(self) -> str:
        return f"{self.caller_id} {self.minute}"


class CallDay(models.Model):
    """Calls of one caller on one day (UTC): what the minutes add up to once they are past. Kept for bills."""

    id = models.BigAutoField(primary_key=True)
    caller_id = models.UUIDField()
    day = models.DateField()
    calls = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["caller_id", "day"], name="call_day_once")]

    def __str__(self) -> str:
        return f"{self.caller_id} {self.day}"


class AccessRow(models.Model):
    """One call: who, with which token and scope, what was asked, what came back. Kept 12 months.

    `path` carries ids and no search words; `records` counts what was given out or written.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    business_id = models.UUIDField(null=True)
    user_id = models.UUIDField(null=True)
    caller_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=8, blank=True)
    scope = models.CharField(max_length=32, blank=True)
    method = models.CharField(max_length=8)
    route = models.CharField(max_length=120)
    path = models.CharField(max_length=200)
    status = models.SmallIntegerField()
    error = models.CharField(max_length=40, blank=True)
    records = models.IntegerField(default=0)
    trace_id = models.CharField(max_length=32)
    milliseconds = models.IntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["business_id", "id"], name="access_of_book"),
            models.Index(fields=["caller_id", "id"], name="access_of_caller"),
            models.Index(fields=["trace_id"], name="access_trace"),
            models.Index(fields=["at"], name="access_age"),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.route} {self.status}"
