"""The robots.txt rules of every site asked so far, each fetched once and a while.

Place in the flow: the client asks for the rules before every page. What is fetched is passed in as a function; what the
rules mean is `robots`. Safe to use from several threads: two that come together fetch once.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import TYPE_CHECKING

from ingest.web.outcome import Answer, Fault
from ingest.web.robots import NoRules, ReadRules, Rules, location

if TYPE_CHECKING:
    from collections.abc import Callable

    from ingest.clock import Clock


@dataclass(frozen=True, slots=True)
class _Kept:
    rules: Rules | Fault
    until: float


class Rulebook:
    """Rules by site (scheme, host and port)."""

    def __init__(
        self, fetch: Callable[[str], Answer | Fault], seconds: float, fault_seconds: float, clock: Clock
    ) -> None:
        """Keep rules for `seconds`, and that they could not be had for `fault_seconds`."""
        self._fetch = fetch
        self._seconds = seconds
        self._fault_seconds = fault_seconds
        self._clock = clock
        self._kept: dict[str, _Kept] = {}
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._lock = threading.Lock()

    def rules(self, url: str) -> Rules | Fault:
        """Return the rules of an address's site; a fault when nobody can tell what they are right now."""
        address = location(url)
        with self._lock:
            mine = self._locks[address]
        with mine:
            kept = self._kept.get(address)
            if kept is None or kept.until <= self._clock.monotonic():
                kept = self._read(address)
            return kept.rules

    def _read(self, address: str) -> _Kept:
        rules = read(self._fetch(address))
        seconds = self._fault_seconds if isinstance(rules, Fault) else self._seconds
        kept = _Kept(rules, self._clock.monotonic() + seconds)
        if not (isinstance(rules, Fault) and rules.host_wide):
            self._kept[address] = kept
        return kept


def read(answer: Answer | Fault) -> Rules | Fault:
    """Turn what the site answered into rules, as RFC 9309 says.

    There are none where there is no file (4xx), or where its redirects lead nowhere; while the site cannot say what
    they are (5xx, unreachable), that is the fault to report and nothing is fetched.
    """
    if isinstance(answer, Answer):
        return ReadRules(answer.content) if answer.status == HTTPStatus.OK else NoRules()
    if answer.host_wide:
        return answer
    if answer.passing:
        return replace(answer, reason=f"has a robots.txt that {answer.reason}")
    return NoRules()
