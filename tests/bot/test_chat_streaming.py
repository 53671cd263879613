"""Answers that appear claim by claim: shown soon enough, never too often, and always replaced by the whole answer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.answering.models import Reason
from ingest.corpus.errors import CorpusError
from tests.fakes.answerer import an_answer, an_article, cited
from tests.fakes.discord_house import House, opened, shown
from tests.fakes.telling import Elsewhere, TellingAnswerer, a_claim

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    import discord

QUESTION = "Why does Nayrab matter?"
FIRST, SECOND = "Two roads meet there.", "The army held the hill."
ONE = an_article(FIRST, title="Roads")
TWO = replace(an_article(SECOND, title="Hill", publisher="Valley Times", url="https://news.example/hill"), id="a2")
WRITING = "-# writing …"


class Scene:
    """A house in which answers take as long as the test wants."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.answerer = TellingAnswerer()
        self.answerer.gives(an_answer(f"{FIRST} [1]\n{SECOND} [2]", cited(1, ONE), cited(2, TWO)))
        house.answerer = self.answerer
        self.offload = house.offload = Elsewhere(house)

    async def asks(self) -> discord.Message:
        return await self.house.alice.send(self.house.channel, f"{self.house.me} {QUESTION}")

    async def says(self, *texts: str) -> None:
        await self.answerer.says(self.house, *(a_claim(text, TWO if text == SECOND else ONE) for text in texts))

    async def ends(self) -> None:
        self.answerer.goes_on()
        await self.offload.ends()

    def edits(self) -> list[str]:
        """The contents of all edits of messages, in order."""
        calls = [call for call in self.house.env.http_requests if call.method == "PATCH"]
        return [call.json["content"] for call in calls if call.json]

    def sent(self) -> list[discord.Message]:
        return [m for m in self.house.channel.history() if m.author.bot]


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    house = House(tmp_path)
    made = Scene(house)
    async with opened(house):
        yield made


