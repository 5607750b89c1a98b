"""Phone numbers: kept in E.164 (+919830012345), shown the way people of the country write them."""

import re
from typing import ClassVar

import phonenumbers
from django.utils.translation import gettext as _
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

from core.digits import to_ascii_digits
from core.refusals import Refusal

_LIMIT = 40
_SHAPE = re.compile(r"\+?[\d\s().\-/]+")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\u061c\ufeff]")
_DASHES = re.compile("[\u2010-\u2015\u2212\uff0d]")


class PhoneError(Refusal):
    """A phone number that cannot be one."""

    slug: ClassVar[str] = "phone_refused"


def to_e164(text: str, *, country: str, field: str = "phone") -> str:
    """The number in E.164, read as dialled in `country` (ISO 3166 alpha-2) unless it carries its own code.

    Takes the digits of any script, spaces, dashes and brackets. Raises PhoneError.
    """
    number = _INVISIBLE.sub("", text).strip() if len(text) <= _LIMIT * 2 else text
    if not number:
        raise PhoneError(_("Enter a phone number."), field=field)
    number = _DASHES.sub("-", to_ascii_digits(number)).replace("\uff0b", "+")
    if len(number) > _LIMIT or not _SHAPE.fullmatch(number):
        raise _not_a_number(field)
    if number.startswith("00"):
        number = "+" + number[2:]
    try:
        parsed = phonenumbers.parse(number, country)
    except NumberParseException:
        raise _not_a_number(field) from None
    if not phonenumbers.is_valid_number(parsed):
        raise _not_a_number(field)
    return phonenumbers.format_number(parsed, PhoneNumberFormat.E164)


def local_form(e164: str) -> str:
    """As people of the country write it: 98300 12345, 01712-345678. What is no E.164 comes back as it is."""
    try:
        parsed = phonenumbers.parse(e164, None)
    except NumberParseException:
        return e164
    national = phonenumbers.format_number(parsed, PhoneNumberFormat.NATIONAL)
    # India's table writes the trunk 0 before mobile numbers; nobody there does.
    if parsed.country_code == 91 and phonenumbers.number_type(parsed) == PhoneNumberType.MOBILE:
        return national.removeprefix("0")
    return national


def world_form(e164: str) -> str:
    """With its country's code, in groups: +91 98300 12345. What is no E.164 comes back as it is."""
    try:
        return phonenumbers.format_number(phonenumbers.parse(e164, None), PhoneNumberFormat.INTERNATIONAL)
    except NumberParseException:
        return e164


def masked(e164: str) -> str:
    """The number with only its last four digits, for logs and for "code sent to" lines."""
    return "•" * max(len(e164) - 4, 0) + e164[-4:]


def masked_email(address: str) -> str:
    """The address with only its first letter and where it is kept; "" for ""."""
    name, at, host = address.partition("@")
    return f"{name[:1]}•••{at}{host}" if address else ""


def _not_a_number(field: str) -> PhoneError:
    return PhoneError(
        _("This phone number does not look right. Check the digits and try again."), field=field
    )
