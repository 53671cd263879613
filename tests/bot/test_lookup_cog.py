"""`/timeline` and `/accounts` in a simulated Discord: each asks its own part of the bot and shows what comes."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from bot.access import Policy
from bot.client import BotOptions
from bot.reception import Lookup
from ingest.corpus.errors import CorpusError
from tests.fakes.answerer import FakeAnswerer, an_article, cited
from tests.fakes.discord_house import House, opened, shown

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
def chronicle() -> FakeAnswerer:
    return FakeAnswerer().answers("24 February 2020: “It fell.” [1]", cited(1, an_article()))


@pytest.fixture
def comparer() -> FakeAnswerer:
    return FakeAnswerer().answers("Both papers report it [1].", cited(1, an_article()))


@pytest.fixture
async def house(tmp_path: Path, chronicle: FakeAnswerer, comparer: FakeAnswerer) -> AsyncIterator[House]:
    lookups = {Lookup.TIMELINE: chronicle.answer, Lookup.ACCOUNTS: comparer.answer}
    async with opened(House(tmp_path, lookups=lookups)) as house:
        yield house


async def test_a_timeline_is_shown_under_the_place_with_its_sources(house: House, chronicle: FakeAnswerer) -> None:
    result = await house.alice.slash(house.channel, "timeline", place="Al-Nayrab")
    assert shown(result).content.startswith("> Al-Nayrab\n24 February 2020: “It fell.” [1]\n")
    assert "-# [1] Harbour Post" in shown(result).content
    assert chronicle.last.text == "Al-Nayrab"
    assert chronicle.last.today == dt.date(2020, 3, 6)
    assert not result.ephemeral


async def test_accounts_ask_their_own_part_and_may_be_private(house: House, comparer: FakeAnswerer) -> None:
    result = await house.alice.slash(house.channel, "accounts", topic="the strike on Dorra", private=True)
    assert "Both papers report it [1]." in shown(result).content
    assert shown(result).ephemeral
    assert comparer.last.text == "the strike on Dorra"
    assert house.answerer.asked == []


async def test_the_passages_of_a_timeline_are_behind_its_button(house: House) -> None:
    result = await house.alice.slash(house.channel, "timeline", place="Al-Nayrab")
    button = shown(result).components[0]["components"][0]
    assert button["label"] == "Passages"


async def test_a_known_fault_is_said_in_one_sentence(house: House, chronicle: FakeAnswerer) -> None:
    chronicle.fails(CorpusError("The index is damaged; run `nayrab corpus verify`."))
    result = await house.alice.slash(house.channel, "timeline", place="Al-Nayrab")
    assert shown(result).content == "The index is damaged; run \\`nayrab corpus verify\\`."


async def test_who_may_not_ask_here_may_not_look_up_either(tmp_path: Path, chronicle: FakeAnswerer) -> None:
    options = BotOptions(token="not-a-token", policy=Policy(channel_ids=frozenset({1})))
    async with opened(House(tmp_path, options=options, lookups={Lookup.TIMELINE: chronicle.answer})) as house:
        result = await house.alice.slash(house.channel, "timeline", place="Al-Nayrab")
        assert shown(result).ephemeral
        assert chronicle.asked == []


async def test_without_anything_to_look_up_the_commands_are_not_offered(tmp_path: Path) -> None:
    async with opened(House(tmp_path)) as house:
        names = {command.name for command in house.running.tree.get_commands()}
        assert "ask" in names
        assert not {"timeline", "accounts"} & names
