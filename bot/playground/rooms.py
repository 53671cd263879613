"""The playground's world: a server with two channels, a member and an admin, and what each of them may see of it.

Place in the flow: `playing` builds the `Rooms` in the simulated world; `live` sends what `view` returns to the page.
Reading only: what people do is in `acting`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import discord
from simcord.backend.access import channel_accessible, message_accessible
from simcord.enums import AppCommandType, ChannelType, MessageType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simcord.backend import Backend
    from simcord.backend.models import Channel, Message

BOT_NAME = "Nayrab"
GUILD_NAME = "Nayrab playground"
MEMBER, ADMIN = "member", "admin"
MOST_MESSAGES = 200
"""Of a channel the page shows the newest; the others stay in the world."""
_LOADING = 1 << 7
_SPOKEN = (MessageType.DEFAULT, MessageType.REPLY, MessageType.CHAT_INPUT_COMMAND, MessageType.CONTEXT_MENU_COMMAND)
_REPLY_PREVIEW = 160
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Rooms:
    """Who and what there is; `people` by their part: `member` or `admin`."""

    backend: Backend
    guild_id: int
    people: dict[str, int]

    @classmethod
    def built(cls, backend: Backend) -> Self:
        """Make the server, its channels and its people."""
        backend.bot_user.name = BOT_NAME
        people = {MEMBER: backend.make_user("Lina").id, ADMIN: backend.make_user("Karim").id}
        guild = backend.create_guild(GUILD_NAME)
        for user_id in people.values():
            backend.add_member(guild.id, user_id)
            backend.get_dm_channel(user_id)
        manager = discord.Permissions(manage_guild=True, manage_messages=True)
        desk = backend.create_role(guild.id, "Desk", permissions=manager.value)
        backend.add_member_role(guild.id, people[ADMIN], desk.id)
        backend.create_channel(guild.id, "general", type=ChannelType.TEXT, topic="Ask anything: @Nayrab or /ask")
        backend.create_channel(guild.id, "news-desk", type=ChannelType.TEXT, topic="Where the desk looks things up")
        return cls(backend, guild.id, people)

    def sees(self, user_id: int, channel_id: int) -> bool:
        """Tell whether this person may read the channel; of one that does not exist, False."""
        return channel_accessible(self.backend, channel_id, user_id)

    def channels_of(self, user_id: int) -> Iterator[Channel]:
        """Yield the channels, threads and the direct messages of a person."""
        for channel in list(self.backend.channels.values()):
            if channel_accessible(self.backend, channel.id, user_id):
                yield channel


def view(rooms: Rooms, user_id: int) -> dict[str, Json]:
    """Return all that a person may see, by key: `world`, and `message/<channel>/<id>` for each message."""
    shown: dict[str, Json] = {"world": world(rooms, user_id)}
    for channel in rooms.channels_of(user_id):
        newest = list(rooms.backend.messages.get(channel.id, {}).values())[-MOST_MESSAGES:]
        for message in newest:
            if message_accessible(rooms.backend, channel.id, message, user_id) and not _says_nothing(message):
                shown[f"message/{channel.id}/{message.id}"] = message_record(rooms, message)
    return shown


def world(rooms: Rooms, user_id: int) -> Json:
    """Return the server, its channels, people and roles, and the commands this person is offered."""
    backend = rooms.backend
    guild = backend.guilds[rooms.guild_id]
    return {
        "me": str(user_id),
        "server": guild.name,
        "bot": {"id": str(backend.bot_user.id), "name": backend.bot_user.name},
        "people": [
            {"id": str(person), "name": backend.users[person].name, "part": part}
            for part, person in rooms.people.items()
        ],
        "roles": [{"id": str(r.id), "name": r.name} for r in guild.roles.values() if not r.managed],
        "channels": [_channel_record(rooms, channel) for channel in rooms.channels_of(user_id)],
        "commands": _commands(rooms, user_id),
    }


def message_record(rooms: Rooms, message: Message) -> Json:
    """Return a message as the page shows it."""
    backend = rooms.backend
    author = backend.users[message.author_id]
    return {
        "id": str(message.id),
        "channel": str(message.channel_id),
        "author": {"id": str(author.id), "name": author.name, "bot": author.bot},
        "text": message.content,
        "at": message.timestamp,
        "edited": message.edited_timestamp if message.interaction_metadata is None else None,
        "system": message.type not in _SPOKEN,
        "ephemeral": message.is_ephemeral,
        "thinking": bool(message.flags & _LOADING),
        "reply": _reply(backend, message),
        "used": _used(backend, message),
        "thread": _thread(backend, message),
        "attachments": [_attachment(attachment) for attachment in message.attachments],
        "embeds": list(message.embeds),
        "components": list(message.components),
    }


def _channel_record(rooms: Rooms, channel: Channel) -> Json:
    kind = "thread" if channel.is_thread else "dm" if channel.guild_id is None else "text"
    name = rooms.backend.bot_user.name if kind == "dm" else channel.name
    parent = str(channel.parent_id) if channel.parent_id else None
    return {"id": str(channel.id), "kind": kind, "name": name, "parent": parent, "topic": channel.topic or ""}


def _commands(rooms: Rooms, user_id: int) -> Json:
    """Return the commands a person is offered on the server and in direct messages, as the bot registered them."""
    backend = rooms.backend
    first = backend.guilds[rooms.guild_id].channel_ids[0]
    places = {"server": first, "dm": backend.get_dm_channel(user_id).id}
    return {
        place: [
            {key: command.get(key) for key in ("id", "name", "description", "type", "options")}
            for kind in (AppCommandType.CHAT_INPUT, AppCommandType.MESSAGE)
            for command in backend.visible_commands(user_id=user_id, channel_id=channel_id, type=kind)
        ]
        for place, channel_id in places.items()
    }


def _says_nothing(message: Message) -> bool:
    """Tell whether it is the note of a thread on a message: the page shows that thread under the message itself."""
    note = message.system_metadata
    on_message = note is not None and note.referenced_message_id is not None
    return on_message and message.type == MessageType.THREAD_CREATED


def _reply(backend: Backend, message: Message) -> Json | None:
    reference = message.reference
    if not reference or reference.get("type", 0) != 0:
        return None
    answered = backend.messages.get(message.channel_id, {}).get(int(reference["message_id"]))
    if answered is None:
        return {"id": reference["message_id"], "author": "", "text": ""}
    author = backend.users[answered.author_id].name
    return {"id": str(answered.id), "author": author, "text": answered.content[:_REPLY_PREVIEW]}


def _used(backend: Backend, message: Message) -> Json | None:
    """Return who used which command, where a message answers a command."""
    if message.interaction_metadata is None:
        return None
    record = backend.interactions.get(int(message.interaction_metadata["id"]))
    if record is None or record.command_name is None:
        return None
    return {
        "by": backend.users[record.user_id].name,
        "command": record.command_name,
        "slash": record.command_type == AppCommandType.CHAT_INPUT,
    }


def _thread(backend: Backend, message: Message) -> Json | None:
    """Return the thread that was started on a message: it carries the message's id."""
    thread = backend.channels.get(message.id)
    if thread is None or not thread.is_thread:
        return None
    return {"id": str(thread.id), "name": thread.name, "count": len(backend.messages.get(thread.id, {}))}


def _attachment(attachment: Json) -> Json:
    return {
        "id": str(attachment["id"]),
        "name": attachment["filename"],
        "alt": attachment.get("description") or "",
        "picture": str(attachment.get("content_type") or "").startswith("image/"),
        "size": attachment.get("size", 0),
    }
