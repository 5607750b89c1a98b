"""Sites whose pages may call from a browser, as browsers spell them."""

from collections.abc import Iterable
from ipaddress import ip_address
from urllib.parse import urlsplit

from api.kit.origins import ORIGIN_LENGTH_MAX
from api.refusals import OriginRefused, TooManyOrigins

ORIGINS_MAX = 10


def settled_origins(typed: Iterable[str]) -> list[str]:
    """Each origin once, as a browser sends it. Raises OriginRefused, TooManyOrigins."""
    found = list(dict.fromkeys(_settled(text.strip()) for text in typed if text.strip()))
    if len(found) > ORIGINS_MAX:
        raise TooManyOrigins(ORIGINS_MAX)
    return found


def _settled(text: str) -> str:
    try:
        parts = urlsplit(text)
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except ValueError:  # an unfinished [ of IPv6, a port that is none, a label that is too long
        raise OriginRefused(text) from None
    bare = parts.path in ("", "/") and not (parts.query or parts.fragment or parts.username or parts.password)
    usual = {"https": 443, "http": 80}.get(parts.scheme)
    if not bare or not host or usual is None or not (parts.scheme == "https" or _is_own_machine(host)):
        raise OriginRefused(text)
    shown = f"[{host}]" if ":" in host else host
    origin = f"{parts.scheme}://{shown}" + (f":{port}" if port not in (None, usual) else "")
    if len(origin) > ORIGIN_LENGTH_MAX or any(sign.isspace() or not sign.isprintable() for sign in origin):
        raise OriginRefused(text)
    return origin


def _is_own_machine(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
