"""What stands under an answer, in a simulated Discord: passages, accounts, follow-ups, votes; also after a restart."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import discord
import pytest

from bot.access import Policy
from bot.answering.models import Account, Disagreement
from bot.client import BotOptions
from bot.cogs.privacy import copy_file
from tests.fakes.answerer import an_answer, an_article, cited
from tests.fakes.curator import FakeCurator
from tests.fakes.discord_house import House, opened, shown

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    import simcord

QUESTION = "How many were killed in Velm?"
HARBOUR = an_article("The roof burned. Guns killed 12 people. It rained.", publisher="Harbour Post")
COAST = replace(an_article("At least 30 died.", publisher="Coast Agency", url=None), id="a2")
DIFFERING = replace(
    an_answer("12 [1] or 30 [2].", cited(1, HARBOUR, "Guns killed 12 people."), cited(2, COAST)),
    disagreements=(
        Disagreement("the number of *people* killed", (Account("12 killed", (1,)), Account("at least 30", (2,)))),
    ),
)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with opened(House(tmp_path, curator=FakeCurator())) as house:
        house.answerer.gives(DIFFERING)
        yield house


def labels(message: Any) -> list[str]:
    return [button["label"] for row in message.components for button in row["components"]]


async def asks(house: House, **options: Any) -> Any:
    """Alice asks; returns the message of the answer."""
    return shown(await house.alice.slash(house.channel, "ask", question=QUESTION, **options)).message


def votes(house: House) -> list[tuple[bool, str]]:
    found = house.running.reception.state.votes.judged(house.clock() - dt.timedelta(days=1), house.clock())
    return [(vote.helpful, vote.reason) for judged in found for vote in judged.votes]


class TestRow:
    async def test_all_five_stand_in_one_row(self, house: House) -> None:
        result = await house.alice.slash(house.channel, "ask", question=QUESTION)
        assert labels(shown(result)) == ["Passages", "Accounts", "Ask a follow-up", "Helpful", "Not helpful"]
        assert len(shown(result).components) == 1

    async def test_accounts_are_offered_only_where_sources_differ(self, house: House) -> None:
        house.answerer.answers()
        assert "Accounts" not in labels(shown(await house.alice.slash(house.channel, "ask", question=QUESTION)))

    @pytest.mark.parametrize("label", ["Passages", "Accounts", "Ask a follow-up", "Helpful", "Not helpful"])
    async def test_after_retention_each_says_that_it_is_gone(self, house: House, label: str) -> None:
        message = await asks(house)
        house.clock.advance(days=91)
        result = await house.alice.click(message, label=label)
        assert result.ephemeral
        assert "I no longer have this answer" in shown(result).content
        assert "90 days" in shown(result).content

    @pytest.mark.parametrize("label", ["Passages", "Accounts", "Ask a follow-up", "Helpful", "Not helpful"])
    async def test_a_broken_memory_is_told(self, house: House, label: str) -> None:
        message = await asks(house)
        for file in house.folder.glob("state.db*"):
            file.unlink()
        (house.folder / "state.db").write_bytes(b"no database" * 100)
        result = await house.alice.click(message, label=label)
        told = [shown(result).content, *(each.content for each in result.followups)]
        assert any("The bot's memory" in each for each in told)


class TestPassagesAndAccounts:
    async def test_a_quote_stands_between_its_neighbours_with_a_link_to_it(self, house: House) -> None:
        message = await asks(house)
        await house.env.restart_bot(house.bot())
        page = shown(await house.alice.click(message, label="Passages")).content
        assert (
            "-# The roof burned.\n> Guns killed 12 people.\n-# It rained.\n"
            "-# [Open the page at this quote]"
            "(<https://news.example/retaken#:~:text=Guns%20killed%2012%20people%2E>)\n"
        ) in page

    async def test_accounts_show_each_side_under_its_name(self, house: House) -> None:
        message = await asks(house)
        await house.env.restart_bot(house.bot())
        result = await house.alice.click(message, label="Accounts")
        assert result.ephemeral
        assert shown(result).content == (
            "**The sources differ** on the number of \\*people\\* killed:\n\n"
            "**Harbour Post** [1], 25 February 2020\n> 12 killed\n"
            "-# [Open Harbour Post](<https://news.example/retaken#:~:text=Guns%20killed%2012%20people%2E>)\n\n"
            "**Coast Agency** [2], 25 February 2020\n> at least 30"
        )

    async def test_many_accounts_are_paged_after_a_restart_too(self, house: House) -> None:
        sides = tuple(Account("a long way to say it " * 20, (n,)) for n in (1, 2) * 5)
        house.answerer.gives(replace(DIFFERING, disagreements=(Disagreement("it", sides),)))
        await house.alice.send(house.channel, f"{house.me} {QUESTION}")
        first = await house.alice.click(house.last, label="Accounts")
        assert "-# Page 1 of" in shown(first).content
        await house.env.restart_bot(house.bot())
        await house.alice.click(shown(first).message, label="Next")
        assert "-# Page 2 of" in shown(first).content


class TestFollowUp:
    async def test_it_goes_on_from_the_answer_for_all_to_see(self, house: House) -> None:
        bob = house.guild.add_member(house.env.create_user("bob"))
        form = await bob.click(await asks(house), label="Ask a follow-up")
        result = await bob.submit_modal(form, {"question": "And who said so?"})
        assert house.answerer.last.text == "And who said so?"
        assert house.answerer.last.history == (QUESTION,)
        assert not result.ephemeral
        assert shown(result).content.startswith("> And who said so?\n")
        assert "Passages" in labels(shown(result))

    async def test_below_a_private_answer_it_stays_private(self, house: House) -> None:
        form = await house.alice.click(await asks(house, private=True), label="Ask a follow-up")
        result = await house.alice.submit_modal(form, {"question": "And then?"})
        assert result.ephemeral
        assert house.answerer.last.history == (QUESTION,)

    async def test_a_form_that_was_open_during_a_restart_is_taken(self, house: House) -> None:
        form = await house.alice.click(await asks(house), label="Ask a follow-up")
        await house.env.restart_bot(house.bot())
        result = await house.alice.submit_modal(form, {"question": "And then?"})
        assert "> And then?" in shown(result).content

    async def test_who_may_not_ask_here_is_told_so(self, house: House) -> None:
        form = await house.alice.click(await asks(house), label="Ask a follow-up")
        house.options = BotOptions("t", policy=Policy(channel_ids=frozenset({4711})))
        await house.env.restart_bot(house.bot())
        asked = len(house.answerer.asked)
        result = await house.alice.submit_modal(form, {"question": "And then?"})
        assert result.ephemeral
        assert "I answer questions only in" in shown(result).content
        assert len(house.answerer.asked) == asked


class TestVotes:
    async def test_helpful_is_noted_at_once(self, house: House) -> None:
        result = await house.alice.click(await asks(house), label="Helpful")
        assert result.ephemeral
        assert shown(result).content.startswith("Thank you")
        assert votes(house) == [(True, "")]

    async def test_not_helpful_takes_a_reason_and_the_place_of_the_other_vote(self, house: House) -> None:
        message = await asks(house)
        await house.alice.click(message, label="Helpful")
        form = await house.alice.click(message, label="Not helpful")
        assert votes(house) == [(True, "")]
        await house.env.restart_bot(house.bot())
        result = await house.alice.submit_modal(form, {"reason": " It is\x00 old. "})
        assert result.ephemeral
        assert shown(result).content.startswith("Thank you")
        assert votes(house) == [(False, "It is old.")]

    async def test_no_reason_need_be_given(self, house: House) -> None:
        form = await house.alice.click(await asks(house), label="Not helpful")
        await house.alice.submit_modal(form, {})
        assert votes(house) == [(False, "")]

    async def test_a_form_sent_after_retention_says_that_it_is_gone(self, house: House) -> None:
        form = await house.alice.click(await asks(house), label="Not helpful")
        house.clock.advance(days=91)
        assert "I no longer have" in shown(await house.alice.submit_modal(form, {"reason": "Old."})).content


class TestCorpusFeedback:
    async def test_an_admin_reads_shares_reasons_and_what_was_cited(self, house: House) -> None:
        await _votes_down(house, await asks(house), "Not @everyone *at all*")
        await house.alice.click(await asks(house), label="Helpful")
        content = shown(await _admin(house).slash(house.channel, "corpus feedback")).content
        assert "50% helpful: 2 votes on 2 answers, 1 helpful and 1 not." in content
        assert f"> {QUESTION}\n- Not @\u200beveryone \\*at all\\*\n" in content
        assert "-# Cited: [1] Harbour Post, Rebels retake the town; [2] Coast Agency" in content
        assert "alice" not in content

    async def test_a_private_question_is_not_shown(self, house: House) -> None:
        await _votes_down(house, await asks(house, private=True), "Too long.")
        content = shown(await _admin(house).slash(house.channel, "corpus feedback")).content
        assert QUESTION not in content
        assert "Too long." in content

    async def test_another_server_is_none_of_its_business(self, house: House) -> None:
        await _votes_down(house, await asks(house), "Here alone.")
        with house.running.reception.state.database.writing() as connection:
            connection.exec_driver_sql("UPDATE answers SET guild_id = 4711")
        content = shown(await _admin(house).slash(house.channel, "corpus feedback")).content
        assert "Nobody has voted" in content

    async def test_its_pages_turn_for_admins_alone(self, house: House) -> None:
        for number in range(6):
            house.clock.advance(minutes=1)
            await _votes_down(house, await asks(house), f"Reason {number}. " + "It goes on. " * 30)
        admin = _admin(house)
        result = await admin.slash(house.channel, "corpus feedback")
        assert "Reason 5." in shown(result).content
        await house.env.restart_bot(house.bot())
        await admin.click(shown(result).message, label="Next")
        assert "-# Page 2 of" in shown(result).content
        desk = house.guild.roles["desk"]
        house.env.backend.remove_member_role(house.guild.id, admin.id, desk.id)
        refused = await admin.click(shown(result).message, label="Previous")
        house.errors()
        assert "Manage Server" in shown(refused).content
        assert "-# Page 2 of" in shown(result).content


class TestPrivacy:
    async def test_a_person_sees_copies_and_deletes_what_is_stored(self, house: House) -> None:
        message = await asks(house)
        await house.alice.click(message, label="Helpful")
        result = await house.alice.slash(house.channel, "privacy")
        assert result.ephemeral
        assert "- 1 question with what was answered and cited\n- 1 vote on an answer" in shown(result).content
        assert "after 90 days" in shown(result).content
        copy = await house.alice.click(shown(result).message, label="Send me a copy")
        assert copy.ephemeral
        [file] = shown(copy).attachments
        assert file.filename == "nayrab-stored-about-you.json"
        await house.env.restart_bot(house.bot())
        await house.alice.click(shown(result).message, label="Delete it")
        assert "Delete all of that?" in shown(result).content
        await house.alice.click(shown(result).message, label="Yes, delete it all")
        assert shown(result).content.startswith("Deleted: 1 question, 1 vote.")
        bob = house.guild.add_member(house.env.create_user("bob"))
        assert "> Guns killed 12 people." in shown(await bob.click(message, label="Passages")).content
        form = await bob.click(message, label="Ask a follow-up")
        await bob.submit_modal(form, {"question": "And then?"})
        assert house.answerer.last.history == ()

    async def test_it_works_in_a_direct_message_and_keeps_what_one_keeps(self, house: House) -> None:
        await house.alice.user.slash("ask", question=QUESTION)
        result = await house.alice.user.slash("privacy")
        assert "- 1 question" in shown(result).content
        await house.alice.user.click(shown(result).message, label="Delete it")
        await house.alice.user.click(shown(result).message, label="Keep it")
        assert shown(result).content == "Nothing was deleted."
        assert house.running.reception.state.people.stored(house.alice.id).questions == 1

    async def test_who_never_asked_reads_that_there_is_nothing(self, house: House) -> None:
        result = await house.alice.slash(house.channel, "privacy")
        assert "nothing" in shown(result).content
        assert shown(result).components == []

    async def test_of_a_private_answer_the_person_is_kept_but_not_the_channel(self, house: House) -> None:
        await asks(house, private=True)
        [row] = house.running.reception.state.people.copy(house.alice.id)["answers"]
        assert (row["guild_id"], row["channel_id"], row["asked_id"]) == (str(house.guild.id), None, None)


def _admin(house: House) -> simcord.MemberActor:
    role = house.guild.create_role("desk", permissions=discord.Permissions(manage_guild=True))
    return house.guild.add_member(house.env.create_user("ada"), roles=[role])


async def _votes_down(house: House, message: Any, reason: str) -> None:
    form = await house.alice.click(message, label="Not helpful")
    await house.alice.submit_modal(form, {"reason": reason})


def test_a_copy_that_is_too_large_is_compressed() -> None:
    rows = {"pages": [{"contents": "x" * 100}]}
    assert json.loads(copy_file(rows)[1]) == rows
    name, content = copy_file(rows, largest=10)
    assert name.endswith(".json.gz")
    assert json.loads(gzip.decompress(content)) == rows
