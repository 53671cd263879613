"""The web, one address at a time: what stands there, that it is unchanged or gone, or in plain words why not.

Place in the flow: sources.web, sources.feeds, sources.sitemap and sources.discover call `WebClient.get`. Nothing that a
site does comes out as an exception.
"""

from __future__ import annotations

import random as chance
import socket
import time
from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Self

from ingest.clock import SystemClock
from ingest.sources.base import Failure, Gone, NotModified, Validators
from ingest.web import robots, trail, unpack
from ingest.web.asking import Asker
from ingest.web.content import Accept, looked_at
from ingest.web.outcome import CHECK_ADDRESS, Answer, Fault, Page
from ingest.web.rulebook import Rulebook
from ingest.web.wire import Ask, Wire, phrase, too_large

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

    import httpcore

    from ingest.clock import Clock
    from ingest.web.settings import WebSettings

__all__ = ["Accept", "Got", "Page", "WebClient", "system_addresses"]

GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})

GZIP_MARK = b"\x1f\x8b"

Got = Page | NotModified | Gone | Failure


def system_addresses(host: str, port: int) -> list[str]:
    """Return the addresses that the system's resolver knows for a name; raises OSError when it knows none."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


class WebClient:
    """Asks the web for documents, one client for a whole process; safe to use from several threads.

    Time, waiting, chance, names, trusted certificates and the network itself can be passed in. Close it, or use it in a
    `with` block.
    """

    def __init__(
        self,
        settings: WebSettings,
        *,
        clock: Clock | None = None,
        sleep: Callable[[float], None] = time.sleep,
        random: Callable[[], float] = chance.random,
        resolve: Callable[[str, int], list[str]] = system_addresses,
        tls: ssl.SSLContext | None = None,
        network: httpcore.NetworkBackend | None = None,
    ) -> None:
        self._settings = settings
        self._clock = clock or SystemClock()
        self._wire = Wire(settings, self._clock, resolve, tls, network)
        self._asker = Asker(settings, self._wire, self._clock, sleep, random)
        self._rulebook = Rulebook(self._ask_robots, settings.robots_seconds, settings.breaker_seconds, self._clock)

    def __enter__(self) -> Self:
        """Return the client itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Close every connection; asking afterwards is a mistake of the caller's."""
        self._wire.close()

    def get(
        self, url: str, *, accept: Accept, validators: Validators | None = None, max_bytes: int | None = None
    ) -> Got:
        """Return what stands at an address, after redirects.

        `NotModified` comes only when validators were given, `Gone` for 404 and 410. A gzip file asked for as a sitemap
        comes unpacked. Every other outcome is a `Failure` whose `where` and `container` are the address.
        """
        asked = Ask(accept, max_bytes or self._settings.max_bytes, _conditions(validators))
        answer = trail.follow(url, lambda hop: self._step(hop, asked), self._settings.max_redirects)
        if isinstance(answer, Fault):
            return answer.failure(url)
        return self._got(url, answer, asked)

    def _step(self, url: str, asked: Ask) -> Answer | Fault:
        """Ask one hop, if its site allows it."""
        refusal = self._asker.refusal(url)
        if refusal is not None:
            return refusal
        rules = self._rulebook.rules(url)
        if isinstance(rules, Fault):
            return rules
        if not rules.allows(url):
            return Fault("is not allowed by the site's robots.txt", "Take another page, or ask the site's owner.")
        delay = min(max(self._settings.delay_seconds, rules.delay), self._settings.longest_delay_seconds)
        return self._asker.ask(url, asked, delay=delay)

    def _ask_robots(self, address: str) -> Answer | Fault:
        asked = Ask(Accept.ANY, robots.LONGEST, cut=True)
        return trail.follow(address, lambda hop: self._asker.ask(hop, asked, delay=0.0), self._settings.max_redirects)

    def _got(self, url: str, answer: Answer, asked: Ask) -> Got:
        if answer.status in GONE:
            return Gone(url, answer.status)
        if answer.status == HTTPStatus.NOT_MODIFIED and asked.headers:
            return NotModified(url)
        if answer.status != HTTPStatus.OK:
            reason = f"answered {answer.status} ({phrase(answer.status)})"
            return Fault(reason, "The site does not give it to us; take another address.").failure(url)
        if asked.accept is Accept.SITEMAP and answer.content.startswith(GZIP_MARK):
            return self._unpacked(url, answer, asked.max_bytes)
        return _page(url, answer)

    def _unpacked(self, url: str, answer: Answer, limit: int) -> Got:
        try:
            content = unpack.unpacked(answer.content, limit)
        except unpack.BrokenBodyError:
            return Fault("is no whole gzip file", CHECK_ADDRESS).failure(url)
        if content is None:
            return too_large(limit).failure(url)
        return _page(url, replace(answer, content=content, content_type=looked_at(content)))


def _conditions(validators: Validators | None) -> dict[str, str]:
    """Return the headers that ask for the page only if it changed."""
    given = validators or Validators()
    said = {"If-None-Match": given.etag, "If-Modified-Since": given.last_modified}
    return {name: value for name, value in said.items() if value and value.isascii() and value.isprintable()}


def _page(url: str, answer: Answer) -> Page:
    return Page(url, answer.url, answer.content_type, answer.encoding, answer.content, answer.validators, answer.status)
