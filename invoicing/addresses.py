"""Addresses as papers and contacts keep them: a mapping of these parts, each a line."""

from collections.abc import Mapping
from typing import ClassVar

from django.utils.translation import gettext as _

from core.refusals import Refusal
from core.text import clean_line
from taxes.arithmetic.supplies import ABROAD
from taxes.states import STATES

PARTS: Mapping[str, int] = {
    "attention": 120,
    "address": 200,
    "street2": 200,
    "city": 80,
    "state_code": 2,
    "zip": 12,
    "country": 60,
    "phone": 20,
}
"""The longest each part may be."""


class AddressRefused(Refusal):
    slug: ClassVar[str] = "address_refused"


def clean_address(said: Mapping[str, str], *, field: str) -> dict[str, str]:
    """Only known parts, and of these only what says something. Raises TextError, AddressRefused."""
    unknown = set(said) - set(PARTS)
    if unknown:
        raise AddressRefused(
            _("An address has no part called %(part)s.") % {"part": min(unknown)}, field=field
        )
    found = {
        name: clean_line(said.get(name, ""), max_length=most, field=field) for name, most in PARTS.items()
    }
    check_state(found["state_code"], field=field)
    return {name: text for name, text in found.items() if text}


def check_state(code: str, *, field: str) -> None:
    """Raises AddressRefused for a code that no state in use has."""
    if code and code != ABROAD and (code not in STATES or STATES[code].is_retired):
        raise AddressRefused(
            _("Choose the state: %(state)s is not one in use.") % {"state": code}, field=field
        )