class TestMessages:
    async def test_nothing_is_shown_before_the_first_claim_is_verified(self, scene: Scene) -> None:
        await scene.asks()
        await scene.house.passes(5)
        assert scene.sent() == []
        await scene.ends()
        assert len(scene.sent()) == 1

    async def test_a_claim_is_shown_as_a_reply_with_its_source_and_a_mark(self, scene: Scene) -> None:
        asked = await scene.asks()
        await scene.says(FIRST)
        await scene.house.passes(0.6)
        assert scene.sent() == []
        await scene.house.passes(0.2)
        [half] = scene.sent()
        assert half.reference is not None
        assert half.reference.message_id == asked.id
        assert half.content.startswith(f"{FIRST} [1]\n")
        assert "[1] Harbour Post · [Roads]" in half.content
        assert half.content.endswith(WRITING)
        assert half.components == []
        await scene.ends()

    async def test_the_next_ones_are_edited_in_with_the_numbers_of_the_final_answer(self, scene: Scene) -> None:
        await scene.asks()
        await scene.says(FIRST)
        await scene.house.passes(0.8)
        await scene.says(SECOND)
        assert SECOND not in scene.sent()[0].content
        await scene.house.passes(1.3)
        [half] = scene.sent()
        assert f"{SECOND} [2]" in half.content
        assert half.content.endswith(WRITING)
        await scene.ends()
        [whole] = scene.sent()
        assert whole.content.startswith(f"{FIRST} [1]\n{SECOND} [2]")
        assert WRITING not in whole.content
        assert whole.components

    async def test_of_many_claims_only_the_newest_state_is_sent(self, scene: Scene) -> None:
        await scene.asks()
        await scene.says(FIRST)
        await scene.house.passes(0.8)
        for _ in range(20):
            await scene.says(SECOND)
            await scene.house.passes(0.1)
        assert len(scene.edits()) == 1
        await scene.house.passes(5)
        assert len(scene.edits()) == 2
        await scene.ends()
        assert len(scene.edits()) == 3

    async def test_an_answer_that_comes_at_once_has_no_half(self, scene: Scene) -> None:
        await scene.asks()
        await scene.says(FIRST, SECOND)
        await scene.ends()
        await scene.house.passes(5)
        assert scene.edits() == []
        assert len(scene.sent()) == 1

    async def test_what_was_half_written_is_replaced_by_a_refusal(self, scene: Scene) -> None:
        scene.answerer.refuses("The articles say otherwise.", Reason.FALSE_PREMISE)
        await scene.asks()
        await scene.says(FIRST)
        await scene.house.passes(1)
        await scene.ends()
        [whole] = scene.sent()
        assert whole.content.startswith("The articles say otherwise.")
        assert FIRST not in whole.content

    async def test_and_by_the_sentence_for_a_fault(self, scene: Scene) -> None:
        scene.answerer.fails(CorpusError("The index is damaged."))
        await scene.asks()
        await scene.says(FIRST)
        await scene.house.passes(1)
        await scene.ends()
        assert [m.content for m in scene.sent()] == ["The index is damaged."]

    async def test_and_by_an_apology_for_the_unexpected(self, scene: Scene) -> None:
        scene.answerer.fails(RuntimeError("boom"))
        await scene.asks()
        await scene.says(FIRST)
        await scene.house.passes(1)
        await scene.ends()
        scene.house.errors()
        [told] = scene.sent()
        assert "it has been noted" in told.content

    async def test_a_half_that_somebody_deleted_is_written_anew(self, scene: Scene) -> None:
        await scene.asks()
        await scene.says(FIRST)
        await scene.house.passes(1)
        scene.house.env.backend.delete_message(scene.house.channel.id, scene.sent()[0].id)
        await scene.says(SECOND)
        await scene.house.passes(2)
        await scene.ends()
        [whole] = scene.sent()
        assert whole.content.startswith(f"{FIRST} [1]\n{SECOND} [2]")
        assert whole.components

    @pytest.mark.parametrize("status", [429, 500, 503])
    async def test_the_last_edit_is_never_lost(self, scene: Scene, status: int) -> None:
        await scene.asks()
        await scene.says(FIRST)
        await scene.house.passes(1)
        scene.house.env.inject_error("PATCH", "/channels/*/messages/*", status=status, times=2)
        await scene.ends()
        assert scene.sent()[0].content.endswith(WRITING)
        await scene.house.passes(20)
        [whole] = scene.sent()
        assert f"{SECOND} [2]" in whole.content
        assert WRITING not in whole.content

    async def test_where_edits_are_refused_the_answer_is_sent_anew(self, scene: Scene) -> None:
        await scene.asks()
        await scene.says(FIRST)
        await scene.house.passes(1)
        scene.house.env.inject_error("PATCH", "/channels/*/messages/*", status=403, code=50001, times=None)
        await scene.ends()
        [whole] = scene.sent()
        assert WRITING not in whole.content

    async def test_a_long_half_shows_its_beginning(self, scene: Scene) -> None:
        long = an_article("The road was cut again that day. " * 120)
        await scene.asks()
        await scene.answerer.says(scene.house, a_claim(long.text.strip(), long, long.text.strip()))
        await scene.house.passes(1)
        [half] = scene.sent()
        assert half.content.startswith("The road was cut again")
        assert half.content.endswith(f".\n{WRITING}")
        await scene.ends()


class TestCommands:
    async def test_the_deferred_answer_grows_in_place(self, scene: Scene) -> None:
        house = scene.house
        result = await house.alice.slash(house.channel, "ask", question=QUESTION)
        await scene.says(FIRST)
        await house.passes(0.8)
        [half] = scene.sent()
        assert half.content.startswith(f"> {QUESTION}\n{FIRST} [1]")
        assert half.content.endswith(WRITING)
        await scene.ends()
        [whole] = scene.sent()
        assert whole.id == half.id
        assert f"{SECOND} [2]" in whole.content
        assert whole.components
        assert result.acknowledged

    async def test_a_private_one_too(self, scene: Scene) -> None:
        house = scene.house
        result = await house.alice.slash(house.channel, "ask", question=QUESTION, private=True)
        await scene.says(FIRST)
        await house.passes(0.8)
        assert result.ephemeral
        await scene.ends()
        assert WRITING not in house.said[-1]
        assert any(content.endswith(WRITING) for content in house.said)

    async def test_an_apology_replaces_the_half(self, scene: Scene) -> None:
        house = scene.house
        scene.answerer.fails(RuntimeError("boom"))
        await house.alice.slash(house.channel, "ask", question=QUESTION)
        await scene.says(FIRST)
        await house.passes(0.8)
        await scene.ends()
        house.errors()
        assert scene.sent() == [] or all(WRITING not in m.content for m in scene.sent())
        assert "it has been noted" in house.said[-1]


async def test_an_extractive_answer_is_shown_whole(tmp_path: Path) -> None:
    async with opened(House(tmp_path)) as house:
        house.answerer.tells(a_claim(FIRST, ONE))
        result = await house.alice.slash(house.channel, "ask", question=QUESTION)
        assert not any(WRITING in content for content in house.said)
        assert shown(result).components
