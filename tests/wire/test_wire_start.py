"""Coming and going of the bot's process: what it says and its exit code."""

from __future__ import annotations

import re
import signal
from typing import TYPE_CHECKING

import pytest

from tests.wire.process import BotProcess

if TYPE_CHECKING:
    from tests.wire.conftest import Wire

pytestmark = pytest.mark.asyncio(loop_scope="module")

_LOGGED = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} INFO ")


async def test_a_wrong_token_is_one_sentence_and_exit_1(discord: Wire) -> None:
    bot = await BotProcess.starts(discord.server, discord.data, token="a-wrong-token")
    assert await bot.ends() == 1
    assert "Discord does not accept the token" in _only_sentence(bot)
    assert "a-wrong-token" not in bot.log.read_text()


async def test_an_intent_that_is_off_is_one_sentence_and_exit_1(discord: Wire) -> None:
    bot = await BotProcess.starts(
        discord.server, discord.data, token=discord.server.token, NAYRAB_DISCORD__MESSAGE_CONTENT="true"
    )
    assert await bot.ends() == 1
    assert "Message Content intent, which is off" in _only_sentence(bot)


async def test_sigterm_lets_it_leave_cleanly(discord: Wire) -> None:
    bot = await discord.starts_the_bot()
    assert await bot.ends(by=signal.SIGTERM) == 0
    assert "Traceback" not in bot.log.read_text()


async def test_a_second_start_does_not_send_the_commands_again(discord: Wire) -> None:
    def sent() -> int:
        return sum(call.method == "PUT" and call.path.endswith("/commands") for call in discord.server.calls)

    first = await discord.starts_the_bot()
    assert await first.ends(by=signal.SIGTERM) == 0
    before = sent()
    assert before > 0
    bot = await discord.starts_the_bot()
    assert await bot.ends(by=signal.SIGTERM) == 0
    assert sent() == before


def _only_sentence(bot: BotProcess) -> str:
    """What it wrote beside its log."""
    [sentence] = [line for line in bot.log.read_text().splitlines() if not _LOGGED.match(line)]
    return sentence
