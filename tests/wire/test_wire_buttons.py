"""Every button and form under an answer over the wire, the bot killed and started again before each is used."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from tests.fakes.newsroom import BRIDGE, MARKET
from tests.wire.edition import STATE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from simcord.backend.models import Interaction, Message

    from bot.playground.people import Person
    from tests.wire.conftest import Wire

pytestmark = pytest.mark.asyncio(loop_scope="module")

QUESTION = "How many people were killed on the market of Qasr Ayn?"
EPHEMERAL = 1 << 6
LABELS = ["Passages", "Accounts", "Ask a follow-up", "Helpful", "Not helpful"]


class Scene:
    """Alice with her answer, from before the bot was killed; Bob, who reads it too; and forms that were open then."""

    def __init__(self, alice: Person, bob: Person, answer: Message, forms: dict[str, Interaction]) -> None:
        self.alice = alice
        self.bob = bob
        self.answer = answer
        self.forms = forms


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def scene(wire: Wire) -> AsyncIterator[Scene]:
    """A bot that was killed after it answered, and started again."""
    alice = wire.somebody()
    bob = wire.somebody().goes_to(wire.server.backend.get_channel(alice.channel_id))
    answer = await wire.finished(alice.says(f"{wire.me} {QUESTION}"))
    forms = {label: await opens(wire, alice, answer, label) for label in ("Ask a follow-up", "Not helpful")}
    assert wire.bot is not None
    assert await wire.bot.ends(by=signal.SIGKILL) != 0
    await wire.starts_the_bot()
    yield Scene(alice, bob, answer, forms)


async def opens(wire: Wire, person: Person, message: Message, label: str) -> Interaction:
    """Press a button that is answered with a form; returns the interaction that shows it."""
    pressed = person.presses(message, label)
    await wire.server.until(lambda: pressed.modal)
    return pressed


async def changed(wire: Wire, message: Message, text: str) -> Message:
    """Wait until a message says something."""
    there = wire.server.backend.messages[message.channel_id]
    await wire.server.until(lambda: text in there[message.id].content)
    return there[message.id]


async def test_all_five_are_there(scene: Scene) -> None:
    [row] = scene.answer.components
    assert [button["label"] for button in row["components"]] == LABELS
    assert [button.get("emoji", {}).get("name") for button in row["components"]][3:] == ["👍", "👎"]


async def test_passages_show_quotes_among_their_neighbours_with_a_link_to_each(wire: Wire, scene: Scene) -> None:
    page = await wire.response(scene.bob.presses(scene.answer, "Passages"))
    assert page.flags & EPHEMERAL
    assert "> Four people were killed by shells" in page.content
    assert "-# The report came late.\n" in page.content
    assert f"(<{STATE.url}#:~:text=Four%20people%20were%20killed" in page.content
    assert f"(<{MARKET.url}#:~:text=" in page.content


async def test_accounts_stand_side_by_side(wire: Wire, scene: Scene) -> None:
    page = await wire.response(scene.bob.presses(scene.answer, "Accounts"))
    assert page.flags & EPHEMERAL
    assert page.content.startswith("**The sources differ** on the number of people killed")
    assert f"**{MARKET.publisher}** [" in page.content
    assert f"**{STATE.publisher}** [" in page.content


async def test_a_follow_up_goes_on_from_the_answer_in_public(wire: Wire, scene: Scene) -> None:
    form = await opens(wire, scene.bob, scene.answer, "Ask a follow-up")
    shown = await wire.answered(scene.bob.fills(form, "And who was accused of it?"))
    assert shown.content.startswith("> And who was accused of it?\n")
    assert not shown.flags & EPHEMERAL
    assert MARKET.title in shown.content


async def test_below_a_private_answer_it_stays_private(wire: Wire) -> None:
    carol = wire.somebody()
    private = await wire.answered(carol.uses("ask", question="Why does the bridge at Tell Wasit matter?", private=True))
    form = await opens(wire, carol, private, "Ask a follow-up")
    shown = await wire.answered(carol.fills(form, "Who called its reopening a relief?"))
    assert shown.flags & EPHEMERAL
    assert BRIDGE.title in shown.content


async def test_forms_that_were_open_when_the_bot_was_killed_are_taken(wire: Wire, scene: Scene) -> None:
    asked = scene.alice.fills(scene.forms["Ask a follow-up"], "And in which town?")
    assert (await wire.answered(asked)).content.startswith("> And in which town?\n")
    noted = await wire.response(scene.alice.fills(scene.forms["Not helpful"], "Which @everyone is right?"))
    assert noted.content.startswith("Thank you")


async def test_votes_and_reasons_reach_the_admins_and_them_alone(wire: Wire, scene: Scene) -> None:
    voted = await wire.response(scene.bob.presses(scene.answer, "Helpful"))
    assert voted.content.startswith("Thank you")
    assert voted.flags & EPHEMERAL
    form = await opens(wire, scene.bob, scene.answer, "Not helpful")
    thanked = await wire.response(scene.bob.fills(form, "It takes no side."))
    assert thanked.content.startswith("Thank you")
    admin = wire.somebody().may_manage_the_server()
    shown = await wire.response(admin.uses("corpus feedback"))
    assert shown.flags & EPHEMERAL
    assert f"> {QUESTION}\n" in shown.content
    assert "- It takes no side." in shown.content
    refused = await wire.response(scene.bob.uses("corpus feedback"))
    assert "needs the permission Manage Server" in refused.content


async def test_a_person_sees_copies_and_deletes_what_is_stored_and_others_lose_nothing(
    wire: Wire, scene: Scene
) -> None:
    dana = wire.somebody()
    bob = scene.bob.goes_to(wire.server.backend.get_channel(dana.channel_id))
    answer = await wire.finished(dana.says(f"{wire.me} {QUESTION}"))
    stored = await wire.response(dana.uses("privacy"))
    assert stored.flags & EPHEMERAL
    assert "- 1 question with what was answered and cited" in stored.content
    copy = await wire.response(dana.presses(stored, "Send me a copy"))
    assert [file["filename"] for file in copy.attachments] == ["nayrab-stored-about-you.json"]
    dana.presses(stored, "Delete it")
    stored = await changed(wire, stored, "Delete all of that?")
    dana.presses(stored, "Yes, delete it all")
    stored = await changed(wire, stored, "Deleted: 1 question")
    page = await wire.response(bob.presses(answer, "Passages"))
    assert "> Four people were killed by shells" in page.content
    again = await wire.response(dana.uses("privacy"))
    assert "question with" not in again.content
    assert not [message for message in bob.sees() if "stored about you" in message.content]
