"""An internet of our own: names with public-looking addresses, behind which loopback sites stand.

Shows what the client resolves and where it connects to, without leaving the machine. Use its `resolve` and itself as
the client's `network`.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import httpcore

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.fakes.website import WebSite


class Internet(httpcore.NetworkBackend):
    """`connected` is every (address, port) that a connection was made to, `resolved` every name asked for."""

    def __init__(self) -> None:
        self._names: dict[str, list[list[str]]] = {}
        self._sites: dict[str, WebSite | int] = {}
        self._inner = httpcore.SyncBackend()
        self.resolved: defaultdict[str, int] = defaultdict(int)
        self.connected: list[tuple[str, int]] = []

    def name(self, host: str, *answers: str | list[str]) -> None:
        """Answer the first question for a name with the first of these, and so on; the last for good."""
        self._names[host] = [[answer] if isinstance(answer, str) else answer for answer in answers]

    def place(self, address: str, site: WebSite | int) -> None:
        """Let a site (or a loopback port) answer at an address, on every port."""
        self._sites[address] = site

    def resolve(self, host: str, port: int) -> list[str]:
        if host not in self._names:
            raise OSError(-2, "Name or service not known")
        answers = self._names[host]
        asked = self.resolved[host]
        self.resolved[host] += 1
        return answers[min(asked, len(answers) - 1)]

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        self.connected.append((host, port))
        site = self._sites.get(host)
        if site is None:
            raise httpcore.ConnectError("nobody lives there")
        return self._inner.connect_tcp("127.0.0.1", site if isinstance(site, int) else site.port, timeout)
