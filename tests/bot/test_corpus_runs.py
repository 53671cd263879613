"""A re-ingest in a simulated Discord: its progress, its Cancel button, and that its last word is never lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
import pytest

from bot.client import BotOptions
from ingest.corpus.errors import CorpusBusyError, StorageError
from tests.fakes.curator import FakeCurator
from tests.fakes.discord_house import House, opened, shown

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    import simcord

CHANNEL_EDIT = ("PATCH", "/channels/*/messages/*")
TOKEN_EDIT = ("PATCH", "/webhooks/*/messages/@original")
NEW_MESSAGE = ("POST", "/channels/*/messages")


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    options = BotOptions("t", closing_seconds=0.0)
    async with opened(House(tmp_path, curator=FakeCurator(), options=options)) as house:
        yield house


@pytest.fixture
def curator(house: House) -> FakeCurator:
    assert house.curator is not None
    return house.curator


def _admin(house: House, name: str) -> simcord.MemberActor:
    role = house.guild.create_role(name, permissions=discord.Permissions(manage_guild=True))
    return house.guild.add_member(house.env.create_user(name), roles=[role])


@pytest.fixture
def ada(house: House) -> simcord.MemberActor:
    return _admin(house, "ada")


def edits(house: House) -> list[Any]:
    """Every edit of the progress, the filling in of the deferred answer left out."""
    sent = [r for r in house.env.http_requests if r.method == "PATCH" and (r.json or {}).get("content")]
    return sent[1:]


class TestProgress:
    async def test_it_is_acknowledged_first_and_public(self, house: House, ada: Any, curator: FakeCurator) -> None:
        before = len(house.env.http_requests)
        result = await ada.slash(house.channel, "corpus reingest", source="Harbour Post")
        assert house.env.http_requests[before].json == {"type": 5}
        assert not result.ephemeral
        assert shown(result).content == "**Re-ingest of Harbour Post**\nstarting\n-# 0 s so far"
        assert curator.ingestion.order.who == f"ada ({ada.id})"
        assert curator.ingestion.order.sources == ("Harbour Post",)

    async def test_it_shows_stage_count_share_time_left_and_time_spent(
        self, house: House, ada: Any, curator: FakeCurator
    ) -> None:
        result = await ada.slash(house.channel, "corpus reingest")
        curator.ingestion.steps("embed", 0, 200)
        await house.passes(10)
        curator.ingestion.steps("embed", 50, 200, "Rebels retake @everyone")
        await house.passes(2)
        assert shown(result).content == (
            "**Re-ingest of all sources**\n"
            "embedding · 50 of 200 · 25 % · about 36 s left in this step\n"
            "-# 12 s so far · Rebels retake @\u200beveryone"
        )

    async def test_however_fast_it_steps_it_edits_once_in_two_seconds(
        self, house: House, ada: Any, curator: FakeCurator
    ) -> None:
        result = await ada.slash(house.channel, "corpus reingest")
        for second in range(20):
            for n in range(10):
                curator.ingestion.steps("embed", second * 10 + n, 200)
            await house.passes(1)
        assert len(edits(house)) == 10
        curator.ingestion.steps("embed", 200, 200)
        curator.ingestion.ends()
        await house.env.settle()
        assert len(edits(house)) == 11
        assert shown(result).content.startswith("**Re-ingest of all sources: done in 20 s**")

    async def test_when_nothing_happens_it_still_shows_that_it_is_alive(
        self, house: House, ada: Any, curator: FakeCurator
    ) -> None:
        result = await ada.slash(house.channel, "corpus reingest")
        await house.passes(9)
        assert edits(house) == []
        await house.passes(1)
        assert "-# 10 s so far" in shown(result).content

    async def test_nothing_is_edited_after_the_last_word(self, house: House, ada: Any, curator: FakeCurator) -> None:
        await ada.slash(house.channel, "corpus reingest")
        curator.ingestion.ends()
        await house.env.settle()
        before = len(house.env.http_requests)
        curator.ingestion.steps("embed", 1, 2)
        await house.passes(60)
        assert len(house.env.http_requests) == before

    async def test_the_result_has_counts_reasons_time_and_snapshot_and_no_button(
        self, house: House, ada: Any, curator: FakeCurator
    ) -> None:
        result = await ada.slash(house.channel, "corpus reingest")
        await house.passes(3)
        curator.ingestion.ends()
        await house.env.settle()
        assert shown(result).content == (
            "**Re-ingest of all sources: done in 3 s**\n"
            "added 3 · replaced 2 · gone from the web 1 · removed 1 · unchanged 40 · failed 1\n"
            "Live now: snapshot 000003 with 45 articles.\n"
            "Could not be had:\n"
            "- https\\://harbour.example/a: answered 500 four times\n"
            "-# asked for by ada"
        )
        assert shown(result).components == []

    async def test_a_second_one_is_told_to_wait(self, house: House, ada: Any, curator: FakeCurator) -> None:
        await ada.slash(house.channel, "corpus reingest")
        second = await ada.slash(house.channel, "corpus reingest")
        house.errors()
        assert "under way already" in shown(second).content
        curator.ingestion.ends()

    @pytest.mark.parametrize(
        ("error", "told"),
        [
            (StorageError("The disk is full; make room."), "The disk is full; make room."),
            (ZeroDivisionError("oops"), "it has been noted (ref abc123)"),
        ],
        ids=["known", "unknown"],
    )
    async def test_one_that_fails_says_why_in_its_message(
        self, house: House, ada: Any, curator: FakeCurator, error: Exception, told: str
    ) -> None:
        result = await ada.slash(house.channel, "corpus reingest")
        curator.ingestion.fails_with(error)
        await house.env.settle()
        assert shown(result).content.startswith("**Re-ingest of all sources: not done** (after 0 s)\n")
        assert told in shown(result).content
        assert shown(result).components == []

    async def test_one_that_cannot_begin_says_why(self, house: House, ada: Any, curator: FakeCurator) -> None:
        curator.fails_with(CorpusBusyError("Another process is writing."), "begin")
        result = await ada.slash(house.channel, "corpus reingest")
        house.errors()
        assert shown(result).content == "Another process is writing."


class TestCancel:
    async def test_another_admin_can_stop_it(self, house: House, ada: Any, curator: FakeCurator) -> None:
        result = await ada.slash(house.channel, "corpus reingest")
        await house.passes(4)
        bob = _admin(house, "bob")
        pressed = await bob.click(shown(result), label="Cancel")
        assert pressed.followups == []
        assert curator.ingestion.cancels == 1
        assert shown(result).content == (
            "**Re-ingest of all sources: stopped by bob after 4 s**\nThe live corpus is as it was.\n-# asked for by ada"
        )
        assert shown(result).components == []
        assert ("cancel the ingest of all sources", "asked to stop") in curator.noted
        assert curator.log[-1].who == f"bob ({bob.id})"

    async def test_while_it_is_stopping_the_message_says_so(self, house: House, ada: Any, curator: FakeCurator) -> None:
        curator.obeys = False
        result = await ada.slash(house.channel, "corpus reingest")
        pressed = await ada.click(shown(result), label="Cancel")
        assert pressed.ephemeral
        assert "I am stopping it" in shown(pressed).content
        await house.passes(2)
        assert "Stopping, as ada asked." in shown(result).content
        assert shown(result).components == []
        curator.ingestion.stops()
        await house.env.settle()
        assert "stopped by ada" in shown(result).content

    async def test_one_that_is_done_before_it_hears_of_it_shows_its_result(
        self, house: House, ada: Any, curator: FakeCurator
    ) -> None:
        curator.obeys = False
        result = await ada.slash(house.channel, "corpus reingest")
        await ada.click(shown(result), label="Cancel")
        curator.ingestion.ends()
        await house.env.settle()
        assert "done in 0 s" in shown(result).content

    async def test_an_ordinary_member_cannot(self, house: House, ada: Any, curator: FakeCurator) -> None:
        result = await ada.slash(house.channel, "corpus reingest")
        pressed = await house.alice.click(shown(result), label="Cancel")
        assert pressed.ephemeral
        assert "Manage Server" in shown(pressed).content
        assert curator.ingestion.cancels == 0
        assert curator.noted == [("tried to cancel an ingest", "refused")]
        curator.ingestion.ends()
        await house.env.settle()
        assert "done in" in shown(result).content

    async def test_after_a_restart_the_button_gets_a_plain_sentence(
        self, house: House, ada: Any, curator: FakeCurator
    ) -> None:
        result = await ada.slash(house.channel, "corpus reingest")
        before = shown(result).content
        await house.env.restart_bot(house.bot())
        pressed = await ada.click(shown(result), label="Cancel")
        assert pressed.ephemeral
        assert "I was restarted since" in shown(pressed).content
        assert shown(result).content == before
        refused = await house.alice.click(shown(result), label="Cancel")
        assert "Manage Server" in shown(refused).content

    async def test_a_cancel_that_cannot_be_noted_is_still_carried_out(
        self, house: House, ada: Any, curator: FakeCurator
    ) -> None:
        curator.fails_with(StorageError("The disk is full."), "note")
        result = await ada.slash(house.channel, "corpus reingest")
        await ada.click(shown(result), label="Cancel")
        assert "stopped by ada" in shown(result).content


class TestTheLastWord:
    async def test_it_outlives_the_token(self, house: House, ada: Any, curator: FakeCurator) -> None:
        result = await ada.slash(house.channel, "corpus reingest")
        await house.passes(20 * 60)
        curator.ingestion.steps("embed", 7, 200)
        await house.passes(2)
        assert "7 of 200" in shown(result).content
        curator.ingestion.ends()
        await house.env.settle()
        assert "done in 20 min 2 s" in shown(result).content
        assert shown(result).components == []

    async def test_where_the_bot_may_not_see_the_channel_the_token_serves(
        self, house: House, ada: Any, curator: FakeCurator
    ) -> None:
        house.env.inject_error(*CHANNEL_EDIT, status=403, code=50001, times=None)
        result = await ada.slash(house.channel, "corpus reingest")
        for done in range(5):
            curator.ingestion.steps("embed", done, 5)
            await house.passes(2)
        assert "4 of 5" in shown(result).content
        tried = [r for r in house.env.http_requests if r.method == "PATCH" and r.path.startswith("/channels/")]
        assert len(tried) == 1
        curator.ingestion.ends()
        await house.env.settle()
        assert "done in" in shown(result).content

    async def test_with_neither_it_goes_into_the_channel_anew(
        self, house: House, ada: Any, curator: FakeCurator
    ) -> None:
        house.env.inject_error(*CHANNEL_EDIT, status=403, code=50001, times=None)
        await ada.slash(house.channel, "corpus reingest")
        await house.passes(16 * 60)
        curator.ingestion.ends()
        await house.env.settle()
        assert "done in 16 min 0 s" in house.last.content

    async def test_with_no_channel_either_the_asker_gets_it(self, house: House, ada: Any, curator: FakeCurator) -> None:
        house.env.inject_error("*", f"/channels/{house.channel.id}/*", status=403, code=50001, times=None)
        await ada.slash(house.channel, "corpus reingest")
        await house.passes(16 * 60)
        curator.ingestion.ends()
        await house.env.settle()
        told = ada.user.dm_channel.last_message
        assert told is not None
        assert "done in 16 min 0 s" in told.content

    async def test_with_nobody_to_tell_it_is_in_the_log(
        self, house: House, ada: Any, curator: FakeCurator, caplog: pytest.LogCaptureFixture
    ) -> None:
        await ada.slash(house.channel, "corpus reingest")
        house.env.inject_error("*", "/channels/*", status=403, code=50007, times=None)
        house.env.inject_error("*", "/webhooks/*", status=404, code=10015, times=None)
        curator.ingestion.ends()
        await house.env.settle()
        assert "nobody could be told of an ingest: **Re-ingest of all sources: done" in caplog.text

    async def test_a_deleted_message_gets_a_new_one(self, house: House, ada: Any, curator: FakeCurator) -> None:
        result = await ada.slash(house.channel, "corpus reingest")
        house.env.backend.delete_message(house.channel.id, shown(result).id)
        curator.ingestion.steps("embed", 1, 5)
        await house.passes(2)
        curator.ingestion.ends()
        await house.env.settle()
        assert "done in 2 s" in house.last.content

    async def test_a_fault_of_an_edit_that_passes_closes_no_way(
        self, house: House, ada: Any, curator: FakeCurator
    ) -> None:
        result = await ada.slash(house.channel, "corpus reingest")
        house.env.inject_error(*CHANNEL_EDIT, status=400, code=50035)
        house.env.inject_error(*TOKEN_EDIT, status=400, code=50035)
        curator.ingestion.steps("embed", 1, 5)
        await house.passes(2)
        assert "starting" in shown(result).content
        curator.ingestion.ends()
        await house.env.settle()
        assert "done in 2 s" in shown(result).content

    async def test_progress_that_could_not_be_begun_still_has_a_result(
        self, house: House, ada: Any, curator: FakeCurator
    ) -> None:
        house.env.inject_error("PATCH", "/webhooks/*", status=404, code=10015, times=None)
        await ada.slash(house.channel, "corpus reingest")
        curator.ingestion.ends()
        await house.env.settle()
        assert "done in 0 s" in house.last.content


class TestClosing:
    async def test_a_run_that_stops_in_time_says_that_it_was_stopped(self, tmp_path: Path) -> None:
        curator = FakeCurator()
        async with opened(House(tmp_path, curator=curator)) as house:
            result = await _admin(house, "ada").slash(house.channel, "corpus reingest")
            await house.running.close()
            assert curator.ingestion.cancels == 1
            assert "stopped after 0 s" in shown(result).content
            assert shown(result).components == []

    async def test_one_that_does_not_is_told_off_with_a_sentence(
        self, house: House, ada: Any, curator: FakeCurator
    ) -> None:
        curator.obeys = False
        result = await ada.slash(house.channel, "corpus reingest")
        await house.running.close()
        assert "I am being stopped and can no longer follow this." in shown(result).content
        assert shown(result).components == []
        curator.ingestion.ends()
        await house.env.settle()
        assert "I am being stopped" in shown(result).content
