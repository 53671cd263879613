"""One bot process over HTTP and a websocket: what people do reaches it, what it says reaches them, whatever drops."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.playground.gateway import Op
from bot.playground.people import replies
from tests.fakes.newsroom import BRIDGE, TRUCE

if TYPE_CHECKING:
    from bot.playground.loopback import Call
    from tests.wire.conftest import Wire

pytestmark = pytest.mark.asyncio(loop_scope="module")

QUESTION = "Why does the bridge at Tell Wasit matter?"
SAID = "Before the fighting some four thousand vehicles used the bridge every day."
DEFERRED = 5
EPHEMERAL = 1 << 6


def calls(wire: Wire, method: str, part: str) -> list[Call]:
    return [call for call in wire.server.calls if call.method == method and part in call.path]


async def test_it_logs_in_and_registers_its_commands(wire: Wire) -> None:
    [sync, *_] = calls(wire, "PUT", "/commands")
    assert sync.status == 200
    look_ups = {"accounts", "article", "search", "sources", "timeline"}
    menus = {"Check against sources", "Explain place"}
    assert {"ask", "corpus", "help", "settings"} | look_ups | menus <= {command["name"] for command in sync.body}
    [identity, *_] = [data for opcode, data in wire.server.gateway.heard if opcode == Op.IDENTIFY]
    assert identity["intents"] == (1 << 0) + (1 << 9) + (1 << 12)  # guilds, messages in guilds, direct messages


async def test_its_heart_beats(wire: Wire) -> None:
    gateway = wire.server.gateway
    before = gateway.count(Op.HEARTBEAT)
    await wire.server.until(lambda: gateway.count(Op.HEARTBEAT) >= before + 2)


async def test_ask_is_acknowledged_in_time_and_answered_in_place(wire: Wire) -> None:
    asked = wire.server.clock()
    interaction = wire.somebody().uses("ask", question=QUESTION)
    answer = await wire.response(interaction)
    [acknowledged] = calls(wire, "POST", f"/interactions/{interaction.id}/")
    assert acknowledged.body == {"type": DEFERRED}
    assert acknowledged.at - asked < 3
    assert answer.content.startswith(f"> {QUESTION}\n")
    assert SAID in answer.content
    assert f"[{BRIDGE.title}](<{BRIDGE.url}>)" in answer.content


async def test_a_mention_is_answered_by_one_reply_after_typing(wire: Wire) -> None:
    alice = wire.somebody()
    message = alice.says(f"{wire.me} {QUESTION}")
    answer = await wire.reply(message)
    assert SAID in answer.content
    assert answer.author_id == wire.server.backend.bot_user.id
    kinds = [call.path.rpartition("/")[2] for call in calls(wire, "POST", f"/channels/{alice.channel_id}/")]
    assert kinds == ["typing", "messages"]


async def test_what_is_not_said_to_it_is_left_alone(wire: Wire) -> None:
    alice = wire.somebody()
    overheard = alice.says(QUESTION)
    await wire.reply(alice.says(f"{wire.me} {QUESTION}"))
    assert replies(wire.server.backend, overheard) == []


async def test_a_direct_message_is_answered(wire: Wire) -> None:
    answer = await wire.reply(wire.somebody().whispers(QUESTION))
    assert SAID in answer.content


async def test_a_reply_is_a_follow_up(wire: Wire) -> None:
    alice = wire.somebody()
    first = await wire.reply(alice.says(f"{wire.me} What does the truce for the eastern valley forbid?"))
    answer = await wire.reply(alice.says(f"{wire.me} And who watches over it?", reply_to=first))
    assert f"[{TRUCE.title}](<{TRUCE.url}>)" in answer.content


async def test_the_button_shows_the_quotes_to_whoever_presses_it(wire: Wire) -> None:
    answer = await wire.response(wire.somebody().uses("ask", question=QUESTION))
    shown = await wire.response(wire.somebody().presses(answer, "Passages"))
    assert f"> {SAID}" in shown.content
    assert shown.flags & EPHEMERAL


@pytest.mark.parametrize("code", [None, 4000], ids=["cut", "closed"])
async def test_what_was_said_while_the_connection_was_lost_is_answered_once(wire: Wire, code: int | None) -> None:
    gateway = wire.server.gateway
    session, resumed = gateway.session, gateway.count(Op.RESUME)
    await gateway.drop(code)
    message = wire.somebody().says(f"{wire.me} {QUESTION}")
    answer = await wire.reply(message)
    assert SAID in answer.content
    assert gateway.session is session
    assert gateway.count(Op.RESUME) == resumed + 1
    await wire.reply(wire.somebody().says(f"{wire.me} {QUESTION}"))
    assert len(replies(wire.server.backend, message)) == 1


async def test_a_lost_session_is_begun_anew(wire: Wire) -> None:
    gateway = wire.server.gateway
    gateway.forget()
    await gateway.drop()
    await wire.server.until(lambda: gateway.session)
    answer = await wire.reply(wire.somebody().says(f"{wire.me} {QUESTION}"))
    assert SAID in answer.content


async def test_a_rate_limit_delays_a_reply_but_loses_nothing(wire: Wire) -> None:
    alice = wire.somebody()
    unlimited = await wire.reply(wire.somebody().says(f"{wire.me} {QUESTION}"))
    wire.server.limit("POST", f"/channels/{alice.channel_id}/messages", retry_after=0.3)
    message = alice.says(f"{wire.me} {QUESTION}")
    assert (await wire.reply(message)).content == unlimited.content
    sent = calls(wire, "POST", f"/channels/{alice.channel_id}/messages")
    assert [call.status for call in sent] == [429, 200]
    assert sent[1].at - sent[0].at >= 0.3


async def test_a_rate_limit_on_the_edit_of_a_deferred_answer_loses_nothing(wire: Wire) -> None:
    alice = wire.somebody()
    unlimited = await wire.response(alice.uses("ask", question=QUESTION))
    wire.server.limit("PATCH", "/webhooks/*/messages/@original", retry_after=0.3)
    answer = await wire.response(alice.uses("ask", question=QUESTION))
    assert answer.content == unlimited.content
    assert answer.components
