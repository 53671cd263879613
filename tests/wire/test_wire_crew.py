"""The bot with answers in processes of their own, as people run it: every part is reached, the dead are replaced."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.wire.conftest import Wire

pytestmark = pytest.mark.asyncio(loop_scope="module")

QUESTION = "Why does the bridge at Tell Wasit matter?"
SAID = "Before the fighting some four thousand vehicles used the bridge every day."


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def crewed(discord: Wire) -> AsyncIterator[Wire]:
    """The bot with one such process; when it ends, whatever the order of the tests, it leaves nobody behind."""
    bot = await discord.starts_the_bot(NAYRAB_SERVICE__ANSWER_PROCESSES="1", NAYRAB_SERVICE__MAX_WAITING="1")
    yield discord
    left = members(discord)
    assert left
    assert await bot.ends(by=signal.SIGTERM) == 0, bot.log.read_text()
    for pid in left:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
    assert "Traceback" not in bot.log.read_text()


def members(wire: Wire) -> list[int]:
    """The processes that answer: children that Python started to work for the bot."""
    assert wire.bot is not None
    bot = wire.bot.process.pid
    threads = Path(f"/proc/{bot}/task").glob("*/children")  # whichever thread started them
    children = [pid for thread in threads for pid in thread.read_text().split()]
    return [int(pid) for pid in children if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]


async def test_an_answer_comes_from_another_process(crewed: Wire) -> None:
    assert len(members(crewed)) == 1
    answer = await crewed.reply(crewed.somebody().says(f"{crewed.me} {QUESTION}"))
    assert SAID in answer.content


@pytest.mark.parametrize(
    ("command", "options", "words"),
    [
        ("ask", {"question": QUESTION}, SAID),
        ("accounts", {"topic": "the bridge at Tell Wasit"}, "Tell Wasit"),
        ("timeline", {"place": "Qasr Ayn"}, "Qasr Ayn"),
        ("search", {"words": "bridge vehicles"}, "bridge"),
        ("sources", {}, "Harbour Post"),
    ],
    ids=["ask", "accounts", "timeline", "search", "sources"],
)
async def test_every_part_is_there(crewed: Wire, command: str, options: dict[str, Any], words: str) -> None:
    shown = await crewed.response(crewed.somebody().uses(command, **options))
    assert words in shown.content.replace("**", "")


async def test_more_questions_than_there_is_room_for_are_told_so(crewed: Wire) -> None:
    people = [crewed.somebody() for _ in range(12)]
    asked = [person.says(f"{crewed.me} {QUESTION}") for person in people]
    told = [(await crewed.reply(message)).content for message in asked]
    busy = [content for content in told if "as many questions as I can" in content]
    assert busy
    assert sum(SAID in content for content in told) == len(told) - len(busy) >= 1


async def test_a_killed_process_is_replaced_and_nobody_is_left_in_silence(crewed: Wire) -> None:
    [member] = members(crewed)
    os.kill(member, signal.SIGKILL)
    told = await crewed.reply(crewed.somebody().says(f"{crewed.me} {QUESTION}"))
    assert SAID in told.content or "Ask again" in told.content
    again = await crewed.reply(crewed.somebody().says(f"{crewed.me} {QUESTION}"))
    assert SAID in again.content
    [other] = members(crewed)
    assert other != member
