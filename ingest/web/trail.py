"""Following redirects, a step at a time. Pure: what a step does is passed in.

Place in the flow: the client gives a step that checks and asks one address; so every hop is checked like the first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin

from ingest.web.outcome import CHECK_ADDRESS, Answer, Fault, refused
from ingest.web.wire import REDIRECTS

if TYPE_CHECKING:
    from collections.abc import Callable


def follow(start: str, step: Callable[[str], Answer | Fault], most: int) -> Answer | Fault:
    """Return the first answer that is no redirect; a circle, too many hops or a bad hop is a fault."""
    here, seen = urldefrag(start).url, set[str]()
    for _ in range(most + 1):
        if here in seen:
            return Fault("redirects in a circle", CHECK_ADDRESS)
        seen.add(here)
        answer = step(here)
        if isinstance(answer, Fault):
            return answer.at_hop(start, here)
        if answer.status not in REDIRECTS:
            return answer
        onward = _onward(here, answer.location)
        if isinstance(onward, Fault):
            return onward
        here = onward
    return Fault(f"redirects more than {most} times", CHECK_ADDRESS)


def _onward(here: str, location: str | None) -> str | Fault:
    """Return the address a redirect names."""
    if not location:
        return Fault("redirects without saying where to", CHECK_ADDRESS)
    try:
        return urldefrag(urljoin(here, location)).url
    except ValueError:
        return refused("redirects to what is no valid address")
