"""The message menus in a simulated Discord: who may use them, what they are given, what is shown to whom."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from unittest.mock import Mock

import discord
import pytest

from bot.access import Policy
from bot.answering.findings import PlaceNote, Review, Verdict
from bot.client import BotOptions
from bot.cogs.menus import text_of
from bot.research import Research
from bot.server_settings import ServerSettings
from ingest.corpus.errors import CorpusError
from ingest.corpus.gazetteer import places_called
from tests.fakes.answerer import an_article
from tests.fakes.checking import FakeAtlas, FakeReviewer, checked, excerpt
from tests.fakes.discord_house import House, opened, shown

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

CHECK, EXPLAIN = "Check against sources", "Explain place"
LIES = excerpt(an_article(), "The town lies where the two roads meet.")


@pytest.fixture
def reviewer() -> FakeReviewer:
    return FakeReviewer(Review((checked("The town lies at a crossing.", Verdict.SUPPORTED, LIES),)))


@pytest.fixture
def atlas() -> FakeAtlas:
    return FakeAtlas([PlaceNote("Nayrab", places_called("Nayrab"), ("Neirab",), LIES)])


@pytest.fixture
async def house(tmp_path: Path, reviewer: FakeReviewer, atlas: FakeAtlas) -> AsyncIterator[House]:
    rules = ServerSettings(hidden=frozenset({"Valley Times"}))
    async with opened(House(tmp_path, research=Research(reviewer=reviewer, atlas=atlas), rules=rules)) as house:
        yield house


async def test_a_message_is_checked_and_shown_to_the_one_who_asked_alone(house: House, reviewer: FakeReviewer) -> None:
    bob = house.guild.add_member(house.env.create_user("bob"))
    message = await bob.send(house.channel, "The town lies at a crossing.")
    result = await house.alice.context_menu(house.channel, CHECK, message)
    assert shown(result).ephemeral
    assert "✅ **Supported:** The town lies at a crossing." in shown(result).content
    assert "> The town lies where the two roads meet." in shown(result).content
    assert "Harbour Post · [Rebels retake the town](<https://news.example/retaken>)" in shown(result).content
    assert reviewer.asked == [("The town lies at a crossing.", message.created_at.date(), frozenset({"Valley Times"}))]


async def test_places_are_explained_as_of_today(house: House, atlas: FakeAtlas) -> None:
    message = await house.alice.send(house.channel, "Fighting near Nayrab")
    result = await house.alice.context_menu(house.channel, EXPLAIN, message)
    assert shown(result).ephemeral
    assert "**Nayrab** can be one of several places:" in shown(result).content
    assert "openstreetmap.org" in shown(result).content
    assert atlas.asked == [("Fighting near Nayrab", dt.date(2020, 3, 6), frozenset({"Valley Times"}))]


async def test_nothing_to_check_is_said_in_a_sentence(house: House, reviewer: FakeReviewer) -> None:
    reviewer.gives = Review((), unchecked=1)
    message = await house.alice.send(house.channel, "Good morning!")
    result = await house.alice.context_menu(house.channel, CHECK, message)
    assert shown(result).content.startswith("I found nothing in this message that I could check")


async def test_a_message_that_names_no_place_gets_a_sentence(house: House, atlas: FakeAtlas) -> None:
    atlas.gives = ()
    message = await house.alice.send(house.channel, "Good morning!")
    result = await house.alice.context_menu(house.channel, EXPLAIN, message)
    assert shown(result).content == "I know none of the places that this message names, or it names none."


async def test_of_a_message_without_words_the_embed_is_read(house: House, reviewer: FakeReviewer) -> None:
    embed = discord.Embed(title="Town taken", description="Rebels took the town.").add_field(
        name="When", value="Monday"
    )
    message = await house.running.get_channel(house.channel.id).send(embed=embed)  # type: ignore[union-attr]  # a text channel
    await house.alice.context_menu(house.channel, CHECK, message)
    assert reviewer.asked[0][0] == "Town taken\nRebels took the town.\nWhen\nMonday"


async def test_many_statements_become_pages_that_turn(house: House, reviewer: FakeReviewer) -> None:
    long = an_article("The governor spoke of the road for a long time. " * 10)
    piece = excerpt(long, long.text.strip())
    each = [checked(f"Statement {n} of the town.", Verdict.NOT_FOUND, piece) for n in range(8)]
    reviewer.gives = Review(tuple(each), left_out=2)
    message = await house.alice.send(house.channel, "Much.")
    result = await house.alice.context_menu(house.channel, CHECK, message)
    assert "Page 1 of" in shown(result).content
    assert "2 more statements were not looked at." in shown(result).content
    turned = await house.alice.click(shown(result), label="Next")
    assert "Page 2 of" in shown(turned).content


async def test_a_known_fault_is_said_in_one_sentence(house: House, reviewer: FakeReviewer) -> None:
    reviewer.fails(CorpusError("The index is damaged; run `nayrab corpus verify`."))
    message = await house.alice.send(house.channel, "The town lies at a crossing.")
    result = await house.alice.context_menu(house.channel, CHECK, message)
    assert shown(result).content == "The index is damaged; run \\`nayrab corpus verify\\`."
    assert len(house.errors()) == 1


async def test_who_may_not_ask_here_may_not_check_either(tmp_path: Path, reviewer: FakeReviewer) -> None:
    options = BotOptions(token="not-a-token", policy=Policy(channel_ids=frozenset({1})))
    async with opened(House(tmp_path, options=options, research=Research(reviewer=reviewer))) as house:
        message = await house.alice.send(house.channel, "The town lies at a crossing.")
        result = await house.alice.context_menu(house.channel, CHECK, message)
        assert shown(result).ephemeral
        assert shown(result).content.startswith("I answer questions only in <#1>")
        assert reviewer.asked == []


async def test_they_work_in_every_place_and_go_with_their_cog(house: House) -> None:
    kind = discord.AppCommandType.message
    menus = [house.running.tree.get_command(name, type=kind) for name in (CHECK, EXPLAIN)]
    for menu in menus:
        assert menu is not None
        data = menu.to_dict(house.running.tree)
        assert (data["contexts"], data["integration_types"]) == ([0, 1, 2], [0, 1])
    await house.running.remove_cog("MenusCog")
    assert house.running.tree.get_command(CHECK, type=kind) is None


async def test_without_the_parts_the_menus_are_not_offered(tmp_path: Path, atlas: FakeAtlas) -> None:
    async with opened(House(tmp_path, research=Research(atlas=atlas))) as house:
        names = {menu.name for menu in house.running.tree.get_commands(type=discord.AppCommandType.message)}
        assert names == {EXPLAIN}


@pytest.mark.parametrize(
    ("content", "forwarded", "said"),
    [
        ("The town fell.", "Another says it did not.", "The town fell."),
        (" ", "The town fell.", "The town fell."),
        ("", " ", ""),
    ],
    ids=["own words", "forwarded", "nothing"],
)
def test_a_forwarded_message_is_read_where_there_are_no_own_words(content: str, forwarded: str, said: str) -> None:
    shot = Mock(spec=discord.MessageSnapshot, content=forwarded)
    message = Mock(spec=discord.Message, content=content, message_snapshots=[shot], embeds=[])
    assert text_of(message) == said
