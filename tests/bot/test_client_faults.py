"""Nobody is left in silence: whatever goes wrong, the asker reads one sentence."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import threading
from typing import TYPE_CHECKING, Any, TypeVar

import discord
import pytest
from discord import app_commands

from bot.faults import BusyError, ClosingError, StateError, TooSlowError, explain
from bot.offload import ThreadOffload
from bot.state import State
from ingest.corpus.errors import CorpusError, NoCorpusError
from tests.fakes.answerer import FakeAnswerer, an_article, cited
from tests.fakes.discord_house import House, opened, shown

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

QUESTION = "Why does Nayrab matter?"
T = TypeVar("T")


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with opened(House(tmp_path)) as house:
        yield house


async def _both_ways(house: House, question: str = QUESTION) -> list[str]:
    """Ask by a mention and by /ask; return what was read each time."""
    await house.alice.send(house.channel, f"{house.me} {question}")
    mentioned = house.last.content
    result = await house.alice.slash(house.channel, "ask", question=question)
    return [mentioned, shown(result).content]


class TestFaultsOfAnswering:
    async def test_a_known_fault_is_told_in_its_own_sentence(self, house: House) -> None:
        house.answerer.fails(CorpusError("The index is damaged; run `nayrab corpus verify`."))
        for told in await _both_ways(house):
            assert told == "The index is damaged; run \\`nayrab corpus verify\\`."

    async def test_a_missing_corpus_is_told_with_what_an_admin_must_do(self, house: House) -> None:
        house.answerer.fails(NoCorpusError("no snapshot in /somewhere"))
        for told in await _both_ways(house):
            assert "an admin of this bot must run `nayrab ingest`" in told
            assert "/somewhere" not in told

    async def test_the_unexpected_is_apologised_for_and_noted_with_its_reference(
        self, house: House, caplog: pytest.LogCaptureFixture
    ) -> None:
        house.answerer.fails(RuntimeError("secret detail"))
        with caplog.at_level(logging.ERROR):
            for told in await _both_ways(house):
                assert told == ("Something went wrong on my side; it has been noted (ref abc123). Please try again.")
        assert len(house.errors()) == 2
        assert "ref abc123" in caplog.text
        assert "secret detail" in caplog.text

    @pytest.mark.parametrize("error", [BusyError("I am busy."), TooSlowError("That took too long.")])
    async def test_when_it_is_busy_or_too_slow_it_says_so(self, tmp_path: Path, error: Exception) -> None:
        async with opened(House(tmp_path, offload=Refusing(error))) as house:
            for told in await _both_ways(house):
                assert told == str(error)


class Refusing:
    """An offload that gets nothing done."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    async def run(self, work: Callable[[], T]) -> T:
        raise self._error

    busy = False
    callers: frozenset[asyncio.Task[Any]] = frozenset()

    def close(self) -> None:
        """Nothing to close."""

    def give_up(self) -> None:
        """Nobody is given up."""


class TestBadQuestions:
    @pytest.mark.parametrize(
        ("question", "told"),
        [
            ("🔥🔥🔥", "I found no words in that."),
            ("?!… — \u202e", "I found no words in that."),
        ],
        ids=["emoji", "signs"],
    )
    async def test_they_get_a_sentence_and_are_not_answered(self, house: House, question: str, told: str) -> None:
        await house.alice.send(house.channel, f"{house.me} {question}")
        assert told in house.last.content
        assert house.answerer.asked == []

    async def test_only_unseen_characters_count_as_nothing(self, house: House) -> None:
        result = await house.alice.slash(house.channel, "ask", question="\u200b\u202e\x07")
        assert "I found no question in that." in shown(result).content

    async def test_control_and_direction_characters_do_not_reach_the_answerer(self, house: House) -> None:
        result = await house.alice.slash(house.channel, "ask", question="Why\x00 does\u202e Nayrab\u200b matter?")
        assert house.answerer.last.text == "Why does Nayrab matter?"
        assert shown(result).content.startswith("> Why does Nayrab matter?\n")

    async def test_a_right_to_left_question_is_asked_as_it_is(self, house: House) -> None:
        await house.alice.send(house.channel, f"{house.me} لماذا النيرب مهمة؟")
        assert house.answerer.last.text == "لماذا النيرب مهمة؟"


