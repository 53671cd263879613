"""The check of everything the bot sends: it lets pass what is right, and sees each thing that is wrong."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fakes.outbox import check_requests

OFF = {"parse": [], "replied_user": False}
CALLBACK = "/interactions/1/token/callback"
MESSAGES = "/channels/1/messages"
COMMANDS = "/applications/1/commands"


def message(content: str = "fine", **more: Any) -> tuple[str, str, Any]:
    return "POST", MESSAGES, {"content": content, "allowed_mentions": OFF, **more}


def buttons(*each: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"type": 1, "components": [{"type": 2, **button} for button in each]}]


def callback(kind: int, **data: Any) -> tuple[str, str, Any]:
    return "POST", CALLBACK, {"type": kind, "data": data}


def modal(title: str = "Why?", label: str = "Reason", **more: Any) -> tuple[str, str, Any]:
    field = {"type": 4, "custom_id": "reason", "label": label, **more}
    return callback(9, custom_id="why", title=title, components=[{"type": 1, "components": [field]}])


def command(name: str = "ask", description: str = "Asks", **more: Any) -> tuple[str, str, Any]:
    return "PUT", COMMANDS, [{"name": name, "description": description, "type": 1, **more}]


RIGHT = {
    "a message": message("see [1] [title](<https://a.example/x>) and \\[foreign\\](http://b.example)"),
    "a channel that there is": message("ask in <#123456789>"),
    "a deferral": ("POST", CALLBACK, {"type": 5}),
    "buttons alone": ("PATCH", f"{MESSAGES}/2", {"components": []}),
    "a picture alone": message("", attachments=[{"id": 0}]),
    "a form": modal(),
    "choices": callback(8, choices=[{"name": "a", "value": "b"}] * 25),
    "a command": command(name_localizations={"ar": "اسأل"}),
    "a menu": ("PUT", COMMANDS, [{"name": "Check against sources", "type": 3}]),
}
WRONG = {
    "too long": message("x" * 2_001),
    "too long in UTF-16": message("🙂" * 1_001),
    "empty": message(""),
    "mentions on": ("POST", MESSAGES, {"content": "hi", "allowed_mentions": {"parse": ["users"]}}),
    "the asker pinged": ("POST", MESSAGES, {"content": "hi", "allowed_mentions": {"parse": [], "replied_user": True}}),
    "everyone": message("hello @everyone"),
    "a person": message("hello <@123>"),
    "a channel that there is not": message("<#987654321>"),
    "a foreign link": message("[click](http://evil.example)"),
    "a ping in a reply": callback(4, content="@here", allowed_mentions=OFF),
    "a ping in an edit": callback(7, content="@here", allowed_mentions=OFF),
    "a ping in an embed": message(embeds=[{"description": "@everyone"}]),
    "embeds too long together": message(embeds=[{"description": "x" * 3_500}, {"description": "x" * 3_500}]),
    "a field without a value": message(embeds=[{"fields": [{"name": "n", "value": ""}]}]),
    "six buttons in a row": message(components=buttons(*({"custom_id": str(n)} for n in range(6)))),
    "a long label": message(components=buttons({"custom_id": "a", "label": "x" * 81})),
    "a long custom id": message(components=buttons({"custom_id": "x" * 101})),
    "one custom id twice": message(components=buttons({"custom_id": "a"}, {"custom_id": "a"})),
    "eleven files": message(attachments=[{"id": n} for n in range(11)]),
    "a long title of a form": modal(title="x" * 46),
    "a long label of a field": modal(label="x" * 46),
    "a long placeholder": modal(placeholder="x" * 101),
    "too many choices": callback(8, choices=[{"name": "a", "value": "b"}] * 26),
    "a long choice": callback(8, choices=[{"name": "x" * 101, "value": "b"}]),
    "an empty choice": callback(8, choices=[{"name": "a", "value": ""}]),
    "capitals in a command": command(name="Ask"),
    "a long description": command(description="x" * 101),
    "a long description in Turkish": command(description_localizations={"tr": "x" * 101}),
    "a long description of an option": command(options=[{"name": "a", "description": "x" * 101, "type": 3}]),
    "two commands of one name": ("PUT", COMMANDS, [{"name": "ask", "description": "a"}] * 2),
    "a long name of a thread": ("POST", f"{MESSAGES}/2/threads", {"name": "x" * 101}),
}


@pytest.mark.parametrize("what", RIGHT)
def test_what_is_right_passes(what: str) -> None:
    check_requests([RIGHT[what]], channels=(123456789,))


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_seen(what: str) -> None:
    with pytest.raises(AssertionError):
        check_requests([WRONG[what]], channels=(123456789,))
