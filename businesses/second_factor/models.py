"""What a person proves besides a code to the phone or a password: an app's code, a passkey, a recovery code."""

from django.db import models

from core.ids import uuid7


class CodeApp(models.Model):
    """The app that makes a person's codes (TOTP). `last_step` is the half minute whose code was used last.

    `secret` is encrypted and opens only together with this row's id.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.OneToOneField("businesses.User", models.CASCADE, related_name="+")
    secret = models.BinaryField()
    last_step = models.BigIntegerField(default=0)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.id)


class Passkey(models.Model):
    """A passkey (WebAuthn). `credential` is the public part alone: there is nothing secret here.

    `uses` is the counter the authenticator keeps, 0 where it keeps none.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey("businesses.User", models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    credential_id = models.BinaryField(max_length=1023)
    credential = models.BinaryField()
    uses = models.BigIntegerField(default=0)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "made_at"], name="passkey_of_user")]

    def __str__(self) -> str:
        return str(self.id)


class RecoveryCode(models.Model):
    """A code on paper that works once. Only its keyed hash is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey("businesses.User", models.CASCADE, related_name="+")
    code_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "code_hash"], name="recovery_code_once")]

    def __str__(self) -> str:
        return str(self.id)


class ProofTry(models.Model):
    """One try at a second factor: what the caps are counted from. A right one clears the person's."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey("businesses.User", models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["user", "at"], name="proof_try_of_user")]

    def __str__(self) -> str:
        return str(self.id)
