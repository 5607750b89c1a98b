"""Addresses an app may send people back to. They are kept and compared as they were typed."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from api.oauth.refusals import RedirectNeeded, RedirectRefused, TooManyRedirects

LENGTH_MAX = 500
REDIRECTS_MAX = 10
OWN_MACHINE = frozenset({"127.0.0.1", "localhost"})
"""Content policies cannot name [::1], so the page of consent could not let a browser go there."""


def settled_redirects(typed: Iterable[str]) -> list[str]:
    """Each address once. Raises RedirectNeeded, RedirectRefused, TooManyRedirects."""
    found = list(dict.fromkeys(text.strip() for text in typed if text.strip()))
    if not found:
        raise RedirectNeeded
    if len(found) > REDIRECTS_MAX:
        raise TooManyRedirects(REDIRECTS_MAX)
    for address in found:
        if not _is_fit(address):
            raise RedirectRefused(address)
    return found


def origin_of(address: str) -> str:
    """https://host:port of an address that `settled_redirects` let through."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _is_fit(address: str) -> bool:
    """https, or http to the person's own machine; no user, fragment or sign that is read in several ways."""
    if len(address) > LENGTH_MAX or not address.isascii() or not address.isprintable():
        return False
    if any(sign in ' "<>\\^`{|}#*;,' for sign in address):
        return False
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname or "", parts.port
    except ValueError:  # an unfinished [ of IPv6, a port that is none
        return False
    bare = "@" not in parts.netloc and bool(host) and not host.startswith(".")
    return bare and (parts.scheme == "https" or (parts.scheme == "http" and host in OWN_MACHINE))
