"""`/settings` in a simulated Discord: who may, what each command changes, and what is said of it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import discord
import pytest

from bot.access import Policy
from bot.client import BotOptions
from bot.research import Research
from bot.server_settings import ServerSettings
from tests.fakes.discord_house import House, opened, shown
from tests.fakes.publishers import KnownPublishers

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    import simcord

PUBLISHERS = KnownPublishers("Harbour Post", "State_Wire", "Valley Times")
COMMANDS = (
    *("show", "channels add", "channels remove", "roles add", "roles remove", "threads add", "threads remove"),
    *("language", "private", "cooldown", "budget", "reset"),
    *("publishers hide", "publishers unhide", "publishers prefer", "publishers unprefer"),
)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with opened(House(tmp_path, research=Research(library=PUBLISHERS))) as house:
        yield house


@pytest.fixture
def admin(house: House) -> simcord.MemberActor:
    role = house.guild.create_role("keepers", permissions=discord.Permissions(manage_guild=True))
    return house.guild.add_member(house.env.create_user("ada"), roles=[role])


def options_for(house: House, command: str) -> dict[str, Any]:
    """What the command needs to be used at all."""
    if command.startswith(("channels", "threads")):
        return {"channel": house.channel}
    if command.startswith("roles"):
        return {"role": house.guild.create_role("Reporters")}
    if command.startswith("publishers"):
        return {"name": "Harbour Post"}
    others: dict[str, dict[str, Any]] = {
        "language": {"language": "tr"},
        "private": {"on": True},
        "cooldown": {"seconds": 30},
        "budget": {"what": "person_questions", "amount": 5.0},
    }
    return others.get(command, {})


async def rules_of(house: House) -> ServerSettings:
    return await house.running.admission.rules(house.guild.id)


async def sets(house: House, who: simcord.MemberActor, command: str, **options: Any) -> str:
    """Use a command and return what it is answered with; nobody else may see it."""
    result = await who.slash(house.channel, f"settings {command}", **options)
    assert result.ephemeral
    return shown(result).content


async def lets_in(house: House, member: simcord.MemberActor) -> None:
    """The server shows `/settings` to a member too, whatever the bot asked for."""
    [command] = [c for c in await house.running.tree.fetch_commands() if c.name == "settings"]
    house.guild.set_command_permissions(command, {member: True})


async def test_discord_shows_the_group_to_those_who_manage_the_server_alone(house: House, admin: Any) -> None:
    assert not [name for name in house.alice.available_commands(house.channel) if name.startswith("settings")]
    offered = {name for name in admin.available_commands(house.channel) if name.startswith("settings")}
    assert offered == {f"settings {name}" for name in COMMANDS}


async def test_a_member_whom_the_server_shows_them_is_refused_each(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    await lets_in(house, house.alice)
    for command in COMMANDS:
        said = await sets(house, house.alice, command, **options_for(house, command))
        assert said == "Changing what I do in this server needs the permission Manage Server.", command
        assert f"alice ({house.alice.id}) tried /settings {command}" in caplog.text
    house.errors()
    assert await rules_of(house) == ServerSettings()


async def test_nothing_is_offered_to_a_member_who_types(house: House, admin: Any) -> None:
    await sets(house, admin, "publishers hide", name="Valley Times")
    await lets_in(house, house.alice)
    for command in ("hide", "unhide"):
        assert await house.alice.autocomplete(house.channel, f"settings publishers {command}", "name", "") == []


async def test_channels_are_named_and_then_hold(house: House, admin: Any) -> None:
    said = await sets(house, admin, "channels add", channel=house.channel)
    assert said == "Channels where I answer: #general, from now on."
    other = house.guild.create_text_channel("other")
    refused = shown(await house.alice.slash(other, "ask", question="What happened?"))
    assert refused.content == f"I answer questions only in <#{house.channel.id}> here, or in a direct message."
    assert shown(await house.alice.slash(house.channel, "ask", question="What happened?")).components
    assert await sets(house, admin, "channels remove", channel=house.channel) == (
        "Channels where I answer: everywhere, from now on."
    )
    assert shown(await house.alice.slash(other, "ask", question="What happened?")).components


async def test_a_role_is_asked_for_by_its_name(house: House, admin: Any) -> None:
    role = house.guild.create_role("@everyone *press*")
    assert await sets(house, admin, "roles add", role=role) == (
        "Roles that may ask: “@\u200beveryone \\*press\\*”, from now on."
    )
    refused = shown(await house.alice.slash(house.channel, "ask", question="What happened?"))
    assert refused.content == "Here I answer only people with the role “@\u200beveryone \\*press\\*”."
    reporter = house.guild.add_member(house.env.create_user("rita"), roles=[role])
    assert shown(await reporter.slash(house.channel, "ask", question="What happened?")).components


async def test_a_cooldown_is_a_friendly_wait(house: House, admin: Any) -> None:
    assert await sets(house, admin, "cooldown", seconds=30) == (
        "Wait between two questions of one person: 30 seconds, from now on."
    )
    await house.alice.slash(house.channel, "ask", question="What happened?")
    house.clock.advance(seconds=18)
    again = shown(await house.alice.slash(house.channel, "ask", question="What happened then?"))
    assert again.content == "Please wait 12 seconds before your next question."
    house.clock.advance(seconds=12)
    assert shown(await house.alice.slash(house.channel, "ask", question="What happened then?")).components


async def test_a_budget_ends_at_midnight_utc(house: House, admin: Any) -> None:
    said = await sets(house, admin, "budget", what="server_questions", amount=1.0)
    assert said == "Questions a day for the server: 1, from now on."
    await house.alice.slash(house.channel, "ask", question="What happened?")
    again = shown(await admin.slash(house.channel, "ask", question="What happened then?"))
    assert again.content == (
        "This server's questions for today are used up; I can answer again at 00:00 UTC (in 12 hours)."
    )
    house.clock.advance(hours=12)
    assert shown(await admin.slash(house.channel, "ask", question="What happened then?")).components


@pytest.mark.parametrize(
    ("command", "options", "said"),
    [
        ("budget", {"what": "person_tokens", "amount": 2.5}, "Questions and tokens come in whole numbers."),
        ("channels remove", {}, "That was not on the list, so nothing was changed."),
        ("publishers hide", {"name": "The *Moon*"}, "I have no articles by The \\*Moon\\*; choose one that the option"),
        ("publishers unprefer", {"name": "Harbour Post"}, "That was not on the list, so nothing was changed."),
    ],
)
async def test_what_cannot_be_is_one_sentence(
    house: House, admin: Any, command: str, options: dict[str, Any], said: str
) -> None:
    given = options or {"channel": house.channel}
    assert (await sets(house, admin, command, **given)).startswith(said)
    house.errors()
    assert await rules_of(house) == ServerSettings()


async def test_money_without_a_price_is_set_with_a_remark(house: House, admin: Any) -> None:
    said = await sets(house, admin, "budget", what="server_money", amount=1.25)
    assert said == (
        "Money a day for the server: 1.25 USD, from now on. "
        "No price is set for what answers here, so this is never used up."
    )
    assert (await rules_of(house)).server_money == 1_250_000


async def test_a_publisher_is_hidden_or_preferred_and_never_both(house: House, admin: Any) -> None:
    await sets(house, admin, "publishers prefer", name="state_wire")
    assert (await rules_of(house)).preferred == {"State_Wire"}
    assert await sets(house, admin, "publishers hide", name="State_Wire") == (
        "Hidden publishers: State\\_Wire, from now on."
    )
    rules = await rules_of(house)
    assert (set(rules.hidden), set(rules.preferred)) == ({"State_Wire"}, set())
    assert await sets(house, admin, "publishers prefer", name="State_Wire") == (
        "State\\_Wire is hidden here; unhide it first."
    )
    house.errors()
    await house.alice.slash(house.channel, "ask", question="What happened?")
    assert house.answerer.last.filter.hidden == {"State_Wire"}
    await sets(house, admin, "publishers unhide", name="State_Wire")
    assert (await rules_of(house)).hidden == frozenset()


async def test_names_are_offered_while_typing(house: House, admin: Any) -> None:
    typed = await admin.autocomplete(house.channel, "settings publishers hide", "name", "va")
    assert [choice["value"] for choice in typed] == ["Valley Times"]
    await sets(house, admin, "publishers hide", name="Valley Times")
    hidden = await admin.autocomplete(house.channel, "settings publishers unhide", "name", "")
    assert [choice["value"] for choice in hidden] == ["Valley Times"]
    assert await admin.autocomplete(house.channel, "settings publishers unprefer", "name", "") == []


async def test_show_tells_what_was_set_here(house: House, admin: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    await sets(house, admin, "language", language="tr")
    await sets(house, admin, "private", on=True)
    await sets(house, admin, "threads add", channel=house.channel)
    told = await sets(house, admin, "show")
    assert "- Language: Turkish (set here)" in told
    assert "- Slash commands answer the asker alone: yes (set here)" in told
    assert "- Channels where an answer opens a thread: #general (set here)" in told
    assert "- Channels where I answer: everywhere (default)" in told
    assert f"ada ({admin.id}) set in server {house.guild.id}: Language: Turkish, from now on." in caplog.text


async def test_reset_asks_first_and_its_button_outlives_a_restart(house: House, admin: Any) -> None:
    await sets(house, admin, "language", language="tr")
    await sets(house, admin, "cooldown", seconds=30)
    asked = await admin.slash(house.channel, "settings reset", setting="language")
    assert shown(asked).content == "Shall this go back to its default? Language: English."
    assert (await rules_of(house)).language == "tr"
    await house.env.restart_bot(house.bot())
    await admin.click(shown(asked), label="Reset")
    assert await rules_of(house) == ServerSettings(cooldown_seconds=30)
    everything = await admin.slash(house.channel, "settings reset")
    await admin.click(shown(everything), label="Reset")
    assert await rules_of(house) == ServerSettings()


async def test_reset_can_be_left(house: House, admin: Any) -> None:
    await sets(house, admin, "language", language="tr")
    asked = await admin.slash(house.channel, "settings reset")
    await admin.click(shown(asked), label="Cancel")
    assert (await rules_of(house)).language == "tr"


async def test_channels_that_the_bot_may_not_use_anyway_are_remarked_on(tmp_path: Path) -> None:
    options = BotOptions("t", policy=Policy(channel_ids=frozenset({4})))
    async with opened(House(tmp_path, options=options)) as house:
        role = house.guild.create_role("keepers", permissions=discord.Permissions(manage_guild=True))
        admin = house.guild.add_member(house.env.create_user("ada"), roles=[role])
        said = await sets(house, admin, "channels add", channel=house.channel)
        assert said.endswith("The bot's own settings name other channels, so I answer in none of this server.")
        refused = shown(await admin.slash(house.channel, "ask", question="What happened?"))
        assert refused.content == "I answer questions only in a direct message, not in this server."


async def test_defaults_hold_until_a_server_says_otherwise(tmp_path: Path) -> None:
    async with opened(House(tmp_path, rules=ServerSettings(cooldown_seconds=60))) as house:
        await house.alice.slash(house.channel, "ask", question="What happened?")
        again = shown(await house.alice.slash(house.channel, "ask", question="What happened then?"))
        assert again.content == "Please wait 60 seconds before your next question."
