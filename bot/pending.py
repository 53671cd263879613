"""What waits for a press on Confirm: kept in memory for a while, for one person, and done at most once.

Place in the flow: the corpus cog leaves here what a confirmed button will do. Pure but for what it holds: the clock is
handed in. It does not survive a restart: whoever presses then is told so.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

KEPT_FOR = dt.timedelta(minutes=15)
MOST = 100


@dataclass(frozen=True, slots=True)
class _Waiting(Generic[T]):
    what: T
    user_id: int
    until: dt.datetime


class Pending(Generic[T]):
    """Up to `MOST` things, the oldest forgotten first."""

    def __init__(self, clock: Callable[[], dt.datetime], new_key: Callable[[], str]) -> None:
        self._clock = clock
        self._new_key = new_key
        self._waiting: dict[str, _Waiting[T]] = {}

    def keep(self, what: T, user_id: int) -> str:
        """Keep it for this person and return its key."""
        while len(self._waiting) >= MOST:
            del self._waiting[next(iter(self._waiting))]
        key = self._new_key()
        self._waiting[key] = _Waiting(what, user_id, self._clock() + KEPT_FOR)
        return key

    def take(self, key: str, user_id: int) -> T | None:
        """Return it and forget it; None when it is gone, too old, or somebody else's (whose it stays)."""
        held = self._waiting.get(key)
        if held is None or held.user_id != user_id:
            return None
        del self._waiting[key]
        return held.what if self._clock() < held.until else None
