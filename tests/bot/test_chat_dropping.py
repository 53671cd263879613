"""Questions that nobody wants any more: edited, deleted or overtaken while they are being answered."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

import pytest
from simcord.backend import serializers

from bot.offload import ThreadOffload
from bot.streaming_live import NobodyListensError
from bot.underway import Underway
from tests.fakes.discord_house import House, opened
from tests.fakes.telling import Elsewhere, TellingAnswerer, a_claim

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    import discord

QUESTION = "Why does Nayrab matter?"


class Scene:
    """A house in which answers take as long as the test wants."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.answerer = house.answerer = TellingAnswerer()
        self.offload = house.offload = Elsewhere(house)

    async def asks(self, text: str = QUESTION) -> discord.Message:
        return await self.house.alice.send(self.house.channel, f"{self.house.me} {text}")

    async def ends(self, answers: int = 1) -> None:
        for _ in range(answers):
            self.answerer.goes_on()
        await self.offload.ends()

    @property
    def sent(self) -> list[discord.Message]:
        return [m for m in self.house.channel.history() if m.author.bot]


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    made = Scene(House(tmp_path))
    async with opened(made.house):
        yield made


async def _is_edited(scene: Scene, asked: discord.Message) -> None:
    await scene.house.alice.edit(asked, f"{scene.house.me} Why does Saraqib matter?")


async def _is_deleted(scene: Scene, asked: discord.Message) -> None:
    await scene.house.alice.delete(asked)


ENDS = pytest.mark.parametrize("happens", [_is_edited, _is_deleted])


@ENDS
async def test_it_is_dropped_quietly(scene: Scene, happens: type) -> None:
    asked = await scene.asks()
    await happens(scene, asked)
    await scene.ends()
    assert scene.sent == []


@ENDS
async def test_what_was_half_written_goes_too(scene: Scene, happens: type) -> None:
    asked = await scene.asks()
    await scene.answerer.says(scene.house, a_claim("Two roads meet."))
    await scene.house.passes(1)
    assert len(scene.sent) == 1
    await happens(scene, asked)
    assert scene.sent == []
    await scene.ends()
    assert scene.sent == []


async def test_the_thread_that_answers_is_told_that_nobody_listens(scene: Scene) -> None:
    asked = await scene.asks()
    await scene.house.alice.delete(asked)
    await scene.answerer.says(scene.house, a_claim("Two roads meet."))
    await scene.offload.ends()
    assert isinstance(scene.answerer.given_up, NobodyListensError)


async def test_a_newer_question_of_the_same_person_overtakes_it(scene: Scene) -> None:
    await scene.asks()
    newer = await scene.asks("Who held Saraqib?")
    await scene.ends(2)
    [answer] = scene.sent
    assert answer.reference is not None
    assert answer.reference.message_id == newer.id


async def test_one_of_somebody_else_does_not(scene: Scene) -> None:
    bob = scene.house.guild.add_member(scene.house.env.create_user("bob"))
    await scene.asks()
    await bob.send(scene.house.channel, f"{scene.house.me} Who held Saraqib?")
    await scene.ends(2)
    assert len(scene.sent) == 2


async def test_neither_does_what_is_not_said_to_the_bot_nor_a_question_elsewhere(scene: Scene) -> None:
    await scene.asks()
    await scene.house.alice.send(scene.house.channel, "by the way")
    await scene.house.alice.send_dm("Who held Saraqib?")
    await scene.ends(2)
    assert len(scene.sent) == 1


async def test_a_command_is_not_overtaken(scene: Scene) -> None:
    house = scene.house
    await house.alice.slash(house.channel, "ask", question=QUESTION)
    await scene.asks("Who held Saraqib?")
    await house.alice.slash(house.channel, "ask", question="And before?")
    await scene.ends(3)
    assert len(scene.sent) == 3


async def test_new_embeds_are_no_edit(scene: Scene) -> None:
    asked = await scene.asks()
    backend = scene.house.env.backend
    message = backend.get_message(scene.house.channel.id, asked.id)
    message.embeds.append({"type": "link", "url": "https://news.example/nayrab"})
    backend.emit("MESSAGE_UPDATE", dict(serializers.message_payload(backend, message)))
    await scene.house.env.settle()
    await scene.ends()
    assert len(scene.sent) == 1


async def test_what_is_said_after_the_answer_changes_nothing(scene: Scene) -> None:
    asked = await scene.asks()
    await scene.ends()
    await scene.house.alice.delete(asked)
    assert len(scene.sent) == 1


async def test_a_dropped_question_is_not_remembered(scene: Scene) -> None:
    asked = await scene.asks()
    await scene.house.alice.delete(asked)
    await scene.ends()
    assert await scene.house.running.reception.turns_of(asked.id) is None


class TestQueue:
    async def test_a_question_that_waits_leaves_the_queue_at_once(self) -> None:
        gate, ran = threading.Event(), threading.Event()
        offload = ThreadOffload(workers=1, waiting=1, limit=30)
        working = asyncio.create_task(offload.run(gate.wait))
        waiting = asyncio.create_task(offload.run(ran.set))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.wait([waiting])
        next_one = asyncio.create_task(offload.run(lambda: "there is room"))
        await asyncio.sleep(0)
        gate.set()
        assert await next_one == "there is room"
        await working
        assert not ran.is_set()
        offload.close()


class TestUnderway:
    async def test_ids_decide_which_of_two_is_newer(self) -> None:
        underway = Underway()
        older, newer = (underway.begin(number, 7, 1, "?") for number in (1, 2))
        assert older is not None
        assert newer is not None
        older.task = newer.task = asyncio.create_task(asyncio.sleep(60))
        assert underway.overtake(newer)
        assert not underway.overtake(older)
        older.task.cancel()

    async def test_a_message_that_comes_twice_is_heard_once(self) -> None:
        underway = Underway()
        asking = underway.begin(1, 7, 1, "?")
        assert asking is not None
        underway.end(asking)
        assert underway.begin(1, 7, 1, "?") is None

    @pytest.mark.parametrize(("content", "dropped"), [(None, False), ("?", False), ("?!", True), ("", True)])
    async def test_only_other_words_are_an_edit(self, content: str | None, dropped: bool) -> None:
        underway = Underway()
        asking = underway.begin(1, 7, 1, "?")
        assert asking is not None
        asking.task = asyncio.create_task(asyncio.sleep(60))
        underway.changed(1, content)
        assert asking.dropped is dropped
        asking.task.cancel()
