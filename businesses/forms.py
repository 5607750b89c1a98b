"""What people type at the door and on their own page."""

from typing import Any, TypeVar

import phonenumbers
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.dates import MONTHS
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from phonenumbers import PhoneNumberType

from businesses.countries import COUNTRIES, DEFAULT
from businesses.models import BranchKind
from businesses.operations.codes import plain
from businesses.registrations import KINDS, kinds_of
from businesses.roles import SENTENCES, SINGLE, Role
from core.phones import PhoneError, to_e164
from core.refusals import Refusal

CODE_LENGTH = 6
PASSWORD_MAX = 128
DIGITS = [("latn", "123"), ("deva", "१२३"), ("beng", "১২৩")]
THEMES = [
    ("auto", gettext_lazy("As the phone")),
    ("light", gettext_lazy("Light")),
    ("dark", gettext_lazy("Dark")),
]
Sentence = str | Promise
BRANCH_KINDS: dict[str, Sentence] = {
    BranchKind.SHOP: gettext_lazy("A shop"),
    BranchKind.GODOWN: gettext_lazy("A godown"),
    BranchKind.HOUSE: gettext_lazy("A house"),
    BranchKind.OFFICE: gettext_lazy("An office"),
}
MONTH_WRONG = gettext_lazy("Choose the month the year begins with.")
KIND_WRONG = gettext_lazy("Choose what it is: a shop, a godown, a house or an office.")
NUMBER_KIND_WRONG = gettext_lazy("Choose what kind of number it is.")
F = TypeVar("F", bound=forms.Form)
REACHED_BY_TEXT = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}

PHONE_WRONG = gettext_lazy("This phone number does not look right. Check the digits and try again.")
CODE_WRONG = gettext_lazy("Enter the 6-digit code from the message.")
EMAIL_WRONG = gettext_lazy("Write the whole e-mail address, like name@example.com.")


def said(missing: Sentence, wrong: Sentence) -> dict[str, Any]:
    """Our sentences in place of Django's, for an empty field and for one that cannot be read."""
    return {"required": missing, "max_length": wrong, "null_characters_not_allowed": wrong}


def refuse(form: forms.Form, refusal: Refusal) -> None:
    """Put a refusal's sentence where the form shows it."""
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, refusal.message)


def refused(form: F, sentence: str) -> F:
    """An empty form that says only this sentence."""
    form.errors.clear()
    form.add_error(None, sentence)
    return form


def reached(phone: str) -> str:
    """The E.164 number, when a code can get there by text message. Raises ValidationError."""
    number = phonenumbers.parse(phone)
    if phonenumbers.region_code_for_number(number) not in COUNTRIES:
        raise ValidationError(_("We cannot send codes to this country yet. Use e-mail and password."))
    if phonenumbers.number_type(number) not in REACHED_BY_TEXT:
        raise ValidationError(_("This is not a mobile number, so a code cannot reach it."))
    return phone


def whole_email(text: str) -> str:
    """The address as accounts keep it. Raises ValidationError."""
    email = text.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise ValidationError(EMAIL_WRONG) from None
    return email


class PhoneForm(forms.Form):
    """A country's prefix and a number; `cleaned_data["phone"]` is E.164 and can get a text message."""

    use_required_attribute = False
    country = forms.CharField(max_length=2, required=False)
    phone = forms.CharField(
        max_length=80,
        label=gettext_lazy("Mobile number"),
        error_messages=said(gettext_lazy("Enter a phone number."), PHONE_WRONG),
        widget=forms.TextInput(
            attrs={
                "type": "tel",
                "inputmode": "tel",
                "autocomplete": "tel",
                "dir": "ltr",
                "maxlength": 40,
                "autofocus": True,
            }
        ),
    )

    def clean_country(self) -> str:
        country = str(self.cleaned_data["country"])
        return country if country in COUNTRIES else DEFAULT

    def clean_phone(self) -> str:
        country = self.cleaned_data.get("country", DEFAULT)
        try:
            phone = to_e164(self.cleaned_data["phone"], country=country)
        except PhoneError as refusal:
            raise ValidationError(refusal.message) from None
        return reached(phone)


class EmailForm(forms.Form):
    """An e-mail address; `cleaned_data["email"]` as accounts keep it."""

    use_required_attribute = False
    email = forms.CharField(
        max_length=254,
        label=gettext_lazy("E-mail"),
        error_messages=said(gettext_lazy("Enter your e-mail address."), EMAIL_WRONG),
        widget=forms.TextInput(
            attrs={"type": "email", "inputmode": "email", "autocomplete": "email", "dir": "ltr"}
        ),
    )

    def clean_email(self) -> str:
        return whole_email(str(self.cleaned_data["email"]))


