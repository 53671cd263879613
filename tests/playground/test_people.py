"""What people of the loopback Discord can do, and what of it reaches the bot: the payloads Discord would send."""

from __future__ import annotations

from typing import Any

import pytest
from simcord.backend import Backend
from simcord.enums import InteractionType

from bot.playground.people import Handed, Person

COMMANDS: list[dict[str, Any]] = [
    {
        "name": "ask",
        "options": [{"name": "question", "type": 3}, {"name": "where", "type": 7}, {"name": "file", "type": 11}],
    },
    {"name": "Check against sources", "type": 3},
]
MODAL = {
    "custom_id": "why:1",
    "title": "Why?",
    "components": [
        {"type": 18, "id": 1, "label": "Reason", "component": {"type": 4, "id": 2, "custom_id": "reason", "style": 1}},
        {"type": 1, "id": 3, "components": [{"type": 4, "id": 4, "custom_id": "more", "label": "More", "style": 2}]},
    ],
}
BUTTONS = [
    {
        "type": 1,
        "components": [
            {"type": 2, "style": 1, "label": "Passages", "custom_id": "nayrab:passages:1"},
            {"type": 2, "style": 1, "emoji": {"name": "👍"}, "custom_id": "nayrab:helpful:1"},
            {"type": 2, "style": 1, "label": "Next", "custom_id": "nayrab:page:1", "disabled": True},
        ],
    }
]


class World:
    """A guild with a reader in it, and every event that happened."""

    def __init__(self) -> None:
        self.backend = Backend()
        self.heard: list[tuple[str, Any]] = []
        self.guild = self.backend.create_guild("House")
        self.reader = Person.joins(self.backend, self.guild.id, "reader")
        self.backend.register_commands(None, COMMANDS)
        self.backend.subscribers.append(lambda event, payload: self.heard.append((event, payload)))

    @property
    def last(self) -> Any:
        return self.heard[-1][1]

    def answer(self, **more: Any) -> Any:
        return self.backend.create_message(self.reader.channel_id, self.backend.bot_user.id, "An answer.", **more)


@pytest.fixture
def world() -> World:
    return World()


def test_a_menu_hands_over_the_message(world: World) -> None:
    message = world.reader.says("Eleven people were killed.")
    record = world.reader.opens_menu("Check against sources", message)
    data = world.last["data"]
    assert data["target_id"] == str(message.id)
    assert data["resolved"]["messages"][str(message.id)]["content"] == "Eleven people were killed."
    assert (world.last["type"], record.target_id) == (InteractionType.APPLICATION_COMMAND, message.id)
    with pytest.raises(LookupError):
        world.reader.opens_menu("Something else", message)


def test_things_among_the_options_are_resolved(world: World) -> None:
    channel = world.backend.get_channel(world.reader.channel_id)
    world.reader.uses("ask", question="why?", where=channel, file=Handed("a.txt", "http://127.0.0.1/a", 3))
    data = world.last["data"]
    assert data["resolved"]["channels"][str(channel.id)]["name"] == "reader"
    assert [file["filename"] for file in data["resolved"]["attachments"].values()] == ["a.txt"]
    with pytest.raises(LookupError):
        world.reader.uses("ask", publisher="nobody")


@pytest.mark.parametrize("which", ["Passages", "nayrab:passages:"])
def test_a_button_is_found_by_label_or_by_id(world: World, which: str) -> None:
    world.reader.presses(world.answer(components=BUTTONS), which)
    assert world.last["data"]["custom_id"] == "nayrab:passages:1"


def test_a_button_is_found_by_its_emoji(world: World) -> None:
    world.reader.presses(world.answer(components=BUTTONS), "👍")
    assert world.last["data"]["custom_id"] == "nayrab:helpful:1"


@pytest.mark.parametrize("which", ["Next", "Elsewhere"])
def test_a_button_that_is_disabled_or_missing_cannot_be_pressed(world: World, which: str) -> None:
    with pytest.raises(LookupError):
        world.reader.presses(world.answer(components=BUTTONS), which)


def test_a_private_reply_is_seen_and_pressed_by_its_reader_alone(world: World) -> None:
    mine = {"id": "1", "type": 2, "user": {"id": str(world.reader.id)}}
    shown = world.answer(components=BUTTONS, flags=64, interaction_metadata=mine)
    other = Person.joins(world.backend, world.guild.id, "other").goes_to(
        world.backend.get_channel(world.reader.channel_id)
    )
    assert shown in world.reader.sees()
    assert shown not in other.sees()
    with pytest.raises(LookupError):
        other.presses(shown, "Passages")


@pytest.mark.parametrize(
    ("texts", "fields"),
    [(("wrong", "really"), {}), ((), {"Reason": "wrong", "More": "really"}), (("really",), {"reason": "wrong"})],
    ids=["in order", "by label", "by id"],
)
def test_a_form_is_filled_in_and_sent_once(world: World, texts: tuple[str, ...], fields: dict[str, str]) -> None:
    asked = world.reader.presses(world.answer(components=BUTTONS), "Passages")
    asked.show_modal(MODAL)
    world.reader.fills(asked, *texts, **fields)
    label, row = world.last["data"]["components"]
    assert (label["component"]["value"], row["components"][0]["value"]) == ("wrong", "really")
    assert world.last["data"]["custom_id"] == "why:1"
    assert world.last["message"]["content"] == "An answer."
    with pytest.raises(LookupError):
        world.reader.fills(asked, "again")


def test_a_form_has_no_other_fields(world: World) -> None:
    asked = world.reader.uses("ask", question="why?")
    asked.show_modal(MODAL)
    with pytest.raises(LookupError):
        world.reader.fills(asked, elsewhere="text")


def test_discord_says_where_and_through_whose_installation_a_command_is_used(world: World) -> None:
    reader, stranger = world.reader.reading("ar"), Person.elsewhere(world.backend, "stranger")
    people = (reader, reader.alone_with_the_bot(), reader.alone_with(stranger), stranger)
    told = []
    for person in people:
        person.uses("ask", question="why?")
        told.append((world.last["context"], set(world.last["authorizing_integration_owners"]), world.last["locale"]))
    assert told == [(0, {"0"}, "ar"), (1, {"0"}, "ar"), (2, {"1"}, "ar"), (0, {"1"}, "en-US")]


def test_a_stranger_s_guild_is_never_announced(world: World) -> None:
    Person.elsewhere(world.backend, "stranger")
    assert world.heard == []


def test_threads_edits_and_deletions_happen(world: World) -> None:
    message = world.reader.says("first")
    thread = world.reader.opens_thread("talk", on=message)
    inside = world.reader.says_in(thread.id, "second")
    world.reader.edits(inside, "third")
    assert [m.content for m in world.reader.goes_to(thread).sees()] == ["third"]
    world.reader.deletes(inside)
    assert world.heard[-1][0] == "MESSAGE_DELETE"
    with pytest.raises(PermissionError):
        world.reader.edits(world.answer(), "mine now")
