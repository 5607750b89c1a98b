"""People, the books they keep, and who may do what in which book."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils.translation import gettext as _

from businesses.roles import Role, standing
from core.ids import uuid7
from core.phones import masked, masked_email


class UserManager(BaseUserManager["User"]):
    def create_user(
        self,
        *,
        phone: str | None = None,
        email: str | None = None,
        password: str | None = None,
        **fields: Any,
    ) -> "User":
        user = self.model(
            phone=phone or None,
            email=self.normalize_email(email).lower() or None if email else None,
            **fields,
        )
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str, **fields: Any) -> "User":
        return self.create_user(email=email, password=password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. Known by phone or e-mail, both optional in the table, both unique."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    phone = models.CharField(max_length=16, unique=True, null=True, blank=True)
    phone_verified = models.BooleanField(default=False)
    email = models.EmailField(unique=True, null=True, blank=True)
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=8, blank=True)
    digits = models.CharField(max_length=8, default="latn")
    theme = models.CharField(max_length=8, default="auto")
    big_text = models.BooleanField(default=False)
    seq = models.BigIntegerField(default=0)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)
    erased_at = models.DateTimeField(null=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        """How the others of a book see them: a number or an address is theirs to show, not ours."""
        if self.erased_at is not None:
            return _("Former member")
        return self.name or masked(self.phone or "") or masked_email(self.email or "") or str(self.id)


class BookKind(models.TextChoices):
    SHOP = "shop"
    RENT = "rent"
    HOME = "home"


class Business(models.Model):
    """One book: a shop, a rent book or a home. The wall between books is this row's id.

    `seq` is the book's counter: raising it is the first statement of every writing operation and
    the one lock of the book. `epoch` names this copy of the book in sync cursors.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=8, choices=BookKind.choices)
    country = models.CharField(max_length=2)
    currency = models.CharField(max_length=3)
    timezone = models.CharField(max_length=40)
    year_starts_month = models.SmallIntegerField(default=4)
    phone = models.CharField(max_length=16, blank=True)
    address = models.TextField(blank=True, max_length=500)
    upi_id = models.CharField(max_length=120, blank=True)
    seq = models.BigIntegerField(default=0)
    epoch = models.CharField(max_length=16)
    books_locked_until = models.DateField(null=True, blank=True)
    tax_locked_until = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()
    is_demo = models.BooleanField(default=False)
    deleted_at = models.DateTimeField(null=True)
    """Since when it is in the trash: nobody's page or program opens it, and an owner may bring it back."""
    purge_at = models.DateTimeField(null=True)
    needs_second_factor = models.BooleanField(default=False)
    """Whether it opens only to those who have a second way to prove who they are."""

    def __str__(self) -> str:
        return self.name


class Registration(models.Model):
    """What an office of the state knows the business by: a GSTIN, a BIN, a licence. Branches stand under one.

    `state` is the two-digit code of an Indian state, `scheme` how tax is paid; "" where there is no such thing.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    business = models.ForeignKey(Business, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    number = models.CharField(max_length=40)
    state = models.CharField(max_length=2, blank=True)
    scheme = models.CharField(max_length=12, blank=True)
    legal_name = models.CharField(max_length=120, blank=True)
    trade_name = models.CharField(max_length=120, blank=True)
    address = models.TextField(blank=True, max_length=500)
    rev = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "id"], name="registration_of_book"),
            models.UniqueConstraint(fields=["business", "kind", "number"], name="registration_once"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class BranchKind(models.TextChoices):
    SHOP = "shop"
    GODOWN = "godown"
    HOUSE = "house"
    OFFICE = "office"


class Branch(models.Model):
    """The one dimension inside a book: a shop, a godown, a house let out. The oldest is the main one.

    `kind` is one of BranchKind; that of a main branch may be the kind of its book.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    business = models.ForeignKey(Business, models.PROTECT, related_name="branches")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=8, default="shop")
    registration = models.ForeignKey(Registration, models.PROTECT, null=True, related_name="branches")
    closed_at = models.DateTimeField(null=True)
    rev = models.IntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business", "id"], name="branch_of_book")]

    def __str__(self) -> str:
        return self.name


class KnownBy(models.TextChoices):
    PHONE = "phone"
    EMAIL = "email"


