"""The whole house but for the wire: real snapshots, embedder and answers behind the bot in a simulated Discord."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.fakes.discord_house import House, opened, shown
from tests.fakes.newsroom import BRIDGE, LATER, MARKET, STORIES, TRUCE, Newsroom, Story

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

QUESTION = "Why does the bridge at Tell Wasit matter?"
OF_THE_FERRY = "Where does the ferry to Bint Jana sail from?"

_MARK = re.compile(r"(?<!\\)\[(\d+)\]")
_SOURCE = re.compile(r"^-# \[(\d+)\] ", re.MULTILINE)


@pytest.fixture(scope="module")
def first_edition(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """A real corpus that nobody has open."""
    return Newsroom(tmp_path_factory.mktemp("newsroom") / "first").prints(*STORIES)


@pytest.fixture
def newsroom(first_edition: Newsroom, tmp_path: Path) -> Iterator[Newsroom]:
    newsroom = first_edition.copied_to(tmp_path / "newsroom")
    yield newsroom
    newsroom.closes()


@pytest.fixture
async def house(newsroom: Newsroom, tmp_path: Path) -> AsyncIterator[House]:
    async with opened(House(tmp_path, real_answerer=newsroom.answerer())) as house:
        yield house


def _quotes(passages: str) -> list[str]:
    """The quoted lines of a page of passages, as they stood before they were made harmless."""
    lines = [line.removeprefix("> ") for line in passages.splitlines() if line.startswith("> ")]
    return [re.sub(r"\\(.)", r"\1", line) for line in lines if line.strip()]


def _verbatim(passages: str) -> bool:
    texts = [" ".join(story.text.split()) for story in (*STORIES, LATER)]
    quotes = _quotes(passages)
    return bool(quotes) and all(any(quote in text for text in texts) for quote in quotes)


async def test_ask_answers_with_marks_sources_and_as_of(house: House) -> None:
    content = shown(await house.alice.slash(house.channel, "ask", question=QUESTION)).content
    body, _, sources = content.partition("\n-# [1] ")
    assert "Before the fighting some four thousand vehicles used the bridge every day." in body
    numbers = _SOURCE.findall(content)
    assert numbers == [str(n) for n in range(1, len(numbers) + 1)]
    assert set(_MARK.findall(body)) == set(numbers)
    assert f"[{BRIDGE.title}](<{BRIDGE.url}>) · 25 February 2020" in sources
    assert re.search(r"^-# As of \d+ (February|March) 2020\.$", content, re.MULTILINE)


async def test_the_passages_are_verbatim(house: House) -> None:
    result = await house.alice.slash(house.channel, "ask", question=QUESTION)
    pressed = await house.alice.click(shown(result).message, label="Passages")
    assert pressed.ephemeral
    assert _verbatim(shown(pressed).content)


async def test_so_they_are_after_a_restart_over_a_new_snapshot(house: House, newsroom: Newsroom) -> None:
    result = await house.alice.slash(house.channel, "ask", question=QUESTION)
    before = shown(await house.alice.click(shown(result).message, label="Passages")).content
    newsroom.prints(LATER)
    await house.env.restart_bot(house.bot())
    after = shown(await house.alice.click(shown(result).message, label="Passages")).content
    assert after == before
    assert _verbatim(after)


async def test_what_the_articles_do_not_say_is_refused_without_passages(house: House) -> None:
    result = shown(await house.alice.slash(house.channel, "ask", question=OF_THE_FERRY))
    assert "I searched 4 articles by Harbour Post, Valley Times" in result.content
    assert "You can ask me about" in result.content
    assert "Passages" not in str(result.components)


@pytest.mark.parametrize(
    ("question", "story"),
    [
        ("When did both commands sign the truce for the eastern valley?", TRUCE),
        ("When did shells fall on the covered market of Qasr Ayn?", MARKET),
    ],
    ids=["truce", "market"],
)
async def test_a_reply_is_understood_by_what_was_asked_before(house: House, question: str, story: Story) -> None:
    await house.alice.send(house.channel, f"{house.me} {question}")
    await house.alice.send(house.channel, f"{house.me} And where was that?", reply_to=house.last)
    assert f"[1] {story.publisher} · [{story.title}]" in house.last.content


async def test_an_empty_corpus_names_what_an_admin_must_do(tmp_path: Path) -> None:
    empty = Newsroom(tmp_path / "empty")
    async with opened(House(tmp_path, real_answerer=empty.answerer())) as house:
        content = shown(await house.alice.slash(house.channel, "ask", question=QUESTION)).content
        assert "an admin of this bot must run `nayrab ingest` first" in content


async def test_articles_ingested_while_it_runs_are_answered_from(house: House, newsroom: Newsroom) -> None:
    await house.alice.send(house.channel, f"{house.me} {OF_THE_FERRY}")
    assert "I searched 4 articles" in house.last.content
    newsroom.prints(LATER)
    await house.alice.send(house.channel, f"{house.me} {OF_THE_FERRY}")
    assert "sails again from the port of Merda" in house.last.content
    assert LATER.url in house.last.content
