"""Where a webhook may go: to the public internet, and never to a machine behind our own walls.

The name is resolved once and every address it has is looked at; the connection then goes to one of
those very addresses. A name that answers differently a moment later changes nothing.
"""

import ipaddress
import re
import socket
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

import idna

Resolver = Callable[[str, int], Iterable[str]]
URL_LENGTH_MAX = 500
PORTS = frozenset({443, 8443})
ADDRESSES_MAX = 16

_RESERVED_V4 = tuple(
    ipaddress.IPv4Network(text)
    for text in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24",
        "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4",
    )
)  # fmt: skip
# Only global unicast is the internet: that leaves out loopback, link-local, unique local, multicast, NAT64
# (64:ff9b::/96 and 64:ff9b:1::/48) and every IPv4 address written inside ::/96.
_GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
_RESERVED_V6 = tuple(
    ipaddress.IPv6Network(text)
    for text in (
        "2001::/23",  # protocol assignments, Teredo among them: it carries an IPv4 address
        "2001:db8::/32",
        "2002::/16",  # 6to4 carries an IPv4 address
        "2620:4f:8000::/48",
        "3fff::/20",
    )
)
_ISATAP = re.compile(r":0[02]00:5efe:")
_NUMBER = re.compile(r"^(0x[0-9a-f]*|[0-9]+)$")


class AddressRefused(Exception):
    """`reason` is the stable word for why: see REASONS in api.webhooks.words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Target:
    """A URL that may be posted to. `host` is ASCII; `path` holds the query too; `is_tls` is http's s."""

    host: str
    port: int
    path: str
    is_tls: bool

    @property
    def authority(self) -> str:
        """The Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.is_tls else 80) else f"{host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Guard:
    """The rules of this installation. `resolve` gives the addresses of a name.

    `loopback` admits http and https to this very machine, and only by ports named in `more_ports`.
    """

    more_ports: frozenset[int]
    loopback: bool
    resolve: Resolver

    def target(self, url: str) -> Target:
        """Read a URL without asking the network. Raises AddressRefused."""
        if len(url) > URL_LENGTH_MAX:
            raise AddressRefused("url")
        if any(char <= " " or char in "\\\x7f" or char.isspace() for char in url):
            raise AddressRefused("url")
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            raise AddressRefused("url") from None
        if parts.scheme not in ("https", "http") or (parts.scheme == "http" and not self.loopback):
            raise AddressRefused("scheme")
        if not parts.hostname or "@" in parts.netloc or parts.fragment:
            raise AddressRefused("url")
        host = _ascii_host(parts.hostname)
        is_tls = parts.scheme == "https"
        port = port if port is not None else (443 if is_tls else 80)
        if port not in self.more_ports and not (is_tls and port in PORTS):
            raise AddressRefused("port")
        self._refuse_inside(host)
        return Target(host=host, port=port, path=_path(parts.path, parts.query), is_tls=is_tls)

    def _refuse_inside(self, host: str) -> None:
        """An address written as numbers, or this machine's own name, needs nobody to tell where it leads."""
        is_own_name = host == "localhost" or host.endswith(".localhost")
        if self.loopback and (is_own_name or is_loopback(host)):
            return
        if is_own_name or (_is_address(host) and not is_public(host)):
            raise AddressRefused("private")

    def addresses(self, target: Target, *, seconds: float) -> list[str]:
        """Resolve once, and check every address found. Raises AddressRefused."""
        found = self._resolved(target, seconds)
        if not found:
            raise AddressRefused("dns")
        if self.loopback and all(is_loopback(address) for address in found):
            return found
        if not target.is_tls or not all(is_public(address) for address in found):
            raise AddressRefused("private")
        return found

    def _resolved(self, target: Target, seconds: float) -> list[str]:
        try:
            return [str(ipaddress.ip_address(target.host))]
        except ValueError:
            pass
        waiting = _resolving.submit(lambda: list(self.resolve(target.host, target.port)))
        try:
            return waiting.result(timeout=seconds)[:ADDRESSES_MAX]
        except (OSError, UnicodeError, FutureTimeout):
            raise AddressRefused("dns") from None


_resolving = ThreadPoolExecutor(max_workers=8, thread_name_prefix="webhook-names")


def system_resolver(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(text: str) -> bool:
    """Whether an address lies on the public internet. What cannot be read does not."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv4Address):
        return address.is_global and not any(address in network for network in _RESERVED_V4)
    if address.scope_id or address not in _GLOBAL_V6 or _ISATAP.search(address.exploded):
        return False
    return address.is_global and not any(address in network for network in _RESERVED_V6)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def is_loopback(text: str) -> bool:
    try:
        return ipaddress.ip_address(text) in _LOOPBACK[ipaddress.ip_address(text).version]
    except (ValueError, TypeError):
        return False


_LOOPBACK: dict[int, ipaddress.IPv4Network | ipaddress.IPv6Network] = {
    4: ipaddress.IPv4Network("127.0.0.0/8"),
    6: ipaddress.IPv6Network("::1/128"),
}


def _ascii_host(host: str) -> str:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        pass
    else:
        if getattr(address, "scope_id", None):
            raise AddressRefused("url")
        return str(address)
    try:
        ascii_host = idna.encode(host.rstrip("."), uts46=True).decode().lower()
    except (idna.IDNAError, UnicodeError):
        raise AddressRefused("url") from None
    # 2130706433, 0x7f000001, 0177.1 and 127.1 are addresses to some readers and names to others.
    if _NUMBER.match(ascii_host.rpartition(".")[2]):
        raise AddressRefused("url")
    return ascii_host


def _path(path: str, query: str) -> str:
    said = quote(path or "/", safe="/%:@!$&'()*+,;=~-._")
    return f"{said}?{quote(query, safe='/%:@!$&()*+,;=~-._?')}" if query else said