class CodeForm(forms.Form):
    """The code from the message, in any digits."""

    use_required_attribute = False
    code = forms.CharField(
        max_length=40,
        label=gettext_lazy("6-digit code"),
        error_messages=said(CODE_WRONG, CODE_WRONG),
        widget=forms.TextInput(
            attrs={
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
                "dir": "ltr",
                "maxlength": 20,
                "autofocus": True,
                "class": "code-box",
            }
        ),
    )

    def __init__(self, *args: Any, sent_to: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        text = _("Sent to {to}. It works for 5 minutes.")
        self.fields["code"].help_text = format_html(text, to=format_html('<bdi dir="ltr">{}</bdi>', sent_to))

    def emptied(self) -> "CodeForm":
        """The same form with an empty box: a code that was refused is typed again from the start."""
        self.data = {}
        return self

    def clean_code(self) -> str:
        code = plain(self.cleaned_data["code"])
        if len(code) != CODE_LENGTH or not code.isascii() or not code.isdigit():
            raise ValidationError(CODE_WRONG)
        return code


class PasswordForm(forms.Form):
    """E-mail and password. `is_new` asks that the password be a good one, since it will be kept."""

    use_required_attribute = False
    email = forms.CharField(
        max_length=254,
        label=gettext_lazy("E-mail"),
        error_messages=said(gettext_lazy("Enter your e-mail address."), EMAIL_WRONG),
        widget=forms.TextInput(
            attrs={"type": "email", "inputmode": "email", "autocomplete": "username", "dir": "ltr"}
        ),
    )
    password = forms.CharField(
        max_length=PASSWORD_MAX,
        strip=False,
        label=gettext_lazy("Password"),
        help_text=gettext_lazy("At least 8 characters."),
        error_messages=said(
            gettext_lazy("Enter a password."), gettext_lazy("Use 8 to 128 letters, digits and signs.")
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "dir": "ltr"}),
    )

    def __init__(self, *args: Any, is_new: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_new = is_new

    def clean_email(self) -> str:
        return whole_email(str(self.cleaned_data["email"]))

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        if self.is_new:
            validate_password(password)
        return password


class MeForm(forms.Form):
    """A person's name and how pages look to them."""

    use_required_attribute = False
    name = forms.CharField(
        required=False,
        label=gettext_lazy("Your name"),
        error_messages=said(
            "", gettext_lazy("This text has a character that cannot be read. Type it again.")
        ),
        help_text=gettext_lazy("The people who share a book with you see it."),
        widget=forms.TextInput(attrs={"autocomplete": "name", "maxlength": 120}),
    )
    language = forms.ChoiceField(choices=settings.LANGUAGES, label=gettext_lazy("Language"))
    digits = forms.ChoiceField(choices=DIGITS, label=gettext_lazy("Digits"))
    theme = forms.ChoiceField(choices=THEMES, label=gettext_lazy("Colours"))
    big_text = forms.BooleanField(required=False, label=gettext_lazy("Big text"))


def role_choices() -> list[tuple[str, str]]:
    """Each role with what it may do, in the reader's language."""
    two_lines = "<strong>{}</strong> <small>{}</small>"
    return [(role.value, format_html(two_lines, role.label, SENTENCES[role])) for role in Role]


class RoleForm(forms.Form):
    """What a person may do in a book."""

    use_required_attribute = False
    role = forms.ChoiceField(
        choices=role_choices,
        label=gettext_lazy("What they may do"),
        error_messages={
            "required": gettext_lazy("Choose what this person may do."),
            "invalid_choice": gettext_lazy("Choose what this person may do."),
        },
        widget=forms.RadioSelect,
    )


class GrantsForm(forms.Form):
    """What one person may do, thing by thing, whatever their role brings."""

    use_required_attribute = False
    grants = forms.MultipleChoiceField(
        required=False,
        choices=[(can, may) for can, (may, _may_not) in SINGLE.items()],
        error_messages={"invalid_choice": gettext_lazy("Choose from what can be allowed to one person.")},
        label=gettext_lazy("One by one"),
        widget=forms.CheckboxSelectMultiple,
    )


class MemberForm(RoleForm):
    """Whom to invite: `phone` (E.164, read as dialled in `country`) or `email` is set once the form is clean.

    `asks_name`: the person who invites has no name yet.
    """

    contact = forms.CharField(
        max_length=254,
        label=gettext_lazy("Mobile number or e-mail"),
        help_text=gettext_lazy("We send them a message. They come in once they say yes."),
        error_messages=said(
            gettext_lazy("Enter a mobile number or an e-mail address."),
            gettext_lazy("This is neither a mobile number nor an e-mail address. Check it and try again."),
        ),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false", "dir": "ltr"}
        ),
    )
    name = forms.CharField(
        required=False,
        label=gettext_lazy("Your name"),
        help_text=gettext_lazy("So that they know who invites them."),
        error_messages=said(
            "", gettext_lazy("This text has a character that cannot be read. Type it again.")
        ),
        widget=forms.TextInput(attrs={"autocomplete": "name", "maxlength": 120}),
    )
    field_order = ("contact", "role", "name")

    def __init__(self, *args: Any, country: str, asks_name: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_name:
            del self.fields["name"]
        self.country = country
        self.phone = self.email = ""

    def clean_contact(self) -> str:
        contact = str(self.cleaned_data["contact"])
        if "@" in contact:
            self.email = whole_email(contact)
            return self.email
        try:
            phone = to_e164(contact, country=self.country)
        except PhoneError as refusal:
            raise ValidationError(refusal.message) from None
        self.phone = reached(phone)
        return self.phone


TEXT_WRONG = gettext_lazy("This text has a character that cannot be read, or it is too long. Type it again.")


def words(
    label: Any, *, most: int = 120, help_text: Any = "", needed: Sentence = "", **attrs: Any
) -> forms.CharField:
    """A line of text; the operation cleans it and says what is too long."""
    return forms.CharField(
        required=bool(needed), label=label, help_text=help_text, error_messages=said(needed, TEXT_WRONG),
        widget=forms.TextInput(attrs={"maxlength": most, **attrs}),
    )  # fmt: skip


class BookForm(forms.Form):
    """What a book is called, how it is reached, and the month its year begins with."""

    use_required_attribute = False
    name = words(
        gettext_lazy("Name of the book"),
        needed=gettext_lazy("Give the book a name, for example the name on your shop."),
    )
    phone = words(
        gettext_lazy("Phone"),
        most=40,
        help_text=gettext_lazy("It stands on statements."),
        inputmode="tel",
        dir="ltr",
    )
    address = forms.CharField(
        required=False, label=gettext_lazy("Address"), error_messages=said("", TEXT_WRONG),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 500}),
    )  # fmt: skip
    upi_id = words(
        gettext_lazy("UPI ID"),
        help_text=gettext_lazy("Like name@bank: customers pay to it."),
        dir="ltr",
        autocapitalize="off",
        spellcheck="false",
    )
    year_starts_month = forms.TypedChoiceField(
        coerce=int, choices=lambda: [(number, MONTHS[number]) for number in range(1, 13)],
        label=gettext_lazy("The year begins with"),
        error_messages={"required": MONTH_WRONG, "invalid_choice": MONTH_WRONG},
    )  # fmt: skip


