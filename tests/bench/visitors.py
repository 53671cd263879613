"""What people do in a busy server, one thing at a time, each waiting for what the bot makes of it; for `endurance`."""

from __future__ import annotations

import asyncio
import random
from collections import Counter, deque
from typing import TYPE_CHECKING, Any

from simcord.components import walk_components

from bot.playground.people import Person, replies, responses

if TYPE_CHECKING:
    from collections.abc import Callable

    from simcord.backend.models import Interaction, Message

    from tests.bench.loopback_bot import BotHouse

PATIENCE = 60.0
QUESTIONS = (
    "Why does the bridge at Tell Wasit matter?",
    "What does the truce for the eastern valley forbid?",
    "How many people were killed on the market of Qasr Ayn?",
    "What did the aid convoy bring to Qasr Ayn?",
    "Who watches over the truce?",
    "Where is the nearest bakery to the moon?",
    "When did the bridge at Tell Wasit reopen?",
)
LOOKUPS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("timeline", {"place": "Qasr Ayn"}),
    ("accounts", {"topic": "the shells on the market of Qasr Ayn"}),
    ("search", {"words": "bridge valley"}),
    ("sources", {}),
    ("help", {}),
)
ACTS = {
    "mention": 25, "ask": 25, "reply": 10, "lookup": 10, "passages": 12, "turn": 6, "vote": 3, "follow-up": 3,
    "edit": 3, "delete": 3,
}  # fmt: skip
"""How often each is done, in parts of a hundred."""


class Visitors:
    """Does one thing after the other; what nothing came of in time is in `silences`."""

    def __init__(self, house: BotHouse, seed: int) -> None:
        self.house = house
        self.done: Counter[str] = Counter()
        self.silences: list[str] = []
        self.total = 0
        self._random = random.Random(seed)
        self._answers: deque[Message] = deque(maxlen=40)
        self._pages: deque[tuple[Person, Message]] = deque(maxlen=10)

    async def one(self) -> None:
        """Do one thing and wait until the bot has answered it."""
        self.total += 1
        act = self._random.choices(list(ACTS), list(ACTS.values()))[0]
        person = self._random.choice(self.house.people)
        do: Callable[[Person], Any] = getattr(self, f"_{act.replace('-', '_')}")
        try:
            async with asyncio.timeout(PATIENCE):
                await do(person)
        except TimeoutError:
            self.silences.append(f"{act} number {self.total} by {person.id}: silence")
        self.done[act] += 1

    def _question(self) -> str:
        return self._random.choice(QUESTIONS)

    async def _mention(self, person: Person) -> None:
        await self._replied(person.says(f"{self.house.me} {self._question()}"))

    async def _reply(self, person: Person) -> None:
        there = [answer for answer in self._answers if answer.channel_id == person.channel_id]
        asked = f"{self.house.me} And what happened after that?"
        await self._replied(person.says(asked, reply_to=self._random.choice(there) if there else None))

    async def _ask(self, person: Person) -> None:
        self._answers += await self._responded(person.uses("ask", question=self._question()))

    async def _lookup(self, person: Person) -> None:
        known = [each for each in LOOKUPS if self.house.server.backend.find_command(each[0], None)]
        name, options = self._random.choice(known)
        shown = await self._responded(person.uses(name, **options))
        self._pages += [(person, message) for message in shown if self._button(message, "Next")]

    async def _passages(self, person: Person) -> None:
        answer = self._with_button("Passages")
        if answer is not None:
            shown = await self._responded(person.presses(answer, "Passages"))
            self._pages += [(person, message) for message in shown if self._button(message, "Next")]

    async def _turn(self, _person: Person) -> None:
        open_pages = [(who, what) for who, what in self._pages if self._button(what, "Next")]
        if open_pages:
            who, what = self._random.choice(open_pages)
            turned = who.presses(what, "Next")
            await self.house.server.until(lambda: turned.responded, PATIENCE)

    async def _vote(self, person: Person) -> None:
        answer = self._with_button("nayrab:helpful:")
        if answer is not None:
            await self._responded(person.presses(answer, "nayrab:helpful:"))

    async def _follow_up(self, person: Person) -> None:
        answer = self._with_button("nayrab:followup:")
        if answer is None:
            return
        asked = person.presses(answer, "nayrab:followup:")
        await self.house.server.until(lambda: asked.responded, PATIENCE)
        if asked.modal is not None:
            self._answers += await self._responded(person.fills(asked, self._question()))

    async def _edit(self, person: Person) -> None:
        message = person.says(f"{self.house.me} {self._question()}")
        await asyncio.sleep(self._random.random() / 50)
        person.edits(message, f"{self.house.me} {self._question()}")
        await self._settled(person)

    async def _delete(self, person: Person) -> None:
        message = person.says(f"{self.house.me} {self._question()}")
        await asyncio.sleep(self._random.random() / 50)
        person.deletes(message)
        await self._settled(person)

    async def _settled(self, person: Person) -> None:
        """Wait until the bot can have dealt with what came before: it answers another of this person's questions."""
        await self._replied(person.says(f"{self.house.me} {self._question()}"))

    async def _replied(self, message: Message) -> None:
        """Wait for the reply, or until another question of the same person has overtaken this one."""
        backend = self.house.server.backend
        said = await self.house.server.until(lambda: replies(backend, message) or self._is_overtaken(message), PATIENCE)
        if isinstance(said, list):
            self._answers += said

    def _is_overtaken(self, message: Message) -> bool:
        there = self.house.server.backend.messages[message.channel_id].values()
        return any(m.author_id == message.author_id and m.id > message.id and self.house.me in m.content for m in there)

    async def _responded(self, interaction: Interaction) -> list[Message]:
        backend = self.house.server.backend
        return await self.house.server.until(lambda: responses(backend, interaction), PATIENCE)

    def _with_button(self, which: str) -> Message | None:
        there = self.house.server.backend.messages
        found = [a for a in self._answers if a.id in there.get(a.channel_id, {}) and self._button(a, which)]
        return self._random.choice(found) if found else None

    @staticmethod
    def _button(message: Message, which: str) -> bool:
        return any(
            not part.get("disabled") and (part.get("label") == which or part.get("custom_id", "").startswith(which))
            for part in walk_components(message.components)
        )
