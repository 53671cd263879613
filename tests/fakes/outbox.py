"""What the bot sent: every REST body of a simulated Discord, checked for what must hold of any message."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    import simcord

# The bot's own "ask in <#channel>" is wanted; the tests give such channels short ids, articles use long ones.
_PING = re.compile(r"@(?:everyone|here)|<@[!&]?\d|<#\d{5,}|<a?:\w|<t:|</\w|<id:")


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
    """Fail unless every message kept the limits, switched mentions off and carries no ping."""
    check_bodies(sent_bodies(env))


def check_bodies(bodies: Iterable[dict[str, Any]]) -> None:
    """Fail unless every message body kept the limits, switched mentions off and carries no ping."""
    for body in bodies:
        content = body["content"] or ""
        assert 0 < len(content.encode("utf-16-le")) // 2 <= 2_000, "over the limit or empty"
        assert body["allowed_mentions"]["parse"] == [], "mentions are on"
        assert not body["allowed_mentions"].get("replied_user"), "the asker is pinged"
        assert not _PING.search(content), f"a ping got through: {content}"
        assert all(len(row["components"]) <= 5 for row in body.get("components") or []), "too many buttons in a row"
