"""`/settings` over the wire: an admin sets limits, a member meets each of them, and a restart keeps them."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, Any

import pytest

from tests.fakes.newsroom import BRIDGE

if TYPE_CHECKING:
    from bot.playground.people import Person
    from tests.wire.conftest import Wire

pytestmark = pytest.mark.asyncio(loop_scope="module")

WHEN = "When did the bridge at Tell Wasit reopen?"


async def says(wire: Wire, person: Person, command: str, **options: Any) -> str:
    """What a command is answered with, once it is."""
    shown = await wire.response(person.uses(command, **options))
    await wire.until(lambda: shown.content)
    return shown.content


async def sets(wire: Wire, admin: Person, command: str, **options: Any) -> str:
    return await says(wire, admin, f"settings {command}", **options)


async def is_answered(wire: Wire, person: Person) -> bool:
    shown = await wire.answered(person.uses("ask", question=WHEN))
    return BRIDGE.title in shown.content


async def test_a_member_is_refused_every_one_of_them(wire: Wire) -> None:
    member = wire.somebody()
    room = wire.server.backend.channels[member.channel_id]
    role = wire.server.backend.create_role(wire.guild_id, "Press")
    for command, options in (
        ("show", {}),
        ("channels add", {"channel": room}),
        ("channels remove", {"channel": room}),
        ("roles add", {"role": role}),
        ("roles remove", {"role": role}),
        ("threads add", {"channel": room}),
        ("threads remove", {"channel": room}),
        ("language", {"language": "ar"}),
        ("private", {"on": True}),
        ("cooldown", {"seconds": 5}),
        ("budget", {"what": "person_questions", "amount": 1.0}),
        ("publishers hide", {"name": "Harbour Post"}),
        ("publishers unhide", {"name": "Harbour Post"}),
        ("publishers prefer", {"name": "Harbour Post"}),
        ("publishers unprefer", {"name": "Harbour Post"}),
        ("reset", {}),
    ):
        said = await says(wire, member, f"settings {command}", **options)
        assert said == "Changing what I do in this server needs the permission Manage Server.", command
    assert await is_answered(wire, member)


async def test_channels_and_roles_hold_for_members_and_can_be_taken_back(wire: Wire) -> None:
    admin, inside, outside = wire.somebody().may_manage_the_server(), wire.somebody(), wire.somebody()
    room = wire.server.backend.channels[inside.channel_id]
    assert await sets(wire, admin, "channels add", channel=room) == (
        f"Channels where I answer: #{room.name}, from now on."
    )
    refused = await says(wire, outside, "ask", question=WHEN)
    assert refused == f"I answer questions only in <#{room.id}> here, or in a direct message."
    assert await is_answered(wire, inside)
    assert (await sets(wire, admin, "channels remove", channel=room)).endswith("everywhere, from now on.")

    press = wire.server.backend.create_role(wire.guild_id, "Press")
    await sets(wire, admin, "roles add", role=press)
    assert await says(wire, outside, "ask", question=WHEN) == "Here I answer only people with the role “Press”."
    await sets(wire, admin, "roles remove", role=press)
    assert await is_answered(wire, outside)


async def test_a_budget_is_kept_over_a_restart(wire: Wire) -> None:
    admin, member = wire.somebody().may_manage_the_server(), wire.somebody()
    await sets(wire, admin, "budget", what="person_questions", amount=1.0)
    assert await is_answered(wire, member)
    assert wire.bot is not None
    assert await wire.bot.ends(by=signal.SIGTERM) == 0
    await wire.starts_the_bot()
    refused = await says(wire, member, "ask", question=WHEN)
    assert refused.startswith("Your questions for today are used up; I can answer again at 00:00 UTC (in ")
    assert "- Questions a day for one person: 1 (set here)" in await sets(wire, admin, "show")
    reset = await wire.response(admin.uses("settings reset", setting="person_questions"))
    admin.presses(reset, "Reset")
    await wire.until(
        lambda: "no limit, from now on" in wire.server.backend.messages[reset.channel_id][reset.id].content
    )
    assert await is_answered(wire, member)


async def test_a_wait_and_a_hidden_publisher(wire: Wire) -> None:
    admin, member = wire.somebody().may_manage_the_server(), wire.somebody()
    await sets(wire, admin, "cooldown", seconds=3600)
    assert await is_answered(wire, member)
    assert (await says(wire, member, "ask", question=WHEN)).startswith("Please wait ")
    await sets(wire, admin, "cooldown", seconds=0)
    assert await sets(wire, admin, "publishers hide", name="Harbour Post") == (
        "Hidden publishers: Harbour Post, from now on."
    )
    shown = await says(wire, member, "ask", question=WHEN)
    assert "Harbour Post" not in shown
    await sets(wire, admin, "publishers unhide", name="Harbour Post")
    assert await is_answered(wire, member)
