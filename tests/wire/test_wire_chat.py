"""Conversations over the wire, with a language model that takes its time: streamed, dropped, in threads, narrowed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio

from bot.playground.people import Person, replies, responses
from tests.fakes.modelserver import ModelServer
from tests.fakes.teller import Teller
from tests.wire.edition import MILL

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from simcord.backend.models import Message

    from tests.wire.conftest import Wire

pytestmark = pytest.mark.asyncio(loop_scope="module")

QUESTION = "What is known about the stones, the wheel, the people and the roof of the mill of Tell Wasit?"
WRITING = "-# writing …"
EPHEMERAL = 1 << 6


@pytest.fixture(scope="module")
def teller() -> Iterator[Teller]:
    teller = Teller(most=4)
    yield teller
    teller.goes_on()


@pytest.fixture(autouse=True)
def _calm(teller: Teller) -> Iterator[None]:
    yield
    teller.goes_on()


@pytest.fixture(scope="module")
def threader(discord: Wire) -> Person:
    """Somebody whose channel is one in which answers open a thread."""
    return discord.somebody()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bot(discord: Wire, teller: Teller, threader: Person) -> AsyncIterator[Wire]:
    """The bot with a model that can be held up, and the message content intent."""
    discord.server.gateway.approved = frozenset({"message_content"})
    with ModelServer() as server:
        server.plays(teller)
        await discord.starts_the_bot(
            NAYRAB_ANSWER__MODEL="openai:teller", NAYRAB_ANSWER__BASE_URL=server.url, NAYRAB_ANSWER__API_KEY="x",
            NAYRAB_DISCORD__MESSAGE_CONTENT="true", NAYRAB_SERVER__THREADS=f"[{threader.channel_id}]",
        )  # fmt: skip
        yield discord
        teller.goes_on()
        assert discord.bot is not None
        assert await discord.bot.ends(by=15) == 0, discord.bot.log.read_text()


async def half_written(bot: Wire, asked: Message) -> Message:
    await bot.server.until(lambda: any(WRITING in r.content for r in replies(bot.server.backend, asked)))
    return replies(bot.server.backend, asked)[0]


async def test_an_answer_appears_while_it_is_written_and_is_whole_in_the_end(bot: Wire, teller: Teller) -> None:
    teller.holds()
    asked = bot.somebody().says(f"{bot.me} {QUESTION}")
    half = await half_written(bot, asked)
    shown = half.content
    assert "[1]" in shown
    assert f"[{MILL.title}](<{MILL.url}>)" in shown
    teller.goes_on()
    whole = await bot.finished(asked)
    assert whole.id == half.id
    assert WRITING not in whole.content
    assert whole.content.count("[1]") > shown.count("[1]")
    assert len(replies(bot.server.backend, asked)) == 1


async def test_a_command_is_acknowledged_while_the_model_thinks_and_streams_in_place(bot: Wire, teller: Teller) -> None:
    teller.holds()
    began = bot.server.clock()
    interaction = bot.somebody().uses("ask", question=QUESTION)
    await bot.server.until(lambda: any(WRITING in r.content for r in responses(bot.server.backend, interaction)))
    [acknowledged] = [c for c in bot.server.calls if f"/interactions/{interaction.id}/" in c.path]
    assert acknowledged.at - began < 3
    teller.goes_on()
    whole = await bot.answered(interaction)
    assert whole.content.startswith("> What is known about the stones")
    assert WRITING not in whole.content


@pytest.mark.parametrize("change", ["edited", "deleted"])
async def test_a_question_that_changes_takes_its_half_written_answer_along(
    bot: Wire, teller: Teller, change: str
) -> None:
    teller.holds()
    alice = bot.somebody()
    asked = alice.says(f"{bot.me} {QUESTION}")
    await half_written(bot, asked)
    if change == "edited":
        alice.edits(asked, f"{bot.me} never mind")
    else:
        alice.deletes(asked)
    await bot.server.until(lambda: not replies(bot.server.backend, asked))
    teller.goes_on()
    again = alice.says(f"{bot.me} {QUESTION}")
    await bot.finished(again)
    assert replies(bot.server.backend, asked) == []


async def test_a_newer_question_overtakes_an_older_one(bot: Wire, teller: Teller) -> None:
    teller.holds()
    alice = bot.somebody()
    older = alice.says(f"{bot.me} {QUESTION}")
    await half_written(bot, older)
    newer = alice.says(f"{bot.me} Who watches over the truce?")
    await bot.server.until(lambda: not replies(bot.server.backend, older))
    teller.goes_on()
    await bot.finished(newer)
    assert replies(bot.server.backend, older) == []


async def test_a_direct_conversation_needs_no_mention(bot: Wire) -> None:
    alice = bot.somebody()
    first = await bot.finished(alice.whispers("What does the truce for the eastern valley forbid?"))
    assert "[1]" in first.content
    await bot.finished(alice.whispers("And who watches over it?"))


async def test_in_thread_mode_the_answer_opens_one_and_the_talk_goes_on_there(bot: Wire, threader: Person) -> None:
    backend = bot.server.backend
    asked = threader.says(f"{bot.me} {QUESTION}")
    await bot.server.until(lambda: any(m.components for m in backend.messages.get(asked.id, {}).values()))
    thread = backend.get_channel(asked.id)
    name = thread.name or ""
    assert name.startswith("What is known about the stones")
    assert len(name) <= 100
    assert replies(backend, asked) == []
    follow_up = threader.says_in(thread.id, "And how high is the wheel of the mill?")
    assert "six metres" in (await bot.finished(follow_up)).content


async def test_a_command_in_thread_mode_leaves_its_question_and_answers_in_the_thread(
    bot: Wire, threader: Person
) -> None:
    backend = bot.server.backend
    interaction = threader.uses("ask", question=QUESTION)
    starter = await bot.response(interaction)
    await bot.server.until(lambda: any(m.components for m in backend.messages.get(starter.id, {}).values()))
    assert starter.content.endswith("-# My answer is in the thread of this message.")


async def test_its_options_narrow_what_is_read(bot: Wire) -> None:
    alice = bot.somebody()
    interaction = alice.uses(
        "ask", question="What is known about Tell Wasit?", publisher="valley times", since="April 2020", private=True
    )
    answer = await bot.answered(interaction)
    assert answer.flags & EPHEMERAL
    assert MILL.title in answer.content
    assert "Harbour Post" not in answer.content


async def test_publishers_are_offered_while_typing(bot: Wire) -> None:
    typed = bot.somebody().types("ask", "publisher", "harb")
    await bot.server.until(lambda: typed.autocomplete_choices)
    assert [choice["value"] for choice in typed.autocomplete_choices or []] == ["Harbour Post"]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"since": "soon"}, "“soon” (since) as a date"),
        ({"publisher": "The Moon Daily"}, "No article in the corpus is by the publisher"),
    ],
    ids=["date", "publisher"],
)
async def test_what_cannot_be_meant_is_one_sentence(bot: Wire, options: dict[str, Any], told: str) -> None:
    answer = await bot.response(bot.somebody().uses("ask", question=QUESTION, **options))
    assert told in answer.content
