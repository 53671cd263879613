"""The options of `/ask`, and where its answer goes when Discord no longer lets it be put in place."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from bot.answering.outlets import resolve_publishers
from bot.narrowing import UnusableOptionError, dates_between
from bot.research import Research
from bot.server_settings import ServerSettings
from ingest.corpus.errors import NoCorpusError
from tests.fakes.discord_house import House, opened, shown

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from pathlib import Path

QUESTION = "Why does Nayrab matter?"
ANSWER = "The town lies where"
TODAY = dt.date(2020, 3, 6)


class Papers:
    """A library of three publishers, or one that cannot be read."""

    names = ("Harbour Post", "Hill Gazette", "Valley Times")

    def __init__(self, *, broken: bool = False) -> None:
        self.broken = broken

    def publisher_names(self, typed: str, hidden: frozenset[str] = frozenset()) -> Sequence[str]:
        if self.broken:
            raise NoCorpusError("there is no corpus")
        return [name for name in self.names if typed.lower() in name.lower() and name not in hidden]

    def resolve_publishers(self, typed: str) -> frozenset[str]:
        return resolve_publishers([typed], self.names)


def _furnished(folder: Path, *, broken: bool = False, **rules: object) -> House:
    research = Research(library=Papers(broken=broken))  # type: ignore[arg-type]  # only its publishers are asked for
    return House(folder, research=research, rules=ServerSettings(**rules))


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with opened(_furnished(tmp_path)) as house:
        yield house


class TestOptions:
    async def test_they_narrow_the_articles(self, house: House) -> None:
        await house.alice.slash(
            house.channel, "ask", question=QUESTION, publisher="harbour post", since="February 2020", until="2020"
        )
        within = house.answerer.last.filter
        assert within.publishers == {"Harbour Post"}
        assert (within.since, within.until) == (dt.date(2020, 2, 1), dt.date(2020, 12, 31))

    async def test_a_bad_date_is_one_sentence_for_the_asker_alone(self, house: House) -> None:
        result = await house.alice.slash(house.channel, "ask", question=QUESTION, since="@everyone")
        assert result.ephemeral
        assert "(since) as a date; write it like 2020-02-25" in shown(result).content
        assert house.answerer.asked == []

    async def test_an_unknown_publisher_is_one_sentence(self, house: House) -> None:
        result = await house.alice.slash(house.channel, "ask", question=QUESTION, publisher="Harbor Post")
        assert "Did you mean Harbour Post?" in shown(result).content
        assert house.answerer.asked == []

    async def test_a_hidden_publisher_is_neither_offered_nor_read(self, tmp_path: Path) -> None:
        async with opened(_furnished(tmp_path, hidden=frozenset({"Harbour Post"}))) as house:
            result = await house.alice.slash(house.channel, "ask", question=QUESTION, publisher="Harbour Post")
            assert "not shown here" in shown(result).content
            offered = await house.alice.autocomplete(house.channel, "ask", "publisher", "H")
            assert [choice["value"] for choice in offered] == ["Hill Gazette"]

    async def test_publishers_are_offered_while_typing(self, house: House) -> None:
        offered = await house.alice.autocomplete(house.channel, "ask", "publisher", "h")
        assert [choice["value"] for choice in offered] == ["Harbour Post", "Hill Gazette"]

    async def test_nothing_is_offered_where_there_is_no_corpus(self, tmp_path: Path) -> None:
        async with opened(_furnished(tmp_path, broken=True)) as house:
            offered = await house.alice.autocomplete(house.channel, "ask", "publisher", "h")
            assert offered == []

    @pytest.mark.parametrize(("typed", "ephemeral"), [({}, True), ({"private": False}, False)], ids=["unset", "no"])
    async def test_the_server_says_what_is_private_by_default(
        self, tmp_path: Path, typed: dict[str, bool], ephemeral: bool
    ) -> None:
        async with opened(_furnished(tmp_path, private=True)) as house:
            result = await house.alice.slash(house.channel, "ask", question=QUESTION, **typed)
            assert result.ephemeral is ephemeral


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2020-02-25", dt.date(2020, 2, 25), dt.date(2020, 2, 25)),
        ("25.2.2020", dt.date(2020, 2, 25), dt.date(2020, 2, 25)),
        ("February 2020", dt.date(2020, 2, 1), dt.date(2020, 2, 29)),
        ("february", dt.date(2020, 2, 1), dt.date(2020, 2, 29)),
        ("2019", dt.date(2019, 1, 1), dt.date(2019, 12, 31)),
        ("yesterday", dt.date(2020, 3, 5), dt.date(2020, 3, 5)),
    ],
)
def test_dates_are_read_as_people_write_them(typed: str, first: dt.date, last: dt.date) -> None:
    assert dates_between(typed, None, TODAY).since == first
    assert dates_between(None, typed, TODAY).until == last


@pytest.mark.parametrize("typed", ["soon", "30 February 2020", "2020-13", "2020 or 2021", "x" * 100])
def test_what_is_no_date_is_refused(typed: str) -> None:
    with pytest.raises(UnusableOptionError, match=r"as a date; write it like"):
        dates_between(typed, None, TODAY)


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(UnusableOptionError, match=r"swap them"):
        dates_between("2021", "2020", TODAY)


class TestExpiry:
    @pytest.mark.parametrize(("status", "code"), [(404, 10062), (404, 10015), (401, 50027), (401, 0)])
    async def test_an_answer_whose_token_died_goes_to_the_channel(self, house: House, status: int, code: int) -> None:
        house.env.inject_error("PATCH", "/webhooks/*", status=status, code=code, times=None)
        await house.alice.slash(house.channel, "ask", question=QUESTION)
        assert house.last.content.startswith(f"-# alice asked with a command that has expired since:\n> {QUESTION}\n")
        assert house.last.components

    async def test_a_private_one_goes_to_the_person_alone(self, house: House) -> None:
        house.env.inject_error("PATCH", "/webhooks/*", status=401, code=50027, times=None)
        await house.alice.slash(house.channel, "ask", question=QUESTION, private=True)
        told = house.alice.user.dm_channel.last_message
        assert told is not None
        assert ANSWER in told.content
        assert ANSWER not in (house.channel.last_message.content if house.channel.last_message else "")

    async def test_so_does_one_that_could_not_be_acknowledged(self, house: House) -> None:
        house.env.inject_error("POST", "/interactions/*", status=404, code=10062)
        await house.alice.slash(house.channel, "ask", question=QUESTION)
        assert ANSWER in house.last.content

    async def test_a_long_one_keeps_its_parts_within_the_limit(self, house: House) -> None:
        house.answerer.answers("The road was cut again that day [1]. " * 120)
        house.env.inject_error("PATCH", "/webhooks/*", status=401, code=50027, times=None)
        await house.alice.slash(house.channel, "ask", question=QUESTION)
        assert len(house.channel.history()) >= 3

    async def test_where_the_bot_is_not_a_member_the_person_is_told(self, house: House) -> None:
        house.running._connection._guilds.pop(house.guild.id)
        house.env.inject_error("PATCH", "/webhooks/*", status=401, code=50027, times=None)
        await house.alice.slash(house.channel, "ask", question=QUESTION)
        told = house.alice.user.dm_channel.last_message
        assert told is not None
        assert ANSWER in told.content
        assert not any(message.content for message in house.channel.history())

    async def test_a_failing_edit_is_tried_again(self, house: House) -> None:
        house.env.inject_error("PATCH", "/webhooks/*", status=500, times=2)
        result = await house.alice.slash(house.channel, "ask", question=QUESTION)
        await house.passes(10)
        assert ANSWER in house.last.content
        assert result.acknowledged

    async def test_an_original_that_was_deleted_is_followed_up(self, house: House) -> None:
        house.env.inject_error("PATCH", "/webhooks/*", status=404, code=10008)
        result = await house.alice.slash(house.channel, "ask", question=QUESTION)
        assert ANSWER in house.said[-1]
        assert result.acknowledged


class TestPermissions:
    async def test_a_missing_permission_is_named_to_the_asker(self, house: House) -> None:
        house.env.inject_error("POST", f"/channels/{house.channel.id}/messages", status=403, code=50013, times=None)
        await house.alice.send(house.channel, f"{house.me} {QUESTION}")
        excuse, answer = house.said[-2:]
        assert excuse.startswith("I could not answer you in #general: I lack the permission **Send Messages** there")
        assert answer.startswith(ANSWER)

    async def test_a_channel_that_is_gone_is_no_reason_for_silence(self, house: House) -> None:
        house.env.inject_error("POST", f"/channels/{house.channel.id}/messages", status=404, code=10003, times=None)
        await house.alice.send(house.channel, f"{house.me} {QUESTION}")
        assert house.said[-1].startswith(ANSWER)
        assert "permission" not in "".join(house.said)
