"""The command itself: its end takes the bot with it, whatever kind of end it is."""

from __future__ import annotations

import signal
from importlib import resources
from typing import TYPE_CHECKING

import pytest

from tests.fakes.playground import Playground, gone

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
async def test_asked_to_stop_it_ends_cleanly_with_the_bot(tmp_path: Path, by: signal.Signals) -> None:
    play = await Playground.opens(tmp_path / "data")
    bot = play.children()
    assert bot
    assert await play.ends(by) == 0, play.log.read_text()
    assert await gone(bot)
    assert "Traceback" not in play.log.read_text()


async def test_killed_it_leaves_no_orphan(tmp_path: Path) -> None:
    play = await Playground.opens(tmp_path / "data")
    bot = play.children()
    assert bot
    assert await play.ends(signal.SIGKILL) == -signal.SIGKILL
    assert await gone(bot)


def test_the_page_is_part_of_the_package() -> None:
    files = {file.name for file in (resources.files("bot.playground") / "page").iterdir()}
    assert {"index.html", "style.css", "app.js", "markdown.js", "icon.svg"} <= files
