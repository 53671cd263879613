"""What asking for an address came to: a page, an answer without one, or a fault in plain words. Pure data.

Place in the flow: `wire` makes answers and faults, `asking` and `trail` pass them on, `client` turns them into what the
rest of ingest knows (`Page`, `NotModified`, `Gone`, `Failure`).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ingest.sources.base import Failure, Validators

if TYPE_CHECKING:
    import datetime as dt


@dataclass(frozen=True, slots=True)
class Page:
    """A body that was asked for and came whole.

    `requested` is the address as it was given, `address` the one that answered after redirects. `content_type` is in
    lower case without parameters (told by the first bytes where the site says nothing), `encoding` the charset of the
    header, as written. `content` is unpacked.
    """

    requested: str
    address: str
    content_type: str
    encoding: str | None
    content: bytes
    validators: Validators = field(default_factory=Validators)
    status: int = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """What one address answered; `content` only with status 200, `location` only where a redirect names one."""

    url: str
    status: int
    location: str | None = None
    content_type: str = ""
    encoding: str | None = None
    content: bytes = b""
    validators: Validators = field(default_factory=Validators)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why there is no answer: `reason` goes on after "ADDRESS ...", `remedy` is a sentence.

    `again` when another try soon may help, `passing` when a later run may, `blame` when the host is not well (counts
    towards leaving it alone), `host_wide` when it is so for every address of the host, `pause` when the site said how
    long to stay away.
    """

    reason: str
    remedy: str
    again: bool = False
    passing: bool = False
    blame: bool = False
    host_wide: bool = False
    pause: dt.timedelta | None = None

    def at_hop(self, start: str, hop: str) -> Fault:
        """Return the fault as seen from the address that redirected to `hop`."""
        if hop == start:
            return self
        return replace(self, reason=f"is redirected to {shown(hop)}, which {self.reason}", host_wide=False)

    def failure(self, url: str) -> Failure:
        """Return it as what the report shows."""
        return Failure(url, self.reason, self.remedy, container=url, passing=self.passing)


LONGEST_SHOWN = 200

LATER = "It is tried again at the next ingest."
CHECK_ADDRESS = "Check the address."
OWN_HOST = "If it is a server of yours, name it in allow_hosts of the [fetch] settings."


def shown(text: str) -> str:
    """Return what a site said so that it can stand in a sentence: printable, and not endless."""
    clean = "".join(character if character.isprintable() else "?" for character in text[: LONGEST_SHOWN + 1])
    return clean if len(clean) <= LONGEST_SHOWN else f"{clean[:LONGEST_SHOWN]}..."


def refused(reason: str) -> Fault:
    """Return the fault of an address that is not asked at all."""
    return Fault(reason, f"{CHECK_ADDRESS} {OWN_HOST}" if "public" in reason else CHECK_ADDRESS, host_wide=True)


def unwell(reason: str, *, again: bool = True, host_wide: bool = False, pause: dt.timedelta | None = None) -> Fault:
    """Return the fault of a host that may be well again later."""
    return Fault(reason, LATER, again=again, passing=True, blame=True, host_wide=host_wide, pause=pause)
