"""What goes wrong at Discord while somebody waits for an answer: they get it, once and whole, or nobody is bothered."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from bot.playground.gateway import Op
from bot.playground.limits import Limits
from bot.playground.people import Person, replies, responses
from tests.fakes.modelserver import ModelServer
from tests.fakes.teller import Teller
from tests.wire.edition import HARBOUR

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from simcord.backend.models import Message

    from bot.playground.loopback import Call
    from tests.wire.conftest import Wire

pytestmark = pytest.mark.asyncio(loop_scope="module")

QUESTION = "Why does the bridge at Tell Wasit matter?"
SAID = "Before the fighting some four thousand vehicles used the bridge every day."
WRITING = "-# writing"
NUMBERS = "What is known about the piers, cranes, dockers, ships and silos of the harbour of Merda?"
SEND_MESSAGES = 1 << 11


@pytest.fixture(scope="module")
def teller() -> Iterator[Teller]:
    teller = Teller(most=8)
    yield teller
    teller.goes_on()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bot(discord: Wire, teller: Teller) -> AsyncIterator[Wire]:
    """The bot with a model that can be held up."""
    with ModelServer() as server:
        server.plays(teller)
        await discord.starts_the_bot(
            NAYRAB_ANSWER__MODEL="openai:teller", NAYRAB_ANSWER__BASE_URL=server.url, NAYRAB_ANSWER__API_KEY="x",
            NAYRAB_ANSWER__MAX_CLAIMS="8",
        )  # fmt: skip
        yield discord
        teller.goes_on()
        assert discord.bot is not None
        assert await discord.bot.ends(by=15) == 0, discord.bot.log.read_text()


@pytest.fixture(autouse=True)
def _calm(teller: Teller) -> Iterator[None]:
    """Every test begins with a model that writes at once, and leaves it so."""
    teller.pause = teller.first_pause = 0.0
    teller.goes_on()
    yield
    teller.goes_on()


async def in_mid_answer(bot: Wire, teller: Teller, person: Person) -> Message:
    """Ask in the person's channel; returns when the model has begun to write and waits."""
    begun = teller.begun
    teller.holds()
    message = person.says(f"{bot.me} {QUESTION}")
    await bot.until(lambda: teller.begun > begun)
    return message


def calls(bot: Wire, method: str, part: str) -> list[Call]:
    return [call for call in bot.server.calls if call.method == method and part in call.path]


async def is_whole(bot: Wire, message: Message) -> Message:
    """Wait for the answer to a message; it is one, and complete."""
    answer = await bot.finished(message)
    assert SAID in answer.content
    assert WRITING not in answer.content
    assert len(replies(bot.server.backend, message)) == 1
    return answer


@pytest.mark.parametrize("fault", ["cut", "closed", "op 7", "op 9 resumable", "op 9"])
async def test_a_break_in_mid_answer_costs_nothing_and_doubles_nothing(bot: Wire, teller: Teller, fault: str) -> None:
    gateway, reader, other = bot.server.gateway, bot.somebody(), bot.somebody()
    message = await in_mid_answer(bot, teller, reader)
    begun, session = teller.begun, gateway.session
    interaction = other.uses("ask", question=QUESTION)
    await bot.until(lambda: teller.begun > begun)
    resumed = gateway.count(Op.RESUME)
    match fault:
        case "op 7":
            await gateway.ask_to_reconnect()
        case "op 9" | "op 9 resumable":
            await gateway.invalidate(resumable="resumable" in fault)
        case _:
            await gateway.drop(None if fault == "cut" else 4000)
    later = bot.somebody().says(f"{bot.me} {QUESTION}") if fault != "op 9" else None
    teller.goes_on()
    await is_whole(bot, message)
    answer = await bot.answered(interaction)
    assert SAID in answer.content
    if later is not None:
        await is_whole(bot, later)
        assert gateway.session is session
        assert gateway.count(Op.RESUME) == resumed + 1
    else:
        await bot.server.until(lambda: gateway.session)
        assert gateway.session is not session
    await is_whole(bot, bot.somebody().says(f"{bot.me} {QUESTION}"))
    assert len(replies(bot.server.backend, message)) == 1
    assert len([m for m in other.sees() if m.author_id == bot.server.backend.bot_user.id]) == 1


async def test_five_edits_in_five_seconds_delay_a_stream_but_lose_none_of_it(bot: Wire, teller: Teller) -> None:
    server, reader, other = bot.server, bot.somebody(), bot.somebody()
    unlimited = await bot.finished(bot.somebody().says(f"{bot.me} {NUMBERS}"))
    teller.pause = 0.7
    server.rest.limits = Limits(server.clock)
    try:
        # Two answers in one channel: together they would be edited more often than Discord allows there.
        asked = [reader.says(f"{bot.me} {NUMBERS}"), other.says_in(reader.channel_id, f"{bot.me} {NUMBERS}")]
        answers = [await bot.finished(message) for message in asked]
    finally:
        server.rest.limits = None
    assert unlimited.content.count("harbour of Merda") >= len(HARBOUR.text.split(". "))
    assert [answer.content for answer in answers] == [unlimited.content] * 2
    assert [len(replies(server.backend, message)) for message in asked] == [1, 1]
    edits = calls(bot, "PATCH", f"/channels/{reader.channel_id}/messages/")
    assert len(edits) > 5, "nothing was limited"
    assert {call.status for call in edits} <= {200, 429}
    assert sum(call.status == 429 for call in edits) <= 2, "the headers are not obeyed"


