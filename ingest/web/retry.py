"""Whether a failed request is worth another try, and after how long. Pure: waits for nothing itself.

Place in the flow: the client tells what an attempt came to and does what is answered here.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

TRANSIENT = frozenset({408, 425, 429})
NEVER = frozenset({501, 505, 506, 508, 510, 511})
"""Server errors that say what the server is, not how it is doing."""


@dataclass(frozen=True, slots=True)
class Again:
    """Try once more after this many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class GiveUp:
    """No more tries now; `until` when the site asks for a pause longer than a run waits."""

    until: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Patience:
    """How many tries there are in all, and how long a pause may be; seconds."""

    tries: int
    backoff_seconds: float
    longest_wait_seconds: float


def is_transient(status: int) -> bool:
    """Tell whether a status may be different at the next try."""
    return status in TRANSIENT or (status >= 500 and status not in NEVER)  # noqa: PLR2004 - HTTP's own number


def decide(
    tried: int, patience: Patience, pause: dt.timedelta | None, now: dt.datetime, random: Callable[[], float]
) -> Again | GiveUp:
    """Decide after the `tried`-th attempt failed in a way that may pass; `pause` is what the site asked for.

    The pause grows twofold with full jitter (anything from nothing to all of it), so that many clients that failed
    together do not come back together; what a site asked for is kept to the second, jitter on top of it.
    """
    if pause is not None and pause.total_seconds() > patience.longest_wait_seconds:
        return GiveUp(until=now + pause)
    if tried >= patience.tries:
        return GiveUp()
    grown = min(patience.backoff_seconds * 2.0 ** (tried - 1), patience.longest_wait_seconds) * random()
    if pause is None:
        return Again(grown)
    return Again(pause.total_seconds() + min(grown, patience.backoff_seconds))


def asked_pause(retry_after: str | None, now: dt.datetime) -> dt.timedelta | None:
    """Read a Retry-After header, seconds or a date; None when absent or unreadable, at most a year, never negative."""
    if not retry_after:
        return None
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return dt.timedelta(seconds=min(int(text[:9]), 366 * 86_400))
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return min(max(aware - now, dt.timedelta(0)), dt.timedelta(days=366))
