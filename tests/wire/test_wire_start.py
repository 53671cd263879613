"""Coming and going of the bot's process: what it says, whom it still answers, and its exit code."""

from __future__ import annotations

import asyncio
import re
import signal
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from bot.playground.people import replies
from tests.fakes.modelserver import ModelServer
from tests.fakes.teller import Teller
from tests.wire.process import BotProcess

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simcord.backend.models import Message

    from bot.playground.loopback import Call
    from tests.wire.conftest import Wire

pytestmark = pytest.mark.asyncio(loop_scope="module")

QUESTION = "Why does the bridge at Tell Wasit matter?"
WRITING = "-# writing"
EXCUSED = "I am being restarted; please ask again in a minute."
AT_ONCE = 8
"""How many questions the bot answers at once with a model; one more waits."""
CLOSING_SECONDS = 2.0
_LOGGED = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} (INFO|WARNING) ")


@dataclass
class Model:
    """A model over HTTP: the first answer is `quick`'s, all others are `slow`'s; either can be held up."""

    server: ModelServer
    quick: Teller = field(default_factory=lambda: Teller(most=3))
    slow: Teller = field(default_factory=lambda: Teller(most=3))

    def holds(self) -> None:
        self.server.plays(self.quick, self.slow)
        self.quick.begun = self.slow.begun = 0
        self.quick.holds()
        self.slow.holds()

    def goes_on(self) -> None:
        self.quick.goes_on()
        self.slow.goes_on()

    @property
    def settings(self) -> dict[str, str]:
        return {
            "NAYRAB_ANSWER__MODEL": "openai:teller",
            "NAYRAB_ANSWER__BASE_URL": self.server.url,
            "NAYRAB_ANSWER__API_KEY": "x",
            "NAYRAB_DISCORD__CLOSING_SECONDS": str(CLOSING_SECONDS),
        }


@pytest.fixture
def model() -> Iterator[Model]:
    with ModelServer() as server:
        model = Model(server)
        model.holds()
        yield model
        model.goes_on()


async def test_what_discord_refuses_is_one_sentence_and_exit_1(discord: Wire) -> None:
    wrong, closed = await asyncio.gather(
        BotProcess.starts(discord.server, discord.data, token="a-wrong-token"),
        BotProcess.starts(
            discord.server, discord.data, token=discord.server.token, NAYRAB_DISCORD__MESSAGE_CONTENT="true"
        ),
    )
    assert (await wrong.ends(), await closed.ends()) == (1, 1)
    assert "Discord does not accept the token" in _only_sentence(wrong)
    assert "a-wrong-token" not in wrong.log.read_text()
    assert "Message Content intent, which is off" in _only_sentence(closed)


async def test_three_starts_after_one_another(discord: Wire, model: Model) -> None:
    """One test, for each start goes by what the last one left; none is paid for twice."""
    await _ends_with_its_answers_finished_or_excused(discord, model)
    model.holds()
    await _sends_no_commands_again_and_ends_at_once_when_told_twice(discord, model)
    await _sends_the_commands_where_they_are_wanted_now(discord)


async def _ends_with_its_answers_finished_or_excused(discord: Wire, model: Model) -> None:
    bot = await discord.starts_the_bot(**model.settings)
    quick = _asks(discord)
    await discord.until(lambda: model.quick.begun == 1)
    slow = [_asks(discord) for _ in range(AT_ONCE - 1)]
    await discord.until(lambda: model.slow.begun == AT_ONCE - 1)
    await asyncio.gather(*(_half_written(discord, asked) for asked in (quick, *slow)))
    waiting = _asks(discord)
    await discord.server.until(lambda: any(_is_typing_at(call, waiting) for call in discord.server.calls))

    bot.process.send_signal(signal.SIGTERM)
    excused = await discord.reply(waiting)
    assert excused.content == EXCUSED
    assert WRITING in replies(discord.server.backend, quick)[0].content
    model.quick.goes_on()
    assert await bot.ends() == 0

    [answer] = replies(discord.server.backend, quick)
    assert WRITING not in answer.content
    assert answer.components
    for asked in slow:
        [told] = replies(discord.server.backend, asked)
        assert told.content == EXCUSED
    assert "Traceback" not in bot.log.read_text()


async def _sends_no_commands_again_and_ends_at_once_when_told_twice(discord: Wire, model: Model) -> None:
    before = _sent(discord)
    assert before
    bot = await discord.starts_the_bot(**model.settings | {"NAYRAB_DISCORD__CLOSING_SECONDS": "60"})
    asked = _asks(discord)
    await _half_written(discord, asked)
    assert _sent(discord) == before

    bot.process.send_signal(signal.SIGTERM)
    await discord.until(lambda: "leaving" in bot.log.read_text())
    assert await bot.ends(by=signal.SIGTERM) == -signal.SIGTERM
    assert WRITING in replies(discord.server.backend, asked)[0].content


async def _sends_the_commands_where_they_are_wanted_now(discord: Wire) -> None:
    before = len(_sent(discord))
    bot = await discord.starts_the_bot(NAYRAB_DISCORD__GUILDS=f"[{discord.guild_id}]")
    offered, taken_back = _sent(discord)[before:]
    assert f"/guilds/{discord.guild_id}/commands" in offered.path
    assert offered.body
    assert "/guilds/" not in taken_back.path
    assert taken_back.body == []
    assert await bot.ends(by=signal.SIGTERM) == 0
    assert "Traceback" not in bot.log.read_text()


def _asks(discord: Wire) -> Message:
    return discord.somebody().says(f"{discord.me} {QUESTION}")


async def _half_written(discord: Wire, asked: Message) -> None:
    await discord.server.until(lambda: any(WRITING in r.content for r in replies(discord.server.backend, asked)))


def _is_typing_at(call: Call, asked: Message) -> bool:
    return call.path.endswith(f"/channels/{asked.channel_id}/typing")


def _sent(discord: Wire) -> list[Call]:
    """The calls that sent commands."""
    return [call for call in discord.server.calls if call.method == "PUT" and call.path.endswith("/commands")]


def _only_sentence(bot: BotProcess) -> str:
    """What it wrote beside its log."""
    [sentence] = [line for line in bot.log.read_text().splitlines() if not _LOGGED.match(line)]
    return sentence
