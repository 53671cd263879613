"""Web clients for tests: allowed to go to the test's own sites, and never really waiting."""

from __future__ import annotations

import ssl
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ingest.web.client import WebClient
from ingest.web.settings import WebSettings
from tests.fakes.clock import StillClock

if TYPE_CHECKING:
    from tests.fakes.website import WebSite

QUICK = WebSettings(timeout_seconds=5, total_seconds=10, delay_seconds=0, max_bytes=200_000)


class Naps:
    """Sleeps by moving a still clock on; `taken` is how long each time, in seconds."""

    def __init__(self, clock: StillClock) -> None:
        self._clock = clock
        self.taken: list[float] = []

    def __call__(self, seconds: float) -> None:
        self.taken.append(seconds)
        self._clock.pass_seconds(seconds)


def settings_for(*sites: WebSite, **changes: Any) -> WebSettings:
    """Settings that allow these sites and keep a test quick."""
    allowed = {"allow_hosts": frozenset(site.host for site in sites)}
    return replace(QUICK, **{**allowed, **changes})


def client_for(*sites: WebSite, naps: Naps | None = None, clock: Any = None, **parts: Any) -> WebClient:
    """A client for these sites; other words are settings or, as they are named there, parts of `WebClient`."""
    known = ("random", "resolve", "tls", "network", "sleep")
    given = {name: parts.pop(name) for name in known if name in parts}
    still = clock or StillClock()
    ways = {
        "sleep": naps or (Naps(still) if isinstance(still, StillClock) else lambda _: None),
        "random": lambda: 0.5,
        "resolve": _nobody,
        "tls": ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
        **given,
    }
    return WebClient(settings_for(*sites, **parts), clock=still, **ways)


def _nobody(host: str, port: int) -> list[str]:
    raise OSError(-2, f"{host} is not known here")
