"""What people type at the door and on their own page."""

from typing import Any

import phonenumbers
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from phonenumbers import PhoneNumberType

from businesses.countries import COUNTRIES, DEFAULT
from businesses.languages import LANGUAGES
from businesses.operations.codes import plain
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
REACHED_BY_TEXT = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}


def refuse(form: forms.Form, refusal: Refusal) -> None:
    """Put a refusal's sentence where the form shows it."""
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, refusal.message)


class PhoneForm(forms.Form):
    """A country's prefix and a number; `cleaned_data["phone"]` is E.164 and can get a text message."""

    country = forms.CharField(max_length=2, required=False)
    phone = forms.CharField(max_length=80, required=False, strip=True)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "phone" not in data:
            self.errors.pop("phone", None)
            self.add_error(
                "phone", _("This phone number does not look right. Check the digits and try again.")
            )
            return data
        country = data.get("country", "")
        try:
            data["phone"] = to_e164(data["phone"], country=country if country in COUNTRIES else DEFAULT)
        except PhoneError as refusal:
            self.add_error("phone", refusal.message)
        else:
            self._check_reach(data["phone"])
        return data

    def _check_reach(self, phone: str) -> None:
        number = phonenumbers.parse(phone)
        if phonenumbers.region_code_for_number(number) not in COUNTRIES:
            text = _("We cannot send codes to this country yet. Sign in with e-mail and password instead.")
            self.add_error("phone", text)
        elif phonenumbers.number_type(number) not in REACHED_BY_TEXT:
            self.add_error("phone", _("This is not a mobile number, so a code cannot reach it."))


class CodeForm(forms.Form):
    """The code from the message, in any digits."""

    code = forms.CharField(max_length=40, required=False)

    def clean_code(self) -> str:
        code = plain(self.cleaned_data["code"])
        if len(code) != CODE_LENGTH or not code.isascii() or not code.isdigit():
            raise ValidationError(_("Enter the 6-digit code from the message."))
        return code


class PasswordForm(forms.Form):
    """E-mail and password. `is_new` asks that the password be a good one, since it will be kept."""

    email = forms.CharField(max_length=254, required=False)
    password = forms.CharField(max_length=PASSWORD_MAX, required=False, strip=False)

    def __init__(self, *args: Any, is_new: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_new = is_new

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).strip().lower()
        try:
            validate_email(email)
        except ValidationError:
            raise ValidationError(_("Write the whole e-mail address, like name@example.com.")) from None
        return email

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        if not password:
            raise ValidationError(_("Enter a password."))
        if self.is_new:
            validate_password(password)
        return password


class MeForm(forms.Form):
    """A person's name and how pages look to them."""

    name = forms.CharField(max_length=1000, required=False)
    language = forms.ChoiceField(choices=[(code, code) for code in sorted(LANGUAGES)])
    digits = forms.ChoiceField(choices=DIGITS)
    theme = forms.ChoiceField(choices=THEMES)
    big_text = forms.BooleanField(required=False)