async def test_limits_and_errors_on_the_way_delay_answers_but_lose_none(bot: Wire) -> None:
    server, people = bot.server, [bot.somebody() for _ in range(5)]
    channels = [f"/channels/{person.channel_id}/messages" for person in people]
    server.limit("POST", channels[0], retry_after=0.4, everywhere=True)
    server.fail("POST", channels[1], status=502)
    server.fail("POST", channels[2], status=500, done=True)  # sent, though Discord says otherwise
    server.fail("PATCH", f"{channels[3]}/*", status=500)
    server.fail("PATCH", "/webhooks/*/messages/@original", status=500)
    server.delay("POST", channels[4], seconds=1.0)
    asked = [person.says(f"{bot.me} {QUESTION}") for person in people]
    interaction = bot.somebody().uses("ask", question=QUESTION)
    for message in asked:
        await is_whole(bot, message)
    assert SAID in (await bot.answered(interaction)).content
    first = calls(bot, "POST", channels[0])
    assert [call.status for call in first] == [429, 200]
    assert first[1].at - first[0].at >= 0.4
    await server.until(lambda: [call.status for call in calls(bot, "POST", channels[2])] == [500, 200])
    assert len(replies(server.backend, asked[2])) == 1


async def test_it_acknowledges_at_once_however_long_the_model_thinks(bot: Wire, teller: Teller) -> None:
    teller.first_pause = 4.0
    began = bot.server.clock()
    interaction = bot.somebody().uses("ask", question=QUESTION)
    message = bot.somebody().says(f"{bot.me} {QUESTION}")
    await bot.server.until(lambda: interaction.responded)
    [acknowledged] = calls(bot, "POST", f"/interactions/{interaction.id}/")
    assert acknowledged.at - began < 3
    assert interaction.loading
    await bot.server.until(lambda: calls(bot, "POST", f"/channels/{message.channel_id}/typing"))
    assert SAID in (await bot.answered(interaction)).content
    assert bot.server.clock() - began >= 4
    await is_whole(bot, message)


async def test_an_answer_whose_token_has_died_goes_to_the_channel(bot: Wire, teller: Teller) -> None:
    reader, begun = bot.somebody(), teller.begun
    teller.holds()
    interaction = reader.uses("ask", question=QUESTION)
    await bot.until(lambda: teller.begun > begun)
    bot.server.expire(interaction)
    teller.goes_on()
    mine = bot.server.backend.bot_user.id
    await bot.server.until(lambda: any(m.author_id == mine and SAID in m.content for m in reader.sees()))
    [answer] = [m for m in reader.sees() if m.author_id == mine and SAID in m.content]
    assert WRITING not in answer.content
    assert answer.components


async def test_where_it_may_not_write_it_tells_the_asker_alone(bot: Wire) -> None:
    reader, backend = bot.somebody(), bot.server.backend
    silenced = Overwrite(backend.bot_user.id, OverwriteType.MEMBER, deny=SEND_MESSAGES)
    backend.set_overwrite(reader.channel_id, silenced)
    message = reader.says(f"{bot.me} {QUESTION}")
    alone = reader.alone_with_the_bot()
    await bot.server.until(lambda: any(m.components or m.content for m in alone.sees()))
    assert replies(backend, message) == []
    answer = await bot.answered(reader.uses("ask", question=QUESTION))  # a command needs no permission
    assert SAID in answer.content


async def test_a_question_or_its_channel_deleted_in_mid_answer_ends_it_quietly(bot: Wire, teller: Teller) -> None:
    reader, other = bot.somebody(), bot.somebody()
    withdrawn = await in_mid_answer(bot, teller, reader)
    begun = teller.begun
    other.says(f"{bot.me} {QUESTION}")
    await bot.until(lambda: teller.begun > begun)
    reader.deletes(withdrawn)
    bot.server.backend.delete_channel(other.channel_id)
    await asyncio.sleep(0.2)
    teller.goes_on()
    await is_whole(bot, reader.says(f"{bot.me} {QUESTION}"))
    assert replies(bot.server.backend, withdrawn) == []


async def test_an_outage_of_a_server_takes_nothing_from_it(bot: Wire) -> None:
    gateway, backend, reader = bot.server.gateway, bot.server.backend, bot.somebody()
    earlier = await is_whole(bot, reader.says(f"{bot.me} {QUESTION}"))
    gateway.take_away(bot.guild_id)
    assert SAID in (await bot.finished(bot.somebody().whispers(QUESTION))).content
    gateway.bring_back(bot.guild_id)
    await is_whole(bot, reader.says(f"{bot.me} {QUESTION}"))
    shown = await bot.response(reader.presses(earlier, "Passages"))
    assert SAID in shown.content
    assert replies(backend, earlier) == []


async def test_being_thrown_out_of_a_server_in_mid_answer_hurts_nobody_else(bot: Wire, teller: Teller) -> None:
    backend = bot.server.backend
    guild = backend.create_guild("Elsewhere")
    await in_mid_answer(bot, teller, Person.joins(backend, guild.id, "stranger"))
    backend.remove_guild(guild.id)
    teller.goes_on()
    await is_whole(bot, bot.somebody().says(f"{bot.me} {QUESTION}"))


async def test_who_installed_it_for_themselves_can_ask_where_it_is_no_member(bot: Wire) -> None:
    stranger = Person.elsewhere(bot.server.backend, "stranger")
    interaction = stranger.uses("ask", question=QUESTION)
    assert SAID in (await bot.answered(interaction)).content
    assert len(responses(bot.server.backend, interaction)) == 1