class BranchForm(forms.Form):
    """A branch of a book; `registrations` are the choices it may stand under."""

    use_required_attribute = False
    name = words(
        gettext_lazy("Name"),
        needed=gettext_lazy("Give the branch a name, for example its street."),
        help_text=gettext_lazy("For example its street."),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What it is"), widget=forms.RadioSelect,
        error_messages={"required": KIND_WRONG, "invalid_choice": KIND_WRONG},
    )  # fmt: skip
    registration = forms.ChoiceField(
        required=False, label=gettext_lazy("Under which number"),
        error_messages={"invalid_choice": gettext_lazy("Choose a number from the list.")},
    )  # fmt: skip
    rev = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, registrations: list[tuple[str, str]], kept: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(kind.value, BRANCH_KINDS[kind]) for kind in BranchKind]
        if kept and kept not in BranchKind.values:
            kinds.insert(0, (kept, gettext_lazy("As the book")))
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["registration"].choices = [("", gettext_lazy("None")), *registrations]  # type: ignore[attr-defined]


class RegistrationForm(forms.Form):
    """A number of the business; `country` says which kinds there are."""

    use_required_attribute = False
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of number"), widget=forms.RadioSelect,
        error_messages={"required": NUMBER_KIND_WRONG, "invalid_choice": NUMBER_KIND_WRONG},
    )  # fmt: skip
    number = words(
        gettext_lazy("Number"),
        most=80,
        needed=gettext_lazy("Enter the number."),
        dir="ltr",
        autocapitalize="characters",
        spellcheck="false",
        autocomplete="off",
    )
    scheme = forms.ChoiceField(
        required=False, label=gettext_lazy("How tax is paid"),
        error_messages={"invalid_choice": gettext_lazy("Choose how tax is paid under this number.")},
    )  # fmt: skip
    legal_name = words(gettext_lazy("Name on the certificate"))
    trade_name = words(gettext_lazy("Name on the signboard"))
    address = forms.CharField(
        required=False, label=gettext_lazy("Address on the certificate"), error_messages=said("", TEXT_WRONG),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 500}),
    )  # fmt: skip
    rev = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, country: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = kinds_of(country)
        schemes = [choice for kind in kinds for choice in KINDS[kind].schemes.items()]
        self.fields["kind"].choices = [(kind, KINDS[kind].name) for kind in kinds]  # type: ignore[attr-defined]
        self.fields["scheme"].choices = schemes  # type: ignore[attr-defined]
        if not schemes:
            del self.fields["scheme"]


class BookNameForm(forms.Form):
    """The name of a book typed again, to be sure."""

    use_required_attribute = False
    typed = forms.CharField(
        label=gettext_lazy("Type the name of the book to go on"), max_length=200, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
