"""What users do in the loopback Discord: write, edit, delete, open threads and menus, use commands, press buttons.

Place in the flow: a `Person` acts on the simulated world; the world tells the gateway, the gateway the bot. What the
bot answers to a command or button is read with `responses`, what it replies to a message with `replies`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import discord
from simcord.backend import serializers
from simcord.enums import ChannelType, InteractionType
from simcord.interactions import base_payload

from bot.playground.payloads import (
    Handed,
    button_data,
    choice_data,
    command_data,
    form_data,
    menu_data,
    typing_data,
)

if TYPE_CHECKING:
    from simcord.backend import Backend
    from simcord.backend.models import Channel, Interaction, Message

__all__ = ["Handed", "Person", "replies", "responses"]

_IN_A_SERVER, _WITH_THE_BOT, _AMONG_OTHERS = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who writes in one channel, mostly of a guild; `locale` is the language of their client."""

    backend: Backend
    id: int
    guild_id: int | None
    channel_id: int
    locale: str = "en-US"

    @classmethod
    def joins(cls, backend: Backend, guild_id: int, name: str) -> Person:
        """Make a user of this name a member of the guild, with a text channel of the same name to write in."""
        user = backend.make_user(name)
        backend.add_member(guild_id, user.id)
        channel = backend.create_channel(guild_id, name, type=ChannelType.TEXT)
        return cls(backend, user.id, guild_id, channel.id)

    @classmethod
    def elsewhere(cls, backend: Backend, name: str) -> Person:
        """Make a user who has installed the bot for themselves, in a guild of which the bot is no member."""
        heard, backend.subscribers = backend.subscribers, []
        try:
            guild = backend.create_guild(f"{name}'s guild")
            del guild.members[backend.bot_user.id]
            return cls.joins(backend, guild.id, name)
        finally:
            backend.subscribers = heard

    def alone_with(self, other: Person) -> Person:
        """Return this person in a private conversation with another one, where the bot cannot read."""
        channel = self.backend.create_channel(None, None, type=ChannelType.DM)
        channel.recipient_ids = [self.id, other.id]
        return replace(self, guild_id=None, channel_id=channel.id)

    def alone_with_the_bot(self) -> Person:
        """Return this person in their direct messages with the bot."""
        return replace(self, guild_id=None, channel_id=self.backend.get_dm_channel(self.id).id)

    def goes_to(self, channel: Channel) -> Person:
        """Return this person in another channel or thread."""
        return replace(self, guild_id=channel.guild_id, channel_id=channel.id)

    def reading(self, locale: str) -> Person:
        """Return this person with their client in another language ("ar", "tr", "ru", ...)."""
        return replace(self, locale=locale)

    def may_manage_the_server(self) -> Person:
        """Give this person a role with Manage Server, and return them."""
        return self.has_the_role("desk", manage_guild=True)

    def has_the_role(self, name: str, **permissions: bool) -> Person:
        """Give this person a new role with these permissions, and return them."""
        guild_id = self._guild()
        role = self.backend.create_role(guild_id, name, permissions=discord.Permissions(**permissions).value)
        self.backend.add_member_role(guild_id, self.id, role.id)
        return self

    def says(self, text: str, reply_to: Message | None = None) -> Message:
        """Write in the channel."""
        return self.says_in(self.channel_id, text, reply_to)

    def says_in(self, channel_id: int, text: str, reply_to: Message | None = None) -> Message:
        """Write in another channel or thread."""
        reference = {"channel_id": str(channel_id), "message_id": str(reply_to.id)} if reply_to else None
        return self.backend.create_message(channel_id, self.id, text, reference=reference)

    def whispers(self, text: str) -> Message:
        """Write to the bot alone."""
        return self.says_in(self.backend.get_dm_channel(self.id).id, text)

    def edits(self, message: Message, text: str) -> Message:
        """Change what one has written; raises `PermissionError` when somebody else wrote it."""
        if message.author_id != self.id:
            raise PermissionError("only the author of a message can edit it")
        return self.backend.edit_message(message.channel_id, message.id, {"content": text})

    def deletes(self, message: Message) -> None:
        """Delete a message, one's own or (as a moderator) another's."""
        self.backend.delete_message(message.channel_id, message.id)

    def opens_thread(self, name: str, on: Message | None = None) -> Channel:
        """Open a public thread in the channel, on a message if one is given."""
        parent = on.channel_id if on else self.channel_id
        return self.backend.create_thread(parent, name, self.id, message_id=on.id if on else None)

    def uses(self, command: str, *, channel_id: int | None = None, **options: Any) -> Interaction:
        """Use a slash command ("group command" too); raises `LookupError` when it or an option is not registered.

        An option's value can be a `Handed` file, or a channel, role or user of the world. Nobody asks whether Discord
        would have shown the command to this person: the bot has to.
        """
        data = command_data(self.backend, self.guild_id, command, options)
        return self._interacts(InteractionType.APPLICATION_COMMAND, channel_id or self.channel_id, data)

    def types(self, command: str, option: str, text: str, **others: Any) -> Interaction:
        """Type into an option; what the bot offers ends up in the interaction's `autocomplete_choices`."""
        data = typing_data(self.backend, self.guild_id, command, option, text, **others)
        return self._interacts(InteractionType.APPLICATION_COMMAND_AUTOCOMPLETE, self.channel_id, data)

    def opens_menu(self, name: str, message: Message) -> Interaction:
        """Use an entry of a message's context menu; raises `LookupError` when it is not registered."""
        data = menu_data(self.backend, self.guild_id, name, message)
        return self._interacts(InteractionType.APPLICATION_COMMAND, message.channel_id, data)

    def presses(self, message: Message, button: str) -> Interaction:
        """Press a button by its label, its emoji or the beginning of its custom id.

        Raises `LookupError` when there is none, when it is disabled, or when this person cannot see the message.
        """
        return self._acts_on(message, button_data(message, button))

    def chooses(self, message: Message, *values: str, menu: str = "") -> Interaction:
        """Choose from a select menu of a message (the first, or the one whose custom id begins with `menu`)."""
        return self._acts_on(message, choice_data(message, values, menu))

    def fills(self, asked: Interaction, *texts: str, **fields: Any) -> Interaction:
        """Fill in and send the modal with which the bot answered an interaction.

        `texts` go into the fields in order, `fields` by custom id or label. Raises `LookupError` when there is no
        modal, when it was sent already, or when it has no such field.
        """
        if asked.modal is None or asked.modal_consumed or asked.user_id != self.id:
            raise LookupError("there is no form of this person's that waits to be sent")
        data = form_data(asked.modal, texts, fields)
        asked.modal_consumed = True
        source = self.backend.messages[asked.channel_id].get(asked.source_message_id or 0)
        return self._interacts(InteractionType.MODAL_SUBMIT, asked.channel_id, data, source)

    def sees(self, channel_id: int | None = None) -> list[Message]:
        """Return what this person can read in a channel (their own), oldest first: no ephemeral replies to others."""
        there = self.backend.messages.get(channel_id or self.channel_id, {})
        return [message for message in there.values() if message.visible_to(self.id)]

    def _guild(self) -> int:
        if self.guild_id is None:
            raise LookupError("this person is not in a guild just now")
        return self.guild_id

    def _acts_on(self, message: Message, data: dict[str, Any]) -> Interaction:
        if not message.visible_to(self.id):
            raise LookupError("this person cannot see that message")
        return self._interacts(InteractionType.MESSAGE_COMPONENT, message.channel_id, data, message)

    def _interacts(self, kind: int, channel_id: int, data: dict[str, Any], on: Message | None = None) -> Interaction:
        guild_id = self.backend.get_channel(channel_id).guild_id
        record, payload = base_payload(
            self.backend, type=kind, channel_id=channel_id, guild_id=guild_id, user_id=self.id, data=data
        )
        payload |= {"locale": self.locale} | self._context(guild_id, channel_id)
        if on is not None:
            record.source_message_id = on.id
            payload["message"] = dict(serializers.message_payload(self.backend, on))
        self.backend.emit("INTERACTION_CREATE", payload)
        return record

    def _context(self, guild_id: int | None, channel_id: int) -> dict[str, Any]:
        """Return where an interaction is used, and through whose installation of the bot."""
        for_themselves = {"1": str(self.id)}
        if guild_id is None:
            with_the_bot = self.backend.dm_channels.get(self.id) == channel_id
            owners = {"0": "0"} if with_the_bot else for_themselves
            return {
                "context": _WITH_THE_BOT if with_the_bot else _AMONG_OTHERS,
                "authorizing_integration_owners": owners,
            }
        guild = self.backend.get_guild(guild_id)
        owners = {"0": str(guild_id)} if self.backend.bot_user.id in guild.members else for_themselves
        known = {"id": str(guild_id), "locale": guild.preferred_locale, "features": []}
        return {
            "context": _IN_A_SERVER, "authorizing_integration_owners": owners,
            "guild": known, "guild_locale": guild.preferred_locale,
        }  # fmt: skip


def responses(backend: Backend, interaction: Interaction) -> list[Message]:
    """Return the messages an interaction has been answered with so far; none while the bot is still thinking.

    A button that changed the message it hangs on is answered with that message; what was deleted is left out.
    """
    if interaction.message_id is None or interaction.loading:
        return []
    there = backend.messages.get(interaction.channel_id, {})
    return [there[id_] for id_ in (interaction.message_id, *interaction.followup_ids) if id_ in there]


def replies(backend: Backend, message: Message) -> list[Message]:
    """Return the messages that reply to one, oldest first."""
    channel = backend.messages.get(message.channel_id, {}).values()
    return [m for m in channel if m.reference and m.reference.get("message_id") == str(message.id)]
