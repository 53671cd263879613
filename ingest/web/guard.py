"""Where the client may go: schemes, ports and network addresses. Pure: resolves no name and opens no connection.

Place in the flow: the client asks `address_refusal` before every hop, the network backend asks `network_refusal` for
every address that a name resolved to, right before it connects to that very address.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from ingest.web.addresses import SCHEMES

PORTS = frozenset({80, 443, 8080, 8443})
"""What web sites for the public listen on; on other ports live services that a request could harm."""

LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
LONGEST_NAME = 253
NUMBER_LIKE = re.compile(r"(?:0[xX][0-9a-fA-F]*|[0-9]+)")
UNICAST = ip_network("2000::/3")
"""The one part of IPv6 out of which public addresses are given."""

NAT64 = ip_network("64:ff9b::/96")
CLOSED = tuple(
    ip_network(network)
    for network in (
        "192.0.0.0/24",  # protocols' own addresses
        "192.88.99.0/24",  # relays into 6to4
        "2001::/23",  # likewise, with Teredo: an IPv4 host behind a relay
        "2002::/16",  # 6to4: likewise
        "64:ff9b:1::/48",  # NAT64 of a local network
        "3fff::/20",  # documentation, not known as such to older Pythons
    )
)


@dataclass(frozen=True, slots=True)
class Target:
    """The host and port of an address, in the one spelling in which they are compared and resolved."""

    host: str
    port: int

    def is_among(self, hosts: frozenset[str]) -> bool:
        """Tell whether the settings name it, as `host` or as `host:port`."""
        shown = f"[{self.host}]" if ":" in self.host else self.host
        named = {host.lower() for host in hosts}
        return not named.isdisjoint({self.host, shown, f"{shown}:{self.port}"})


def target(host: str, port: int) -> Target:
    """Return the one spelling: lower case, ASCII (IDNA), no brackets, no dot at the end."""
    name = host.strip("[]").lower().rstrip(".")
    try:
        ascii_name = name if name.isascii() else name.encode("idna").decode()
    except UnicodeError:
        ascii_name = ""
    return Target(ascii_name, port)


def address_refusal(url: str, allow_hosts: frozenset[str]) -> str | None:
    """Return in half a sentence why an address is not asked for at all; None when it may be tried."""
    try:
        url.encode()  # half a character pair cannot be sent
        parts = urlsplit(url)
        port = parts.port or SCHEMES.get(parts.scheme, 0)
    except ValueError:
        return "is no valid address"
    if parts.scheme not in SCHEMES:
        return f"is not on the web ({parts.scheme or 'no scheme'}: only http and https are)"
    if "@" in parts.netloc:
        return "holds a user name or password, which are never sent"
    return target_refusal(target(parts.hostname or "", port), allow_hosts)


def target_refusal(goal: Target, allow_hosts: frozenset[str]) -> str | None:
    """Return why this host and port are not connected to, whatever the name resolves to."""
    if not _is_host(goal.host):
        return "names no valid host"
    if goal.is_among(allow_hosts):
        return None
    if goal.port not in PORTS:
        return f"is on port {goal.port}, which web sites for the public do not use"
    address = literal(goal.host)
    if address is not None:
        return network_refusal(str(address))
    if NUMBER_LIKE.fullmatch(goal.host.rpartition(".")[2]):
        return "has a number for a host, written in a way that no web site uses"
    return None


def network_refusal(address: str) -> str | None:
    """Return why no connection is made to a network address (as text); None when it is public."""
    parsed = literal(address)
    if parsed is None:
        return f"leads to {address}, which is no network address"
    return None if is_public(parsed) else f"leads to {address}, which is not a public address"


def _is_host(host: str) -> bool:
    """Tell whether this can be a host's name, or is a network address without a zone."""
    if literal(host) is not None:
        return "%" not in host
    return len(host) <= LONGEST_NAME and all(LABEL.fullmatch(label) for label in host.split("."))


def literal(host: str) -> IPv4Address | IPv6Address | None:
    """Read a network address in its usual form; a zone (`%eth0`) is left out, as it never makes an address public."""
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        return None


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Tell whether an address, and the IPv4 address that it may carry inside, is one of the public internet."""
    inner = _carried(address)
    if inner is not None:
        return is_public(inner)
    if isinstance(address, IPv6Address) and address not in UNICAST:
        return False
    closed = any(address in network for network in CLOSED if network.version == address.version)
    special = (
        address.is_multicast
        or address.is_loopback
        or address.is_link_local
        or address.is_private
        or address.is_reserved
        or address.is_unspecified
    )
    return address.is_global and not closed and not special


def _carried(address: IPv4Address | IPv6Address) -> IPv4Address | None:
    """Return the IPv4 address that traffic to an IPv6 one really reaches (mapped, NAT64)."""
    if not isinstance(address, IPv6Address):
        return None
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped
