"""Numbers under which a state knows a business: which kinds a country has, and whether one is well made."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from stdnum.exceptions import InvalidChecksum, ValidationError
from stdnum.in_ import gstin

from core.digits import to_ascii_digits
from core.refusals import Refusal

NUMBER_MAX = 40
GSTIN_SHAPE = re.compile(r"^[0-9]{2}[0-9A-Z]{13}$")
BIN_DIGITS = 13
OTHER_NUMBER = re.compile(r"^[0-9A-Z][0-9A-Z /.-]{1,39}$")


class NumberRefused(Refusal):
    slug: ClassVar[str] = "registration_refused"


@dataclass(frozen=True, slots=True)
class Kind:
    """`schemes` maps how tax is paid to words for people; empty where the law has no such choice."""

    name: str | Promise
    schemes: Mapping[str, str | Promise]


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "gstin": Kind(
            gettext_lazy("GSTIN"),
            {
                "regular": gettext_lazy("Regular"),
                "composition": gettext_lazy("Composition"),
                "sez": gettext_lazy("Special economic zone"),
            },
        ),
        "bin": Kind(
            gettext_lazy("BIN"),
            {"vat": gettext_lazy("VAT"), "turnover": gettext_lazy("Turnover tax")},
        ),
        "tax": Kind(gettext_lazy("Tax number"), {}),
        "licence": Kind(gettext_lazy("Trade licence"), {}),
    }
)
_BY_COUNTRY = {"IN": ("gstin", "licence"), "BD": ("bin", "licence")}


def kinds_of(country: str) -> tuple[str, ...]:
    """The kinds of numbers a country gives to businesses, the usual one first."""
    return _BY_COUNTRY.get(country, ("tax", "licence"))


def settled_number(kind: str, typed: str) -> str:
    """The number as it is kept. Raises NumberRefused with what is wrong."""
    number = " ".join(to_ascii_digits(typed).upper().split())
    if not number:
        raise NumberRefused(_("Enter the number."), field="number")
    if kind == "gstin":
        return _gstin(number.replace(" ", "").replace("-", ""))
    if kind == "bin":
        return _bin(re.sub(r"[ -]", "", number))
    if not OTHER_NUMBER.match(number):
        raise NumberRefused(_("Use letters and digits, at most 40."), field="number")
    return number


def state_of(kind: str, number: str) -> str:
    """The code of the Indian state a GSTIN is of; "" for every other number."""
    return number[:2] if kind == "gstin" else ""


def _gstin(number: str) -> str:
    """Numbers of the government's practice systems fail the check; the setting lets them in."""
    if not GSTIN_SHAPE.match(number):
        raise NumberRefused(_("A GSTIN has 15 letters and digits, like 27AAPFU0939F1ZV."), field="number")
    try:
        return gstin.validate(number)
    except InvalidChecksum:
        if settings.SANDBOX_NUMBERS:
            return number
        raise NumberRefused(
            _("This GSTIN cannot be right: its last sign does not fit the others. Check each sign."),
            field="number",
        ) from None
    except ValidationError:
        if settings.SANDBOX_NUMBERS:
            return number
        raise NumberRefused(
            _("This GSTIN cannot be right: check the state, the PAN and each sign."), field="number"
        ) from None


def _bin(number: str) -> str:
    """Kept as NNNNNNNNN-NNNN. No check digit of it is published."""
    if not (number.isdigit() and len(number) == BIN_DIGITS):
        raise NumberRefused(_("A BIN has 13 digits, like 000123456-0101."), field="number")
    return f"{number[:9]}-{number[9:]}"