class Membership(models.Model):
    """A person's place in a book: a role, and what was given to or taken from this person besides it.

    `known_by` is what an owner typed to add them, "" for whoever opened the book. Only that, and what they
    do in this book, is the owner's to see: the rest of an account, even that there was one, is not.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    business = models.ForeignKey(Business, models.PROTECT, related_name="memberships")
    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role.choices)
    single = models.CharField(max_length=200, blank=True, default="")
    known_by = models.CharField(max_length=8, choices=KnownBy.choices, blank=True)
    opened_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business", "user"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.standing}"

    @property
    def standing(self) -> str:
        """What `businesses.roles.is_granted` asks, and an Actor carries."""
        return standing(self.role, self.single)


class InvitationState(models.TextChoices):
    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    ENDED = "ended"


class Invitation(models.Model):
    """A place in a book offered to whoever signs in with a number or an e-mail; theirs once they say yes.

    `contact` (E.164 or e-mail) is blanked when the invitation ends; its keyed hash stays for the caps.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    business = models.ForeignKey(Business, models.PROTECT, related_name="+")
    known_by = models.CharField(max_length=8, choices=KnownBy.choices)
    contact = models.CharField(max_length=254, blank=True)
    contact_hash = models.CharField(max_length=64)
    role = models.CharField(max_length=12, choices=Role.choices)
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=InvitationState.choices, default=InvitationState.OPEN)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "id"], name="invitation_of_book"),
            models.UniqueConstraint(
                fields=["business", "contact"], condition=models.Q(state="open"), name="invitation_open_once"
            ),
        ]
        indexes = [
            models.Index(fields=["contact"], condition=models.Q(state="open"), name="invitation_to"),
            models.Index(fields=["contact_hash", "made_at"], name="invitation_sent_to"),
            models.Index(fields=["made_at"], name="invitation_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.state}"


class Device(models.Model):
    """A browser or phone that signed in, known by a long-lived cookie."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="devices")
    label = models.CharField(max_length=120)
    secret_hash = models.CharField(max_length=64)
    seen_at = models.DateTimeField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "secret_hash"], name="device_once_per_user")]

    def __str__(self) -> str:
        return self.label


class BrowserSession(models.Model):
    """A browser that is signed in: which session it is, so that the person can end it from elsewhere."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    device = models.ForeignKey(Device, models.CASCADE, related_name="sessions")
    session_key = models.CharField(max_length=40, unique=True)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["user", "began_at"], name="browser_session_of_user")]

    def __str__(self) -> str:
        return str(self.id)


class AccountNoteKind(models.TextChoices):
    JOINED = "joined"
    SIGNED_IN = "signed_in"
    NEW_DEVICE = "new_device"
    WRONG_CODE = "wrong_code"
    WRONG_PASSWORD = "wrong_password"
    PASSWORD_SET = "password_set"
    PHONE_CHANGED = "phone_changed"
    EMAIL_CHANGED = "email_changed"
    CLAIMED = "claimed"
    SECOND_ON = "second_on"
    SECOND_OFF = "second_off"
    SECOND_WRONG = "second_wrong"
    RECOVERY_USED = "recovery_used"


class AccountNote(models.Model):
    """What happened at the door of an account, for its person to look over; gone after a time.

    The trail has the changes for good. This has what it must not keep: the browser's name and the network's
    address, shortened to where no single line can be told.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=16, choices=AccountNoteKind.choices)
    at = models.DateTimeField()
    label = models.CharField(max_length=120, blank=True)
    network = models.CharField(max_length=45, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["user", "at"], name="account_note_of_user"),
            models.Index(fields=["at"], name="account_note_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at}"


class AccountClaim(models.Model):
    """Somebody has the phone of an account that nobody used for long, and no other proof that it is theirs.

    Numbers are given to other people. The claim opens at `ready_at`, never where there is none; an owner who
    shares a book with the person may confirm it; any other sign-in closes it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    began_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(closed_at__isnull=True), name="account_claimed_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class SignInCode(models.Model):
    """One code sent to a phone number or e-mail address, and the log the sending caps are counted from.

    Neither the code nor where it went is kept in the clear: both are keyed hashes.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    destination_hash = models.CharField(max_length=64)
    address_hash = models.CharField(max_length=64)
    code_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.SmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["destination_hash", "made_at"], name="code_by_destination"),
            models.Index(fields=["address_hash", "made_at"], name="code_by_address"),
            models.Index(fields=["made_at"], name="code_by_time"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class SignInGate(models.Model):
    """The one row every sending of a code locks first, so that caps are counted one sender at a time."""

    name = models.CharField(max_length=16, primary_key=True)
    passed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
