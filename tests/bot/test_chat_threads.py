"""Threads: answers that open one, and conversations that go on in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from discord import MessageType

from bot.client import BotOptions
from bot.conversation import TokenBudget, roughly, thread_name
from bot.server_settings import ServerSettings
from tests.fakes.discord_house import House, opened
from tests.fakes.telling import Elsewhere, TellingAnswerer, a_claim

if TYPE_CHECKING:
    from pathlib import Path

    import simcord

QUESTION = "Why does Nayrab matter?"
ANSWER = "The town lies where"


class Everywhere(frozenset[int]):
    """All channels: the test's are not there yet when the rules are made."""

    def __contains__(self, _channel: object) -> bool:
        return True


def _house(folder: Path, *, content: bool = False) -> House:
    rules = ServerSettings.model_construct(threads=Everywhere())
    return House(folder, rules=rules, options=BotOptions("t", message_content=content))


def _threads(house: House) -> list[simcord.ChannelHandle]:
    return house.channel.threads


async def test_the_answer_to_a_mention_opens_a_thread_on_the_question(tmp_path: Path) -> None:
    async with opened(_house(tmp_path)) as house:
        asked = await house.alice.send(house.channel, f"{house.me} {QUESTION}")
        [thread] = _threads(house)
        assert thread.id == asked.id
        assert thread.name == QUESTION
        [answer] = thread.history()
        assert answer.content.startswith(ANSWER)
        assert answer.components
        assert [m.content for m in house.channel.history() if m.author.bot and m.type is MessageType.default] == []


async def test_a_command_leaves_the_question_and_answers_in_its_thread(tmp_path: Path) -> None:
    async with opened(_house(tmp_path)) as house:
        await house.alice.slash(house.channel, "ask", question=QUESTION)
        [thread] = _threads(house)
        [starter] = [m for m in house.channel.history() if m.id == thread.id]
        assert starter.content == f"> {QUESTION}\n-# My answer is in the thread of this message."
        assert ANSWER in thread.history()[-1].content


async def test_a_private_command_opens_none(tmp_path: Path) -> None:
    async with opened(_house(tmp_path)) as house:
        result = await house.alice.slash(house.channel, "ask", question=QUESTION, private=True)
        assert _threads(house) == []
        assert result.ephemeral


@pytest.mark.parametrize("way", ["mention", "command"])
async def test_without_the_permission_the_answer_stays_in_the_channel(tmp_path: Path, way: str) -> None:
    async with opened(_house(tmp_path)) as house:
        house.env.inject_error("POST", "/channels/*/messages/*/threads", status=403, code=50013, times=None)
        if way == "mention":
            await house.alice.send(house.channel, f"{house.me} {QUESTION}")
        else:
            await house.alice.slash(house.channel, "ask", question=QUESTION)
        assert _threads(house) == []
        assert ANSWER in house.last.content
        assert house.last.components


async def test_a_thread_in_which_it_may_not_write_is_left_for_the_channel(tmp_path: Path) -> None:
    async with opened(_house(tmp_path)) as house:
        asked = await _ask_where_threads_are_closed(house)
        assert house.last.reference is not None
        assert house.last.reference.message_id == asked
        assert ANSWER in house.last.content


async def _ask_where_threads_are_closed(house: House) -> int:
    message = house.env.backend.create_message(house.channel.id, house.alice.id, f"{house.me} {QUESTION}")
    house.env.inject_error("POST", f"/channels/{message.id}/messages", status=403, code=50013, times=None)
    await house.env.settle()
    return message.id


async def test_the_half_written_answer_grows_in_the_thread_and_goes_with_the_question(tmp_path: Path) -> None:
    house = _house(tmp_path)
    answerer = house.answerer = TellingAnswerer()
    offload = house.offload = Elsewhere(house)
    async with opened(house):
        asked = await house.alice.send(house.channel, f"{house.me} {QUESTION}")
        assert _threads(house) == []
        await answerer.says(house, a_claim("Two roads meet."))
        await house.passes(1)
        [half] = _threads(house)[0].history()
        assert half.content.endswith("-# writing …")
        await house.alice.delete(asked)
        answerer.goes_on()
        await offload.ends()
        assert [m for thread in _threads(house) for m in thread.history() if m.author.bot] == []


@pytest.mark.parametrize("way", ["mention", "command"])
async def test_the_conversation_goes_on_there_after_a_restart_without_a_mention(tmp_path: Path, way: str) -> None:
    async with opened(_house(tmp_path, content=True)) as house:
        if way == "mention":
            await house.alice.send(house.channel, f"{house.me} {QUESTION}")
        else:
            await house.alice.slash(house.channel, "ask", question=QUESTION)
        await house.env.restart_bot(house.bot())
        [thread] = _threads(house)
        for text in ("And before?", "And then?"):
            await house.alice.send(thread, text)
        assert [asked.text for asked in house.answerer.asked] == [QUESTION, "And before?", "And then?"]
        histories = [asked.history for asked in house.answerer.asked]
        assert histories == [(), (QUESTION,), (QUESTION, "And before?")]
        assert len(_threads(house)) == 1


async def test_people_who_talk_among_themselves_there_are_left_alone(tmp_path: Path) -> None:
    async with opened(_house(tmp_path, content=True)) as house:
        await house.alice.send(house.channel, f"{house.me} {QUESTION}")
        [thread] = _threads(house)
        bob = house.guild.add_member(house.env.create_user("bob"))
        said = await house.alice.send(thread, f"{bob.mention} have you seen this?")
        await bob.send(thread, "I have", reply_to=said)
        assert len(house.answerer.asked) == 1


@pytest.mark.parametrize(
    ("question", "name"),
    [
        (QUESTION, QUESTION),
        ("@everyone <@123> `why`?\n# now", "everyone 123 why ? now"),
        ("***", "Question"),
        ("Who? " * 40, ("Who? " * 40)[:99].rstrip() + "…"),
    ],
)
def test_a_threads_name_is_the_question_made_harmless(question: str, name: str) -> None:
    assert thread_name(question) == name
    assert len(thread_name(question)) <= 100


class TestBudget:
    async def test_old_questions_are_left_out_where_they_do_not_fit(self, tmp_path: Path) -> None:
        options = BotOptions("t", history_tokens=roughly("Question 1?") * 2)
        async with opened(House(tmp_path, options=options)) as house:
            for number in range(4):
                await house.alice.send_dm(f"Question {number}?")
            assert house.answerer.last.history == ("Question 1?", "Question 2?")

    @pytest.mark.parametrize(
        ("tokens", "kept"), [(0, ()), (2, ("cc",)), (4, ("cc",)), (5, ("bbb", "cc")), (9, ("a", "bbb", "cc"))]
    )
    def test_the_newest_are_kept_without_a_gap(self, tokens: int, kept: tuple[str, ...]) -> None:
        assert TokenBudget(tokens, len).newest(("a", "bbb", "cc")) == kept
