"""What apps may ask for: every scope but those about the person's own account."""

from collections.abc import Iterable

from api.scopes import NEEDS, SCOPES
from businesses.roles import is_granted

OWN = frozenset({"token.manage", "profile.manage", "people.manage"})
"""An app of somebody else has no business with a person's tokens, devices and profile, or who is in a book."""


def offered() -> list[str]:
    return [scope for scope in SCOPES if scope not in OWN]


def beyond(standing: str, scopes: Iterable[str]) -> list[str]:
    """Those of the scopes that open nothing to somebody who stands so in a book."""
    return [scope for scope in scopes if scope in NEEDS and not is_granted(standing, NEEDS[scope])]
