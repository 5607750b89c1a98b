"""Network addresses, as little of them as is worth keeping."""

import ipaddress

KEPT_BITS = {4: 16, 6: 32}
"""A provider's block: enough to see that it is another network, too little for a household."""


def shortened(address: str) -> str:
    """ "203.0.x.x" or "2001:db8:x"; "" for what is no address."""
    try:
        read = ipaddress.ip_address(address)
    except ValueError:
        return ""
    mapped = read.ipv4_mapped if isinstance(read, ipaddress.IPv6Address) else None
    read = mapped or read
    block = ipaddress.ip_network(f"{read}/{KEPT_BITS[read.version]}", strict=False).network_address
    if read.version == 4:
        return ".".join([*str(block).split(".")[:2], "x", "x"])
    return ":".join([*(group.lstrip("0") or "0" for group in block.exploded.split(":")[:2]), "x"])