class TestFaultsOfMemory:
    async def test_an_answer_that_cannot_be_kept_is_shown_without_its_button(self, house: House) -> None:
        await _both_ways(house)  # who may ask here is known from then on
        _break(house)
        for told in await _both_ways(house):
            assert "The town lies where" in told
        assert house.last.components == []

    async def test_passages_that_cannot_be_read_are_explained(self, house: House) -> None:
        await house.alice.send(house.channel, f"{house.me} {QUESTION}")
        _break(house)
        result = await house.alice.click(house.last, label="Passages")
        assert result.ephemeral
        assert "state.db could not be read" in shown(result).content.replace("\\", "")

    async def test_a_follow_up_is_answered_without_its_history(self, house: House) -> None:
        await house.alice.send(house.channel, f"{house.me} {QUESTION}")
        _break(house)
        await house.alice.send(house.channel, f"{house.me} And before?", reply_to=house.last)
        assert "The town lies where" in house.last.content
        assert "And before?" in house.answerer.last.text

    async def test_a_page_that_cannot_be_turned_is_explained(self, house: House) -> None:
        house.answerer.answers("Much [1].", cited(1, an_article("A quoted sentence that goes on. " * 150)))
        await house.alice.send(house.channel, f"{house.me} {QUESTION}")
        first = await house.alice.click(house.last, label="Passages")
        _break(house)
        turned = await house.alice.click(shown(first).message, label="Next")
        assert turned.followups[0].ephemeral
        assert "could not be read" in turned.followups[0].content

    async def test_a_direct_conversation_goes_on_without_its_history(self, house: House) -> None:
        await house.alice.send_dm(QUESTION)
        _break(house)
        await house.alice.send_dm("And before?")
        assert house.answerer.last.text == "And before?"
        assert not house.answerer.last.history

    async def test_an_answer_whose_message_cannot_be_noted_is_sent_all_the_same(self, house: House) -> None:
        state = house.running.reception.state
        keep = state.keep

        def keep_then_break(*arguments: object) -> None:
            keep(*arguments)  # type: ignore[arg-type]  # handed on as they came
            _break(house)

        state.keep = keep_then_break  # type: ignore[method-assign, assignment]  # the disk fails between the writes
        await house.alice.send(house.channel, f"{house.me} {QUESTION}")
        assert "The town lies where" in house.last.content

    async def test_a_purge_that_fails_does_not_stop_the_bot(self, house: House) -> None:
        await _both_ways(house)
        _break(house)
        await house.env.advance_time(24 * 3600)
        await house.alice.send(house.channel, f"{house.me} {QUESTION}")
        assert "The town lies where" in house.last.content


def _break(house: House) -> None:
    for path in house.folder.glob("state.db*"):
        path.write_bytes(b"this is not a database, and it is long enough to be read as one" * 20)


class TestFaultsOfDiscord:
    async def test_a_command_that_discord_shows_stale_is_explained(self, house: House) -> None:
        house.running.tree.remove_command("help")
        result = await house.alice.slash(house.channel, "help")
        house.errors()
        assert "has changed since Discord showed it" in shown(result).content

    async def test_an_answer_that_cannot_be_edited_in_follows(self, house: House) -> None:
        house.env.inject_error("PATCH", "/webhooks/*", status=500, times=None)
        await house.alice.slash(house.channel, "ask", question=QUESTION)
        await house.passes(20)
        assert "The town lies where" in house.last.content

    async def test_when_the_asker_cannot_be_told_at_all_the_bot_goes_on(self, house: House) -> None:
        for path in ("/webhooks/*", "/channels/*"):
            house.env.inject_error("*", path, status=403, times=2)
        await house.alice.slash(house.channel, "ask", question=QUESTION)
        house.env.backend.faults.clear()
        await house.alice.send(house.channel, f"{house.me} {QUESTION}")
        assert "The town lies where" in house.last.content

    @pytest.mark.parametrize(
        ("error", "told"),
        [
            (app_commands.CheckFailure("no"), "You may not do that here."),
            (app_commands.CommandOnCooldown(app_commands.Cooldown(1, 9), 8.7), "Please wait 9 seconds"),
        ],
        ids=["check", "cooldown"],
    )
    async def test_refusals_of_the_command_framework_are_sentences(
        self, house: House, error: Exception, told: str
    ) -> None:
        command = house.running.tree.get_command("help")
        assert isinstance(command, app_commands.Command)

        async def refuse(_interaction: discord.Interaction) -> bool:
            raise error

        command.add_check(refuse)
        result = await house.alice.slash(house.channel, "help")
        house.errors()
        assert told in shown(result).content
        assert result.ephemeral


