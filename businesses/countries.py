"""What a country settles for a new book: currency, time zone, start of the year. Data only.

Year starts: the tax year where tradesmen keep their books by it. Nepal's begins mid-July (1 Shrawan),
which the Gregorian months can only come near.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Country:
    """`code` is ISO 3166 alpha-2, `dial` the calling code, `year_starts` a month 1-12."""

    code: str
    name: Promise
    dial: str
    currency: str
    timezone: str
    year_starts: int


_ROWS = (
    Country("IN", _("India"), "91", "INR", "Asia/Kolkata", 4),
    Country("BD", _("Bangladesh"), "880", "BDT", "Asia/Dhaka", 7),
    Country("NP", _("Nepal"), "977", "NPR", "Asia/Kathmandu", 7),
    Country("PK", _("Pakistan"), "92", "PKR", "Asia/Karachi", 7),
    Country("LK", _("Sri Lanka"), "94", "LKR", "Asia/Colombo", 4),
    Country("AE", _("United Arab Emirates"), "971", "AED", "Asia/Dubai", 1),
    Country("SA", _("Saudi Arabia"), "966", "SAR", "Asia/Riyadh", 1),
    Country("SG", _("Singapore"), "65", "SGD", "Asia/Singapore", 1),
    Country("GB", _("United Kingdom"), "44", "GBP", "Europe/London", 4),
    Country("US", _("United States"), "1", "USD", "America/New_York", 1),
)
COUNTRIES: Mapping[str, Country] = MappingProxyType({country.code: country for country in _ROWS})
DEFAULT = "IN"

# en-GB and en-US are what phones are sold with everywhere, so they say nothing about the place.
_TELLING = frozenset(COUNTRIES) - {"GB", "US"}
_BY_LANGUAGE = {"bn": "BD", "ne": "NP", "si": "LK"}


def guess_country(*, language: str, accepted: str) -> str:
    """A country's code from the page's language and the browser's Accept-Language header."""
    tags = [part.partition(";")[0].strip() for part in accepted[:400].split(",")]
    for tag in tags:
        region = tag.rpartition("-")[2].upper() if "-" in tag else ""
        if region in _TELLING:
            return region
    return _BY_LANGUAGE.get(language.partition("-")[0], DEFAULT)
