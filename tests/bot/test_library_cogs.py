"""`/search`, `/article`, `/sources`, `/about` and `/help` in a simulated Discord, over a library in memory."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from bot.access import Policy
from bot.client import BotOptions
from bot.research import Making, Research
from bot.server_settings import ServerSettings
from ingest.corpus.errors import CorpusError, NoCorpusError
from tests.fakes.answerer import an_article
from tests.fakes.curator import FakeCurator
from tests.fakes.discord_house import House, opened, shown
from tests.fakes.library_desk import LibraryDesk

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

SHELLED = replace(an_article("The town was shelled on Monday."), id="s1", title="Shells on the town")
OTHER = replace(an_article("A truce was signed.", publisher="Valley Times"), id="s2", title="Truce")


@pytest.fixture
def desk() -> LibraryDesk:
    return LibraryDesk().prints(SHELLED, OTHER)


@pytest.fixture
async def house(tmp_path: Path, desk: LibraryDesk) -> AsyncIterator[House]:
    research = Research(library=desk, making=Making("minilm", "extractive"))
    async with opened(House(tmp_path, research=research)) as house:
        yield house


async def uses(house: House, command: str, **options: Any) -> str:
    return shown(await house.alice.slash(house.channel, command, **options)).content


async def test_found_passages_are_shown_with_the_words_in_bold(house: House) -> None:
    result = await house.alice.slash(house.channel, "search", words="shelling")
    text = shown(result).content
    assert text.startswith("> shelling\n")
    assert "**1** · Harbour Post · [Shells on the town](<https://news.example/retaken" in text
    assert "> The town was **shelled** on Monday." in text
    assert "-# Searched all of it." in text
    assert not result.ephemeral


async def test_options_narrow_what_is_searched(house: House, desk: LibraryDesk) -> None:
    text = await uses(house, "search", words="truce", publisher="valley times", since="2020-02", until="2020-03")
    assert "A **truce** was signed." in text
    assert "Shells" not in text
    assert desk.searched[-1].filter.since == dt.date(2020, 2, 1)
    assert desk.searched[-1].filter.until == dt.date(2020, 3, 31)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"publisher": "Nobody"}, "No article is by “Nobody”; /sources lists the publishers."),
        ({"since": "soon"}, "I cannot read “soon” (since) as a date"),
        ({"since": "2021", "until": "2020"}, "swap them"),
    ],
)
async def test_an_option_that_says_nothing_is_told_in_one_sentence(
    house: House, options: dict[str, str], said: str
) -> None:
    assert said in await uses(house, "search", words="truce", **options)


async def test_nothing_found_is_one_friendly_sentence(house: House, desk: LibraryDesk) -> None:
    desk.prints()
    assert "I found no passage with these words" in await uses(house, "search", words="truce")


async def test_an_article_is_chosen_by_typing_and_shown_in_short(house: House) -> None:
    [chosen] = await house.alice.autocomplete(house.channel, "article", "title", "shell")
    assert (chosen["name"], chosen["value"]) == ("Shells on the town · Harbour Post, 25 February 2020", "s1")
    text = await uses(house, "article", title=chosen["value"])
    assert text.startswith("**[Shells on the town](<https://news.example/retaken>)**\n-# Harbour Post · 25 February")
    assert "> The town was shelled on Monday." in text
    assert "I have no other publisher’s report of this event." in text


async def test_a_title_typed_in_full_works_and_an_unclear_one_asks_back(house: House) -> None:
    assert "A truce was signed." in await uses(house, "article", title="Truce")
    assert "Which one do you mean by “t”" in await uses(house, "article", title="t")
    assert "I have no article with this title" in await uses(house, "article", title="xyz")


async def test_sources_lists_publishers_and_nothing_of_what_admins_configured(house: House) -> None:
    text = await uses(house, "sources")
    assert text == (
        "I read articles by 2 publishers, the newest of 5 March 2020:\n"
        "- **Harbour Post** (port authority) · 126 articles · 2 February 2011 to 5 March 2020\n"
        "- **Valley Times** · 1 article · 27 February 2020"
    )


async def test_about_tells_the_snapshot_what_writes_and_what_is_kept(house: House) -> None:
    text = await uses(house, "about")
    assert "I read 127 articles by 2 publishers, as of 5 March 2020" in text
    assert "Snapshot 000007, made 6 March 2020, 10:15 UTC." in text
    assert "no language model writes them" in text
    assert "the embedder minilm" in text
    assert "kept for 90 days" in text
    assert "Apache-2.0" in text
    assert "discord.py 2." in text


async def test_help_offers_questions_of_this_corpus_and_lists_the_commands(house: House) -> None:
    result = await house.alice.slash(house.channel, "help")
    text = shown(result).content
    assert result.ephemeral
    assert "“Who took Qasr Ayn?”" in text
    assert "Saraqib" not in text
    assert "- `/search`: Find passages by words" in text
    assert "-# I have 127 articles, dated 2 February 2011 to 5 March 2020." in text


async def test_help_works_without_a_corpus(house: House, desk: LibraryDesk) -> None:
    desk.breaks(NoCorpusError("There is no corpus."))
    text = await uses(house, "help")
    assert "Ask with `/ask`" in text
    assert "`/about`" in text
    assert "I have no articles to answer from yet" in await uses(house, "about")


async def test_admin_commands_are_listed_for_admins_alone(tmp_path: Path, desk: LibraryDesk) -> None:
    async with opened(House(tmp_path, curator=FakeCurator(), research=Research(library=desk))) as house:
        assert "/corpus" not in await uses(house, "help")
        options = replace(house.running.options, policy=Policy(admin_user_ids=frozenset({house.alice.id})))
        house.running.options = options
        assert "`/corpus`" in await uses(house, "help")


async def test_a_fault_is_said_in_one_sentence_and_suggestions_stay_away(house: House, desk: LibraryDesk) -> None:
    desk.breaks(CorpusError("The index is damaged; verify it."))
    for command, options in {"search": {"words": "x"}, "article": {"title": "x"}, "sources": {}}.items():
        assert await uses(house, command, **options) == "The index is damaged; verify it."
    assert await house.alice.autocomplete(house.channel, "article", "title", "t") == []


async def test_who_may_not_ask_here_may_not_look_up_either(tmp_path: Path, desk: LibraryDesk) -> None:
    options = BotOptions(token="not-a-token", policy=Policy(channel_ids=frozenset({1})))
    async with opened(House(tmp_path, options=options, research=Research(library=desk))) as house:
        result = await house.alice.slash(house.channel, "search", words="truce")
        assert result.ephemeral
        assert desk.searched == []
        assert "Ask with `/ask`" in await uses(house, "help")


async def test_what_a_server_hides_is_nowhere_and_its_default_is_private(tmp_path: Path, desk: LibraryDesk) -> None:
    rules = ServerSettings(private=True, hidden=frozenset({"Valley Times"}))
    async with opened(House(tmp_path, research=Research(library=desk), rules=rules)) as house:
        result = await house.alice.slash(house.channel, "sources")
        assert result.ephemeral
        assert "Valley Times" not in shown(result).content
        assert "Truce" not in await uses(house, "search", words="signed")
        assert "I have no article" in await uses(house, "article", title="Truce")
        assert "I have no article by “Valley Times”" in await uses(house, "search", words="x", publisher="Valley Times")
        assert await house.alice.autocomplete(house.channel, "search", "publisher", "v", words="x") == []
        open_one = await house.alice.slash(house.channel, "sources", private=False)
        assert not open_one.ephemeral


async def test_many_passages_are_turned_like_pages(house: House, desk: LibraryDesk) -> None:
    long = [replace(SHELLED, id=f"s{n}", text=f"Passage {n} tells. " * 20) for n in range(12)]
    desk.prints(*long)
    result = await house.alice.slash(house.channel, "search", words="passage")
    assert "12 passages, best first, page 1 of" in shown(result).content
    labels = [c["label"] for c in shown(result).components[0]["components"]]
    assert labels == ["Previous", "Next"]
