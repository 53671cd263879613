"""What changes is sent to the page at once: the difference between what it was shown last and what there is now.

Place in the flow: `server` runs one `stream` per open page. Ephemeral messages change without an event in the world,
so the view of that person is made anew whenever anything happened, and compared.
"""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any, Protocol

from bot.playground.rooms import view

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from aiohttp import web

    from bot.playground.loopback import Loopback
    from bot.playground.rooms import Rooms

TYPING_LASTS = 10.0
"""Seconds for which Discord shows that somebody is typing."""
_SETTLING = 0.03
_LONG = 3600.0
Shown = dict[str, str]


class Stage(Protocol):
    """What a page looks at."""

    discord: Loopback
    rooms: Rooms
    typing: Typing

    def bot_state(self) -> dict[str, Any]:
        """Return how the bot's process is."""


class Typing:
    """Who was typing where, and until when; the times are in seconds of `clock`."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._until: dict[str, float] = {}
        self._count = 0

    def happened(self, event: str, payload: Mapping[str, Any]) -> None:
        """Take note of an event in the world: typing begins, and ends with a message."""
        channel = str(payload.get("channel_id"))
        if event == "TYPING_START":
            self._count += 1
            self._until[channel] = self._clock() + TYPING_LASTS
        elif event == "MESSAGE_CREATE" and (payload.get("author") or {}).get("bot"):
            self._until.pop(channel, None)

    def now(self) -> dict[str, Any]:
        """Return the channels in which the bot is typing; `count` rises with every sign of it."""
        now = self._clock()
        return {"channels": sorted(c for c, until in self._until.items() if until > now), "count": self._count}


async def stream(socket: web.WebSocketResponse, stage: Stage, user_id: int) -> None:
    """Send this person all they may see, then every change; ends by being cancelled or with the connection."""
    shown: Shown = {}
    await socket.send_json({"kind": "hello"})
    while not socket.closed:
        seen = _rendered(stage, user_id)
        for frame in changes(shown, seen):
            await socket.send_str(frame)
        shown = seen
        await asyncio.sleep(_SETTLING)
        await _change(stage, user_id, shown)


async def _change(stage: Stage, user_id: int, shown: Shown) -> None:
    while True:
        try:
            await stage.discord.until(lambda: _rendered(stage, user_id) != shown, _LONG)
        except TimeoutError:
            continue
        return


def _rendered(stage: Stage, user_id: int) -> Shown:
    seen = view(stage.rooms, user_id)
    seen |= {"bot": stage.bot_state(), "typing": stage.typing.now()}
    return {key: json.dumps(value, ensure_ascii=False) for key, value in seen.items()}


def changes(before: Shown, after: Shown) -> Iterator[str]:
    """Yield the frames that lead from one view to the other: what is new or different, then what is gone."""
    for key, record in after.items():
        if before.get(key) != record:
            kind = key.partition("/")[0]
            yield f'{{"kind": "{kind}", "record": {record}}}'
    for key in before:
        if key not in after:
            _, channel, number = key.split("/")
            yield json.dumps({"kind": "gone", "channel": channel, "id": number})
