"""What a site's robots.txt allows this client. Pure: fetches nothing, and keeps nothing but what it is given.

Place in the flow: `rulebook` has /robots.txt fetched once per site and a while, and the client asks the rules for every
page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

from ingest.web.settings import ROBOT

LONGEST = 512 * 1024
"""Bytes of a robots.txt that are read; the standard asks for 500 KiB at least."""


class Rules(Protocol):
    """What may be asked for."""

    def allows(self, url: str) -> bool:
        """Tell whether an address may be fetched."""

    @property
    def delay(self) -> float:
        """Seconds that the site wants between two requests; 0 when it says nothing."""


@dataclass(frozen=True, slots=True)
class NoRules:
    """A site without a robots.txt: all is allowed."""

    delay: float = 0.0

    def allows(self, url: str) -> bool:  # noqa: ARG002 - the port's shape
        """Allow it."""
        return True


class ReadRules:
    """The rules of a robots.txt for this client."""

    def __init__(self, content: bytes) -> None:
        from protego import Protego  # noqa: PLC0415 - only needed once a site is asked

        self._rules = Protego.parse(content.decode("utf-8", "replace").removeprefix("\ufeff"))

    def allows(self, url: str) -> bool:
        """Tell whether the rules allow an address; it must be one of the site they were read from."""
        return bool(self._rules.can_fetch(url, ROBOT))

    @property
    def delay(self) -> float:
        """Return the Crawl-delay in seconds; 0 when there is none or it makes no sense."""
        delay = self._rules.crawl_delay(ROBOT)
        return delay if delay is not None and delay > 0 else 0.0


def location(url: str) -> str:
    """Return the address of the robots.txt that holds for an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/robots.txt"
