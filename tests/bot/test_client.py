"""The bot in a simulated Discord: questions in, answers out, buttons, conversations."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import discord
import pytest
from simcord.backend.models import AllowedMentions

from bot.access import Policy
from bot.answering.models import Reason
from bot.client import BotOptions
from ingest.corpus.models import Precision, PublicationDate
from tests.fakes.answerer import a_refusal, an_answer, an_article, cited
from tests.fakes.discord_house import House, opened, shown

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    import simcord

QUESTION = "Why does Nayrab matter?"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with opened(House(tmp_path)) as house:
        yield house


class TestAsk:
    async def test_it_acknowledges_at_once_and_answers_in_place(self, house: House) -> None:
        result = await house.alice.slash(house.channel, "ask", question=QUESTION)
        assert not result.ephemeral
        assert shown(result).content == (
            "> Why does Nayrab matter?\n"
            "The town lies where the two roads meet [1].\n\n"
            "-# [1] Harbour Post · [Rebels retake the town](<https://news.example/retaken>) · 25 February 2020\n"
            "-# As of 25 February 2020."
        )
        assert result.followups == []

    async def test_the_acknowledgement_is_the_first_thing_it_sends(self, house: House) -> None:
        before = len(house.env.http_requests)
        await house.alice.slash(house.channel, "ask", question=QUESTION)
        first = house.env.http_requests[before]
        assert first.path.endswith("/callback")
        assert first.json == {"type": 5}

    async def test_a_private_answer_is_for_the_asker_alone(self, house: House) -> None:
        result = await house.alice.slash(house.channel, "ask", question=QUESTION, private=True)
        assert result.ephemeral
        assert shown(result).ephemeral

    async def test_the_question_reaches_the_answerer_with_the_day_of_asking(self, house: House) -> None:
        await house.alice.slash(house.channel, "ask", question=QUESTION)
        assert house.answerer.last.text == QUESTION
        assert house.answerer.last.today == dt.date(2020, 3, 6)
        assert house.answerer.last.history == ()

    async def test_the_answerer_runs_off_the_event_loop(self, house: House) -> None:
        await house.alice.slash(house.channel, "ask", question=QUESTION)
        assert house.answerer.threads[0].startswith("nayrab-answer")

    async def test_it_works_in_a_direct_message(self, house: House) -> None:
        result = await house.alice.user.slash("ask", question=QUESTION)
        assert shown(result).content.startswith("> Why does Nayrab matter?")

    async def test_a_long_answer_goes_on_in_followups_and_the_last_carries_the_button(self, house: House) -> None:
        house.answerer.answers("The road was cut again that day [1]. " * 120)
        result = await house.alice.slash(house.channel, "ask", question=QUESTION, private=True)
        assert shown(result).components == []
        assert len(result.followups) == 2
        assert all(message.ephemeral for message in result.followups)
        assert result.followups[-1].components[0]["components"][0]["label"] == "Passages"

    async def test_the_option_takes_no_more_than_discord_may_send(self, house: House) -> None:
        [command] = [c for c in await house.running.tree.fetch_commands() if c.name == "ask"]
        [question] = [o for o in command.options if o.name == "question"]
        assert dict(question.to_dict())["max_length"] == 2_000


class TestMessages:
    async def test_a_mention_is_answered_as_a_reply_without_a_ping(self, house: House) -> None:
        asked = await house.alice.send(house.channel, f"{house.me} {QUESTION}")
        assert house.last.reference is not None
        assert house.last.reference.message_id == asked.id
        assert house.last.content.startswith("The town lies where")
        assert house.answerer.last.text == QUESTION

    async def test_it_types_before_it_answers(self, house: House) -> None:
        await house.alice.send(house.channel, f"{house.me} {QUESTION}")
        paths = [request.path for request in house.env.http_requests]
        typing, sent = f"/channels/{house.channel.id}/typing", f"/channels/{house.channel.id}/messages"
        assert paths.index(typing) < paths.index(sent)

    async def test_link_previews_are_off(self, house: House) -> None:
        await house.alice.send(house.channel, f"{house.me} {QUESTION}")
        assert house.last.flags.suppress_embeds

    async def test_the_mention_may_stand_anywhere_and_others_become_names(self, house: House) -> None:
        await house.alice.send(house.channel, f"so {house.me}, did {house.alice.mention} say why?")
        assert house.answerer.last.text == "so , did alice say why?"

    async def test_a_direct_message_needs_no_mention(self, house: House) -> None:
        await house.alice.send_dm(QUESTION)
        assert house.answerer.last.text == QUESTION

    async def test_a_message_to_nobody_is_left_alone(self, house: House) -> None:
        await house.alice.send(house.channel, QUESTION)
        assert house.answerer.asked == []
        assert house.said == []

    async def test_everyone_is_not_the_bot(self, house: House) -> None:
        await house.alice.send(house.channel, "@everyone look at this")
        assert house.said == []

    async def test_bots_are_not_answered(self, house: House) -> None:
        other = house.guild.add_member(house.env.create_user("otherbot", bot=True))
        await other.send(house.channel, f"{house.me} {QUESTION}")
        assert house.said == []

    async def test_a_bare_mention_gets_help(self, house: House) -> None:
        await house.alice.send(house.channel, house.me)
        assert "Why does Nayrab matter?" in house.last.content
        assert house.answerer.asked == []

    async def test_when_it_may_not_reply_it_writes_into_the_channel(self, house: House) -> None:
        house.env.inject_error("POST", "/channels/*/messages", status=403, code=160002)
        await house.alice.send(house.channel, f"{house.me} {QUESTION}")
        assert house.last.content.startswith("The town lies where")
        assert house.last.reference is None

    async def test_when_it_may_not_write_there_it_tells_the_asker_directly(self, house: House) -> None:
        house.env.inject_error("POST", f"/channels/{house.channel.id}/messages", status=403, code=50013, times=None)
        await house.alice.send(house.channel, f"{house.me} {QUESTION}")
        told = house.alice.user.dm_channel.last_message
        assert told is not None
        assert told.content.startswith("The town lies where")

    async def test_without_a_typing_indicator_it_still_answers(self, house: House) -> None:
        house.env.inject_error("POST", "/channels/*/typing", status=403, code=50013, times=None)
        await house.alice.send(house.channel, f"{house.me} {QUESTION}")
        assert house.last.content.startswith("The town lies where")


class TestConversations:
    async def test_a_reply_carries_the_earlier_questions_oldest_first(self, house: House) -> None:
        await house.alice.send(house.channel, f"{house.me} {QUESTION}")
        await house.alice.send(house.channel, f"{house.me} Who held it?", reply_to=house.last)
        await house.alice.send(house.channel, f"{house.me} And before?", reply_to=house.last)
        assert house.answerer.last.history == (QUESTION, "Who held it?")

    async def test_a_reply_to_a_slash_answer_carries_its_question(self, house: House) -> None:
        result = await house.alice.slash(house.channel, "ask", question=QUESTION)
        await house.alice.send(house.channel, f"{house.me} And before?", reply_to=shown(result).message)
        assert house.answerer.last.history == (QUESTION,)

    async def test_a_reply_after_a_refusal_carries_the_question(self, house: House) -> None:
        house.answerer.refuses()
        await house.alice.send(house.channel, f"{house.me} {QUESTION}")
        await house.alice.send(house.channel, f"{house.me} And before?", reply_to=house.last)
        assert house.answerer.last.history == (QUESTION,)

    async def test_a_reply_needs_no_mention(self, tmp_path: Path) -> None:
        options = BotOptions("t", message_content=True)
        async with opened(House(tmp_path, options=options)) as house:
            await house.alice.send(house.channel, f"{house.me} {QUESTION}")
            await house.alice.send(house.channel, "And before?", reply_to=house.last)
            assert house.answerer.last.text == "And before?"
            assert house.answerer.last.history == (QUESTION,)

    async def test_a_reply_to_another_persons_message_takes_it_along(self, tmp_path: Path) -> None:
        options = BotOptions("t", message_content=True)
        async with opened(House(tmp_path, options=options)) as house:
            said = await house.alice.send(house.channel, "They say Nayrab fell in February.")
            await house.alice.send(house.channel, f"{house.me} is that so?", reply_to=said)
            assert house.answerer.last.history == ("They say Nayrab fell in February.",)

    async def test_it_survives_a_restart(self, house: House) -> None:
        await house.alice.send(house.channel, f"{house.me} {QUESTION}")
        answer = house.last
        await house.env.restart_bot(house.bot())
        await house.alice.send(house.channel, f"{house.me} And before?", reply_to=answer)
        assert house.answerer.last.history == (QUESTION,)

    async def test_a_deleted_message_ends_the_chain_quietly(self, tmp_path: Path) -> None:
        async with opened(House(tmp_path, options=BotOptions("t", message_content=True))) as house:
            first = await house.alice.send(house.channel, "They say it fell.")
            second = await house.alice.send(house.channel, "I heard the same.", reply_to=first)
            await house.alice.delete(first)
            await house.alice.send(house.channel, f"{house.me} is that so?", reply_to=second)
            assert house.answerer.last.history == ("I heard the same.",)

    async def test_a_chain_is_followed_through_messages_it_must_fetch(self, tmp_path: Path) -> None:
        async with opened(House(tmp_path, options=BotOptions("t", message_content=True))) as house:
            first = await house.alice.send(house.channel, "They say it fell.")
            second = await house.alice.send(house.channel, "I heard the same.", reply_to=first)
            await house.env.restart_bot(house.bot())
            await house.alice.send(house.channel, f"{house.me} is that so?", reply_to=second)
            assert house.answerer.last.history == ("They say it fell.", "I heard the same.")

    async def test_a_thread_on_an_answer_carries_its_question_and_its_own(self, house: House) -> None:
        await house.alice.send(house.channel, f"{house.me} {QUESTION}")
        thread = await _thread_on(house)
        await house.alice.send(thread, f"{house.me} Who held it?")
        await house.alice.send(thread, f"{house.me} And before?")
        assert house.answerer.last.history == (QUESTION, "Who held it?")

    async def test_slash_in_a_thread_carries_the_earlier_questions(self, house: House) -> None:
        await house.alice.send(house.channel, f"{house.me} {QUESTION}")
        thread = await _thread_on(house)
        await house.alice.slash(thread, "ask", question="And before?")
        assert house.answerer.last.history == (QUESTION,)

    async def test_private_questions_stay_out_of_a_threads_history(self, house: House) -> None:
        await house.alice.send(house.channel, f"{house.me} {QUESTION}")
        thread = await _thread_on(house)
        await house.alice.slash(thread, "ask", question="My secret question?", private=True)
        await house.alice.send(thread, f"{house.me} And before?")
        assert house.answerer.last.history == (QUESTION,)

    async def test_in_a_thread_it_needs_a_mention(self, house: House) -> None:
        await house.alice.send(house.channel, f"{house.me} {QUESTION}")
        thread = await _thread_on(house)
        await house.alice.send(thread, "And before?")
        assert len(house.answerer.asked) == 1

    async def test_with_message_content_its_own_threads_need_no_mention(self, tmp_path: Path) -> None:
        async with opened(House(tmp_path, options=BotOptions("t", message_content=True))) as house:
            await house.alice.send(house.channel, f"{house.me} {QUESTION}")
            thread = await _thread_on(house)
            await house.alice.send(thread, "And before?")
            assert house.answerer.last.text == "And before?"
            await house.alice.send(house.channel, "elsewhere it does")
            assert len(house.answerer.asked) == 2

    async def test_a_direct_conversation_goes_on_for_half_an_hour(self, house: House) -> None:
        await house.alice.send_dm(QUESTION)
        house.clock.advance(minutes=29)
        await house.alice.send_dm("And before?")
        assert house.answerer.last.history == (QUESTION,)
        house.clock.advance(minutes=31)
        await house.alice.send_dm("What of Saraqib?")
        assert not house.answerer.last.history

    async def test_no_more_than_six_earlier_questions_go_along(self, house: House) -> None:
        for number in range(9):
            await house.alice.send_dm(f"Question {number}?")
        assert house.answerer.last.history == tuple(f"Question {number}?" for number in range(2, 8))


async def _thread_on(house: House) -> simcord.ChannelHandle:
    channel = house.running.get_partial_messageable(house.channel.id, guild_id=house.guild.id)
    await channel.get_partial_message(house.last.id).create_thread(name="more")
    await house.env.settle()
    return house.channel.threads[0]


class TestPassages:
    async def test_the_button_shows_the_exact_quotes_to_the_one_who_presses(self, house: House) -> None:
        await house.alice.send(house.channel, f"{house.me} {QUESTION}")
        bob = house.guild.add_member(house.env.create_user("bob"))
        result = await bob.click(house.last, label="Passages")
        assert result.ephemeral
        assert shown(result).content == (
            "**[1]** Harbour Post · [Rebels retake the town](<https://news.example/retaken>) · 25 February 2020\n"
            "> The town lies where the two roads meet.\n"
            "-# [Open the page at this quote](<https://news.example/retaken"
            "#:~:text=The%20town%20lies%20where%20the%20two%20roads%20meet%2E>)"
        )

    async def test_it_works_after_a_restart(self, house: House) -> None:
        result = await house.alice.slash(house.channel, "ask", question=QUESTION)
        await house.env.restart_bot(house.bot())
        pressed = await house.alice.click(shown(result).message, label="Passages")
        assert "> The town lies where the two roads meet." in shown(pressed).content

    async def test_an_answer_that_is_no_longer_kept_gets_a_sentence(self, house: House) -> None:
        await house.alice.send(house.channel, f"{house.me} {QUESTION}")
        house.clock.advance(days=91)
        result = await house.alice.click(house.last, label="Passages")
        assert "I keep them for 90 days" in shown(result).content

    async def test_old_answers_are_forgotten_day_by_day(self, house: House) -> None:
        await house.alice.send(house.channel, f"{house.me} {QUESTION}")
        house.clock.advance(days=91)
        await house.env.advance_time(24 * 3600)
        house.clock.advance(days=-91)
        result = await house.alice.click(house.last, label="Passages")
        assert "I no longer have" in shown(result).content

    async def test_many_quotes_are_paged_in_place(self, house: House) -> None:
        long = an_article("A quoted sentence that goes on. " * 150)
        house.answerer.answers("Much [1].", cited(1, long))
        await house.alice.send(house.channel, f"{house.me} {QUESTION}")
        first = await house.alice.click(house.last, label="Passages")
        page = shown(first).message
        assert shown(first).content.endswith("-# Page 1 of 3")
        assert _labels(page) == {"Previous": False, "Next": True}
        second = await house.alice.click(page, label="Next")
        assert shown(first).content.endswith("-# Page 2 of 3")
        assert second.followups == []
        assert "continued" in shown(first).content

    async def test_paging_works_after_a_restart(self, house: House) -> None:
        house.answerer.answers("Much [1].", cited(1, an_article("A quoted sentence that goes on. " * 150)))
        await house.alice.send(house.channel, f"{house.me} {QUESTION}")
        first = await house.alice.click(house.last, label="Passages")
        await house.env.restart_bot(house.bot())
        await house.alice.click(shown(first).message, label="Next")
        assert shown(first).content.endswith("-# Page 2 of 3")

    async def test_a_refusal_has_no_passages_to_show(self, house: House) -> None:
        house.answerer.refuses()
        await house.alice.send(house.channel, f"{house.me} {QUESTION}")
        assert list(_labels(house.last)) == ["Ask a follow-up", "Helpful", "Not helpful"]

    async def test_dates_keep_their_precision_through_the_restart(self, house: House) -> None:
        month = PublicationDate(dt.date(2020, 2, 1), Precision.MONTH)
        house.answerer.answers(
            "So [1] [2].", cited(1, an_article(published=month)), cited(2, an_article(published=None))
        )
        await house.alice.send(house.channel, f"{house.me} {QUESTION}")
        result = await house.alice.click(house.last, label="Passages")
        assert "· February 2020\n" in shown(result).content
        assert "· undated\n" in shown(result).content


def _labels(message: discord.Message) -> dict[str, bool]:
    rows = [row for row in message.components if isinstance(row, discord.ActionRow)]
    buttons = [item for row in rows for item in row.children if isinstance(item, discord.Button)]
    return {button.label or "": not button.disabled for button in buttons}


class TestRefusals:
    async def test_it_is_friendly_and_says_what_can_be_asked(self, house: House) -> None:
        house.answerer.gives(replace(a_refusal("I found nothing on that in 2 articles."), nearest=(an_article(),)))
        await house.alice.send(house.channel, f"{house.me} what about cheese?")
        assert house.last.content == (
            "I found nothing on that in 2 articles.\n\n"
            "The nearest I have:\n"
            "- [Rebels retake the town](<https://news.example/retaken>) · Harbour Post · 25 February 2020\n\n"
            "-# You can ask me about what these articles report: places, events, dates, and who did or said what."
        )

    async def test_an_empty_corpus_names_the_command_for_admins(self, house: House) -> None:
        house.answerer.refuses("There are no articles yet.", Reason.EMPTY_CORPUS)
        await house.alice.send(house.channel, f"{house.me} {QUESTION}")
        assert "`nayrab ingest`" in house.last.content


class TestHelp:
    async def test_help_is_for_the_asker_alone_and_says_what_to_ask(self, house: House) -> None:
        result = await house.alice.slash(house.channel, "help")
        assert result.ephemeral
        assert "Why does Nayrab matter?" in shown(result).content
        assert "Passages" in shown(result).content


class TestAccess:
    async def test_questions_can_be_kept_to_a_channel(self, tmp_path: Path) -> None:
        options = BotOptions("t", policy=Policy(channel_ids=frozenset({1})))
        async with opened(House(tmp_path, options=options)) as house:
            result = await house.alice.slash(house.channel, "ask", question=QUESTION)
            assert result.ephemeral
            assert "I answer questions only in" in shown(result).content
            await house.alice.send(house.channel, f"{house.me} {QUESTION}")
            assert "I answer questions only in" in house.last.content
            assert house.answerer.asked == []


class TestHostileArticles:
    async def test_an_article_can_neither_ping_nor_format_nor_link(self, house: House) -> None:
        text = (
            "# HEADLINE\n@everyone <@123456789012345678> click [here](https://evil.example) or https://evil.example "
            "```js\nalert(1)``` ||hidden|| <#42424242> <:e:1> <t:0:R> discord.gg/join [9]"
        )
        article = an_article(
            text,
            title="[BREAKING](https://evil.example) @here **now**",
            publisher="Evil | _Post_",
            url="https://news.example/a(b) c>d",
        )
        house.answerer.gives(an_answer(f"{text} [1]", cited(1, article)))
        await house.alice.send(house.channel, f"{house.me} {QUESTION}")
        result = await house.alice.click(house.last, label="Passages")
        for content in (house.last.content, shown(result).content):
            assert "](https://evil" not in content
            assert "<https://evil" not in content
            assert "https://evil" not in content
            assert "discord.gg" not in content
            assert "```" not in content.replace("\\`", "")
            assert not content.startswith("#")
            assert "(<https://news.example/a%28b%29%20c%3Ed>)" in content
        assert "\\[9\\] [1]" in house.last.content


class TestIntents:
    async def test_no_privileged_intent_is_asked_for_by_default(self, house: House) -> None:
        intents = house.running.intents
        assert (intents.message_content, intents.members, intents.presences) == (False, False, False)

    async def test_message_content_is_asked_for_when_set(self, tmp_path: Path) -> None:
        async with opened(House(tmp_path, options=BotOptions("t", message_content=True))) as house:
            assert house.running.intents.message_content

    async def test_an_unreadable_reply_says_how_to_be_heard(self, house: House) -> None:
        await house.alice.send(house.channel, f"{house.me} {QUESTION}")
        await _reply_without_ping(house, "And before?")
        assert len(house.answerer.asked) == 1
        assert "only when it mentions me" in house.last.content

    async def test_so_does_a_reply_to_a_slash_answer(self, house: House) -> None:
        result = await house.alice.slash(house.channel, "ask", question=QUESTION)
        await house.alice.send(house.channel, "And before?", reply_to=shown(result).message)
        assert "only when it mentions me" in house.last.content


async def _reply_without_ping(house: House, content: str) -> None:
    """Reply with the @ switched off: the message mentions nobody, so Discord withholds its text from the bot."""
    backend = house.env.backend
    reference = {"channel_id": str(house.channel.id), "message_id": str(house.last.id)}
    backend.create_message(
        house.channel.id,
        house.alice.id,
        content,
        reference=backend.normalize_message_reference(house.channel.id, reference),
        allowed_mentions=AllowedMentions(replied_user=False),
    )
    await house.env.settle()


class TestCommands:
    async def test_they_are_registered_in_the_named_guilds(self, tmp_path: Path) -> None:
        async with opened(House(tmp_path)) as house:
            guild_id = house.guild.id
            house.options = BotOptions("t", guild_ids=(guild_id,))
            await house.env.restart_bot(house.bot())
            registered = await house.running.tree.fetch_commands(guild=discord.Object(guild_id))
            assert {command.name for command in registered} >= {"ask", "help"}

    def test_the_token_is_not_shown(self) -> None:
        assert "secret" not in repr(BotOptions("secret"))
