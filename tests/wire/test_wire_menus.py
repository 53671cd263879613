"""The message menus over the wire: acknowledged in time, shown to who asked alone, whoever wrote the message."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fakes.newsroom import TRUCE

if TYPE_CHECKING:
    from tests.wire.conftest import Wire

pytestmark = pytest.mark.asyncio(loop_scope="module")

EPHEMERAL = 1 << 6
CLAIMS = (
    "The truce is to last for ninety days. The truce forbids artillery within twenty kilometres of Tell Wasit and lets "
    "aid convoys use the bridge by daylight. Thanks all!"
)


async def test_somebody_elses_message_is_checked_statement_by_statement(wire: Wire) -> None:
    alice, bob = wire.somebody(), wire.somebody()
    message = bob.says(CLAIMS)
    asked = wire.server.clock()
    interaction = alice.opens_menu("Check against sources", message)
    shown = await wire.response(interaction)
    [acknowledged] = [c for c in wire.server.calls if f"/interactions/{interaction.id}/" in c.path]
    assert acknowledged.body["data"]["flags"] & EPHEMERAL
    assert acknowledged.at - asked < 3
    assert "✅ **Supported:** The truce is to last for ninety days." in shown.content
    assert "❌ **Contradicted:** The truce forbids artillery within twenty kilometres of Tell Wasit" in shown.content
    assert f"[{TRUCE.title}](<{TRUCE.url}>)" in shown.content


async def test_the_places_of_a_message_are_explained(wire: Wire) -> None:
    message = wire.somebody().says("They say that Saraqib and Nayrab were quiet.")
    shown = await wire.response(wire.somebody().opens_menu("Explain place", message))
    assert "**Saraqib**: the town in Idlib governorate" in shown.content
    assert "openstreetmap.org/?mlat=35.864&mlon=36.806#map=12/35.864/36.806" in shown.content


async def test_a_message_without_statements_or_places_gets_a_sentence_each(wire: Wire) -> None:
    message = wire.somebody().says("good morning :)")
    for menu in ("Check against sources", "Explain place"):
        shown = await wire.response(wire.somebody().opens_menu(menu, message))
        assert len(shown.content) < 200
        assert "**" not in shown.content