class TestWarmUp:
    async def test_what_answering_needs_is_loaded_in_a_thread_before_anybody_asks(self, tmp_path: Path) -> None:
        threads: list[str] = []
        async with opened(House(tmp_path, warm_up=lambda: threads.append(threading.current_thread().name))):
            assert len(threads) == 1
            assert threads != [threading.current_thread().name]

    async def test_a_fault_in_it_is_noted_and_does_not_keep_the_bot_away(
        self, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        def fail() -> None:
            raise NoCorpusError("There is no corpus yet.")

        async with opened(House(tmp_path, warm_up=fail)) as house:
            await house.alice.send(house.channel, f"{house.me} {QUESTION}")
            assert "The town lies where" in house.last.content
        assert "not ready to answer: There is no corpus yet." in caplog.text


class TestShutdown:
    async def test_it_waits_for_an_answer_that_is_under_way(self, tmp_path: Path) -> None:
        async with opened(House(tmp_path, FakeAnswerer().takes(0.2))) as house:
            bot = house.env.bot
            closing: list[asyncio.Task[None]] = []

            class Closes(FakeAnswerer):
                def answer(self, question: object, progress: object = None) -> object:  # type: ignore[override]  # closes while it answers
                    loop.call_soon_threadsafe(lambda: closing.append(asyncio.ensure_future(bot.close())))
                    return house.answerer.answer(question)  # type: ignore[arg-type]  # handed on

            loop = asyncio.get_running_loop()
            object.__setattr__(bot.reception, "answerer", Closes())  # type: ignore[attr-defined]  # as above
            await house.alice.send(house.channel, f"{house.me} {QUESTION}")
            await closing[0]
            assert "The town lies where" in house.last.content

    async def test_a_closed_desk_says_that_it_is_being_restarted(self, house: House) -> None:
        house.running.reception.offload.close()
        await house.alice.send(house.channel, f"{house.me} {QUESTION}")
        assert "being restarted" in house.last.content


class TestOffload:
    async def test_it_takes_so_many_at_once_and_so_many_waiting_and_no_more(self) -> None:
        gate = asyncio.Event()
        loop = asyncio.get_running_loop()

        def wait() -> str:
            asyncio.run_coroutine_threadsafe(gate.wait(), loop).result()
            return "done"

        offload = ThreadOffload(workers=1, waiting=1, limit=30)
        first, second = asyncio.create_task(offload.run(wait)), asyncio.create_task(offload.run(wait))
        await asyncio.sleep(0)
        with pytest.raises(BusyError):
            await offload.run(wait)
        gate.set()
        assert [await first, await second] == ["done", "done"]
        assert await offload.run(lambda: "room again") == "room again"
        offload.close()

    async def test_a_call_past_its_limit_is_given_up(self) -> None:
        gate = threading.Event()
        offload = ThreadOffload(workers=1, waiting=0, limit=0.02)
        with pytest.raises(TooSlowError, match=r"longer than 0\.02 seconds"):
            await offload.run(gate.wait)
        gate.set()
        offload.close()

    async def test_a_call_nobody_waits_for_keeps_its_place_until_it_ends(self) -> None:
        gate, started = threading.Event(), asyncio.Event()
        loop = asyncio.get_running_loop()

        def work() -> None:
            loop.call_soon_threadsafe(started.set)
            gate.wait()

        offload = ThreadOffload(workers=1, waiting=0, limit=30)
        given_up = asyncio.create_task(offload.run(work))
        await started.wait()
        given_up.cancel()
        await asyncio.wait([given_up])
        with pytest.raises(BusyError):
            await offload.run(work)
        gate.set()
        await asyncio.to_thread(offload._pool.shutdown)
        with pytest.raises(ClosingError):
            await offload.run(work)

    async def test_a_time_out_of_the_work_itself_is_not_taken_for_the_limit(self) -> None:
        offload = ThreadOffload(workers=1, waiting=0, limit=30)

        def fail() -> None:
            raise TimeoutError("the model did not answer")

        with pytest.raises(TimeoutError, match="the model did not answer"):
            await offload.run(fail)
        offload.close()


class TestExplain:
    def test_a_fault_cannot_ping_or_flood(self) -> None:
        told = explain(CorpusError("@everyone " + "x" * 5_000), "r").text
        assert "@everyone" not in told
        assert len(told) <= 600

    def test_a_fault_without_words_still_says_something(self) -> None:
        assert explain(StateError(""), "r").text == "That did not work."


def test_the_memory_of_a_newer_nayrab_is_refused(tmp_path: Path) -> None:
    state = State(tmp_path / "state.db")
    with state.database._engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA user_version = 99")
    with pytest.raises(StateError, match="newer Nayrab"):
        State(tmp_path / "state.db")


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StateError, match="could not be opened"):
        State(tmp_path / "file" / "state.db").purge(dt.datetime.now(dt.UTC))
