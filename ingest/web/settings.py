"""How the web is asked: identity, limits, patience. Pure data.

Place in the flow: made by the wiring from the [fetch] settings, read by every part of ingest.web. It decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

ROBOT = "Nayrab"
"""The name that robots.txt files know this client by."""


@dataclass(frozen=True, slots=True)
class WebSettings:
    """All seconds are of wall time.

    `contact` is an address or page by which a site's owner reaches the operator. `timeout_seconds` holds for each phase
    (connect, send, every single read), `total_seconds` for one request from its start to the end of its body.
    `max_bytes` counts the body as sent and as unpacked. `delay_seconds` lies between two starts on one host, and a
    robots.txt may ask for more, up to `longest_delay_seconds`. `backoff_seconds` is the first pause before another try,
    doubled each time; a site that asks for a longer pause than `longest_wait_seconds` is left for a later run. After
    `breaker_failures` failures in a row a host is left alone for `breaker_seconds`. `allow_hosts` (`host` or
    `host:port`) may lie in a private network or on an unusual port; nothing else may.
    """

    contact: str = ""
    timeout_seconds: float = 20.0
    total_seconds: float = 60.0
    max_bytes: int = 10 * 1024 * 1024
    max_redirects: int = 5
    per_host: int = 2
    delay_seconds: float = 1.0
    longest_delay_seconds: float = 30.0
    tries: int = 4
    backoff_seconds: float = 1.0
    longest_wait_seconds: float = 60.0
    breaker_failures: int = 5
    breaker_seconds: float = 300.0
    robots_seconds: float = 24 * 3600.0
    allow_hosts: frozenset[str] = frozenset()

    @property
    def user_agent(self) -> str:
        """`Nayrab/VERSION (+contact)`, without the bracket when there is no contact."""
        name = f"{ROBOT}/{_version()}"
        contact = "".join(character for character in self.contact if character.isprintable() and character.isascii())
        return f"{name} (+{contact})" if contact else name


def _version() -> str:
    try:
        return version("nayrab")
    except PackageNotFoundError:
        return "0"
