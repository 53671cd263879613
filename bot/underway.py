"""Questions being answered: which message each came from, and how it is dropped when that message changes.

Place in the flow: the cog `ask` registers every message it answers here, and reports edits and deletions. It knows no
Discord, only ids; a dropped question is a cancelled task, whose owner tidies up.
"""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

_REMEMBERED = 500


@dataclass(slots=True, eq=False)
class Asking:
    """One question under way. `dropped`: nobody wants it any more; `settled`: its answer is being sent, too late."""

    message_id: int
    channel_id: int
    user_id: int
    content: str
    task: asyncio.Task[Any]
    counts: bool = False
    dropped: bool = False
    settled: bool = False

    def drop(self) -> None:
        """Cancel the work on it, unless its answer is there already."""
        if not (self.dropped or self.settled):
            self.dropped = True
            self.task.cancel()


class Underway:
    """The questions under way, by message; all of it on the event loop."""

    def __init__(self) -> None:
        self._askings: dict[int, Asking] = {}
        self._seen: deque[int] = deque(maxlen=_REMEMBERED)

    def begin(self, message_id: int, channel_id: int, user_id: int, content: str) -> Asking | None:
        """Register a question with the current task; None for a message that was heard before."""
        task = asyncio.current_task()
        if task is None or message_id in self._seen:
            return None
        self._seen.append(message_id)
        asking = self._askings[message_id] = Asking(message_id, channel_id, user_id, content, task)
        return asking

    def end(self, asking: Asking) -> None:
        """Forget a question that is answered or dropped."""
        self._askings.pop(asking.message_id, None)

    def overtake(self, asking: Asking) -> bool:
        """Let it take the place of older ones by this person in this channel; False when a newer one has taken its.

        Ids grow with time, so that it does not matter which of two messages is looked at first.
        """
        asking.counts = True
        rivals = [
            other
            for other in self._askings.values()
            if other.counts and (other.channel_id, other.user_id) == (asking.channel_id, asking.user_id)
        ]
        if any(other.message_id > asking.message_id for other in rivals):
            return False
        for other in rivals:
            if other is not asking:
                other.drop()
        return True

    def changed(self, message_id: int, content: str | None) -> None:
        """Hear that a message was edited; None or the same words: only its embeds or the like changed."""
        asking = self._askings.get(message_id)
        if asking is not None and content is not None and content != asking.content:
            asking.drop()

    def deleted(self, message_ids: Iterable[int]) -> None:
        """Hear that messages are gone."""
        for message_id in message_ids:
            if (asking := self._askings.get(message_id)) is not None:
                asking.drop()
