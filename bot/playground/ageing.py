"""Keeps the simulated world small: forgets its oldest messages, interactions and journals.

Place in the flow: `loopback` calls this now and then when it is told to keep a bounded world (the playground, long
soaks). simcord itself never forgets.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simcord.backend import Backend

_JOURNAL = 500


def keep_no_journal(backend: Backend) -> None:
    """Let simcord's own records of everything that happened be short: the server keeps what it needs of them."""
    backend.http_requests = deque(maxlen=_JOURNAL)  # type: ignore[assignment]  # simcord only ever appends
    backend.transcript = deque(maxlen=_JOURNAL)  # type: ignore[assignment]  # simcord only ever appends


def forget_old(backend: Backend, keep: int) -> None:
    """Keep the newest `keep` messages of each channel, and as many interactions in all."""
    for messages in backend.messages.values():
        for message_id in list(messages)[: max(0, len(messages) - keep)]:
            del messages[message_id]
    for interaction_id in list(backend.interactions)[: max(0, len(backend.interactions) - keep)]:
        backend.interaction_tokens.pop(backend.interactions.pop(interaction_id).token, None)
    _forget_ids(backend, keep)


def _forget_ids(backend: Backend, keep: int) -> None:
    """Forget which ids were given out: they begin with the time, so that an old one cannot come again."""
    for table in (backend._reserved_ids, backend._sequences):  # noqa: SLF001 - simcord offers no way to trim them
        for old in sorted(table)[: max(0, len(table) - keep)]:
            table.discard(old) if isinstance(table, set) else table.pop(old)
