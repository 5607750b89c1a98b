"""Apps of partners, and what people allowed them. Tokens themselves are rows of api.models.Token."""

from typing import ClassVar
from urllib.parse import urlsplit
from uuid import UUID

from django.db import models
from django.utils import timezone

from businesses.models import Business, User
from core.ids import uuid7


class App(models.Model):
    """A program of somebody's that asks people for access to their books.

    The toolkit knows it as a client: the last part of this class is what the toolkit asks of one.
    `secret_hash` is empty for a public app, which runs where a secret can be read. After a change of secrets the one
    before works until `older_secret_until`. `stopped_at` and `limit` (calls a minute for each
    of its people, empty for the usual one) are set by the staff of the site, `removed_at` by the owner.
    """

    CONFIDENTIAL: ClassVar[str] = "confidential"
    PUBLIC: ClassVar[str] = "public"
    CODE: ClassVar[str] = "authorization-code"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner = models.ForeignKey(User, models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    home_page = models.CharField(max_length=200)
    client_id = models.CharField(max_length=40, unique=True)
    is_confidential = models.BooleanField()
    secret_hash = models.CharField(max_length=64, blank=True)
    older_secret_hash = models.CharField(max_length=64, blank=True)
    older_secret_until = models.DateTimeField(null=True)
    redirect_uris = models.JSONField(default=list)
    scopes = models.JSONField(default=list)
    limit = models.IntegerField(null=True)
    rev = models.IntegerField(default=1)
    created_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["owner", "created_at"], name="app_of_owner")]

    def __str__(self) -> str:
        return self.name

    @property
    def home_site(self) -> str:
        """The host of its home page, which tells people more than the rest of it."""
        return urlsplit(self.home_page).netloc

    @property
    def client_type(self) -> str:
        return self.CONFIDENTIAL if self.is_confidential else self.PUBLIC

    @property
    def client_secret(self) -> list[str]:
        """The hashes of the secrets that work now."""
        until = self.older_secret_until
        older = self.older_secret_hash if until is not None and until > timezone.now() else ""
        return [hashed for hashed in (self.secret_hash, older) if hashed]

    @property
    def default_redirect_uri(self) -> None:
        """None: an app says each time where the person goes back to."""
        return

    def is_usable(self, _request: object) -> bool:
        return self.stopped_at is None and self.removed_at is None

    def allows_grant_type(self, *kinds: str) -> bool:
        return self.CODE in kinds

    def redirect_uri_allowed(self, uri: str) -> bool:
        """To the letter: nothing about an address is taken as meant otherwise than it is written."""
        return uri in self.redirect_uris


class AppOrigin(models.Model):
    """A site (https://host) whose pages may call with the app's tokens from a browser."""

    id = models.BigAutoField(primary_key=True)
    app = models.ForeignKey(App, models.CASCADE, related_name="origins")
    origin = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["app", "origin"], name="app_origin_once")]
        indexes = [models.Index(fields=["origin"], name="app_origin")]

    def __str__(self) -> str:
        return self.origin


class Consent(models.Model):
    """What one person allowed one app, once: the family of all codes and tokens that come from it.

    `begun_at` is when the app took it up; before, there is only a code that ends within a minute.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    app = models.ForeignKey(App, models.CASCADE, related_name="consents")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    scopes = models.JSONField(default=list)
    books = models.ManyToManyField(Business, related_name="+")
    given_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=12, blank=True)

    class Meta:
        indexes = [models.Index(fields=["user", "app"], name="consent_of_user")]

    def __str__(self) -> str:
        return str(self.id)

    def business_ids(self) -> list[UUID]:
        """The ids alone: an app's call for tokens is made where no book is in reach."""
        rows = self.books.through.objects.filter(consent_id=self.pk).order_by("business_id")
        return list(rows.values_list("business_id", flat=True))


class Code(models.Model):
    """What the app exchanges for tokens, within a minute and once. Used again, it ends its consent."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    consent = models.ForeignKey(Consent, models.CASCADE, related_name="codes")
    secret_hash = models.CharField(max_length=64, unique=True)
    redirect_uri = models.CharField(max_length=500)
    challenge = models.CharField(max_length=43)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.id)


class AppRefreshToken(models.Model):
    """Good for one refresh while its consent stands. Used a second time, it ends the consent."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    consent = models.ForeignKey(Consent, models.CASCADE, related_name="refreshes")
    secret_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.id)
