"""What the people on the page do, as their client would tell Discord: write, use commands, press, choose, fill in.

Place in the flow: `server` hands a request of the page to `act`; it acts on the simulated world as the person, whose
rights it asks, and waits for the bot's acknowledgement as Discord's clients do. Texts of errors are shown to them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simcord.backend import serializers
from simcord.backend.access import message_accessible
from simcord.backend.errors import BackendError
from simcord.components import walk_components
from simcord.enums import AppCommandType, ComponentType, InteractionType, OptionType
from simcord.interactions import base_payload, nest_options, walk_to_subcommand

from bot.playground.filling import filled
from bot.playground.options import chosen, resolved_choice

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from simcord.backend import Backend
    from simcord.backend.models import Interaction, Message

    from bot.playground.loopback import Loopback
    from bot.playground.rooms import Rooms

ACKNOWLEDGED_WITHIN = 3.2
"""Seconds; Discord gives a bot three."""
LONGEST_MESSAGE = 2000
_SILENT = "Nayrab did not respond in time. Try it again; if it happens again, look into the terminal."
_AWAY = "Nayrab is not here at the moment: the line at the top says why."
Json = dict[str, Any]


class DeedError(Exception):
    """What somebody tried cannot be done; the text is for them."""


@dataclass(frozen=True, slots=True)
class Actor:
    """One of the people, in the world they are in; `uploads` are the files they have handed in, by id."""

    discord: Loopback
    rooms: Rooms
    user_id: int
    uploads: Mapping[str, Json]

    async def act(self, request: Any) -> Json:
        """Do what the page asks for in JSON; raises `DeedError`."""
        deed = _DEEDS.get(str(request.get("do"))) if isinstance(request, dict) else None
        if deed is None:
            raise DeedError("The page asked for something that the playground cannot do.")
        try:
            return await deed(self, request)
        except BackendError as error:
            raise DeedError(f"Discord would refuse that: {error}") from error
        except (KeyError, TypeError, ValueError, LookupError) as error:
            raise DeedError("The page asked for it in a form that the playground does not understand.") from error

    async def write(self, request: Mapping[str, Any]) -> Json:
        """Write a message, perhaps as a reply."""
        text = str(request["text"]).strip()
        if not 0 < len(text) <= LONGEST_MESSAGE:
            raise DeedError(f"A message has 1 to {LONGEST_MESSAGE:,} characters; this one has {len(text):,}.")
        channel_id = self._channel(request)
        reference = None
        if request.get("reply"):
            message = self._message(request["reply"])
            reference = {"channel_id": str(channel_id), "message_id": str(message.id)}
        message = self.backend.create_message(channel_id, self.user_id, text, reference=reference)
        return {"message": str(message.id)}

    async def edit(self, request: Mapping[str, Any]) -> Json:
        """Change one's own message."""
        message = self._own(request)
        text = str(request["text"]).strip()
        if not 0 < len(text) <= LONGEST_MESSAGE:
            raise DeedError(f"A message has 1 to {LONGEST_MESSAGE:,} characters.")
        self.backend.edit_message(message.channel_id, message.id, {"content": text})
        return {}

    async def delete(self, request: Mapping[str, Any]) -> Json:
        """Delete one's own message."""
        message = self._own(request)
        self.backend.delete_message(message.channel_id, message.id)
        return {}

    async def start_thread(self, request: Mapping[str, Any]) -> Json:
        """Start a thread on a message."""
        message = self._message(request)
        name = " ".join(str(request["name"]).split())[:100]
        if not name:
            raise DeedError("A thread needs a name.")
        channel = self.backend.get_channel(message.channel_id)
        if channel.guild_id is None or channel.is_thread or message.is_ephemeral:
            raise DeedError("Threads can be started on messages in a channel of the server.")
        if message.id in self.backend.channels:
            raise DeedError("This message has a thread already.")
        thread = self.backend.create_thread(channel.id, name, self.user_id, message_id=message.id)
        return {"channel": str(thread.id)}

    async def use(self, request: Mapping[str, Any]) -> Json:
        """Use a slash command with its options."""
        channel_id, root, path = self._command(request)
        leaf, nesting = walk_to_subcommand(root, path)
        given, resolved = chosen(self, leaf, request.get("options") or {})
        data = {"id": root["id"], "name": root["name"], "type": root["type"]}
        data |= {"options": nest_options(root, nesting, given)} | ({"resolved": resolved} if resolved else {})
        called = " ".join([root["name"], *path])
        return await self._interact(InteractionType.APPLICATION_COMMAND, channel_id, data, called=called)

    async def type_into(self, request: Mapping[str, Any]) -> Json:
        """Type into an option that completes itself; returns what the bot offers."""
        channel_id, root, path = self._command(request)
        leaf, nesting = walk_to_subcommand(root, path)
        given, _ = chosen(self, leaf, request.get("options") or {}, partly=True)
        focused = str(request["option"])
        given = [option for option in given if option["name"] != focused]
        given.append(
            {"name": focused, "type": int(OptionType.STRING), "value": str(request.get("text", "")), "focused": True}
        )
        data = {"id": root["id"], "name": root["name"], "type": root["type"]}
        data |= {"options": nest_options(root, nesting, given)}
        return await self._interact(InteractionType.APPLICATION_COMMAND_AUTOCOMPLETE, channel_id, data)

    async def use_on_message(self, request: Mapping[str, Any]) -> Json:
        """Use a command from a message's menu."""
        message = self._message(request)
        root = self._offered(str(request["command"]), message.channel_id, AppCommandType.MESSAGE)
        payload = dict(serializers.message_payload(self.backend, message))
        data = {"id": root["id"], "name": root["name"], "type": root["type"], "target_id": str(message.id)}
        data |= {"resolved": {"messages": {str(message.id): payload}}}
        return await self._interact(InteractionType.APPLICATION_COMMAND, message.channel_id, data)

    async def press(self, request: Mapping[str, Any]) -> Json:
        """Press a button, or choose in a menu (then with `values`)."""
        message = self._message(request)
        component = _component(message, str(request["custom_id"]))
        data: Json = {"custom_id": component["custom_id"], "component_type": component["type"]}
        if component["type"] != ComponentType.BUTTON:
            data["values"] = [str(value) for value in request["values"]]
            data["resolved"] = resolved_choice(self, component["type"], data["values"])
        return await self._interact(InteractionType.MESSAGE_COMPONENT, message.channel_id, data, message)

    async def submit(self, request: Mapping[str, Any]) -> Json:
        """Send a form that the bot showed."""
        shown = self.backend.interactions.get(int(request["interaction"]))
        if shown is None or shown.modal is None or shown.user_id != self.user_id or shown.modal_consumed:
            raise DeedError("This form was sent already, or is no longer there.")
        data = {"custom_id": shown.modal["custom_id"], "components": filled(shown.modal, request.get("values") or {})}
        shown.modal_consumed = True
        source = self.backend.messages.get(shown.channel_id, {}).get(shown.source_message_id or 0)
        return await self._interact(InteractionType.MODAL_SUBMIT, shown.channel_id, data, source)

    @property
    def backend(self) -> Backend:
        """Return the simulated world."""
        return self.discord.backend

    async def _interact(
        self, kind: int, channel_id: int, data: Json, on: Message | None = None, called: str | None = None
    ) -> Json:
        if self.discord.gateway.session is None:
            raise DeedError(_AWAY)
        guild_id = self.backend.get_channel(channel_id).guild_id
        record, payload = base_payload(
            self.backend, type=kind, channel_id=channel_id, guild_id=guild_id, user_id=self.user_id, data=data
        )
        if called is not None:
            record.command_name = called  # the response says which was used, with its group
        if on is not None:
            record.source_message_id = on.id
            payload["message"] = dict(serializers.message_payload(self.backend, on))
        self.backend.emit("INTERACTION_CREATE", payload)
        try:
            await self.discord.until(lambda: record.responded, ACKNOWLEDGED_WITHIN)
        except TimeoutError:
            raise DeedError(_SILENT) from None
        return _told(record)

    def _channel(self, request: Mapping[str, Any]) -> int:
        channel_id = int(request["channel"])
        if not self.rooms.sees(self.user_id, channel_id):
            raise DeedError("This channel is not there any more.")
        return channel_id

    def _message(self, request: Mapping[str, Any]) -> Message:
        channel_id = self._channel(request)
        message = self.backend.messages.get(channel_id, {}).get(int(request["message"]))
        if message is None or not message_accessible(self.backend, channel_id, message, self.user_id):
            raise DeedError("This message is not there any more.")
        return message

    def _own(self, request: Mapping[str, Any]) -> Message:
        message = self._message(request)
        if message.author_id != self.user_id:
            raise DeedError("This message is somebody else's.")
        return message

    def _command(self, request: Mapping[str, Any]) -> tuple[int, Json, list[str]]:
        channel_id = self._channel(request)
        name, *path = str(request["command"]).split()
        return channel_id, self._offered(name, channel_id, AppCommandType.CHAT_INPUT), path

    def _offered(self, name: str, channel_id: int, kind: AppCommandType) -> Json:
        """Return a command that Discord offers this person here."""
        offered = self.backend.visible_commands(user_id=self.user_id, channel_id=channel_id, type=kind)
        for command in offered:
            if command["name"] == name:
                return command
        raise DeedError(f"There is no command “{name}” for you here.")


def _told(record: Interaction) -> Json:
    """Return what the bot's acknowledgement means for the page: a form to show, choices to offer, or nothing."""
    if record.modal is not None:
        return {"modal": {**record.modal, "interaction": str(record.id)}}
    if record.autocomplete_choices is not None:
        return {"choices": [{"name": c["name"], "value": c["value"]} for c in record.autocomplete_choices]}
    return {}


def _component(message: Message, custom_id: str) -> Json:
    for component in walk_components(message.components):
        if component.get("custom_id") == custom_id and not component.get("disabled"):
            return dict(component)
    raise DeedError("This button is not there any more.")


_DEEDS: dict[str, Callable[[Actor, Mapping[str, Any]], Awaitable[Json]]] = {
    "write": Actor.write,
    "edit": Actor.edit,
    "delete": Actor.delete,
    "thread": Actor.start_thread,
    "use": Actor.use,
    "type": Actor.type_into,
    "menu": Actor.use_on_message,
    "press": Actor.press,
    "submit": Actor.submit,
}
