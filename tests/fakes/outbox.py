"""What the bot sent: every REST body of a simulated Discord, checked for what must hold of any message.

`check_requests` looks at all there is: messages (also with files), modals, offered choices, registered commands, names
of threads. A body it does not know how to read has nothing in it that people see.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from simcord.components import walk_components

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    import simcord

    Request = tuple[str, str, Any]
    """Method, path, JSON body (of a multipart body, its payload_json)."""

# The bot's own "ask in <#channel>" is wanted; articles use ids of channels that there are not.
PING = re.compile(r"@(?:everyone|here)|<@[!&]?\d|<#\d{5,}|<a?:\w+:\d|<t:|</\w|<id:")
_CHANNEL = re.compile(r"<#(\d+)>")
_LINK = re.compile(r"(?<!\\)\]\((?!<https?://[^\s<>]+>\))")
"""A masked link that is not one of ours, which have their address in angle brackets."""
_NAME = re.compile(r"[-_\w]{1,32}")
_REPLY, _UPDATE, _CHOICES, _MODAL = 4, 7, 8, 9
_TEXT = 10
"""The component that shows text by itself."""


def sent_bodies(env: simcord.Env) -> list[dict[str, Any]]:
    """Every message-like body the bot sent, interaction responses unwrapped."""
    return message_bodies((request.method, request.json) for request in env.http_requests)


def message_bodies(requests: Iterable[tuple[str, Any]]) -> list[dict[str, Any]]:
    """Of (method, JSON body) of REST calls, what became messages; interaction responses unwrapped."""
    bodies = []
    for method, sent in requests:
        if method not in {"POST", "PATCH"} or not isinstance(sent, dict):
            continue
        body = sent.get("data") if "type" in sent and "data" in sent else sent
        if isinstance(body, dict) and "content" in body:
            bodies.append(body)
    return bodies


def contents(env: simcord.Env) -> list[str]:
    return [body["content"] for body in sent_bodies(env)]


def check_outbox(env: simcord.Env) -> None:
    """Fail unless all that was sent kept Discord's limits, switched mentions off and carries no ping."""
    requests = ((request.method, request.path, request.json) for request in env.http_requests)
    check_requests(requests, env.backend.channels)


def check_requests(requests: Iterable[Request], channels: Collection[int] = ()) -> None:
    """Fail unless every body kept Discord's limits and the house's rules; `channels` may be pointed at."""
    for method, path, body in requests:
        if path.endswith("/callback"):
            _check_callback(body, channels)
        elif path.endswith("/commands") and method == "PUT":
            check_commands(body)
        elif path.endswith("/threads"):
            assert 1 <= len(body["name"]) <= 100, "a thread without a name that fits"
            assert not _pings(body["name"], channels), f"a ping got through: {body['name']}"
        elif isinstance(body, dict) and method in {"POST", "PATCH"} and _is_a_message(body):
            check_message(body, channels)


def check_bodies(bodies: Iterable[dict[str, Any]], channels: Collection[int] = ()) -> None:
    """Fail unless every message body kept the limits, switched mentions off and carries no ping."""
    for body in bodies:
        check_message(body, channels)


def check_message(body: dict[str, Any], channels: Collection[int] = ()) -> None:
    """Fail unless this body of a message kept the limits, switched mentions off and carries no raw markup."""
    content, embeds = body.get("content") or "", _embeds(body)
    assert _units(content) <= 2_000, "over the limit"
    if "content" in body:
        assert content or embeds or any(body.get(part) for part in ("components", "attachments")), "empty"
    components = list(walk_components(body.get("components") or []))
    texts = [content, *(part["content"] for part in components if part.get("type") == _TEXT)]
    if any(texts):
        mentions = body["allowed_mentions"]
        assert mentions["parse"] == [], "mentions are on"
        assert not any(mentions.get(kind) for kind in ("users", "roles", "replied_user")), "somebody is pinged"
    for text in [*texts, *_embed_texts(embeds)]:
        _check_text(text, channels)
    _check_embeds(embeds)
    _check_components(body.get("components") or [])
    assert len(body.get("attachments") or []) <= 10, "too many files"


def check_commands(commands: list[dict[str, Any]]) -> None:
    """Fail unless Discord would register these commands."""
    assert len(commands) <= 100
    kinds = [(command["name"], command.get("type", 1)) for command in commands]
    assert len(set(kinds)) == len(kinds), "a command is registered twice"
    for command in commands:
        _check_names(command, typed=command.get("type", 1) == 1)
        _check_options(command.get("options") or [])
        assert sum(map(len, _counted(command))) <= 8_000, f"/{command['name']} has too much text"


def _check_callback(body: dict[str, Any], channels: Collection[int]) -> None:
    data = body.get("data") or {}
    match body["type"]:
        case kind if kind in {_REPLY, _UPDATE} and _is_a_message(data):
            check_message(data, channels)
        case kind if kind == _CHOICES:
            _check_choices(data["choices"])
        case kind if kind == _MODAL:
            _check_modal(data)


