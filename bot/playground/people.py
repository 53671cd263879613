"""What users do in the loopback Discord: write, reply, write to the bot alone, use commands, press buttons.

Place in the flow: a `Person` acts on the simulated world; the world tells the gateway, the gateway the bot. What the
bot answers to a command or button is read with `responses`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import discord
from simcord.backend import serializers
from simcord.components import walk_components
from simcord.enums import ChannelType, ComponentType, InteractionType
from simcord.interactions import base_payload, nest_options, walk_to_subcommand

if TYPE_CHECKING:
    from simcord.backend import Backend
    from simcord.backend.models import Interaction, Message


class Handed(NamedTuple):
    """A file that somebody hands to a command: what Discord says of it, and where it can be fetched."""

    filename: str
    url: str
    size: int


@dataclass(frozen=True, slots=True)
class Person:
    """A member of a guild who writes in one of its channels."""

    backend: Backend
    id: int
    guild_id: int
    channel_id: int

    @classmethod
    def joins(cls, backend: Backend, guild_id: int, name: str) -> Person:
        """Make a user of this name a member of the guild, with a text channel of the same name to write in."""
        user = backend.make_user(name)
        backend.add_member(guild_id, user.id)
        channel = backend.create_channel(guild_id, name, type=ChannelType.TEXT)
        return cls(backend, user.id, guild_id, channel.id)

    def may_manage_the_server(self) -> Person:
        """Give this person a role with Manage Server, and return them."""
        role = self.backend.create_role(self.guild_id, "desk", permissions=discord.Permissions(manage_guild=True).value)
        self.backend.add_member_role(self.guild_id, self.id, role.id)
        return self

    def says(self, text: str, reply_to: Message | None = None) -> Message:
        """Write in the channel."""
        reference = {"channel_id": str(self.channel_id), "message_id": str(reply_to.id)} if reply_to else None
        return self.backend.create_message(self.channel_id, self.id, text, reference=reference)

    def whispers(self, text: str) -> Message:
        """Write to the bot alone."""
        return self.backend.create_message(self.backend.get_dm_channel(self.id).id, self.id, text)

    def uses(self, command: str, **options: Any) -> Interaction:
        """Use a slash command ("group command" too) in the channel; raises `LookupError` when it is not registered.

        Nobody asks whether Discord would have shown it to this person: the bot has to.
        """
        name, *path = command.split()
        spec = self.backend.find_command(name, self.guild_id)
        if spec is None:
            raise LookupError(f"there is no command /{name}")
        leaf, nesting = walk_to_subcommand(spec, path)
        types = {option["name"]: option["type"] for option in leaf.get("options") or []}
        resolved: dict[str, Any] = {}
        given = [
            {"name": name, "type": types[name], "value": self._handed(value, resolved)}
            for name, value in options.items()
        ]
        data = {"id": spec["id"], "name": name, "type": spec["type"], "options": nest_options(spec, nesting, given)}
        data |= {"resolved": resolved} if resolved else {}
        return self._interacts(InteractionType.APPLICATION_COMMAND, self.channel_id, data)

    def types(self, command: str, option: str, text: str) -> Interaction:
        """Type into an option; what the bot offers ends up in the interaction's `autocomplete_choices`."""
        name, *path = command.split()
        spec = self.backend.find_command(name, self.guild_id)
        if spec is None:
            raise LookupError(f"there is no command /{name}")
        _leaf, nesting = walk_to_subcommand(spec, path)
        typed = [{"name": option, "type": discord.AppCommandOptionType.string.value, "value": text, "focused": True}]
        data = {"id": spec["id"], "name": name, "type": spec["type"], "options": nest_options(spec, nesting, typed)}
        return self._interacts(InteractionType.APPLICATION_COMMAND_AUTOCOMPLETE, self.channel_id, data)

    def _handed(self, value: Any, resolved: dict[str, Any]) -> Any:
        """Return an option's value; of a file, its id."""
        if not isinstance(value, Handed):
            return value
        number = str(self.backend.snowflake())
        file = {"id": number, "proxy_url": value.url, **value._asdict()}
        resolved.setdefault("attachments", {})[number] = file
        return number

    def presses(self, message: Message, label: str) -> Interaction:
        """Press a button of a message; raises `LookupError` when there is none with this label."""
        for component in walk_components(message.components):
            if component.get("type") == ComponentType.BUTTON and component.get("label") == label:
                data = {"custom_id": component["custom_id"], "component_type": ComponentType.BUTTON}
                return self._interacts(InteractionType.MESSAGE_COMPONENT, message.channel_id, data, message)
        raise LookupError(f"there is no button {label!r}")

    def _interacts(self, kind: int, channel_id: int, data: dict[str, Any], on: Message | None = None) -> Interaction:
        guild_id = self.backend.get_channel(channel_id).guild_id
        record, payload = base_payload(
            self.backend, type=kind, channel_id=channel_id, guild_id=guild_id, user_id=self.id, data=data
        )
        if on is not None:
            record.source_message_id = on.id
            payload["message"] = dict(serializers.message_payload(self.backend, on))
        self.backend.emit("INTERACTION_CREATE", payload)
        return record


def responses(backend: Backend, interaction: Interaction) -> list[Message]:
    """Return the messages an interaction has been answered with so far; none while the bot is still thinking."""
    if interaction.message_id is None or interaction.loading:
        return []
    ids = [interaction.message_id, *interaction.followup_ids]
    return [backend.get_message(interaction.channel_id, message_id) for message_id in ids]


def replies(backend: Backend, message: Message) -> list[Message]:
    """Return the messages that reply to one, oldest first."""
    channel = backend.messages.get(message.channel_id, {}).values()
    return [m for m in channel if m.reference and m.reference.get("message_id") == str(message.id)]