def _check_modal(modal: dict[str, Any]) -> None:
    assert 1 <= len(modal["title"]) <= 45, f"the title of a form is too long: {modal['title']}"
    assert 1 <= len(modal["custom_id"]) <= 100
    assert 1 <= len(modal["components"]) <= 5
    for part in walk_components(modal["components"]):
        assert len(part.get("label") or "") <= 45, f"the label of a field is too long: {part['label']}"
        assert len(part.get("placeholder") or "") <= 100
        assert len(part.get("description") or "") <= 100
        assert len(part.get("custom_id") or "") <= 100
        assert len(part.get("value") or "") <= min(4_000, part.get("max_length") or 4_000)


def _check_choices(choices: list[dict[str, Any]]) -> None:
    assert len(choices) <= 25, "too many choices"
    for choice in choices:
        names = [choice["name"], *(choice.get("name_localizations") or {}).values()]
        assert all(1 <= len(name) <= 100 for name in names), f"a choice does not fit: {choice}"
        assert not isinstance(choice["value"], str) or 1 <= len(choice["value"]) <= 100, f"too long: {choice}"


def _check_embeds(embeds: list[dict[str, Any]]) -> None:
    assert len(embeds) <= 10, "too many embeds"
    assert sum(map(_units, _embed_texts(embeds))) <= 6_000, "the embeds are too long together"
    for embed in embeds:
        assert _units(embed.get("title") or "") <= 256
        assert _units(embed.get("description") or "") <= 4_096
        assert _units((embed.get("footer") or {}).get("text") or "") <= 2_048
        assert len(embed.get("fields") or []) <= 25
        for field in embed.get("fields") or []:
            assert 1 <= _units(field["name"]) <= 256
            assert 1 <= _units(field["value"]) <= 1_024


def _check_components(components: list[dict[str, Any]]) -> None:
    rows = [row for row in components if row.get("type") == 1]
    assert len(rows) <= 5, "too many rows"
    assert all(1 <= len(row["components"]) <= 5 for row in rows), "too many buttons in a row, or none"
    custom_ids = [part["custom_id"] for part in walk_components(components) if "custom_id" in part]
    assert len(set(custom_ids)) == len(custom_ids), f"two buttons are one: {custom_ids}"
    assert all(1 <= len(custom_id) <= 100 for custom_id in custom_ids), f"a custom id is too long: {custom_ids}"
    for part in walk_components(components):
        assert len(part.get("label") or "") <= 80, f"the label of a button is too long: {part['label']}"
        assert len(part.get("placeholder") or "") <= 150
        assert len(part.get("options") or []) <= 25
        assert len(part.get("url") or "") <= 512
        for option in part.get("options") or []:
            assert all(1 <= len(option[key]) <= 100 for key in ("label", "value")), f"does not fit: {option}"
            assert len(option.get("description") or "") <= 100


def _check_options(options: list[dict[str, Any]]) -> None:
    assert len(options) <= 25, "too many options"
    for option in options:
        _check_names(option, typed=True)
        _check_choices(option.get("choices") or [])
        _check_options(option.get("options") or [])


def _check_names(named: dict[str, Any], *, typed: bool) -> None:
    """Check names and descriptions in every language; menus are not typed: their names may have spaces and capitals."""
    for name in _in_all_languages(named, "name"):
        fits = _NAME.fullmatch(name) and name == name.lower() if typed else 1 <= len(name) <= 32
        assert fits, f"not a name for a command: {name}"
    for description in _in_all_languages(named, "description"):
        assert not typed or 1 <= len(description) <= 100, f"not a description of a command: {description}"


def _in_all_languages(named: dict[str, Any], what: str) -> list[str]:
    return [named.get(what, ""), *(named.get(f"{what}_localizations") or {}).values()]


def _counted(command: dict[str, Any]) -> Iterator[str]:
    """Yield what counts towards the limit on a command's text."""
    yield from (command["name"], command.get("description") or "")
    for choice in command.get("choices") or []:
        yield from (choice["name"], str(choice["value"]))
    for option in command.get("options") or []:
        yield from _counted(option)


def _check_text(text: str, channels: Collection[int]) -> None:
    assert not _pings(text, channels), f"a ping got through: {text}"
    assert not _LINK.search(text), f"a foreign link got through: {text}"


def _pings(text: str, channels: Collection[int]) -> bool:
    known = _CHANNEL.sub(lambda found: "" if int(found[1]) in channels else found[0], text)
    return PING.search(known) is not None


def _is_a_message(body: dict[str, Any]) -> bool:
    return any(part in body for part in ("content", "embeds", "embed", "components", "attachments"))


def _embeds(body: dict[str, Any]) -> list[dict[str, Any]]:
    return body.get("embeds") or ([body["embed"]] if body.get("embed") else [])


def _embed_texts(embeds: list[dict[str, Any]]) -> list[str]:
    texts = []
    for embed in embeds:
        texts += [embed.get("title") or "", embed.get("description") or ""]
        texts += [(embed.get("footer") or {}).get("text") or "", (embed.get("author") or {}).get("name") or ""]
        texts += [field[key] for field in embed.get("fields") or [] for key in ("name", "value")]
    return texts


def _units(text: str) -> int:
    """Return the length as Discord counts it, in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2
